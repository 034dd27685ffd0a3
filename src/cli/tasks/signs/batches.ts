import { foldIn, permutation } from '../../../random/index.js';
import type { Key } from '../../../random/index.js';
import { fromArray, toArray } from '../../../tensor/literal.js';
import { typed } from '../../../tensor/tensor.js';
import type { Tensor } from '../../../tensor/tensor.js';
import type { Epochs } from '../../../train/index.js';

/** The batches of an epoch, in an order drawn for it; each is made from the positions of its examples. */
export const shuffledBatches =
  <B>(count: number, size: number, key: Key, make: (positions: readonly number[]) => B): Epochs<B> =>
  (epoch) => ({
    *[Symbol.iterator]() {
      const order = [...toArray(permutation(foldIn(key, epoch), count))];
      for (let from = 0; from < count; from += size) yield make(order.slice(from, from + size));
    },
  });

/** All positions, `size` at a time. */
export const parts = (count: number, size: number): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, part) =>
    Array.from({ length: Math.min(size, count - part * size) }, (__, i) => part * size + i),
  );

/** The rows at some positions of numbers that stand one after the other, each of the given shape. */
export const rowsAt = <const S extends readonly number[]>(
  numbers: Float32Array,
  shape: S,
  positions: readonly number[],
): Tensor<[number, ...S]> => {
  const width = shape.reduce((product, n) => product * n, 1);
  const out = new Float32Array(positions.length * width);
  positions.forEach((position, row) =>
    out.set(numbers.subarray(position * width, (position + 1) * width), row * width),
  );
  return typed(fromArray(out, [positions.length, ...shape]));
};

/** The same of whole numbers. */
export const wholeRowsAt = (
  numbers: Int32Array,
  width: number,
  positions: readonly number[],
): Tensor<[number, number], 'int32'> => {
  const rows = positions.flatMap((position) => [...numbers.subarray(position * width, (position + 1) * width)]);
  return fromArray(Int32Array.from(rows), [positions.length, width]);
};
