import { add } from '../../ops/index.js';
import type { Shape } from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import { stateless } from '../definition.js';
import { initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Stateless } from '../rule.js';
import { expectValues } from '../tree.js';

/** The rule of `positionEmbedding`. */
export interface PositionEmbedding extends Stateless<'positionEmbedding'> {
  readonly Out: this['In'];
  readonly Params: this['In'] extends infer X extends Shape ? Result<X> : never;
}

/**
 * A learned tensor added to the example, so that places differ: y = x + p.
 * Shape       unchanged
 * Parameters  p, of the shape of the example, normal with deviation 0.02
 * Source      Dosovitskiy et al. 2020
 */
export const positionEmbedding = (): Layer<PositionEmbedding> =>
  layer(
    stateless(
      'positionEmbedding',
      (input) => input,
      (input) => ({ shape: input, initializer: initializers.normal({ deviation: 0.02 }) }),
      (position, x) => add(x, expectValues(position, 'positionEmbedding')),
    ),
  );
