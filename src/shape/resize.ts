import type { NotPositive } from './arithmetic.js';
import { notImage, type NotImage, type Planes } from './plane.js';
import { isNatural, show, type Shape, type Show, type Verdict } from './shape.js';

/** The height and width of a new grid. */
export type PlaneSize = readonly [height: number, width: number];

/** The size itself, or the sentence where one of the two is no positive integer. */
export type PositiveSize<Z extends PlaneSize, Op extends string> = [NotPositive<Z[number]>] extends [never]
  ? Z
  : `${Op}: size ${Show<Z>} is not two positive integers`;
export const positiveSize = (size: Shape, operation: string): Verdict =>
  size.length === 2 && size.every((n) => isNatural(n) && n > 0)
    ? size
    : `${operation}: size ${show(size)} is not two positive integers`;

/**
 * An image on another grid.
 * Shape   [3, 4, 5] to [8, 9] → [3, 8, 9]
 * Errors  "resize: expected an image [..., height, width], got [3]", "resize: size [0, 2] is not two positive integers"
 */
export type Resize<S extends Shape, Z extends PlaneSize, Op extends string = 'resize'> =
  Planes<S> extends [infer P extends Shape, number, number]
    ? PositiveSize<Z, Op> extends infer R
      ? R extends string
        ? R
        : [...P, Z[0], Z[1]]
      : never
    : NotImage<S, Op>;

export const resizeShape = (shape: Shape, size: Shape, operation = 'resize'): Verdict => {
  if (shape.length < 2) return notImage(shape, operation);
  const checked = positiveSize(size, operation);
  return typeof checked === 'string' ? checked : [...shape.slice(0, -2), ...checked];
};
