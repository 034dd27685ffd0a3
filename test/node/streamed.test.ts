import { mkdtemp, open, rm, writeFile as write } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../reference.js';
import { blockwise, formats } from '../../src/data/index.js';
import { cifarRecords, idxRecords, npyRecords, streamed } from '../../src/node/index.js';
import type { Arrays, Records, StreamedOptions } from '../../src/node/index.js';
import { key } from '../../src/random/index.js';
import { sentence, value } from '../data/expect.js';

const place = { folder: '' };
beforeAll(async () => {
  place.folder = await mkdtemp(join(tmpdir(), 'pullback-stream-'));
});
afterAll(() => rm(place.folder, { recursive: true }));
const path = (name: string): string => join(place.folder, name);

const count = 53;
const images = Uint8Array.from({ length: count * 6 }, (_, at) => (at * 7) % 256);
const labels = Uint8Array.from({ length: count }, (_, at) => at);
const files = async (): Promise<readonly [Records, Records]> => {
  await write(path('images'), formats.idxImages.encode({ images, count, rows: 2, columns: 3 }));
  await write(path('labels'), formats.idxLabels.encode({ labels, count }));
  return [value(await idxRecords(path('images'), 'images')()), value(await idxRecords(path('labels'), 'labels')())];
};
const read = async (options: StreamedOptions, epoch = 0): Promise<readonly Arrays[]> => {
  const batches: Arrays[] = [];
  for await (const batch of streamed(await files(), options)(epoch)) batches.push(batch);
  return batches;
};
const all = (batches: readonly Arrays[], name: string) => batches.flatMap((batch) => [...(batch[name]?.data ?? [])]);

