import * as ops from '../../ops/index.js';
import { permuteShape, type Permute as Permuted, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `permute`. */
export interface Permute<P extends Shape> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Permuted<X, P> : never;
}

/**
 * The axes in another order: dimension i of the result is dimension pᵢ of the example.
 * Shape   [768, 196] by (1, 0) → [196, 768]
 * Errors  "permute: 2 axes given for [2, 3, 4]"
 */
export const permute = <const P extends number[]>(...axes: P): Layer<Permute<P>> =>
  layer(
    pure(
      'permute',
      (input) => permuteShape(input, axes),
      (x) => ops.permute(x, axes),
    ),
  );
