import { add, mean, multiply, rsqrt, square } from '../../ops/index.js';
import { show, type Shape, type Show } from '../../shape/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { stateless } from '../definition.js';
import { initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';

/** The rule of `rmsNorm`. */
export interface RmsNorm extends Stateless<'rmsNorm'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly []
      ? `rmsNorm: expected an input [..., features], got ${Show<X>}`
      : X
    : never;
  readonly Params: this['In'] extends readonly [...unknown[], infer F extends number]
    ? { readonly weight: Tensor<[F]> }
    : never;
}

/**
 * Each vector along the last axis divided by its root mean square: y = γ x / √(mean x² + ε).
 * Shape       [..., F], unchanged
 * Parameters  weight γ [F], ones
 * Errors      "rmsNorm: expected an input [..., features], got []"
 * Source      Zhang and Sennrich 2019; ε = 1e-6 as in LLaMA
 */
export const rmsNorm = ({ epsilon = 1e-6 }: { readonly epsilon?: number } = {}): Layer<RmsNorm> => {
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new RangeError(`rmsNorm: expected an epsilon of 0 or more, got ${epsilon}`);
  return layer(
    stateless(
      'rmsNorm',
      (input) => (input.length > 0 ? input : `rmsNorm: expected an input [..., features], got ${show(input)}`),
      (input) => ({ weight: { shape: input.slice(-1), initializer: initializers.ones } }),
      (params, x) =>
        multiply(
          multiply(x, rsqrt(add(mean(square(x), -1, { keepDimensions: true }), epsilon))),
          values(params, 'weight'),
        ),
    ),
  );
};
