/** Boxes in a picture: [left, top, right, bottom], in pixels; pixel column i reaches from i to i + 1. */
import { expectTensor } from '../ops/operand.js';
import { clip, maximum, multiply, stack, subtract, add } from '../ops/index.js';
import { reshapeTo } from '../primitive/layout.js';
import { sliceAxis } from '../primitive/slice.js';
import { DTypeError, expectShape, isNatural, show, ShapeError } from '../shape/index.js';
import type { Arg, SameDim, Shape, Show } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { isValues, type Values } from '../nn/values.js';

/** `true`, or the sentence when the last axis is not of four numbers. */
export type BoxShape<S extends Shape, Op extends string> = number extends S['length']
  ? true
  : S extends readonly [...Shape, infer F extends number]
    ? SameDim<F, 4> extends true
      ? true
      : NoBoxes<S, Op>
    : NoBoxes<S, Op>;
type NoBoxes<S extends Shape, Op extends string> = `${Op}: expected boxes [..., 4], got ${Show<S>}`;

/** A shape without its last axis. */
export type Each<S extends Shape> = number extends S['length']
  ? Shape
  : S extends readonly [...infer B extends Shape, number]
    ? B
    : Shape;

/** A tensor of boxes. */
export const expectBoxes = (value: unknown, operation: string): Values => {
  const x = expectTensor(value, operation);
  if (!isValues(x)) throw new DTypeError(`${operation}: expected boxes of floats, got ${x.dtype}`);
  expectShape(x.shape.at(-1) === 4 ? x.shape : `${operation}: expected boxes [..., 4], got ${show(x.shape)}`, x.shape);
  return x;
};

/** Boxes one after the other. */
export const expectListed = (value: unknown, operation: string): Values => {
  const x = expectTensor(value, operation);
  if (x.shape.length !== 2 || x.shape[1] !== 4)
    throw new ShapeError(`${operation}: expected boxes [n, 4], got ${show(x.shape)}`, [x.shape]);
  return expectBoxes(x, operation);
};

/** The four numbers of each box. */
export const columns = (boxes: Values): readonly [Values, Values, Values, Values] => {
  const column = (k: number): Values =>
    typed(reshapeTo(sliceAxis(boxes, boxes.shape.length - 1, k, 1), boxes.shape.slice(0, -1)));
  return [column(0), column(1), column(2), column(3)];
};

/** Boxes of their four numbers. */
export const together = (four: readonly [Values, Values, Values, Values]): Values => stack(four, -1);

/** max(0, high − low) */
const extent = (low: Values, high: Values): Values => maximum(subtract(high, low), 0);

/**
 * The middles and sizes of boxes: [left, top, right, bottom] → [x, y, width, height].
 * Shape     [...s, 4] → [...s, 4]
 * Errors    "toCentres: expected boxes [..., 4], got [3, 5]"
 * @example
 * toCentres(tensor([0, 2, 4, 8])) // [2, 5, 4, 6]
 */
export const toCentres = <S extends Shape, D extends Float>(
  boxes: Arg<BoxShape<S, 'toCentres'>, Tensor<S, D>>,
): Tensor<S, D> => {
  const [left, top, right, bottom] = columns(expectBoxes(boxes, 'toCentres'));
  const middle = (low: Values, high: Values): Values => multiply(add(low, high), 0.5);
  return typed(together([middle(left, right), middle(top, bottom), subtract(right, left), subtract(bottom, top)]));
};

/**
 * The corners of boxes: [x, y, width, height] → [left, top, right, bottom].
 * Law       toCorners(toCentres(b)) = b
 * Shape     [...s, 4] → [...s, 4]
 * Errors    "toCorners: expected boxes [..., 4], got [3, 5]"
 * @example
 * toCorners(tensor([2, 5, 4, 6])) // [0, 2, 4, 8]
 */
export const toCorners = <S extends Shape, D extends Float>(
  boxes: Arg<BoxShape<S, 'toCorners'>, Tensor<S, D>>,
): Tensor<S, D> => {
  const [x, y, width, height] = columns(expectBoxes(boxes, 'toCorners'));
  const [across, down] = [multiply(width, 0.5), multiply(height, 0.5)];
  return typed(together([subtract(x, across), subtract(y, down), add(x, across), add(y, down)]));
};

/**
 * Boxes cut off at the edges of a picture.
 * Shape     [...s, 4] → [...s, 4]
 * Gradient  0 where a side was moved
 * Errors    "clipBoxes: [0.5, 8] is no size of a picture"
 * @example
 * clipBoxes(tensor([-1, 2, 4, 9]), [8, 8]) // [0, 2, 4, 8]
 */
export const clipBoxes = <S extends Shape, D extends Float>(
  boxes: Arg<BoxShape<S, 'clipBoxes'>, Tensor<S, D>>,
  size: readonly [height: number, width: number],
): Tensor<S, D> => {
  const [height, width] = size;
  if (!isNatural(height) || !isNatural(width)) throw new RangeError(`clipBoxes: ${show(size)} is no size of a picture`);
  const [left, top, right, bottom] = columns(expectBoxes(boxes, 'clipBoxes'));
  return typed(together([clip(left, 0, width), clip(top, 0, height), clip(right, 0, width), clip(bottom, 0, height)]));
};

/**
 * Width times height; 0 of a box whose sides have changed places.
 * Shape     [...s, 4] → [...s]
 * Errors    "boxArea: expected boxes [..., 4], got [3, 5]"
 * @example
 * boxArea(tensor([[0, 2, 4, 8], [1, 1, 0, 0]])) // [24, 0]
 */
export const boxArea = <S extends Shape, D extends Float>(
  boxes: Arg<BoxShape<S, 'boxArea'>, Tensor<S, D>>,
): Tensor<Each<S>, D> => {
  const [left, top, right, bottom] = columns(expectBoxes(boxes, 'boxArea'));
  return typed(multiply(extent(left, right), extent(top, bottom)));
};
