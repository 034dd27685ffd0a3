/**
 * Elementary functions of one real number, and the power of two. Values are computed in float64 and rounded once.
 */
import type { AnyTensor } from '../tensor/tensor.js';
import { minus, negative, over, plus, times } from './arithmetic.js';
import { and, choose, equal } from './compare.js';
import { like } from './create.js';
import { elementwise1, elementwise2 } from './elementwise.js';
import type { Elementwise1 } from './elementwise.js';
import { apply } from './primitive.js';
import type { Primitive } from './primitive.js';
import { erfInverse, errorFunction } from './special.js';

const real = (
  name: string,
  value: (x: number) => number,
  derivative: (x: AnyTensor, y: AnyTensor) => AnyTensor,
): Primitive<object> => {
  const row: Elementwise1 = { kind: 'float', value, derivative };
  return elementwise1(name, row, times);
};

const one = (x: AnyTensor): AnyTensor => like(x, 1);
const square = (x: AnyTensor): AnyTensor => times(x, x);
const scaled = (x: AnyTensor, factor: number): AnyTensor => times(x, like(x, factor));

/** y = eˣ. Gradient: x̄ = ȳ·y. */
export const exp = real('exp', Math.exp, (_, y) => y);
/** y = eˣ − 1, exact near 0. Gradient: x̄ = ȳ·(y + 1). */
export const expm1 = real('expm1', Math.expm1, (_, y) => plus(y, one(y)));
/** y = ln x. Gradient: x̄ = ȳ/x. */
export const log = real('log', Math.log, (x) => over(one(x), x));
/** y = ln(1 + x), exact near 0. Gradient: x̄ = ȳ/(1 + x). */
export const log1p = real('log1p', Math.log1p, (x) => over(one(x), plus(one(x), x)));
/** y = √x. Gradient: x̄ = ȳ/2y. */
export const sqrt = real('sqrt', Math.sqrt, (_, y) => over(like(y, 0.5), y));
/** y = 1/√x. Gradient: x̄ = −ȳ·y/2x. */
export const rsqrt = real(
  'rsqrt',
  (x) => 1 / Math.sqrt(x),
  (x, y) => over(scaled(y, -0.5), x),
);
/** y = sin x. Gradient: x̄ = ȳ·cos x. */
export const sin: Primitive<object> = real('sin', Math.sin, (x) => apply(cos, {}, x));
/** y = cos x. Gradient: x̄ = −ȳ·sin x. */
export const cos: Primitive<object> = real('cos', Math.cos, (x) => negative(apply(sin, {}, x)));
/** y = tanh x. Gradient: x̄ = ȳ·(1 − y²), as (1 − y)(1 + y) because that does not cancel. */
export const tanh = real('tanh', Math.tanh, (_, y) => times(minus(one(y), y), plus(one(y), y)));
/** y = 1/(1 + e⁻ˣ). Gradient: x̄ = ȳ·y(1 − y). */
export const sigmoid = real(
  'sigmoid',
  (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
  (_, y) => times(y, minus(one(y), y)),
);
/** y = 2/√π ∫₀ˣ e^(−t²) dt. Gradient: x̄ = ȳ·2/√π·e^(−x²). */
export const erf = real('erf', errorFunction, (x) =>
  scaled(apply(exp, {}, negative(square(x))), 2 / Math.sqrt(Math.PI)),
);
/** the x with erf(x) = y. Gradient: x̄ = ȳ·√π/2·e^(y²). */
export const erfInv = real('erfInv', erfInverse, (_, y) => scaled(apply(exp, {}, square(y)), Math.sqrt(Math.PI) / 2));

/** z = xʸ by IEEE 754: 1ʸ = 1 even where y is NaN, (−1)^±∞ = 1. Gradient: x̄ = z̄·y·x^(y−1), 0 where x and y are 0; ȳ = z̄·z·ln x, 0 where x is 0. */
export const power: Primitive<object> = elementwise2(
  'power',
  {
    kind: 'float',
    value: (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y),
    partials: [
      (t, [x, y]) => {
        const origin = apply(and, {}, apply(equal, {}, x, like(x, 0)), apply(equal, {}, y, like(y, 0)));
        return times(t, times(y, apply(power, {}, choose(origin, one(x), x), minus(y, one(y)))));
      },
      (t, [x], z) => {
        const zero = apply(equal, {}, x, like(x, 0));
        return choose(zero, like(t, 0), times(t, times(z, apply(log, {}, choose(zero, one(x), x)))));
      },
    ],
  },
  plus,
);
