import * as ops from '../../ops/index.js';
import { outOfRange, resolveAxis, type Axis, type OutOfRange, type Shape } from '../../shape/index.js';
import { pure, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';

/** The rule of `softmax` and `logSoftmax`. */
export interface Softmax<A extends number, Op extends string = 'softmax'> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? [Axis<X, A>] extends [never]
      ? OutOfRange<X, A, Op>
      : X
    : never;
}

const along = (operation: string, axis: number, f: (x: Values, axis: number) => Values): Definition =>
  pure(
    operation,
    (input) => (resolveAxis(input, axis) === undefined ? outOfRange(input, axis, operation) : input),
    (x) => f(x, axis),
  );

/**
 * Positive numbers with sum 1 along an axis, the last by default: y_i = exp x_i / Σ_k exp x_k. For training, leave it out
 * and give the logits to `softmaxCrossEntropy`.
 * Shape   unchanged
 * Errors  "softmax: axis 1 is out of range for [10]"
 */
export const softmax = <const A extends number = -1>(options: { readonly axis?: A } = {}): Layer<Softmax<A>> =>
  layer(along('softmax', options.axis ?? -1, (x, axis) => ops.softmax(x, axis)));

/**
 * The logarithm of the softmax, finite where that is 0: y_i = x_i − ln Σ_k exp x_k.
 * Shape   unchanged
 * Errors  "logSoftmax: axis 1 is out of range for [10]"
 */
export const logSoftmax = <const A extends number = -1>(
  options: { readonly axis?: A } = {},
): Layer<Softmax<A, 'logSoftmax'>> =>
  layer(along('logSoftmax', options.axis ?? -1, (x, axis) => ops.logSoftmax(x, axis)));
