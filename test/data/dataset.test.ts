import { describe, expect, it } from 'vitest';
import {
  batches,
  channelStatistics,
  fromCifar10,
  fromIdx,
  select,
  standardise,
  toAsync,
  toUnit,
  type Dataset,
} from '../../src/data/index.js';
import { sentence, value } from './expect.js';

/** five examples of [2, 1, 2]: example i holds 10i … 10i + 3 and has label i */
const five: Dataset = {
  images: Float32Array.from({ length: 20 }, (_, index) => 10 * Math.floor(index / 4) + (index % 4)),
  labels: Int32Array.of(0, 1, 2, 3, 4),
  shape: [2, 1, 2],
};
const labelsOf = (parts: Iterable<Dataset>): number[][] => Array.from(parts, ({ labels }) => [...labels]);

describe('batches', () => {
  it('keeps a last batch that is not full, or drops it', () => {
    expect(labelsOf(batches(five, { size: 2 }))).toEqual([[0, 1], [2, 3], [4]]);
    expect(labelsOf(batches(five, { size: 2, last: 'drop' }))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(labelsOf(batches(five, { size: 5, last: 'drop' }))).toEqual([[0, 1, 2, 3, 4]]);
    expect(labelsOf(batches(five, { size: 9, last: 'drop' }))).toEqual([]);
  });

  it('takes the examples in the order given, images with their labels', () => {
    const order = Int32Array.of(3, 0, 4, 1, 2);
    const [first] = batches(five, { size: 2, order });
    expect(first).toEqual({
      images: Float32Array.of(30, 31, 32, 33, 0, 1, 2, 3),
      labels: Int32Array.of(3, 0),
      shape: [2, 1, 2],
    });
    expect(labelsOf(batches(five, { size: 2, order }))).toEqual([[3, 0], [4, 1], [2]]);
  });

  it('can be run through twice, whatever became of the order', () => {
    const order = Int32Array.of(3, 0, 4, 1, 2);
    const parts = batches(five, { size: 2, order });
    const once = labelsOf(parts);
    order.fill(0);
    expect(labelsOf(parts)).toEqual(once);
  });

  it('comes asynchronously too', async () => {
    const labels: number[][] = [];
    for await (const part of toAsync(batches(five, { size: 3 }))) labels.push([...part.labels]);
    expect(labels).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it.each([0, -1, 1.5, NaN])('refuses a size of %d', (size) => {
    expect(() => batches(five, { size })).toThrow(new RangeError(`batches: expected a size of 1 or more, got ${size}`));
  });
});

describe('select', () => {
  it('copies', () => {
    const part = select(five, Int32Array.of(0));
    part.images.fill(7);
    expect(five.images[0]).toBe(0);
  });

  it('refuses an example that does not exist', () => {
    expect(() => select(five, Int32Array.of(5))).toThrow(new RangeError('select: example 5 of a data set of 5'));
    expect(() => select(five, Int32Array.of(-1))).toThrow(new RangeError('select: example -1 of a data set of 5'));
  });
});

describe('data sets', () => {
  it('have pixels from 0 to 1', () => {
    expect(toUnit(Uint8Array.of(0, 51, 255))).toEqual(Float32Array.of(0, 0.2, 1));
  });

  it('come from IDX files', () => {
    const images = { images: Uint8Array.of(0, 255, 51, 102), count: 2, rows: 1, columns: 2 };
    expect(value(fromIdx(images, { labels: Uint8Array.of(4, 2), count: 2 }))).toEqual({
      images: Float32Array.of(0, 1, 0.2, 0.4),
      labels: Int32Array.of(4, 2),
      shape: [1, 1, 2],
    });
    expect(sentence(fromIdx(images, { labels: Uint8Array.of(4), count: 1 }))).toBe(
      'idx: labels: expected 2, one for each image, got 1',
    );
  });

  it('come from CIFAR-10 files', () => {
    const { images, labels, shape } = fromCifar10({
      images: new Uint8Array(3072).fill(255),
      labels: Uint8Array.of(3),
      count: 1,
    });
    expect([images.length, images[3071], labels[0], shape]).toEqual([3072, 1, 3, [3, 32, 32]]);
  });
});

describe('standardise', () => {
  const dataset: Dataset = {
    images: Float32Array.of(1, 3, 5, 5, 5, 7, 5, 5),
    labels: Int32Array.of(0, 1),
    shape: [2, 2],
  };

  it('takes each channel by itself', () => {
    expect(channelStatistics(dataset)).toEqual({ mean: [4, 5], deviation: [Math.sqrt(5), 0] });
  });

  it('gives mean 0 and deviation 1, and 0 where a channel is constant', () => {
    const standard = standardise(dataset, channelStatistics(dataset));
    expect(standard.images).toEqual(
      Float32Array.of(...[-3, -1].map((x) => x / Math.sqrt(5)), 0, 0, ...[1, 3].map((x) => x / Math.sqrt(5)), 0, 0),
    );
    expect(standard.labels).toBe(dataset.labels);
  });

  it('applies the statistics of other data', () => {
    expect(standardise(dataset, { mean: [1, 5], deviation: [2, 1] }).images).toEqual(
      Float32Array.of(0, 1, 0, 0, 2, 3, 0, 0),
    );
  });
});
