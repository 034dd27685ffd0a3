import * as ops from '../../ops/index.js';
import { outOfRange, resolveAxis, type Axis, type OutOfRange, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `softmax`. */
export interface Softmax<A extends number> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? [Axis<X, A>] extends [never]
      ? OutOfRange<X, A, 'softmax'>
      : X
    : never;
}

/**
 * Positive numbers with sum 1 along an axis, the last by default: y_i = exp x_i / Σ_k exp x_k. For training, leave it out
 * and give the logits to `softmaxCrossEntropy`.
 * Shape   unchanged
 * Errors  "softmax: axis 1 is out of range for [10]"
 */
export const softmax = <const A extends number = -1>(options: { readonly axis?: A } = {}): Layer<Softmax<A>> => {
  const axis: number = options.axis ?? -1;
  return layer(
    pure(
      'softmax',
      (input) => (resolveAxis(input, axis) === undefined ? outOfRange(input, axis, 'softmax') : input),
      (x) => ops.softmax(x, axis),
    ),
  );
};
