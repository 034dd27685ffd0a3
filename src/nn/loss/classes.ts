/** Losses of many classes. */
import {
  add,
  argMax,
  cast,
  equal,
  expand,
  expm1,
  logSoftmax,
  multiply,
  negate,
  notEqual,
  power,
  range,
  relu,
  subtract,
  sum,
  where,
} from '../../ops/index.js';
import { dimension, type Shape } from '../../shape/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';
import { alongAxis, labelledLoss, ofLabel, type Classes } from './labelled.js';

/**
 * −log p_label of log-probabilities, the mean over the batch.
 * Shape     log-probabilities [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Gradient  −onehot(label) / n
 * Errors    "negativeLogLikelihood: logits [8, 10] need labels [8], got [8, 1]"; an `IndexError` for a label that is not a class
 * Source    deck row K3
 * @example
 * negativeLogLikelihood(log(tensor([[0.25, 0.75]])), tensor([0], { dtype: 'int32' })) // 1.38629
 */
export const negativeLogLikelihood = labelledLoss('negativeLogLikelihood', { every: negate });

/**
 * How surprising the labels are under p = softmax(logits): −log p_label, the mean over the batch. Stable for logits of any
 * size, because log p is computed as logits − logSumExp(logits). With `smoothing` ε the labels are (1 − ε)·onehot + ε/K.
 * Shape     logits [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`; classes along another `axis`: [n, K, h, w] and [n, h, w]
 * Gradient  (p − onehot(label)) / n
 * Errors    "softmaxCrossEntropy: logits [8, 10] need labels [8], got [8, 1]", "softmaxCrossEntropy: axis 4 is out of range for [8, 10]",
 *           "softmaxCrossEntropy: expected smoothing from 0 to 1, got 2", "softmaxCrossEntropy: expected class weights [10], got [9]"; an
 *           `IndexError` for a label that is not a class, unless it is `ignoreIndex`
 * Source    deck rows K3, N6; Szegedy et al. 2016 for smooth labels
 * @example
 * softmaxCrossEntropy(tensor([[0, 0]]), tensor([1], { dtype: 'int32' })) // 0.693147
 */
export const softmaxCrossEntropy = labelledLoss('softmaxCrossEntropy', {
  every: (logits, axis) => negate(logSoftmax(logits, axis)),
});

/**
 * −(1 − p_label)ᵞ log p_label of p = softmax(logits): cross-entropy in which what is nearly certain counts little; γ = 2 unless given.
 * Shape     logits [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Errors    "softmaxFocal: expected gamma of 0 or more, got -1", and those of {@link softmaxCrossEntropy}
 * Source    Lin et al. 2017, Focal loss for dense object detection
 * @example
 * softmaxFocal(tensor([[0, 0]]), tensor([1], { dtype: 'int32' }), { gamma: 1 }) // 0.346574
 */
export const softmaxFocal = labelledLoss(
  'softmaxFocal',
  {
    every: (logits, axis, { gamma }) => {
      const logP = logSoftmax(logits, axis);
      const others = negate(expm1(logP));
      const certain = equal(others, 0);
      return negate(multiply(where(certain, 0, power(where(certain, 1, others), gamma)), logP));
    },
  },
  ['gamma'],
);

/** Where the class of the axis is the right one. */
const isOwn = (labels: Classes, { shape }: Values, axis: number): Tensor<Shape, 'bool'> => {
  const classes: Classes = range(dimension(shape, axis));
  return equal(expand(labels, axis), alongAxis(classes, shape, axis));
};

/** max(0, d + 1) */
const violation = (difference: Values): Values => relu(add(difference, 1));

/**
 * Multi-class SVM: Σ_{j ≠ label} max(0, sⱼ − s_label + 1), the mean over the batch: every other class stays below by a margin of 1.
 * Shape     logits [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Gradient  of sⱼ: 1/n where the margin is violated, else 0; of s_label: minus their sum
 * Errors    "multiclassHinge: logits [8, 10] need labels [8], got [8, 1]"; an `IndexError` for a label that is not a class
 * Source    Weston and Watkins 1999; deck row K3. PyTorch's multi_margin_loss is this over K.
 * @example
 * multiclassHinge(tensor([[3.2, 5.1, -1.7]]), tensor([0], { dtype: 'int32' })) // 2.9
 */
export const multiclassHinge = labelledLoss('multiclassHinge', {
  every: (scores, axis) =>
    subtract(sum(violation(subtract(expand(scores, axis), expand(scores, axis + 1))), axis + 1), 1),
  own: (scores, labels, axis) => {
    const violations = violation(subtract(scores, expand(ofLabel(scores, labels, axis), axis)));
    return sum(where(isOwn(labels, scores, axis), 0, violations), axis);
  },
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
export const zeroOne = labelledLoss('zeroOne', {
  every: (scores, axis) => {
    const best: Classes = argMax(scores, axis);
    return subtract(1, cast(isOwn(best, scores, axis), scores.dtype));
  },
  own: (scores, labels, axis) => cast(notEqual(argMax(scores, axis), labels), scores.dtype),
});
