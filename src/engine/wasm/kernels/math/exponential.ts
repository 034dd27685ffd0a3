/** eˣ and what is made of it: expm1, tanh, sigmoid. */
import type { Float } from '../../../../tensor/dtype.js';
import { v128 } from '../../emit/index.js';
import { anySum, choose, ln2, quotient, sum, unary } from './real.js';
import type { Real, Sum, V } from './real.js';

/** Minimax coefficients of (eʳ − 1 − r)/r² on |r| ≤ ½ ln 2: relative error 2⁻²⁸, 2⁻⁵⁸. */
const coefficients: { readonly [D in Float]: readonly number[] } = {
  float32: [0.5, 0.166666668, 0.0416664642, 0.00833328583, 0.00139337327, 0.000199077056],
  float64: [
    ...[0.5, 0.1666666666666667, 0.041666666666666685, 0.008333333333326082, 0.0013888888888874285],
    ...[0.00019841269875004803, 2.4801587347602383e-5, 2.7557255167102625e-6, 2.755725266134051e-7],
    ...[2.5105313813210646e-8, 2.092167369298929e-9],
  ],
};

/** eˣ = 2ⁿ(1 + r + tail), |r| ≤ ½ ln 2 */
interface Exponential {
  readonly n: V;
  readonly r: V;
  readonly tail: V;
}

/** of x + low, where x is kept and within the range of exponents */
export const exponential = (real: Real, x: V, low?: V): Exponential => {
  const { keep, add, sub, mul, multiplyAdd, type, digits } = real;
  const [first, second] = ln2[type];
  // adding 1½·2ᵈⁱᵍⁱᵗˢ rounds to an integer
  const magic = real.const(1.5 * 2 ** digits);
  const n = keep(sub(multiplyAdd(x, real.const(Math.LOG2E), magic), magic));
  const r0 = keep(multiplyAdd(n, real.const(-first), x));
  const moved = (from: V): V => {
    const difference = multiplyAdd(n, real.const(-second), from);
    return low === undefined ? difference : add(difference, low);
  };
  const r = keep(moved(r0));
  const lost = moved(sub(r0, r));
  return { n, r, tail: keep(multiplyAdd(mul(r, r), real.polynomial(r, coefficients[type]), lost)) };
};

/** an integer whose lowest bits are the exponent field of 2ⁿ, as the significand of a float */
const field = (real: Real): V => real.const(1.5 * 2 ** real.digits + real.bias);

/** 2ⁿ for exponents of normal numbers */
export const powerOfTwo = (real: Real, n: V): V => real.shiftLeft(real.add(n, field(real)), real.digits);

/** y · 2ⁿ by two factors, so that n may leave the range of exponents and underflow is gradual */
export const scaled = (real: Real, y: V, n: V): V => {
  const { keep, add, sub, mul, digits, shiftLeft } = real;
  const half = keep(add(mul(n, real.const(0.5)), field(real)));
  const rest = add(sub(n, sub(half, field(real))), field(real));
  return mul(mul(y, shiftLeft(half, digits)), shiftLeft(rest, digits));
};

/** x within bounds; NaN stays */
export const clamped = ({ keep, pmin, pmax, ...r }: Real, x: V, low: number, high: number): V =>
  keep(pmax(pmin(x, r.const(high)), r.const(low)));

interface Bounds {
  /** below, eˣ is 0; above, ∞ */
  readonly exp: readonly [number, number];
  /** eˣ that changes no digit of 1 */
  readonly faint: number;
  /** |x| whose square changes no digit of it */
  readonly linear: number;
}

const bounds: { readonly [D in Float]: Bounds } = {
  float32: { exp: [-104, 89], faint: -30, linear: 2 ** -26 },
  float64: { exp: [-746, 710], faint: -60, linear: 2 ** -55 },
};

/** e to a sum, whose first part may leave the range of exponents */
export const grown = (real: Real, x: V, lower?: V): V => {
  const { n, r, tail } = exponential(real, clamped(real, x, ...bounds[real.type].exp), lower);
  const { high, low } = sum(real, real.const(1), r);
  return scaled(real, real.keep(real.add(high, real.add(low, tail))), n);
};

export const exp = unary('exp', (real, x) => grown(real, x));

/** 2ⁿ⁻ᵏ(1 + r + tail) − 2⁻ᵏ: k = 1 keeps the largest results in range */
const lessOne = (real: Real, { n, r, tail }: Exponential, k: 0 | 1): Sum => {
  const { keep, add, sub, mul, multiplyAdd } = real;
  const scale = keep(powerOfTwo(real, k === 0 ? n : sub(n, real.const(k))));
  const less = anySum(real, scale, real.const(-(2 ** -k)));
  const { high, low } = sum(real, less.high, keep(mul(scale, r)));
  return sum(real, high, keep(multiplyAdd(scale, tail, add(low, less.low))));
};

export const expm1 = unary('expm1', (real, x) => {
  const { exp, faint, linear } = bounds[real.type];
  const { high } = lessOne(real, exponential(real, clamped(real, x, faint, exp[1])), 1);
  return choose(real.lt(real.abs(x), real.const(linear)), x, real.add(high, high));
});

/** tanh |x| = −m/(2 + m), m = expm1(−2|x|) */
export const tanh = unary('tanh', (real, x) => {
  const { keep, abs, add, mul, neg } = real;
  const doubled = clamped(real, mul(abs(x), real.const(-2)), 2 * bounds[real.type].faint, 0);
  const m = lessOne(real, exponential(real, doubled), 0);
  const d = sum(real, real.const(2), m.high);
  const n = { high: keep(neg(m.high)), low: neg(m.low) };
  const magnitude = quotient(real, n, { high: d.high, low: add(d.low, m.low) });
  return v128.or(abs(magnitude), v128.and(x, real.sign));
});

/** σ(−|x|) = e/(1 + e), e = exp(−|x|); σ(|x|) = 1 − σ(−|x|) */
export const sigmoid = unary('sigmoid', (real, x) => {
  const { keep, abs, add, mul, neg, sub, lt, pmax } = real;
  const { exp, faint } = bounds[real.type];
  const { n, r, tail } = exponential(real, clamped(real, neg(abs(x)), exp[0], 0));
  const one = sum(real, real.const(1), r);
  const e = sum(real, one.high, keep(add(one.low, tail)));
  const scale = keep(powerOfTwo(real, pmax(n, real.const(2 * faint))));
  const d = sum(real, real.const(1), keep(mul(e.high, scale)));
  const q = quotient(real, e, { high: d.high, low: real.multiplyAdd(e.low, scale, d.low) });
  const small = keep(scaled(real, keep(q), n));
  return choose(lt(x, real.const(0)), small, sub(real.const(1), small));
});
