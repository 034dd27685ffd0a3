import { add, divide, mean, multiply, sqrt, subtract, variance } from '../../ops/index.js';
import { show, type Shape, type Show } from '../../shape/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { stateless } from '../definition.js';
import { initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';

/** The rule of `layerNorm`. */
export interface LayerNorm extends Stateless<'layerNorm'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly []
      ? `layerNorm: expected an input [..., features], got ${Show<X>}`
      : X
    : never;
  readonly Params: this['In'] extends readonly [...unknown[], infer F extends number]
    ? { readonly weight: Tensor<[F]>; readonly bias: Tensor<[F]> }
    : never;
}

/**
 * Each vector along the last axis with its mean and variance taken out: y = γ (x − μ) / √(σ² + ε) + β.
 * Shape       [..., F], unchanged
 * Parameters  weight γ [F], ones; bias β [F], zeros
 * Source      Ba et al. 2016; ε = 1e-5 as in PyTorch
 */
export const layerNorm = ({ epsilon = 1e-5 }: { readonly epsilon?: number } = {}): Layer<LayerNorm> =>
  layer(
    stateless(
      'layerNorm',
      (input) => (input.length > 0 ? input : `layerNorm: expected an input [..., features], got ${show(input)}`),
      (input) => ({
        weight: { shape: input.slice(-1), initializer: initializers.ones },
        bias: { shape: input.slice(-1), initializer: initializers.zeros },
      }),
      (params, x) => {
        const keep = { keepDimensions: true };
        const centred = subtract(x, mean(x, -1, keep));
        const normal = divide(centred, sqrt(add(variance(x, -1, keep), epsilon)));
        return add(multiply(normal, values(params, 'weight')), values(params, 'bias'));
      },
    ),
  );
