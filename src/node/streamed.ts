import { open, type FileHandle } from 'node:fs/promises';
import * as E from 'fp-ts/lib/Either.js';
import { readArray } from '../data/elements.js';
import { blockwise, type BlockwiseOptions } from '../data/blockwise.js';
import { foldIn, type Key } from '../random/index.js';
import type { ArrayData } from '../tensor/array-data.js';
import type { Epochs } from '../train/index.js';
import type { Records } from './records.js';

/** Examples as arrays with their names, their first axis running over the examples. */
export type Arrays = Readonly<Record<string, ArrayData>>;

/** How many examples a batch has, and what the order of each epoch is drawn from; the order of the files if absent. */
export interface StreamedOptions extends BlockwiseOptions {
  readonly size: number;
  readonly key?: Key;
}

/**
 * The batches of files too large for memory, such as images in one and labels in another: in memory are a window of blocks and a batch. The order of an
 * epoch is that of `blockwise`, drawn from `foldIn(key, epoch)`.
 *
 * Law      in order, the batches are those of the files read whole; whatever the size of a batch, the same key gives the same order
 * Errors   "streamed: images.idx has 60000 records, labels.idx 10000"; while reading, an error where a file has become shorter
 * @example
 * ```ts no-run
 * const batches = (images: Records, labels: Records) => streamed([images, labels], { size: 64, key: random.key(1) });
 * ```
 */
export const streamed = (files: readonly Records[], { size, key, ...shuffling }: StreamedOptions): Epochs<Arrays> => {
  if (!Number.isSafeInteger(size) || size < 1)
    throw new RangeError(`streamed: expected a size of 1 or more, got ${size}`);
  const [first] = files;
  if (first === undefined) throw new RangeError('streamed: there are no files');
  const other = files.find(({ count }) => count !== first.count);
  if (other !== undefined)
    throw new RangeError(`streamed: ${first.path} has ${first.count} records, ${other.path} ${other.count}`);
  return async function* (epoch) {
    const handles: FileHandle[] = [];
    try {
      for (const { path } of files) handles.push(await open(path));
      const rows = files.map(({ bytes }) => new Uint8Array(size * bytes));
      let filled = 0;
      const order = key === undefined ? shuffling : { ...shuffling, key: foldIn(key, epoch) };
      for (const window of blockwise(first.count, order)) {
        const found = await Promise.all(files.map((file, index) => loaded(handles[index], file, window.blocks)));
        const places = placesOf(window.blocks);
        for (const position of window.order) {
          const place = places(position);
          files.forEach(({ bytes }, index) =>
            rows[index]?.set((found[index] ?? nothing).subarray(place * bytes, (place + 1) * bytes), filled * bytes),
          );
          if (++filled < size) continue;
          yield arrays(files, rows, size);
          filled = 0;
        }
      }
      if (filled > 0) yield arrays(files, rows, filled);
    } finally {
      await Promise.all(handles.map((handle) => handle.close()));
    }
  };
};
const nothing = new Uint8Array(0);

type Blocks = readonly (readonly [from: number, to: number])[];

/** the bytes of some blocks, one behind the other */
const loaded = async (
  handle: FileHandle | undefined,
  { path, start, bytes }: Records,
  blocks: Blocks,
): Promise<Uint8Array> => {
  const all = new Uint8Array(blocks.reduce((sum, [from, to]) => sum + to - from, 0) * bytes);
  let at = 0;
  for (const [from, to] of blocks) {
    const length = (to - from) * bytes;
    const { bytesRead = 0 } = (await handle?.read(all, at, length, start + from * bytes)) ?? {};
    if (bytesRead !== length)
      throw new Error(`streamed: ${path} ends within record ${from + Math.floor(bytesRead / bytes)}`);
    at += length;
  }
  return all;
};

/** where the record of a position stands among the records of some blocks */
const placesOf = (blocks: Blocks): ((position: number) => number) => {
  const places = new Map<number, number>();
  blocks.reduce((at, [from, to]) => {
    for (let position = from; position < to; position++) places.set(position, at + position - from);
    return at + to - from;
  }, 0);
  return (position) => places.get(position) ?? 0;
};

const arrays = (files: readonly Records[], rows: readonly Uint8Array[], count: number): Arrays =>
  Object.fromEntries(
    files.flatMap(({ path, bytes, fields }, index) =>
      fields.map(({ name, shape, stored, little, offset }, place): readonly [string, ArrayData] => {
        const length = (fields[place + 1]?.offset ?? bytes) - offset;
        const body = new Uint8Array(count * length);
        const from = rows[index] ?? nothing;
        for (let row = 0; row < count; row++)
          body.set(from.subarray(row * bytes + offset, row * bytes + offset + length), row * length);
        const array = readArray(path, name, [count, ...shape], stored, body, little);
        if (E.isLeft(array)) throw new Error(array.left.message);
        return [name, array.right];
      }),
    ),
  );
