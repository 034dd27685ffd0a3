/** Quotients and remainders: of integers by way of float64, which holds every quotient of two; of floats exactly, whatever their magnitudes. */
import { code } from '../../emit/code.js';
import {
  call,
  doWhile,
  f64,
  f64x2,
  get,
  i32,
  i32x4,
  i64,
  leave,
  select,
  set,
  shuffle32,
  v128,
  when,
} from '../../emit/index.js';
import type { Code, Func, Local, Module } from '../../emit/index.js';
import { binaryOf, choose, halves, joined } from './real.js';
import type { Binary, V } from './real.js';

type IntegerBinary = (module: Module) => Func<readonly ['v128', 'v128'], 'v128'>;

/** A quotient or its remainder, of integers too. */
export interface Division extends Binary {
  readonly int32: IntegerBinary;
}

const wide = (x: V): readonly [V, V] => [
  f64x2.convertLowI32x4(x),
  f64x2.convertLowI32x4(shuffle32(x, x, [2, 3, 2, 3])),
];

/** Integers that float64 holds, modulo 2³²: adding 1½·2⁵² moves them into the lowest bits. Those of ∞ and NaN are 0. */
const wrapped = ([low, high]: readonly [V, V]): V => {
  const integer = (x: V): V => f64x2.add(x, f64x2.const(1.5 * 2 ** 52));
  return shuffle32(integer(low), integer(high), [0, 2, 4, 6]);
};

const quotient = (x: V, y: V): V => {
  const [xs, ys] = [wide(x), wide(y)];
  const half = (n: 0 | 1): V => f64x2.trunc(f64x2.div(xs[n], ys[n]));
  return wrapped([half(0), half(1)]);
};

const divide32: IntegerBinary = (module) =>
  module.func('divide.int32', ['v128', 'v128'], 'v128', (_, x, y) => quotient(get(x), get(y)));

/** x − y·⌊x/y⌋ towards zero; 0 where y is */
const remainder32: IntegerBinary = (module) =>
  module.func('remainder.int32', ['v128', 'v128'], 'v128', (_, x, y) =>
    v128.andnot(i32x4.sub(get(x), i32x4.mul(get(y), quotient(get(x), get(y)))), i32x4.eq(get(y), i32x4.const(0))),
  );

/** x/y; of integers the integer part, and 0 where y is */
export const divide: Division = {
  int32: divide32,
  float32: binaryOf('divide', 'float32', ({ div }, x, y) => div(x, y)),
  float64: binaryOf('divide', 'float64', ({ div }, x, y) => div(x, y)),
};

const lowest = (a: Code<'i32'>, b: Code<'i32'>): Code<'i32'> => select(a, b, i32.ltS(a, b));

const hidden = 1n << 52n;

/** Long division: x = m·2ᵏ of the last place of y, and m·2ᵏ mod n takes 11 binary digits at a time. */
const scalar = (module: Module): Func<readonly ['f64', 'f64'], 'f64'> =>
  module.func('remainder.f64', ['f64', 'f64'], 'f64', (scope, x, y) => {
    const [m, n] = [scope.local('i64'), scope.local('i64')];
    const [k, e, step] = [scope.local('i32'), scope.local('i32'), scope.local('i32')];
    const [a, b] = [f64.abs(get(x)), f64.abs(get(y))];
    const product = f64.mul(get(x), get(y));
    /** the exponent field, that of subnormal numbers 1, and the significand as an integer */
    const taken = (exponent: Local<'i32'>, significand: Local<'i64'>, from: Code<'f64'>): readonly Code<'void'>[] => {
      const bits = get(significand);
      const field = get(exponent);
      return [
        set(significand, i64.reinterpret(from)),
        set(exponent, i32.wrap(i64.shrU(bits, i64.const(52n)))),
        set(significand, i64.and(bits, i64.const(hidden - 1n))),
        when(field, set(significand, i64.or(bits, i64.const(hidden))), set(exponent, i32.const(1))),
      ];
    };
    const shift = i64.extendS(get(step));
    return code('f64', [
      when(
        i32.or(f64.eq(b, f64.const(0)), i32.eqz(i32.and(f64.lt(a, f64.const(Infinity)), f64.eq(b, b)))),
        leave(f64.div(product, product)),
      ),
      when(f64.lt(a, b), leave(get(x))),
      ...taken(k, m, a),
      ...taken(e, n, b),
      set(k, i32.sub(get(k), get(e))),
      set(step, i32.const(0)),
      doWhile(
        code('void', [
          set(m, i64.remU(i64.shl(get(m), shift), get(n))),
          set(k, i32.sub(get(k), get(step))),
          set(step, lowest(get(k), i32.const(11))),
        ]),
        get(step),
      ),
      when(i64.eqz(get(m)), leave(f64.copysign(f64.const(0), get(x)))),
      set(step, lowest(i32.sub(i32.wrap(i64.clz(get(m))), i32.const(11)), i32.sub(get(e), i32.const(1)))),
      // the leading digit adds 1 to the exponent field
      set(
        m,
        i64.add(
          i64.shl(get(m), shift),
          i64.shl(i64.extendS(i32.sub(i32.sub(get(e), get(step)), i32.const(1))), i64.const(52n)),
        ),
      ),
      f64.copysign(f64.reinterpret(get(m)), get(x)),
    ]);
  });

const float64 = binaryOf('remainder', 'float64', ({ module }, x, y) => {
  const f = scalar(module);
  const lane = (n: number): Code<'f64'> => call(f, f64x2.extract(x, n), f64x2.extract(y, n));
  return f64x2.replace(f64x2.splat(lane(0)), 1, lane(1));
});

/** quotients of float32 below which they have no more digits than their product with a divisor leaves in float64 */
const short = 2 ** 29;

/** x − y·⌊x/y⌋ towards zero with the sign of x, as the operator % has it */
export const remainder: Division = {
  int32: remainder32,
  float64,
  float32: binaryOf('remainder', 'float32', (real, x, y) => {
    const { module, target, scope, keep, run, abs, lt } = real;
    const result = scope.local('v128');
    const [xs, ys] = [halves(x), halves(y)];
    const both = <T>(f: (n: 0 | 1) => T): readonly [T, T] => [f(0), f(1)];
    const q = both((n) => keep(f64x2.div(xs[n], ys[n])));
    const [low, high] = both((n) => f64x2.lt(f64x2.abs(q[n]), f64x2.const(short)));
    const exact = both((n) => f64x2.sub(xs[n], f64x2.mul(f64x2.trunc(q[n]), ys[n])));
    const rest = v128.or(joined(...exact), v128.and(x, real.sign));
    const long = float64(module, target);
    run(
      when(
        i32x4.allTrue(v128.and(low, high)),
        set(result, choose(lt(abs(x), abs(y)), x, rest)),
        set(result, joined(...both((n) => call(long, xs[n], ys[n])))),
      ),
    );
    return get(result);
  }),
};
