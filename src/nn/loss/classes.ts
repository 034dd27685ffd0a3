/** Losses of many classes. */
import { add, argMax, cast, logSoftmax, negate, notEqual, relu, subtract, sum, where } from '../../ops/index.js';
import { expectShape, type Arg, type Shape } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import { surprise, weighted } from './binary.js';
import { isOwn, labelledLoss, ownScore, perExample } from './labelled.js';
import { matched, type SameTargets } from './paired.js';
import { reduced, type LossOptions, type Reduced, type Reduction } from './reduction.js';

/**
 * −log p_label of log-probabilities, the mean over the batch.
 * Shape     log-probabilities [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Gradient  −onehot(label) / n
 * Errors    "negativeLogLikelihood: logits [8, 10] need labels [8], got [8, 1]"; an `IndexError` for a label that is not a class
 * Source    deck row K3
 * @example
 * negativeLogLikelihood(log(tensor([[0.25, 0.75]])), tensor([0], { dtype: 'int32' })) // 1.38629
 */
export const negativeLogLikelihood = labelledLoss('negativeLogLikelihood', (logProbabilities, labels) =>
  negate(perExample(ownScore(logProbabilities, labels))),
);

/**
 * How surprising the labels are under p = softmax(logits): −log p_label, the mean over the batch. Stable for logits of any
 * size, because log p is computed as logits − logSumExp(logits).
 * Shape     logits [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Gradient  (p − onehot(label)) / n
 * Errors    "softmaxCrossEntropy: logits [8, 10] need labels [8], got [8, 1]"; an `IndexError` for a label that is not a class
 * Source    deck rows K3, N6
 * @example
 * softmaxCrossEntropy(tensor([[0, 0]]), tensor([1], { dtype: 'int32' })) // 0.693147
 */
export const softmaxCrossEntropy = labelledLoss('softmaxCrossEntropy', (logits, labels) =>
  negate(perExample(ownScore(logSoftmax(logits), labels))),
);

/**
 * Multi-class SVM: Σ_{j ≠ label} max(0, sⱼ − s_label + 1), the mean over the batch: every other class stays below by a margin of 1.
 * Shape     logits [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Gradient  of sⱼ: 1/n where the margin is violated, else 0; of s_label: minus their sum
 * Errors    "multiclassHinge: logits [8, 10] need labels [8], got [8, 1]"; an `IndexError` for a label that is not a class
 * Source    Weston and Watkins 1999; deck row K3. PyTorch's multi_margin_loss is this over K.
 * @example
 * multiclassHinge(tensor([[3.2, 5.1, -1.7]]), tensor([0], { dtype: 'int32' })) // 2.9
 */
export const multiclassHinge = labelledLoss('multiclassHinge', (scores, labels) => {
  const violations = relu(add(subtract(scores, ownScore(scores, labels)), 1));
  return sum(where(isOwn(scores, labels), 0, violations), -1);
});

/**
 * 1 where the class with the greatest score is not the label, else 0; the mean over the batch is the share of errors. Of equal scores the first counts.
 * Shape     logits [...b, K], labels [...b] → []; [...b] with `reduction: 'none'`
 * Gradient  zero
 * Errors    "zeroOne: logits [8, 10] need labels [8], got [8, 1]"
 * Source    deck row K3
 * @example
 * zeroOne(tensor([[1, 2], [4, 3]]), tensor([1, 1], { dtype: 'int32' })) // 0.5
 */
export const zeroOne = labelledLoss('zeroOne', (scores, labels) =>
  cast(notEqual(argMax(scores), labels), scores.dtype),
);

/** A shape without its last axis. */
export type Leading<S extends Shape> = number extends S['length']
  ? Shape
  : S extends readonly [...infer B extends Shape, number]
    ? B
    : Shape;

/**
 * −Σₖ yₖ log pₖ of probabilities p against a distribution y, the mean over the batch, where 0 · log 0 is 0. For y one-hot it is −log p_label; from
 * logits, take {@link softmaxCrossEntropy}.
 * Shape     predictions and targets [...b, K] → []; [...b] with `reduction: 'none'`
 * Gradient  −y / p / n
 * Errors    "crossEntropy: predictions [8, 10] and targets [8] differ", "crossEntropy: expected predictions [..., classes], got []"
 * Source    deck row K3
 * @example
 * crossEntropy(tensor([[0.25, 0.75]]), tensor([[0, 1]])) // 0.287682
 */
export const crossEntropy = <A extends Shape, B extends Shape, D extends Float, R extends Reduction = 'mean'>(
  predictions: Tensor<A, D>,
  targets: Arg<SameTargets<A, B, 'crossEntropy'>, Tensor<B, D>>,
  options?: LossOptions<R>,
): Reduced<Leading<A>, D, R> => {
  const [p, y] = matched('crossEntropy', predictions, targets);
  if (p.shape.length === 0) expectShape('crossEntropy: expected predictions [..., classes], got []', p.shape);
  return reduced(sum(weighted(y, p, surprise, 1), -1), options?.reduction, 'crossEntropy');
};
