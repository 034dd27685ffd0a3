/** sin x and cos x. */
import { call, f64x2, get, seq, set, shuffle32, v128, when } from '../../emit/index.js';
import { distant, residue } from './period.js';
import { anySum, choose, rounded, unaryOf } from './real.js';
import type { Real, Sum, Unary, V } from './real.js';

/** π/2 in parts: products of the first two with integers up to 2²⁰ are exact */
const quarter = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;

/** Coefficients in r² of (sin r)/r − 1 and of cos r − 1 divided by r², |r| ≤ π/4. Source: fdlibm, and msun for float32. */
interface Coefficients {
  readonly sin: readonly number[];
  readonly cos: readonly number[];
}

const long: Coefficients = {
  sin: [
    ...[-1.66666666666666324348e-1, 8.33333333332248946124e-3, -1.98412698298579493134e-4],
    ...[2.75573137070700676789e-6, -2.50507602534068634195e-8, 1.58969099521155010221e-10],
  ],
  cos: [
    ...[-0.5, 4.16666666666666019037e-2, -1.38888888888741095749e-3, 2.48015872894767294178e-5],
    ...[-2.75573143513906633035e-7, 2.0875723212981748279e-9, -1.13596475577881948265e-11],
  ],
};

const short: Coefficients = {
  sin: [-0.166666666416265235595, 0.0083333293858894631756, -0.000198393348360966317347, 2.7183114939898219064e-6],
  cos: [-0.49999999725103100312, 0.0416666233237390631894, -0.00138867637746099294692, 2.43904487962774090654e-5],
};

/** x modulo 2π where a lane is too large for π/2 in parts, else x */
const near = ({ scope, module, run, abs, gt, ...r }: Real, x: V): Sum => {
  const [high, low, last] = [scope.local('v128'), scope.local('v128'), scope.local('v128')];
  const f = residue(module);
  run(seq(set(high, x), set(low, r.const(0))));
  const reduced = seq(
    set(low, call(f, f64x2.extract(x, 0))),
    set(last, call(f, f64x2.extract(x, 1))),
    set(high, shuffle32(get(low), get(last), [0, 1, 4, 5])),
    set(low, shuffle32(get(low), get(last), [2, 3, 6, 7])),
  );
  run(when(v128.anyTrue(gt(abs(x), r.const(distant))), reduced));
  return { high: get(high), low: get(low) };
};

/** sin x = ± sin r or ± cos r for x = n·π/2 + r; cos x is a quarter of a turn ahead */
const wave =
  (ahead: bigint, { sin, cos }: Coefficients, exact: boolean) =>
  (real: Real, x: V): V => {
    const { keep, add, sub, mul, lt, abs, multiplyAdd, polynomial, integer, word, shiftLeft } = real;
    const { high: a, low } = near(real, x);
    const [first, second, third] = quarter;
    const magic = real.const(1.5 * 2 ** 52);
    const turn = keep(multiplyAdd(a, real.const(2 / Math.PI), magic));
    const n = keep(sub(turn, magic));
    const rest = keep(multiplyAdd(n, real.const(-first), a));
    const main = anySum(real, rest, keep(mul(n, real.const(-second))));
    const { high: r, low: l } = exact
      ? anySum(real, main.high, keep(multiplyAdd(n, real.const(-third), add(main.low, low))))
      : { high: keep(add(main.high, low)), low: real.const(0) };
    const z = keep(mul(r, r));
    const one = real.const(1);
    const small = exact ? mul(l, multiplyAdd(z, real.const(-0.5), one)) : l;
    const sine = add(r, multiplyAdd(mul(r, z), polynomial(z, sin), small));
    const product = mul(z, polynomial(z, cos));
    const cosine = add(one, exact ? sub(product, mul(r, l)) : product);
    const quadrant = keep(integer.add(turn, word(ahead)));
    const odd = integer.sub(word(0n), v128.and(quadrant, word(1n)));
    const value = v128.xor(choose(odd, cosine, sine), shiftLeft(v128.and(quadrant, word(2n)), 62));
    // ∞ and NaN give NaN; numbers that small are their own sine, and 0 keeps its sign
    const defined = multiplyAdd(x, real.const(0), value);
    return ahead === 0n ? choose(lt(abs(x), real.const(2 ** -27)), x, defined) : defined;
  };

const oscillation = (name: string, ahead: bigint): Unary => ({
  float64: unaryOf(name, 'float64', wave(ahead, long, true)),
  float32: rounded(name, unaryOf(`${name}.short`, 'float64', wave(ahead, short, false))).float32,
});

export const sin = oscillation('sin', 0n);
export const cos = oscillation('cos', 1n);
