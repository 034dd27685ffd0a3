/** Losses of a score for each class against the number of the right one, one term for each example. */
import { equal, expand, range, squeeze, takeAlong } from '../../ops/index.js';
import { expectTensor } from '../../ops/operand.js';
import {
  dimension,
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
import { typed, type Tensor } from '../../tensor/tensor.js';
import { expectValues } from '../tree.js';
import type { Values } from '../values.js';
import { reduced, type LossOptions, type Reduced, type Reduction } from './reduction.js';

/** The shape of the labels, or the sentence when it does not fit the logits. */
export type Labelled<L extends Shape, T extends Shape, Op extends string> = number extends L['length']
  ? T
  : L extends readonly [...infer B extends Shape, number]
    ? SameShape<B, T> extends true
      ? T
      : `${Op}: logits ${Show<L>} need labels ${Show<B>}, got ${Show<T>}`
    : `${Op}: expected logits [..., classes], got ${Show<L>}`;
const labelShape = (logits: Shape, labels: Shape, operation: string): Shape | string => {
  if (logits.length === 0) return `${operation}: expected logits [..., classes], got ${show(logits)}`;
  const batch = logits.slice(0, -1);
  return sameShape(batch, labels)
    ? labels
    : `${operation}: logits ${show(logits)} need labels ${show(batch)}, got ${show(labels)}`;
};

/** A loss with a term for each example: [...b, K] and labels [...b] → [], or [...b] with `reduction: 'none'`. */
export type LabelledLoss<Op extends string> = <
  L extends Shape,
  T extends Shape,
  D extends Float,
  R extends Reduction = 'mean',
>(
  logits: Tensor<L, D>,
  labels: Arg<Labelled<L, T, Op>, Tensor<T, 'int32'>>,
  options?: LossOptions<R>,
) => Reduced<T, D, R>;

/** The number of the right class of each example. */
export type Classes = Tensor<Shape, 'int32'>;

const fitting = (operation: string, logits: unknown, labels: unknown): readonly [Values, Classes] => {
  const [s, y] = [expectTensor(logits, operation), expectTensor(labels, operation)];
  expectShape(labelShape(s.shape, y.shape, operation), s.shape, y.shape);
  if (y.dtype !== 'int32') throw new DTypeError(`${operation}: expected labels of int32, got ${y.dtype}`);
  return [expectValues(s, 'the logits'), typed(y)];
};

/** The loss with the given terms. */
export const labelledLoss =
  <Op extends string>(operation: Op, terms: (logits: Values, labels: Classes) => Values): LabelledLoss<Op> =>
  (logits, labels, options) =>
    reduced(terms(...fitting(operation, logits, labels)), options?.reduction, operation);

/** The score of the right class, in an axis of length 1. */
export const ownScore = (logits: Values, labels: Classes): Values => takeAlong(logits, expand(labels, -1), -1);

/** Without the axis of the classes. */
export const perExample = (scores: Values): Values => squeeze(scores, -1);

/** Where the right class stands. */
export const isOwn = (logits: Values, labels: Classes): Tensor<Shape, 'bool'> =>
  equal(expand(labels, -1), range(dimension(logits.shape, -1)));
