/** Activations: compositions with names of their own. */
import { minus, negative, plus, times } from '../primitive/arithmetic.js';
import { abs, choose, greater } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { erf, exp, expm1, log1p, sigmoid } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import type { Axes } from '../shape/axis.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { axesOf, back, logSum } from './reduce.js';

const positive = (x: AnyTensor): AnyTensor => apply(greater, {}, x, like(x, 0));
const scaled = (x: AnyTensor, factor: number): AnyTensor => times(x, like(x, factor));

/** max(0, x). Gradient: ȳ where x > 0, else 0, also at 0. Source: deck row N1. */
export const relu = <S extends Shape, D extends Float>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(choose(positive(x), x, like(x, 0)));

/** x where x > 0, slope·x elsewhere. Source: Maas et al. 2013; deck row N1 (slope 0.1). */
export const leakyRelu = <S extends Shape, D extends Float>(
  x: Tensor<S, D>,
  options: { readonly slope?: number } = {},
): Tensor<S, D> => typed(choose(positive(x), x, scaled(x, options.slope ?? 0.01)));

/** x where x > 0, α(eˣ − 1) elsewhere. Source: Clevert et al. 2016; deck row N1. */
export const elu = <S extends Shape, D extends Float>(
  x: Tensor<S, D>,
  options: { readonly alpha?: number } = {},
): Tensor<S, D> => {
  const below = choose(positive(x), like(x, 0), x);
  return typed(choose(positive(x), x, scaled(apply(expm1, {}, below), options.alpha ?? 1)));
};

/** x·Φ(x) = x·(1 + erf(x/√2))/2. Source: Hendrycks & Gimpel 2016. */
export const gelu = <S extends Shape, D extends Float>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(times(scaled(x, 0.5), plus(like(x, 1), apply(erf, {}, scaled(x, Math.SQRT1_2)))));

/** x·σ(x). Source: Elfwing et al. 2017. */
export const silu = <S extends Shape, D extends Float>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(times(x, apply(sigmoid, {}, x)));

/** ln(1 + eˣ), written so that neither end overflows. Gradient: x̄ = ȳ·σ(x). */
export const softplus = <S extends Shape, D extends Float>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(plus(choose(positive(x), x, like(x, 0)), apply(log1p, {}, apply(exp, {}, negative(apply(abs, {}, x))))));

/**
 * ln(eˣₖ / Σ eˣₘ) along an axis, the last unless said otherwise; finite for x of ±1e3.
 *
 * Gradient  x̄ = ȳ − softmax(x)·Σ ȳ
 */
export const logSoftmax = <S extends Shape, D extends Float, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'logSoftmax'>, A>,
): Tensor<S, D> => {
  const axes = axesOf(x, axis ?? -1, 'logSoftmax');
  return typed(minus(x, back(logSum(x, axes), x, axes)));
};

/**
 * pₖ = eˣₖ / Σ eˣₘ along an axis, the last unless said otherwise; sums to one, finite for x of ±1e3, unchanged by x + c.
 *
 * Gradient  x̄ = p·(ȳ − Σ p ȳ)
 * Source    deck rows K3, N1
 */
export const softmax = <S extends Shape, D extends Float, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'softmax'>, A>,
): Tensor<S, D> => {
  const axes = axesOf(x, axis ?? -1, 'softmax');
  return typed(apply(exp, {}, minus(x, back(logSum(x, axes), x, axes))));
};
