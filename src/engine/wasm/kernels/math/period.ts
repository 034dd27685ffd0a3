/** Large numbers modulo 2π, to twice the digits of float64. Source: Payne & Hanek 1983. */
import { code } from '../../emit/code.js';
import { call, f64, f64x2, get, i32, i64, leave, set, when } from '../../emit/index.js';
import type { Code, Func, Local, Module } from '../../emit/index.js';

/** the digits of 2/π after the point, behind 64 zeros */
const digits = [
  ...[0x0n, 0xa2f9836e4e441529n, 0xfc2757d1f534ddc0n, 0xdb6295993c439041n, 0xfe5163abdebbc561n],
  ...[0xb7246e3a424dd2e0n, 0x6492eea09d1921cn, 0xfe1deb1cb129a73en, 0xe88235f52ebb4484n, 0xe99c7026b45f7e41n],
  ...[0x3991d639835339f4n, 0x9c845f8bbdf9283bn, 0x1ff897ffde05980fn, 0xef2f118b5a0a6d1fn, 0x6d367ecf27cb09b7n],
  ...[0x4f463f669e5fea2dn, 0x7527bac7ebe5f17bn, 0x3d0739f78a5292ean, 0x6bfb5fb11f8d5d08n, 0x56033046fc7b6babn],
];

/** 64 digits from a place on */
const window = (module: Module): Func<readonly ['i32'], 'i64'> => {
  const word = module.func('2/π.word', ['i32'], 'i64', (_, index) =>
    code('i64', [
      ...digits.map((n, i) => when(i32.eq(get(index), i32.const(i)), leave(i64.const(BigInt.asIntN(64, n))))),
      i64.const(0n),
    ]),
  );
  return module.func('2/π', ['i32'], 'i64', (scope, place) => {
    const index = scope.local('i32');
    const by = i64.extendU(i32.and(get(place), i32.const(63)));
    // two shifts, because one by 64 is none
    const rest = i64.shrU(call(word, i32.add(get(index), i32.const(1))), i64.const(1n));
    return code('i64', [
      set(index, i32.shrU(get(place), i32.const(6))),
      i64.or(i64.shl(call(word, get(index)), by), i64.shrU(rest, i64.xor(by, i64.const(63n)))),
    ]);
  });
};

/** ⌊a·b/2⁶⁴⌋ for a < 2⁵³ */
const upperProduct = (module: Module): Func<readonly ['i64', 'i64'], 'i64'> =>
  module.func('upper product', ['i64', 'i64'], 'i64', (_, a, b) => {
    const [thirtyTwo, mask] = [i64.const(32n), i64.const(0xffffffffn)];
    const upper = (x: Code<'i64'>): Code<'i64'> => i64.shrU(x, thirtyTwo);
    const lower = (x: Code<'i64'>): Code<'i64'> => i64.and(x, mask);
    const [aHigh, aLow, bHigh, bLow] = [upper(get(a)), lower(get(a)), upper(get(b)), lower(get(b))];
    const middle = i64.add(i64.mul(aHigh, bLow), upper(i64.mul(aLow, bLow)));
    const sum = i64.add(i64.mul(aLow, bHigh), lower(middle));
    return i64.add(i64.add(i64.mul(aHigh, bHigh), upper(middle)), upper(sum));
  });

/** 2π in three parts: of 26 bits, of the next 27, and the rest */
const period = [6.283185243606567, 6.357301884918343e-8, 2.4492935982947064e-16] as const;

/** the largest number that is left as it is */
export const distant = 2 ** 20;

/** The number congruent to x modulo 2π between −π and π, as an unevaluated sum in two lanes; x itself up to 2²⁰. */
export const residue = (module: Module): Func<readonly ['f64'], 'v128'> =>
  module.func('modulo 2π', ['f64'], 'v128', (scope, x) => {
    const whole = (): Local<'i64'> => scope.local('i64');
    const real = (): Local<'f64'> => scope.local('f64');
    const [m, w, high, low] = [whole(), whole(), whole(), whole()];
    const [d, e, dHigh, dLow, main] = [real(), real(), real(), real(), real()];
    const place = scope.local('i32');
    const at = (n: number): Code<'i64'> => call(window(module), i32.add(get(place), i32.const(64 * n)));
    const upper = upperProduct(module);
    const [first, second, third] = period;
    const product = (a: Local<'f64'>, b: number): Code<'f64'> => f64.mul(get(a), f64.const(b));
    const scale = f64.copysign(f64.const(2 ** -64), get(x));
    const pair = (a: Code<'f64'>, b: Code<'f64'>): Code<'v128'> => f64x2.replace(f64x2.splat(a), 1, b);
    return code('v128', [
      when(f64.le(f64.abs(get(x)), f64.const(distant)), leave(pair(get(x), f64.const(0)))),
      set(m, i64.reinterpret(f64.abs(get(x)))),
      // x = m·2ᵉ: digits of 2/π before the place e − 2 give multiples of 2π
      set(place, i32.sub(i32.wrap(i64.shrU(get(m), i64.const(52n))), i32.const(1075 + 2 - 64))),
      set(m, i64.or(i64.and(get(m), i64.const((1n << 52n) - 1n)), i64.const(1n << 52n))),
      set(w, at(1)),
      set(low, i64.mul(get(m), get(w))),
      set(high, i64.add(i64.mul(get(m), at(0)), call(upper, get(m), get(w)))),
      set(w, call(upper, get(m), at(2))),
      set(low, i64.add(get(low), get(w))),
      set(high, i64.add(get(high), i64.extendU(i64.ltU(get(low), get(w))))),
      set(d, f64.convertI64(get(high))),
      set(e, f64.convertI64(i64.sub(get(high), i64.truncF64(get(d))))),
      set(e, f64.add(get(e), f64.mul(f64.convertI64(i64.shrU(get(low), i64.const(1n))), f64.const(2 ** -63)))),
      set(dHigh, f64.reinterpret(i64.and(i64.reinterpret(get(d)), i64.const(-(1n << 27n))))),
      set(dLow, f64.sub(get(d), get(dHigh))),
      set(main, product(d, first + second)),
      set(e, f64.add(product(e, first + second), product(d, third))),
      set(e, f64.add(get(e), product(dLow, second))),
      set(
        d,
        f64.add(
          f64.add(f64.add(f64.sub(product(dHigh, first), get(main)), product(dHigh, second)), product(dLow, first)),
          get(e),
        ),
      ),
      pair(f64.mul(get(main), scale), f64.mul(get(d), scale)),
    ]);
  });
