import { size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { Data } from '../tensor/dtype.js';

/** Elements between neighbours along each axis of a row-major array. */
export const strides = (shape: Shape): readonly number[] => shape.map((_, axis) => size(shape.slice(axis + 1)));

/** An array seen through an offset and a stride for each axis. */
export interface View {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The whole of a row-major array. */
export const dense = (shape: Shape): View => ({ offset: 0, strides: strides(shape) });

/** Calls `visit(i, j, n, di, dj)` for each innermost run of two views over one shape: `n` pairs from (i, j) on, in steps of di and dj. */
export const runs = (
  shape: Shape,
  a: View,
  b: View,
  visit: (i: number, j: number, length: number, stepI: number, stepJ: number) => void,
): void => {
  if (size(shape) === 0) return;
  const last = shape.length - 1;
  const walk = (axis: number, i: number, j: number): void => {
    const length = shape[axis] ?? 1;
    const stepI = a.strides[axis] ?? 0;
    const stepJ = b.strides[axis] ?? 0;
    if (axis >= last) visit(i, j, length, stepI, stepJ);
    else for (let n = 0; n < length; n++) walk(axis + 1, i + n * stepI, j + n * stepJ);
  };
  walk(0, a.offset, b.offset);
};

/** Copies one view into another of the same shape. */
export const copy = (shape: Shape, from: Data, source: View, to: Data, target: View): void =>
  runs(shape, source, target, (i, j, length, stepI, stepJ) => {
    for (let n = 0; n < length; n++) to[j + n * stepJ] = from[i + n * stepI] ?? 0;
  });

/** The length of `length` elements set `step` apart. */
export const spread = (length: number, step: number): number => (length === 0 ? 0 : (length - 1) * step + 1);
