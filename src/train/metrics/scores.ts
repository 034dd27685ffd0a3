/** How often the right class is among those with the greatest scores. */
import { argMax, cast, equal, expand, greater, less, sum } from '../../ops/index.js';
import { labelledMeasure, ofLabel, type LabelledLoss } from '../../nn/loss/labelled.js';
import type { Float } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';

/** Scores of each class for each example. */
export type Logits = Tensor<readonly [number, number], Float>;
/** A class for each example. */
export type Labels = Tensor<readonly [number], 'int32'>;

/** The class with the greatest score, the first of them where several are equal. */
export const predict = (logits: Logits): Labels => argMax(logits);

/**
 * The share of examples whose greatest score is that of their label; of images, with `axis: 1`, the share of pixels.
 *
 * Shape    [...b, k], [...b] → []; other options as of a loss of classes
 * Errors   "accuracy: logits [8, 10] need labels [8], got [8, 1]"
 * @example accuracy(tensor([[1, 2], [3, 0]]), tensor([1, 1], { dtype: 'int32' })) // 0.5
 */
export const accuracy = labelledMeasure('accuracy', (scores, labels, axis) =>
  cast(equal(argMax(scores, axis), labels), scores.dtype),
);

/**
 * The share of examples with fewer than k scores above that of their label.
 *
 * Shape    [...b, c], [...b] → []; options as of a loss of classes
 * Errors   "topK: k is 0, expected a whole number above 0", and those of {@link accuracy}
 * @example topK(2)(tensor([[1, 2, 3], [3, 2, 1]]), tensor([1, 2], { dtype: 'int32' })) // 0.5
 */
export const topK = (k: number): LabelledLoss<'topK', never> => {
  if (!(Number.isSafeInteger(k) && k > 0)) throw new RangeError(`topK: k is ${k}, expected a whole number above 0`);
  return labelledMeasure('topK', (scores, labels, axis) => {
    const above = sum(cast(greater(scores, expand(ofLabel(scores, labels, axis), axis)), 'int32'), axis);
    return cast(less(above, k), scores.dtype);
  });
};
