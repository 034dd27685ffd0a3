/** How well classes are told apart: measures of logits, or of predicted classes, against labels. */
import { contractBy } from '../primitive/contract.js';
import { cast, oneHot } from '../ops/create.js';
import { equal, greater, less, multiply } from '../ops/index.js';
import { argMax, mean, sum } from '../ops/reduce.js';
import { castTo } from '../primitive/create.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';

/** Scores of each class for each example. */
export type Logits = Tensor<readonly [number, number], Float>;
/** A class for each example. */
export type Labels = Tensor<readonly [number], 'int32'>;

/** The class with the greatest score. */
export const predict = (logits: Logits): Labels => argMax(logits);

/**
 * The share of examples whose greatest score is that of their label.
 *
 * Shape    [n, k], [n] → []
 * @example accuracy(tensor([[1, 2], [3, 0]]), tensor([1, 1], { dtype: 'int32' })) // 0.5
 */
export const accuracy = (logits: Logits, labels: Labels): Tensor<[]> =>
  mean(cast(equal(predict(logits), labels), 'float32'));

/**
 * The share of examples with fewer than k scores above that of their label.
 *
 * Shape    [n, c], [n] → []
 * @example topK(tensor([[1, 2, 3], [3, 2, 1]]), tensor([1, 2], { dtype: 'int32' }), 2) // 0.5
 */
export const topK = (logits: Logits, labels: Labels, k: number): Tensor<[]> => {
  const chosen = oneHot(labels, logits.shape[1], { dtype: logits.dtype });
  const own = sum(multiply(logits, chosen), 1, { keepDimensions: true });
  const above = sum(cast(greater(logits, own), 'int32'), 1);
  return mean(cast(less(above, k), 'float32'));
};

/**
 * How often each class was taken for each: Cᵢⱼ examples of class i were predicted to be class j, C = Lᵀ P of the one-hot rows.
 *
 * Shape    [n], [n] → [k, k]
 * @example confusionMatrix(tensor([0, 1, 1], { dtype: 'int32' }), tensor([0, 0, 1], { dtype: 'int32' }), 2) // [[1, 1], [0, 1]]
 */
export const confusionMatrix = <const K extends number>(
  predictions: Labels,
  labels: Labels,
  classes: K,
): Tensor<[K, K], 'int32'> => {
  const count: number = classes;
  const [truth, taken] = [oneHot(labels, count), oneHot(predictions, count)];
  return typed(castTo(contractBy(truth, taken, { contract: [[0], [0]], batch: [[], []] }), 'int32'));
};
