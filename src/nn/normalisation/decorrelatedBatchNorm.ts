import {
  add,
  axisMean,
  divide,
  identity,
  matmul,
  mean,
  multiply,
  permute,
  reshape,
  sqrt,
  subtract,
  sum,
} from '../../ops/index.js';
import { dimension, isNatural, show, size, type Shape, type Show } from '../../shape/index.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import type { Definition, Slot } from '../definition.js';
import { initializers, type Initializer } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Leaf } from '../rule.js';
import { values } from '../tree.js';
import type { Values } from '../values.js';

/** What a decorrelated batch norm may be told. */
export interface DecorrelatedBatchNormOptions {
  /** How much of the statistics of a batch the running ones take over; 0.1 by default. */
  readonly momentum?: number;
  /** Added to the variances; 1e-5 by default. */
  readonly epsilon?: number;
  /** Steps of the iteration for Σ^{−½}; 15 by default, enough where the variances of the principal axes differ up to a thousandfold. */
  readonly iterations?: number;
}

/** The rule of `decorrelatedBatchNorm`. */
export interface DecorrelatedBatchNorm extends Leaf<'decorrelatedBatchNorm'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly []
      ? `decorrelatedBatchNorm: expected an input [C, ...spatial], got ${Show<X>}`
      : X
    : never;
  readonly Params: this['In'] extends readonly [infer C extends number, ...unknown[]]
    ? { readonly weight: Tensor<[C]>; readonly bias: Tensor<[C]> }
    : never;
  readonly State: this['In'] extends readonly [infer C extends number, ...unknown[]]
    ? { readonly mean: Tensor<[C]>; readonly whitening: Tensor<[C, C]> }
    : never;
}

/**
 * The channels made uncorrelated, each of variance 1: y = γ Σ^{−½}(x − μ) + β, with mean and covariance Σ + εI over the batch and the
 * spatial axes. In training they are those of the batch, and the running μ and Σ^{−½} move towards them by the momentum; in use
 * they are the running ones. Σ^{−½} is the symmetric root (ZCA): of all whitenings it moves the numbers least. It is found by products of
 * matrices alone, so the gradient goes through it.
 * Shape       [C, ...spatial], unchanged
 * Parameters  weight γ [C], ones; bias β [C], zeros
 * State       mean [C], zeros; whitening [C, C], the identity
 * Errors      "decorrelatedBatchNorm: expected an input [C, ...spatial], got []"
 * Cost        3 · iterations products of [C, C] matrices beside the two of [C, C] with the batch
 * Source      Huang, Yang, Lang and Deng 2018; by iteration, Huang et al. 2019; deck row C10
 */
export const decorrelatedBatchNorm = (options: DecorrelatedBatchNormOptions = {}): Layer<DecorrelatedBatchNorm> =>
  layer(whiten(options));

const whiten = ({ momentum = 0.1, epsilon = 1e-5, iterations = 15 }: DecorrelatedBatchNormOptions): Definition => {
  if (!(momentum >= 0 && momentum <= 1))
    throw new RangeError(`decorrelatedBatchNorm: expected a momentum from 0 to 1, got ${momentum}`);
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new RangeError(`decorrelatedBatchNorm: expected an epsilon of 0 or more, got ${epsilon}`);
  if (!isNatural(iterations) || iterations === 0)
    throw new RangeError(`decorrelatedBatchNorm: iterations ${iterations} is not a positive integer`);
  const perChannel =
    (initializer: Initializer) =>
    (input: Shape): Slot => ({ shape: input.slice(0, 1), initializer });
  const [zeros, ones] = [perChannel(initializers.zeros), perChannel(initializers.ones)];
  const unit: Initializer = (_, shape, dtype) => typed(identity(dimension(shape, 0), { dtype }));
  return {
    operation: 'decorrelatedBatchNorm',
    leaf: true,
    names: [],
    output: (input) =>
      input.length > 0 ? input : `decorrelatedBatchNorm: expected an input [C, ...spatial], got ${show(input)}`,
    parameters: (input) => ({ weight: ones(input), bias: zeros(input) }),
    state: (input) => ({
      mean: zeros(input),
      whitening: { shape: [dimension(input, 0), dimension(input, 0)], initializer: unit },
    }),
    parts: () => [],
    apply: ({ params, state }, x, { key, axis }) => {
      const [channels, places] = [dimension(x.shape, 0), size(x.shape.slice(1))];
      const rows: Values = reshape(x, [channels, places]);
      const column = (v: Values): Values => reshape(v, [channels, 1]);
      const scaled = (mu: Values, whitening: Values): Values => {
        const white = matmul(multiply(whitening, column(values(params, 'weight'))), subtract(rows, column(mu)));
        return reshape(add(white, column(values(params, 'bias'))), x.shape);
      };
      if (key === undefined) return [scaled(values(state, 'mean'), values(state, 'whitening')), state];
      const mu: Values = axisMean(mean(rows, 1), axis);
      const centred: Values = subtract(rows, column(mu));
      const covariance: Values = axisMean(divide(matmul(centred, permute(centred, [1, 0])), places), axis);
      const whitening = inverseRoot(covariance, epsilon, iterations);
      const towards = (old: Values, now: Values): Values => add(multiply(old, 1 - momentum), multiply(now, momentum));
      return [
        scaled(mu, whitening),
        { mean: towards(values(state, 'mean'), mu), whitening: towards(values(state, 'whitening'), whitening) },
      ];
    },
  };
};

/**
 * (Σ + εI)^{−½} by the coupled Newton–Schulz iteration: with T = ½(3I − ZY), Y ← YT and Z ← TZ go to A^{½} and A^{−½}, for 0 < A ≤ I.
 * Divided by its trace, a covariance is such an A.
 * Source  Higham 2008, Functions of Matrices, (6.35), the form that rounding does not upset
 */
const inverseRoot = (covariance: Values, epsilon: number, iterations: number): Values => {
  const unit: Values = typed(identity(dimension(covariance.shape, 0), { dtype: covariance.dtype }));
  const shifted: Values = add(covariance, multiply(unit, epsilon));
  const trace: Values = sum(multiply(shifted, unit));
  const step = ({ y, z }: { readonly y: Values; readonly z: Values }) => {
    const t: Values = subtract(multiply(unit, 1.5), multiply(matmul(z, y), 0.5));
    return { y: matmul(y, t), z: matmul(t, z) };
  };
  const start = { y: divide(shifted, trace), z: unit };
  const { z } = Array.from({ length: iterations }).reduce<typeof start>(step, start);
  return divide(z, sqrt(trace));
};
