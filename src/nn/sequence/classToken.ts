import { concat, reshape } from '../../ops/index.js';
import { dimension, show, type Add, type Shape, type Show } from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import { stateless } from '../definition.js';
import { initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Stateless } from '../rule.js';
import { expectValues } from '../tree.js';

/** The rule of `classToken`. */
export interface ClassToken extends Stateless<'classToken'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly [infer T extends number, infer D extends number]
      ? [Add<T, 1>, D]
      : `classToken: expected an input [T, D], got ${Show<X>}`
    : never;
  readonly Params: this['In'] extends readonly [unknown, infer D extends number] ? Result<[D]> : never;
}

/**
 * A learned row before the rows of a sequence: y = [token, x₁, …, x_T].
 * Shape       [T, D] → [T + 1, D]
 * Parameters  the token [D], zeros
 * Errors      "classToken: expected an input [T, D], got [784]"
 * Source      Dosovitskiy et al. 2020
 */
export const classToken = (): Layer<ClassToken> =>
  layer(
    stateless(
      'classToken',
      (input) =>
        input.length === 2
          ? [dimension(input, 0) + 1, dimension(input, 1)]
          : `classToken: expected an input [T, D], got ${show(input)}`,
      (input) => ({ shape: input.slice(-1), initializer: initializers.zeros }),
      (token, x) => concat([reshape(expectValues(token, 'classToken'), [1, dimension(x.shape, 1)]), x], 0),
    ),
  );
