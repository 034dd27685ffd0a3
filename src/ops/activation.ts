/** Activations: compositions with names of their own. Those made of straight pieces are in `hardActivation`. */
import { minus, negative, plus, times } from '../primitive/arithmetic.js';
import { choose, greater, isFinite } from '../primitive/compare.js';
import { like, stopGradient } from '../primitive/create.js';
import { erf, exp, expm1, log, log1p, sigmoid, tanh } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import type { Axes } from '../shape/axis.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { activation } from './elementwise.js';
import { expectTensor } from './operand.js';
import { axesOf, back, withoutLargest } from './reduce.js';

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
): Tensor<S, D> => activation('elu', (y) => saturating(y, options.alpha ?? 1, 1))(x);

/** x where x > 0, height·(eˣᐟʷⁱᵈᵗʰ − 1) elsewhere; of no large number the exponential is taken, so that its slope is finite where it is not chosen */
const saturating = (x: AnyTensor, height: number, width: number): AnyTensor => {
  const below = choose(positive(x), like(x, 0), scaled(x, 1 / width));
  return choose(positive(x), x, scaled(apply(expm1, {}, below), height));
};

/**
 * x where x > 0, α(eˣᐟᵅ − 1) elsewhere: an ELU whose slope has no jump whatever α is; α is 1 unless said otherwise.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where x > 0, ȳ·eˣᐟᵅ elsewhere, so 1 at 0
 * Errors    "celu: expected an alpha above 0, got -1"
 * Source    Barron 2017
 * @example
 * celu(tensor([-1, 2]), { alpha: 2 }) // [-0.786939, 2]
 */
export const celu = <S extends Shape, D extends Float>(
  x: Tensor<S, D>,
  { alpha = 1 }: { readonly alpha?: number } = {},
): Tensor<S, D> => {
  if (!(alpha > 0 && alpha < Infinity)) throw new RangeError(`celu: expected an alpha above 0, got ${alpha}`);
  return activation('celu', (y) => saturating(y, alpha, alpha))(x);
};

/**
 * λ·elu(x) with λ = 1.0507… and α = 1.6732…, for which numbers of mean 0 and variance 1 keep both from layer to layer.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = λȳ where x > 0, λα·ȳ·eˣ elsewhere, so λα at 0
 * Source    Klambauer et al. 2017
 * @example
 * selu(tensor([-1, 0, 1])) // [-1.11133, 0, 1.0507]
 */
export const selu = activation('selu', (x) =>
  scaled(saturating(x, 1.6732632423543772848170429916717, 1), 1.0507009873554804934193349852946),
);

/**
 * x·Φ(x) = x·(1 + erf(x/√2))/2; with `approximate: 'tanh'` x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, within 5e-4 of it.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(Φ(x) + x·φ(x)), with φ the density of the normal distribution; of the approximation its own
 * Errors    "gelu: there is no approximation 'sigmoid'"
 * Source    Hendrycks & Gimpel 2016
 * @example
 * gelu(tensor([-1, 0, 1])) // [-0.158655, 0, 0.841345]
 * gelu(tensor([-1, 0, 1]), { approximate: 'tanh' }) // [-0.158808, 0, 0.841192]
 */
export const gelu = <S extends Shape, D extends Float>(
  x: Tensor<S, D>,
  { approximate = 'none' }: { readonly approximate?: 'none' | 'tanh' } = {},
): Tensor<S, D> => {
  if (!Object.hasOwn(normalShares, approximate))
    throw new TypeError(`gelu: there is no approximation '${approximate}'`);
  return activation('gelu', (y) => times(scaled(y, 0.5), plus(like(y, 1), normalShares[approximate](y))))(x);
};

/** 2Φ(x) − 1 */
const normalShares = {
  none: (x: AnyTensor): AnyTensor => apply(erf, {}, scaled(x, Math.SQRT1_2)),
  tanh: (x: AnyTensor): AnyTensor => {
    const cube = times(times(x, x), x);
    return apply(tanh, {}, scaled(plus(x, scaled(cube, 0.044715)), Math.sqrt(2 / Math.PI)));
  },
};

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
export const softplus = activation('softplus', (x) => softened(x));

const softened = (x: AnyTensor): AnyTensor => {
  /* ln(1 + eˣ) = m + ln(e⁻ᵐ + eˣ⁻ᵐ) for any m: taken as a constant, it has no part in the derivatives */
  const largest = choose(positive(x), x, like(x, 0));
  const m = apply(stopGradient, {}, choose(apply(isFinite, {}, largest), largest, like(x, 0)));
  return plus(m, apply(log1p, {}, plus(apply(exp, {}, minus(x, m)), apply(expm1, {}, negative(m)))));
};

/**
 * x·tanh(ln(1 + eˣ)).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(t + x·(1 − t²)·σ(x)) with t = tanh(softplus x)
 * Source    Misra 2019
 * @example
 * mish(tensor([-1, 0, 1])) // [-0.303401, 0, 0.865098]
 */
export const mish = activation('mish', (x) => times(x, apply(tanh, {}, softened(x))));

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
