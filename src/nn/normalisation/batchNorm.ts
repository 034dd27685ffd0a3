import {
  add,
  axisMean,
  axisSize,
  cast,
  divide,
  maximum,
  mean,
  multiply,
  reshape,
  rsqrt,
  square,
  subtract,
} from '../../ops/index.js';
import { show, size, type Shape, type Show } from '../../shape/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Definition, Slot } from '../definition.js';
import type { Values } from '../values.js';
import { initializers, type Initializer } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Leaf } from '../rule.js';
import { values } from '../tree.js';

/** What a batch norm may be told. */
export interface BatchNormOptions {
  /** How much of the statistics of a batch the running ones take over; 0.1 by default. */
  readonly momentum?: number;
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
}

/** The rule of `batchNorm`. */
export interface BatchNorm extends Leaf<'batchNorm'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly []
      ? `batchNorm: expected an input [C, ...spatial], got ${Show<X>}`
      : X
    : never;
  readonly Params: this['In'] extends readonly [infer C extends number, ...unknown[]]
    ? { readonly weight: Tensor<[C]>; readonly bias: Tensor<[C]> }
    : never;
  readonly State: this['In'] extends readonly [infer C extends number, ...unknown[]]
    ? { readonly mean: Tensor<[C]>; readonly variance: Tensor<[C]> }
    : never;
}

/**
 * Each channel with mean and variance of its own over the batch and the spatial axes taken out:
 * y = γ (x − μ) / √(σ² + ε) + β. In training μ and σ² (biased) are those of the batch, and the running ones move towards
 * them (the unbiased σ², 0 for a single number) by the momentum; in use they are the running ones.
 * Shape       [C, ...spatial], unchanged
 * Parameters  weight γ [C], ones; bias β [C], zeros
 * State       mean [C], zeros; variance [C], ones
 * Errors      "batchNorm: expected an input [C, ...spatial], got []"
 * Source      Ioffe and Szegedy 2015; momentum and ε as in PyTorch
 */
export const batchNorm = (options: BatchNormOptions = {}): Layer<BatchNorm> => layer(normalise(options));

const normalise = ({ momentum = 0.1, epsilon = 1e-5 }: BatchNormOptions): Definition => {
  const perChannel =
    (initializer: Initializer) =>
    (input: Shape): Slot => ({ shape: input.slice(0, 1), initializer });
  const [zeros, ones] = [perChannel(initializers.zeros), perChannel(initializers.ones)];
  return {
    operation: 'batchNorm',
    leaf: true,
    names: [],
    output: (input) => (input.length > 0 ? input : `batchNorm: expected an input [C, ...spatial], got ${show(input)}`),
    parameters: (input) => ({ weight: ones(input), bias: zeros(input) }),
    state: (input) => ({ mean: zeros(input), variance: ones(input) }),
    parts: () => [],
    apply: ({ params, state }, x, { key, axis }) => {
      const spread = (v: Values): Values => reshape(v, [...v.shape, ...x.shape.slice(1).map(() => 1)]);
      const scaled = (mu: Values, variance: Values): Values => {
        const factor = multiply(values(params, 'weight'), rsqrt(add(variance, epsilon)));
        return add(multiply(subtract(x, spread(mu)), spread(factor)), spread(values(params, 'bias')));
      };
      if (key === undefined) return [scaled(values(state, 'mean'), values(state, 'variance')), state];
      const spatial = x.shape.map((_, k) => k).slice(1);
      const average = (v: Values): Values => axisMean(mean(v, spatial), axis);
      const mu = average(x);
      const variance = average(square(subtract(x, spread(mu))));
      const count = multiply(cast(axisSize(axis), x.dtype), size(x.shape.slice(1)));
      const unbiased = multiply(variance, divide(count, maximum(subtract(count, 1), 1)));
      const towards = (old: Values, now: Values): Values => add(multiply(old, 1 - momentum), multiply(now, momentum));
      return [
        scaled(mu, variance),
        { mean: towards(values(state, 'mean'), mu), variance: towards(values(state, 'variance'), unbiased) },
      ];
    },
  };
};
