import { and, any, argSort, equal, expand, greater, negate, not, or, range, takeAlong } from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import { take } from '../ops/gather.js';
import { DTypeError, expectSpelt, sameShape, show, ShapeError } from '../shape/index.js';
import type { Arg, OptionNames, SameDim, Shape, Show } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { scan } from '../transform/index.js';
import { isValues, type Values } from '../nn/values.js';
import { expectListed } from './boxes.js';
import { boxIou } from './overlap.js';

/** What is suppressed. */
export interface SuppressionOptions<N extends number> {
  /** the intersection over union above which two boxes are of the same thing */
  readonly overlap: number;
  /** boxes of different labels leave each other alone; all are of one unless given */
  readonly labels?: Tensor<readonly [N], 'int32'>;
}

const names: OptionNames<SuppressionOptions<number>> = { overlap: true, labels: true };

/** `true`, or the sentence for scores that are not one for each box. */
export type Scored<S extends Shape, T extends Shape, Op extends string> = S extends readonly [
  infer N extends number,
  number,
]
  ? T extends readonly [infer M extends number]
    ? SameDim<N, M> extends true
      ? true
      : `${Op}: boxes ${Show<S>} need scores ${Show<[N]>}, got ${Show<T>}`
    : `${Op}: boxes ${Show<S>} need scores ${Show<[N]>}, got ${Show<T>}`
  : number extends S['length']
    ? true
    : `${Op}: expected boxes [n, 4], got ${Show<S>}`;

/** How many boxes there are. */
export type BoxCount<S extends Shape> = S extends readonly [infer N extends number, ...unknown[]] ? N : number;

/**
 * Non-maximum suppression: from the best score to the worst, a box stays unless it overlaps one that stays by more than `overlap`. Of equal scores
 * the box that stands first comes first. A loop over the boxes, on the engine: it can be batched and compiled, and has no gradient.
 * Shape     boxes [n, 4], scores [n] → [n], bool: which boxes stay
 * Errors    "suppress: boxes [3, 4] need scores [3], got [2]", "suppress: overlap 2 is not from 0 to 1"
 * Cost      n² overlaps, n steps of n
 * Source    Neubeck and Van Gool 2006; Ren, He, Girshick and Sun 2015
 * @example
 * suppress(tensor([[0, 0, 4, 4], [0, 0, 4, 5], [6, 6, 8, 8]]), tensor([0.8, 0.9, 0.1]), { overlap: 0.5 }) // [false, true, true]
 */
export const suppress = <S extends Shape, T extends Shape, D extends Float>(
  boxes: Tensor<S, D>,
  scores: Arg<Scored<S, T, 'suppress'>, Tensor<T, Float>>,
  options: SuppressionOptions<BoxCount<S>>,
): Tensor<[BoxCount<S>], 'bool'> => typed(survivors(boxes, scores, options));

const survivors = (boxes: unknown, scores: unknown, options: SuppressionOptions<number>): Tensor<Shape, 'bool'> => {
  expectSpelt(options, names, 'suppress');
  const { overlap, labels } = options;
  const [all, marks] = [expectListed(boxes, 'suppress'), expectTensor(scores, 'suppress')];
  const shape = all.shape.slice(0, 1);
  if (!isValues(marks)) throw new DTypeError(`suppress: expected scores of floats, got ${marks.dtype}`);
  if (!sameShape(shape, marks.shape))
    throw new ShapeError(`suppress: boxes ${show(all.shape)} need scores ${show(shape)}, got ${show(marks.shape)}`, [
      all.shape,
      marks.shape,
    ]);
  if (!(overlap >= 0 && overlap <= 1)) throw new RangeError(`suppress: overlap ${overlap} is not from 0 to 1`);
  if (labels !== undefined && !sameShape(shape, labels.shape))
    throw new ShapeError(`suppress: boxes ${show(all.shape)} need labels ${show(shape)}, got ${show(labels.shape)}`, [
      labels.shape,
    ]);
  const order: Tensor<Shape, 'int32'> = argSort(negate(marks));
  const sorted: Values = take(all, order);
  const same = greater(matrix(sorted), overlap);
  const close = labels === undefined ? same : and(same, alike(take(labels, order)));
  const kept = inOrder(close);
  return takeAlong(kept, argSort(order), 0);
};

const matrix = (boxes: Values): Values => {
  const list: Tensor<readonly [number, 4], Float> = typed(boxes);
  return boxIou(list, list);
};

const alike = (labels: Tensor<Shape, 'int32'>): Tensor<Shape, 'bool'> => equal(expand(labels, 1), expand(labels, 0));

/** which boxes stay, the best first, where `close` says which are of the same thing */
const inOrder = (close: Tensor<Shape, 'bool'>): Tensor<Shape, 'bool'> => {
  const n = close.shape[0] ?? 0;
  const places = range(n);
  const none: Tensor<Shape, 'bool'> = not(equal(places, places));
  const [kept] = scan(
    (before: Tensor<Shape, 'bool'>, { row, place }: { row: Tensor<Shape, 'bool'>; place: Tensor<Shape, 'int32'> }) => {
      const stays: Tensor<Shape, 'bool'> = not(any(and(before, row)));
      return [or(before, and(equal(places, place), stays)), []] as const;
    },
    none,
    { row: close, place: places },
  );
  return kept;
};
