/** Losses of predictions against targets of the same shape, one term for each pair of numbers. */
import { expectTensor } from '../../ops/operand.js';
import {
  expectOneDType,
  expectShape,
  sameShape,
  show,
  type Arg,
  type SameShape,
  type Shape,
  type Show,
} from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import { expectValues } from '../tree.js';
import type { Values } from '../values.js';
import { told, type Given, type ParameterName, type Told } from './parameters.js';
import { lossOptions, reduced, type LossOptions, type Reduced, type Reduction, type Weights } from './reduction.js';

/** Both shapes, or the sentence when they differ. */
export type SameTargets<A extends Shape, B extends Shape, Op extends string> =
  SameShape<A, B> extends true ? A : `${Op}: predictions ${Show<A>} and targets ${Show<B>} differ`;

/** A loss with a term for each pair: [...s] and [...s] → [], or [...s] with `reduction: 'none'`; the weights broadcast to [...s]. */
export type PairedLoss<Op extends string, N extends ParameterName = never> = <
  A extends Shape,
  B extends Shape,
  D extends Float,
  R extends Reduction = 'mean',
  W extends Shape = [],
>(
  predictions: Tensor<A, D>,
  targets: Arg<SameTargets<A, B, Op>, Tensor<B, D>>,
  options?: LossOptions<R, Weights<A, W, D, Op>> & Given<N>,
) => Reduced<A, D, R>;

/** Predictions and targets, once they are floats of one type and shape. */
export const matched = (operation: string, predictions: unknown, targets: unknown): readonly [Values, Values] => {
  const [y, t] = [expectTensor(predictions, operation), expectTensor(targets, operation)];
  expectOneDType(operation, y, t);
  const sentence = `${operation}: predictions ${show(y.shape)} and targets ${show(t.shape)} differ`;
  expectShape(sameShape(y.shape, t.shape) ? y.shape : sentence, y.shape, t.shape);
  return [expectValues(y, 'the predictions'), expectValues(t, 'the targets')];
};

/** The loss with the given terms, which may depend on some numbers. */
export const paired =
  <Op extends string, N extends ParameterName = never>(
    operation: Op,
    terms: (y: Values, t: Values, numbers: Told<N>) => Values,
    names: readonly N[] = [],
  ): PairedLoss<Op, N> =>
  (predictions, targets, options = {}) => {
    const numbers = told(operation, names, options, lossOptions);
    return reduced(operation, { values: terms(...matched(operation, predictions, targets), numbers) }, options);
  };
