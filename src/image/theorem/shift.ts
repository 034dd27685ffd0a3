/** Moving an image. */
import { concatenateAlong, sliceAxis } from '../../primitive/slice.js';
import { expectTensor } from '../../ops/operand.js';
import { dimension, show } from '../../shape/shape.js';
import { ShapeError } from '../../shape/error.js';
import type { Shape } from '../../shape/shape.js';
import type { DType } from '../../tensor/dtype.js';
import { typed } from '../../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../../tensor/tensor.js';

/** How far content moves: rows down, columns to the right. */
export type Shift = readonly [rows: number, columns: number];

/** An argument that has to be a shift. */
export const expectShift = (operation: string, shift: Shift): Shift => {
  const { length }: readonly number[] = shift;
  if (length !== 2 || !shift.every(Number.isSafeInteger))
    throw new RangeError(`${operation}: expected a shift by whole [rows, columns], got ${show(shift)}`);
  return shift;
};

const roll = (x: AnyTensor, axis: number, by: number): AnyTensor => {
  const n = dimension(x.shape, axis);
  const k = n === 0 ? 0 : ((by % n) + n) % n;
  return k === 0 ? x : concatenateAlong([sliceAxis(x, axis, n - k, k), sliceAxis(x, axis, 0, n - k)], axis);
};

/**
 * Content moved down and to the right; what leaves on one side comes back on the other: y[i, j] = x[(i − rows) mod h, (j − columns) mod w].
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Gradient  x̄ = ȳ, moved back
 * Errors    "circularShift: expected a shift by whole [rows, columns], got [0.5, 0]"
 * @example
 * circularShift(tensor([[1, 2, 3]]), [0, 1]) // [[3, 1, 2]]
 */
export const circularShift = <S extends Shape, D extends DType>(image: Tensor<S, D>, shift: Shift): Tensor<S, D> => {
  const x = expectTensor(image, 'circularShift');
  if (x.shape.length < 2)
    throw new ShapeError(`circularShift: expected [...planes, height, width], got ${show(x.shape)}`, [x.shape]);
  const [rows, columns] = expectShift('circularShift', shift);
  const last = x.shape.length - 1;
  return typed(roll(roll(x, last - 1, rows), last, columns));
};

/** The part of an image that begins at a place and has this height and width. */
export const windowAt = (image: AnyTensor, [row, column]: Shift, [height, width]: Shift): AnyTensor => {
  const last = image.shape.length - 1;
  return sliceAxis(sliceAxis(image, last - 1, row, height), last, column, width);
};

/** The height and the width of images of a shape. */
export const planeOf = (shape: Shape): Shift => [dimension(shape, -2), dimension(shape, -1)];
