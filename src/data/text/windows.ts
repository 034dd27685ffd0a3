import { foldIn } from '../../random/split.js';
import type { Key } from '../../random/key.js';
import { uniform } from '../../random/uniform.js';
import { fromArray, toArray } from '../../tensor/literal.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import type { Ids } from './vocabulary.js';

/** Sequences of a text, and what follows each of their characters. */
export interface TextBatch<T extends number = number> {
  /** [size, length] */
  readonly text: Tensor<[number, T], 'int32'>;
  /** the same, one character on */
  readonly next: Tensor<[number, T], 'int32'>;
}

/** How a text is cut. */
export interface WindowOptions<T extends number = number> {
  /** characters in a sequence */
  readonly length: T;
  /** sequences in a batch */
  readonly size: number;
}

/**
 * A text in two parts, the last of which is held out: 10 % unless told otherwise.
 * @example
 * splitText(range(20)).heldOut // [18, 19]
 */
export const splitText = (
  ids: Ids,
  { share = 0.1 }: { readonly share?: number } = {},
): { readonly train: Ids; readonly heldOut: Ids } => {
  if (!(share > 0 && share < 1)) throw new RangeError(`splitText: the share ${share} is not between 0 and 1`);
  const data = toArray(ids);
  const at = Math.round(data.length * (1 - share));
  return { train: whole(data.subarray(0, at)), heldOut: whole(data.subarray(at)) };
};
const whole = (data: Int32Array): Ids => fromArray(data, [data.length]);

const expectFits = (operation: string, count: number, { length, size }: WindowOptions): void => {
  for (const [name, value] of Object.entries({ length, size }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${operation}: ${name} ${value} is not a positive integer`);
  if (count <= length)
    throw new RangeError(`${operation}: a text of ${count} characters has no sequence of ${length} and the next`);
};

const batchAt = <T extends number>(data: Int32Array, starts: readonly number[], length: T): TextBatch<T> => {
  const part = (shift: number): Tensor<[number, T], 'int32'> => {
    const out = new Int32Array(starts.length * length);
    starts.forEach((start, row) => out.set(data.subarray(start + shift, start + shift + length), row * length));
    return typed(fromArray<number[], Int32Array>(out, [starts.length, length]));
  };
  return { text: part(0), next: part(1) };
};

/**
 * Batches of sequences that begin anywhere in a text, for `fit`: as many in an epoch as would fit side by side. The key and the epoch determine
 * them.
 * Shape   [n] → [size, length] each
 * Errors  "windows: length 0 is not a positive integer", "windows: a text of 10 characters has no sequence of 10 and the next"
 */
export const windows = <const T extends number>(
  ids: Ids,
  options: WindowOptions<T> & { readonly key: Key },
): ((epoch: number) => Iterable<TextBatch<T>>) => {
  const { length, size, key } = options;
  const data = toArray(ids);
  expectFits('windows', data.length, options);
  const count = windowCount(ids, options);
  return function* (epoch) {
    const drawn = toArray(uniform(foldIn(key, epoch), [count, size]));
    const starts = Array.from(drawn, (u) => Math.floor(u * (data.length - length)));
    for (let batch = 0; batch < count; batch++)
      yield batchAt(data, starts.slice(batch * size, (batch + 1) * size), length);
  };
};

/** How many batches an epoch of {@link windows} has. */
export const windowCount = ({ shape: [n] }: Ids, { length, size }: WindowOptions): number =>
  Math.max(1, Math.floor((n - 1) / (length * size)));

/**
 * A text read in `size` places at once, each from its own start to the start of the next: batch after batch, row k goes on where it ended.
 * What is left over at the end of each is not read. For `stream`.
 * Errors  as of {@link windows}
 */
export const columns = <const T extends number>(ids: Ids, options: WindowOptions<T>): Iterable<TextBatch<T>> => {
  const { length, size } = options;
  const data = toArray(ids);
  const each = Math.floor((data.length - 1) / size);
  expectFits('columns', each + 1, options);
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at + length <= each; at += length)
        yield batchAt(
          data,
          Array.from({ length: size }, (_, row) => row * each + at),
          length,
        );
    },
  };
};
