/** ln x and ln(1 + x). */
import type { Float } from '../../../../tensor/dtype.js';
import { v128 } from '../../emit/index.js';
import { anySum, choose, ln2, unary } from './real.js';
import type { Real, V } from './real.js';

/** Minimax coefficients of ((2 artanh s)/s − 2)/s² in s², |s| ≤ 3 − 2√2: error 2⁻²⁹, 2⁻⁵¹. */
const coefficients: { readonly [D in Float]: readonly number[] } = {
  float32: [0.666666666, 0.400001232, 0.285506897, 0.233336292],
  float64: [
    ...[0.666666666666667, 0.3999999999989789, 0.28571428626651435, 0.2222221103169011],
    ...[0.18182896213010818, 0.1533149758041036, 0.14619099201974547],
  ],
};

/** the bits of √½ and of 1 */
const root: { readonly [D in Float]: bigint } = { float32: 0x3f3504f3n, float64: 0x3fe6a09e667f3bcdn };
const one: { readonly [D in Float]: bigint } = { float32: 0x3f800000n, float64: 0x3ff0000000000000n };

/** x = 2ᵏ(1 + f) with √½ ≤ 1 + f < √2, for normal x > 0 */
export const split = (real: Real, x: V, shift: V): { readonly k: V; readonly f: V } => {
  const { keep, sub, type, digits, bias, word, integer } = real;
  const bits = keep(integer.add(x, word(one[type] - root[type])));
  // the exponent field as the significand of a float
  const exponent = v128.or(real.shiftRight(bits, digits), real.const(2 ** digits));
  const fraction = v128.and(bits, word((1n << BigInt(digits)) - 1n));
  return {
    k: keep(sub(exponent, integer.add(real.const(2 ** digits + bias), shift))),
    f: keep(sub(integer.add(fraction, word(root[type])), real.const(1))),
  };
};

/** k ln 2 + ln(1 + f) + small: f enters unrounded. Source: Sun's fdlibm, e_log.c. */
const logarithm = (real: Real, k: V, f: V, small?: V): V => {
  const { keep, add, sub, mul, div, multiplyAdd, type } = real;
  const s = keep(div(f, add(f, real.const(2))));
  const z = keep(mul(s, s));
  const square = keep(mul(mul(f, f), real.const(0.5)));
  const series = mul(z, real.polynomial(z, coefficients[type]));
  const [first, second] = ln2[type];
  const last = mul(k, real.const(second));
  const rest = multiplyAdd(s, add(square, series), small === undefined ? last : add(last, small));
  return multiplyAdd(k, real.const(first), sub(f, sub(square, rest)));
};

/** y, but NaN below the pole, −∞ at it and x itself at ∞ and NaN */
const completed = ({ lt, eq, ...r }: Real, x: V, y: V, pole: number): V => {
  const finite = choose(lt(x, r.const(Infinity)), y, x);
  return choose(eq(x, r.const(pole)), r.const(-Infinity), v128.or(finite, lt(x, r.const(pole))));
};

/** subnormal numbers are multiplied by a power of two first */
export const normalised = (real: Real, x: V): { readonly x: V; readonly shift: V } => {
  const { keep, lt, mul, digits, bias, word } = real;
  const tiny = keep(lt(x, real.const(2 ** (1 - bias))));
  return {
    x: keep(choose(tiny, mul(x, real.const(2 ** digits)), x)),
    shift: keep(v128.and(tiny, word(BigInt(digits)))),
  };
};

export const log = unary('log', (real, x) => {
  const normal = normalised(real, x);
  const { k, f } = split(real, normal.x, normal.shift);
  return completed(real, x, real.keep(logarithm(real, k, f)), 0);
});

/** Above √½ − 1 and below √2 − 1 f is x itself; elsewhere what 1 + x lost is added to the logarithm. */
export const log1p = unary('log1p', (real, x) => {
  const { keep, div, eq } = real;
  const { high: u, low: lost } = anySum(real, x, real.const(1));
  const { k, f } = split(real, u, real.const(0));
  const near = keep(eq(k, real.const(0)));
  const small = v128.andnot(div(lost, u), near);
  const y = keep(logarithm(real, k, keep(choose(near, x, f)), small));
  return v128.or(completed(real, x, y, -1), v128.and(x, real.sign));
});
