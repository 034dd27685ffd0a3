import * as E from 'fp-ts/lib/Either.js';
import { size, type Shape } from '../shape/shape.js';
import type { Cifar10 } from './cifar-10.js';
import { decodeError, type DecodeError } from './decode-error.js';
import type { IdxImages, IdxLabels } from './idx.js';

/** Examples one after the other, each of the same shape, and a class for each. */
export interface Dataset<S extends Shape = Shape> {
  readonly images: Float32Array;
  readonly labels: Int32Array;
  /** of one example */
  readonly shape: S;
}

/** Bytes as floats from 0 to 1. */
export const toUnit = (bytes: Uint8Array): Float32Array => new Float32Array(bytes).map((byte) => byte / 255);

/**
 * The data set of an IDX file of images and one of labels; examples are [1, rows, columns], from 0 to 1.
 * Errors   "idx: labels: expected 60000, one for each image, got 10000"
 */
export const fromIdx = (
  { images, count, rows, columns }: IdxImages,
  { labels }: IdxLabels,
): E.Either<DecodeError, Dataset<readonly [1, number, number]>> =>
  labels.length === count
    ? E.right({ images: toUnit(images), labels: Int32Array.from(labels), shape: [1, rows, columns] })
    : E.left(decodeError('idx', 'labels', `${count}, one for each image`, String(labels.length)));

/** The data set of a CIFAR-10 file; examples are [3, 32, 32], from 0 to 1. */
export const fromCifar10 = ({ images, labels }: Cifar10): Dataset<readonly [3, 32, 32]> => ({
  images: toUnit(images),
  labels: Int32Array.from(labels),
  shape: [3, 32, 32],
});

/**
 * The examples at the given positions, in that order: a split, a batch or a shuffled copy.
 * Errors   "select: example 7 of a data set of 5"
 */
export const select = <S extends Shape>({ images, labels, shape }: Dataset<S>, positions: Int32Array): Dataset<S> => {
  const each = size(shape);
  const chosen = new Float32Array(positions.length * each);
  positions.forEach((position, index) => {
    if (position < 0 || position >= labels.length)
      throw new RangeError(`select: example ${position} of a data set of ${labels.length}`);
    chosen.set(images.subarray(position * each, (position + 1) * each), index * each);
  });
  return { images: chosen, labels: positions.map((position) => labels[position] ?? 0), shape };
};
