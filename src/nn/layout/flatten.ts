import * as ops from '../../ops/index.js';
import { flattenShape, type Flatten as Flattened, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `flatten`. */
export interface Flatten extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Flattened<X> : never;
}

/**
 * The elements of an example as one vector, in row-major order.
 * Shape  [...s] → [∏ s]
 */
export const flatten: Layer<Flatten> = layer(pure('flatten', flattenShape, (x) => ops.flatten(x)));