describe('streamed records', () => {
  it.each([
    [1, 256, 16],
    [10, 4, 2],
    [7, 1, 3],
    [53, 53, 1],
    [60, 8, 100],
  ])('in order, %i a batch, are those of the files read whole: blocks of %i, windows of %i', async (...sizes) => {
    const [size, block, window] = sizes;
    const batches = await read({ size, block, window });
    expect(all(batches, 'images')).toEqual([...images]);
    expect(all(batches, 'labels')).toEqual([...labels]);
    expect(batches.map(({ images: own }) => own?.shape)).toEqual(
      Array.from({ length: Math.ceil(count / size) }, (_, at) => [Math.min(size, count - at * size), 2, 3]),
    );
  });

  it('are shuffled the same by the same key, whatever a batch is, and anew in each epoch', async () => {
    const shuffled = { key: key(3), block: 5, window: 4 };
    const small = await read({ ...shuffled, size: 3 });
    const order = all(small, 'labels');
    expect(order).not.toEqual([...labels]);
    expect([...order].sort((a, b) => a - b)).toEqual([...labels]);
    expect(all(small, 'images')).toEqual(order.flatMap((at) => [...images.subarray(at * 6, at * 6 + 6)]));
    expect(all(await read({ ...shuffled, size: 17 }), 'labels')).toEqual(order);
    expect(all(await read({ ...shuffled, size: 17 }, 1), 'labels')).not.toEqual(order);
    expect(all(await read({ ...shuffled, key: key(4), size: 3 }), 'labels')).not.toEqual(order);
  });

  it('are windows of blocks, each record in one of them', () => {
    for (const [total, block, window] of [
      [0, 3, 2],
      [1, 3, 2],
      [20, 3, 2],
      [21, 7, 3],
    ] as const) {
      // prettier-ignore
      const found = [...blockwise(total, { block, window, key: key(total) })];
      expect(found.flatMap(({ order }) => order).sort((a, b) => a - b)).toEqual([...Array(total).keys()]);
      for (const { blocks, order } of found) {
        expect(order.length).toBeLessThanOrEqual(block * window);
        const inside = blocks.flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at));
        expect([...order].sort((a, b) => a - b)).toEqual(inside.sort((a, b) => a - b));
      }
    }
    expect(() => [...blockwise(3, { block: 0 })]).toThrow('blockwise: expected a block of 1 or more, got 0');
  });

  it('are rows of arrays of NumPy, and images of CIFAR with their labels', async () => {
    const array = {
      dtype: 'float64',
      shape: [4, 2],
      data: Float64Array.from({ length: 8 }, (_, at) => at / 3),
    } as const;
    await write(path('a.npy'), formats.npy.encode(array));
    const rows = value(await npyRecords(path('a.npy'), 'x')());
    for await (const { x } of streamed([rows], { size: 4 })(0)) expect(x).toEqual(array);
    const pixels = Uint8Array.from({ length: 3 * 3072 }, (_, at) => at % 251);
    const cifar = { labels: Uint8Array.of(3, 1, 9), images: pixels, count: 3 };
    await write(path('c.bin'), formats.cifar10.encode(cifar));
    const records = value(await cifarRecords(path('c.bin'))());
    for await (const batch of streamed([records], { size: 3 })(0)) {
      expect([...(batch['labels']?.data ?? [])]).toEqual([3, 1, 9]);
      expect(batch['images']).toEqual({ dtype: 'int32', shape: [3, 3, 32, 32], data: Int32Array.from(pixels) });
    }
  });

  it('of a file larger than it may use do not fill the memory', async () => {
    const [total, length] = [300_000, 1000];
    const header = formats.npy.encode({ dtype: 'bool', shape: [1, length], data: new Uint8Array(length) });
    const text = Buffer.from(header.subarray(0, 128)).toString('latin1').replace('(1, 1000), ', `(${total}, 1000), `);
    await write(path('large.npy'), Buffer.from(text.replace(/ +\n/, '').padEnd(127) + '\n', 'latin1'));
    const file = await open(path('large.npy'), 'r+');
    await file.truncate(128 + total * length);
    await file.write(Uint8Array.of(1), 0, 1, 128 + 299_999 * length + 5);
    await file.close();
    const records = value(await npyRecords(path('large.npy'), 'x')());
    const before = process.memoryUsage().rss;
    let [most, batches] = [0, 0];
    for await (const { x } of streamed([records], { size: 256, key: key(1) })(0)) {
      batches++;
      if (batches % 8 === 0) most = Math.max(most, process.memoryUsage().rss);
      expect(x?.data).toHaveLength(256 * length);
      if (batches === 64) break;
    }
    expect((most - before) / 2 ** 20).toBeLessThan(100);
  });

  it('are refused where a file is packed, too short, of columns, or of another length', async () => {
    const bytes = formats.idxImages.encode({ images, count, rows: 2, columns: 3 });
    await write(path('short'), bytes.subarray(0, 100));
    expect(sentence(await idxRecords(path('short'), 'x')())).toBe(
      `${path('short')}: idx: byte 16: expected 53 records of 6 bytes, got 84 bytes`,
    );
    await write(path('packed'), formats.gzip.encode(bytes));
    expect(sentence(await idxRecords(path('packed'), 'x')())).toBe(
      `${path('packed')}: idx: byte 0: expected a plain file, which can be read at any place, got gzip`,
    );
    expect(sentence(await cifarRecords(path('short'))())).toMatch(/expected records of 3073 bytes, got 100 bytes/);
    expect(sentence(await npyRecords(path('none'), 'x')())).toMatch(/^file: .*none: expected a readable file/);
    const [first, second] = await files();
    expect(() => streamed([first, { ...second, count: 7 }], { size: 1 })).toThrow(
      `streamed: ${first.path} has 53 records, ${second.path} 7`,
    );
    expect(() => streamed([first], { size: 0 })).toThrow('streamed: expected a size of 1 or more, got 0');
    await write(path('images'), bytes.subarray(0, 130));
    const reading = async (): Promise<void> => {
      for await (const batch of streamed([first], { size: 53 })(0)) expect(batch).toBeUndefined();
    };
    await expect(reading()).rejects.toThrow(`streamed: ${first.path} ends within record 19`);
  });
});
