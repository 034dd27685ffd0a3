import { foldIn, permutation, split } from '../random/index.js';
import type { Key } from '../random/index.js';
import { toArray } from '../tensor/literal.js';

/** How records are shuffled that do not fit into memory together: a window of blocks does. */
export interface BlockwiseOptions {
  /** records that lie side by side and are read at once; 256 unless given */
  readonly block?: number;
  /** blocks that are in memory and shuffled together; 16 unless given */
  readonly window?: number;
}

/** Some blocks of records, each from one place up to another, and the order in which their records come. */
export interface BlockWindow {
  readonly blocks: readonly (readonly [from: number, to: number])[];
  readonly order: readonly number[];
}

/**
 * The order of an epoch over records too many to shuffle: blocks in random order, and within each window of them the records in random order. Without a
 * key, all in their own order. The same key gives the same order, however the records are then read and batched.
 *
 * Law      each of 0 … count − 1 occurs once, and no window has more than window · block records
 * Errors   "blockwise: expected a block of 1 or more, got 0"
 * @example
 * Array.from(blockwise(5, { block: 2, window: 2 }), ({ order }) => order) // [[0, 1, 2, 3], [4]]
 */
export function* blockwise(
  count: number,
  { block = 256, window = 16, key }: BlockwiseOptions & { readonly key?: Key } = {},
): Generator<BlockWindow> {
  for (const [name, value] of [
    ['block', block],
    ['window', window],
  ] as const)
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`blockwise: expected a ${name} of 1 or more, got ${value}`);
  const total = Math.ceil(count / block);
  const [outer, inner] = key === undefined ? [] : split(key);
  const turns = outer === undefined ? undefined : toArray(permutation(outer, total));
  for (let first = 0; first < total; first += window) {
    const blocks = Array.from({ length: Math.min(window, total - first) }, (_, place) => {
      const from = (turns?.[first + place] ?? first + place) * block;
      return [from, Math.min(from + block, count)] as const;
    });
    const inside = blocks.flatMap(([from, to]) => Array.from({ length: to - from }, (_, place) => from + place));
    const order = inner && toArray(permutation(foldIn(inner, first / window), inside.length));
    yield { blocks, order: order === undefined ? inside : Array.from(order, (place) => inside[place] ?? 0) };
  }
}
