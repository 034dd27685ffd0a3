import type { Shape } from '../shape/shape.js';
import { select, type Dataset } from './dataset.js';

/** How to split a data set. */
export interface BatchOptions {
  /** examples a batch */
  readonly size: number;
  /** positions in the order they are to come, usually a permutation; the data set's own order if absent */
  readonly order?: Int32Array;
  /** what becomes of a last batch that is not full: kept unless `drop` */
  readonly last?: 'keep' | 'drop';
}

/**
 * The batches of a data set, each a data set itself, made when asked for; the same order gives the same batches.
 * Errors   "batches: expected a size of 1 or more, got 0"
 * @example
 * const five = { images: new Float32Array(10), labels: Int32Array.of(0, 1, 2, 3, 4), shape: [2] };
 * Array.from(batches(five, { size: 2 }), ({ labels }) => labels.length) // [2, 2, 1]
 * Array.from(batches(five, { size: 2, last: 'drop' }), ({ labels }) => labels.length) // [2, 2]
 */
export const batches = <S extends Shape>(
  dataset: Dataset<S>,
  { size, order, last = 'keep' }: BatchOptions,
): Iterable<Dataset<S>> => {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`batches: expected a size of 1 or more, got ${size}`);
  const positions = order?.slice() ?? Int32Array.from(dataset.labels.keys());
  const until = last === 'keep' ? positions.length : positions.length - (positions.length % size);
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at < until; at += size) yield select(dataset, positions.subarray(at, at + size));
    },
  };
};

/** The same items, for a consumer that awaits each. */
export const toAsync = <A>(items: Iterable<A>): AsyncIterable<A> => ({
  // eslint-disable-next-line @typescript-eslint/require-await
  async *[Symbol.asyncIterator]() {
    yield* items;
  },
});
