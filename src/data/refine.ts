import * as E from 'fp-ts/lib/Either.js';
import { sameShape, show, type Shape } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { decodeError, type DecodeError } from './decode-error.js';

/** An array whose shape is known to the compiler. */
export interface ShapedArray<S extends Shape> extends ArrayData {
  readonly shape: S;
}

/**
 * The same array, once its shape is the one asked for.
 * Errors   "array: shape: expected [16, 3, 3, 3], got [16, 3, 5, 5]"
 * @example
 * const array = { dtype: 'float32', shape: [2, 3], data: new Float32Array(6) } as const;
 * refine(array, [2, 3])._tag // 'Right'
 * refine(array, [3, 2])._tag // 'Left'
 */
export const refine = <const S extends Shape>(array: ArrayData, shape: S): E.Either<DecodeError, ShapedArray<S>> =>
  sameShape(array.shape, shape)
    ? E.right({ ...array, shape })
    : E.left(decodeError('array', 'shape', show(shape), show(array.shape)));
