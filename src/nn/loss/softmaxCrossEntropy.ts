import { expectTensor } from '../../ops/operand.js';
import { expand, logSoftmax, negate, squeeze, takeAlong } from '../../ops/index.js';
import {
  DTypeError,
  expectShape,
  sameShape,
  show,
  type Arg,
  type SameShape,
  type Shape,
  type Show,
} from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import { typed, type AnyTensor, type Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';
import { reduced, type Reduced, type Reduction } from './reduction.js';

/** The shape of the labels, or the sentence when it does not fit the logits. */
export type Labelled<L extends Shape, T extends Shape> = number extends L['length']
  ? T
  : L extends readonly [...infer B extends Shape, number]
    ? SameShape<B, T> extends true
      ? T
      : `softmaxCrossEntropy: logits ${Show<L>} need labels ${Show<B>}, got ${Show<T>}`
    : `softmaxCrossEntropy: expected logits [..., classes], got ${Show<L>}`;
const labelled = (logits: Shape, labels: Shape): Shape | string => {
  if (logits.length === 0) return `softmaxCrossEntropy: expected logits [..., classes], got ${show(logits)}`;
  const batch = logits.slice(0, -1);
  return sameShape(batch, labels)
    ? labels
    : `softmaxCrossEntropy: logits ${show(logits)} need labels ${show(batch)}, got ${show(labels)}`;
};

/**
 * How surprising the labels are under p = softmax(logits): −log p_label, the mean over the batch. Stable for logits of any
 * size, because log p is computed as logits − logSumExp(logits).
 * Shape     logits [...b, K], labels [...b] from 0 to K − 1 → []; [...b] with `reduction: 'none'`
 * Gradient  (p − onehot(label)) / n
 * Errors    "softmaxCrossEntropy: logits [8, 10] need labels [8], got [8, 1]"; an `IndexError` for a label that is not a class
 * @example
 * softmaxCrossEntropy(tensor([[0, 0]]), tensor([1], { dtype: 'int32' })) // 0.693147
 */
export const softmaxCrossEntropy = <L extends Shape, T extends Shape, D extends Float, R extends Reduction = 'mean'>(
  logits: Tensor<L, D>,
  labels: Arg<Labelled<L, T>, Tensor<T, 'int32'>>,
  options: { readonly reduction?: R } = {},
): Reduced<T, D, R> => reduced(surprise(logits, expectTensor(labels, 'softmaxCrossEntropy')), options.reduction);

const surprise = (logits: Values, labels: AnyTensor): Values => {
  expectShape(labelled(logits.shape, labels.shape), logits.shape, labels.shape);
  if (labels.dtype !== 'int32')
    throw new DTypeError(`softmaxCrossEntropy: expected labels of int32, got ${labels.dtype}`);
  const picked: Values = takeAlong(logSoftmax(logits), expand(typed<Shape, 'int32'>(labels), -1), -1);
  return negate(squeeze(picked, -1));
};
