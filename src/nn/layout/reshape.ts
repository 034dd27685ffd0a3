import * as ops from '../../ops/index.js';
import { reshapeShape, type Reshape as Reshaped, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `reshape`. */
export interface Reshape<T extends Shape> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Reshaped<X, T> : never;
}

/**
 * The same elements under another shape; one dimension may be −1 and is found from the others.
 * Shape   [...s] → [...t] with ∏ s = ∏ t
 * Errors  "reshape: [2, 3] has 6 elements but [4, 2] has 8"
 * @example
 * build([768, 14, 14], reshape(768, -1)).output // [768, 196]
 */
export const reshape = <const T extends number[]>(...shape: T): Layer<Reshape<T>> =>
  layer(
    pure(
      'reshape',
      (input) => reshapeShape(input, shape),
      (x) => ops.reshape(x, shape),
    ),
  );
