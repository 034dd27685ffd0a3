/** Activations: compositions with names of their own. */
import { minus, negative, plus, times } from '../primitive/arithmetic.js';
import { choose, greater, isFinite } from '../primitive/compare.js';
import { like, stopGradient } from '../primitive/create.js';
import { erf, exp, expm1, log, log1p, sigmoid } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import type { Axes } from '../shape/axis.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import { axesOf, back, withoutLargest } from './reduce.js';

/** An operation of each element of a tensor of floats. */
type Activation = <S extends Shape, D extends Float>(x: Tensor<S, D>) => Tensor<S, D>;

const activation =
  (operation: string, f: (x: AnyTensor) => AnyTensor): Activation =>
  (x) =>
    typed(f(expectTensor(x, operation)));

const positive = (x: AnyTensor): AnyTensor => apply(greater, {}, x, like(x, 0));
const scaled = (x: AnyTensor, factor: number): AnyTensor => times(x, like(x, factor));

/**
 * max(0, x).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where x > 0, else 0, also at 0
 * Source    deck row N1
 * @example
 * relu(tensor([-1, 0, 2])) // [0, 0, 2]
 */
export const relu = activation('relu', (x) => choose(positive(x), x, like(x, 0)));

/**
 * x where x > 0, slope·x elsewhere; the slope is 0.01 unless said otherwise.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where x > 0, slope·ȳ elsewhere
 * Source    Maas et al. 2013; deck row N1 (slope 0.1)
 * @example
 * leakyRelu(tensor([-1, 2]), { slope: 0.1 }) // [-0.1, 2]
 */
export const leakyRelu = <S extends Shape, D extends Float>(
  x: Tensor<S, D>,
  options: { readonly slope?: number } = {},
): Tensor<S, D> => activation('leakyRelu', (y) => choose(positive(y), y, scaled(y, options.slope ?? 0.01)))(x);

/**
 * x where x > 0, α(eˣ − 1) elsewhere; α is 1 unless said otherwise.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where x > 0, ȳ·α·eˣ elsewhere
 * Source    Clevert et al. 2016; deck row N1
 * @example
 * elu(tensor([-1, 2])) // [-0.632121, 2]
 */
export const elu = <S extends Shape, D extends Float>(
  x: Tensor<S, D>,
  options: { readonly alpha?: number } = {},
): Tensor<S, D> =>
  activation('elu', (y) => {
    const below = choose(positive(y), like(y, 0), y);
    return choose(positive(y), y, scaled(apply(expm1, {}, below), options.alpha ?? 1));
  })(x);

/**
 * x·Φ(x) = x·(1 + erf(x/√2))/2.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(Φ(x) + x·φ(x)), with φ the density of the normal distribution
 * Source    Hendrycks & Gimpel 2016
 * @example
 * gelu(tensor([-1, 0, 1])) // [-0.158655, 0, 0.841345]
 */
export const gelu = activation('gelu', (x) =>
  times(scaled(x, 0.5), plus(like(x, 1), apply(erf, {}, scaled(x, Math.SQRT1_2)))),
);

/**
 * x·σ(x).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(σ(x) + x·σ(x)·(1 − σ(x)))
 * Source    Elfwing et al. 2017
 * @example
 * silu(tensor([-1, 0, 1])) // [-0.268941, 0, 0.731059]
 */
export const silu = activation('silu', (x) => times(x, apply(sigmoid, {}, x)));

/**
 * ln(1 + eˣ), written so that neither end overflows.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·σ(x), of every order
 * @example
 * softplus(tensor([-1000, 0, 1000])) // [0, 0.693147, 1000]
 */
export const softplus = activation('softplus', (x) => {
  /* ln(1 + eˣ) = m + ln(e⁻ᵐ + eˣ⁻ᵐ) for any m: taken as a constant, it has no part in the derivatives */
  const largest = choose(positive(x), x, like(x, 0));
  const m = apply(stopGradient, {}, choose(apply(isFinite, {}, largest), largest, like(x, 0)));
  return plus(m, apply(log1p, {}, plus(apply(exp, {}, minus(x, m)), apply(expm1, {}, negative(m)))));
});

/**
 * ln(eˣₖ / Σ eˣₘ) along an axis, the last unless said otherwise; finite for x of ±1e3.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ − softmax(x)·Σ ȳ
 * Errors    "logSoftmax: axis 2 is out of range for [2, 3]"
 * @example
 * logSoftmax(tensor([1000, 1000])) // [-0.693147, -0.693147]
 */
export const logSoftmax = <S extends Shape, D extends Float, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'logSoftmax'>, A>,
): Tensor<S, D> => typed(logShares('logSoftmax', x, axis));

/**
 * pₖ = eˣₖ / Σ eˣₘ along an axis, the last unless said otherwise; sums to one, finite for x of ±1e3, unchanged by x + c.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = p·(ȳ − Σ p ȳ)
 * Errors    "softmax: axis 2 is out of range for [2, 3]"
 * Source    deck rows K3, N1
 * @example
 * softmax(tensor([1000, 1000, -1000])) // [0.5, 0.5, 0]
 */
export const softmax = <S extends Shape, D extends Float, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'softmax'>, A>,
): Tensor<S, D> => typed(apply(exp, {}, logShares('softmax', x, axis)));

const logShares = (operation: string, x: unknown, axis: unknown): AnyTensor => {
  const tensor = expectTensor(x, operation);
  const axes = axesOf(tensor, axis ?? -1, operation);
  const { rest, total } = withoutLargest(tensor, axes);
  return minus(rest, back(apply(log, {}, total), tensor, axes));
};
