import * as E from 'fp-ts/lib/Either.js';
import { batches } from '../data/batches.js';
import type { Dataset } from '../data/dataset.js';
import { decodeError } from '../data/decode-error.js';
import type { DecodeError } from '../data/decode-error.js';
import { foldIn, permutation } from '../random/index.js';
import type { Key } from '../random/index.js';
import { sameShape, show } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { fromArray, toArray } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Labels } from './metrics/index.js';

/** Some examples of shape I as tensors, with their classes. */
export interface Batch<I extends Shape = Shape> {
  readonly images: Tensor<readonly [number, ...I]>;
  readonly labels: Labels;
}

/**
 * A data set from outside, once its examples are what a model takes.
 *
 * Errors   "data set: shape: expected examples of [3, 32, 32], got [1, 28, 28]"
 * @example
 * const dataset = { images: new Float32Array(8), labels: Int32Array.of(0, 1), shape: [1, 2, 2] };
 * examples(dataset, [1, 2, 2])._tag // 'Right'
 * examples(dataset, [3, 2, 2])._tag // 'Left'
 */
export const examples = <const I extends Shape>(dataset: Dataset, shape: I): E.Either<DecodeError, Dataset<I>> =>
  sameShape(dataset.shape, shape)
    ? E.right({ ...dataset, shape })
    : E.left(decodeError('data set', 'shape', `examples of ${show(shape)}`, show(dataset.shape)));

/** A data set as tensors. */
export const toBatch = <I extends Shape>({ images, labels, shape }: Dataset<I>): Batch<I> => ({
  images: fromArray(images, [labels.length, ...shape]),
  labels: fromArray(labels, [labels.length]),
});

/** The batches of a data set in its own order: for evaluation. */
export const inOrder = <I extends Shape>(dataset: Dataset<I>, size: number): Iterable<Batch<I>> =>
  inBatches(dataset, size);

/** The batches of a data set, in an order drawn anew for each epoch from `foldIn(key, epoch)`. */
export const shuffled =
  <I extends Shape>(
    dataset: Dataset<I>,
    { size, key }: { readonly size: number; readonly key: Key },
  ): ((epoch: number) => Iterable<Batch<I>>) =>
  (epoch) =>
    inBatches(dataset, size, toArray(permutation(foldIn(key, epoch), dataset.labels.length)));

const inBatches = <I extends Shape>(dataset: Dataset<I>, size: number, order?: Int32Array): Iterable<Batch<I>> => {
  const parts = batches(dataset, order === undefined ? { size } : { size, order });
  return {
    *[Symbol.iterator]() {
      for (const part of parts) yield toBatch(part);
    },
  };
};
