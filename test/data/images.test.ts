import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cifar10 } from '../../src/data/cifar-10.js';
import { idx, idxImages, idxLabels } from '../../src/data/idx.js';
import { patched, sentence, value } from './expect.js';

/** two images of 2 rows and 3 columns */
const images = Uint8Array.of(
  0,
  0,
  8,
  3,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  3,
  0,
  1,
  2,
  3,
  4,
  5,
  250,
  251,
  252,
  253,
  254,
  255,
);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9);

describe('idx', () => {
  it('reads and writes images', () => {
    const contents = { images: images.slice(16), count: 2, rows: 2, columns: 3 };
    expect(value(idxImages.decode(images))).toEqual(contents);
    expect(idxImages.encode(contents)).toEqual(images);
  });

  it('reads and writes labels', () => {
    expect(value(idxLabels.decode(labels))).toEqual({ labels: Uint8Array.of(7, 0, 9), count: 3 });
    expect(idxLabels.encode({ labels: Uint8Array.of(7, 0, 9), count: 3 })).toEqual(labels);
  });

  it('reads compressed files the same', () => {
    expect(idxImages.decode(gzipSync(images))).toEqual(idxImages.decode(images));
  });

  it('does not share memory with the file', () => {
    const bytes = labels.slice();
    const { labels: read } = value(idxLabels.decode(bytes));
    bytes.fill(0);
    expect(read).toEqual(Uint8Array.of(7, 0, 9));
  });

  it.each([
    ['unsigned bytes', [8, 1, 0, 0, 0, 2, 0, 255], 'int32', Int32Array.of(0, 255)],
    ['signed bytes', [9, 1, 0, 0, 0, 2, 0, 255], 'int32', Int32Array.of(0, -1)],
    ['shorts', [11, 1, 0, 0, 0, 2, 1, 0, 255, 254], 'int32', Int32Array.of(256, -2)],
    ['integers', [12, 1, 0, 0, 0, 2, 0, 1, 0, 0, 255, 255, 255, 255], 'int32', Int32Array.of(65536, -1)],
    ['floats', [13, 1, 0, 0, 0, 2, 0x3f, 0xc0, 0, 0, 0xbf, 0x80, 0, 0], 'float32', Float32Array.of(1.5, -1)],
    ['doubles', [14, 1, 0, 0, 0, 1, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0], 'float64', Float64Array.of(1.5)],
  ])('reads %s, the most significant byte first', (_, bytes, dtype, data) => {
    expect(value(idx.decode(Uint8Array.of(0, 0, ...bytes)))).toEqual({ dtype, shape: [data.length], data });
  });

  it.each([
    ['nothing', new Uint8Array(0), 'idx: byte 0: expected a header of 4 bytes, got a file of 0'],
    [
      'a zip',
      Uint8Array.of(0x50, 0x4b, 3, 4),
      'idx: byte 0: expected two zeros and an element type (08, 09, 0b, 0c, 0d or 0e), got 50 4b 03',
    ],
    [
      'an element type that does not exist',
      patched(images, 2, [10]),
      'idx: byte 0: expected two zeros and an element type (08, 09, 0b, 0c, 0d or 0e), got 00 00 0a',
    ],
    ['labels', labels, 'idx: byte 2: expected unsigned bytes in 3 dimensions (08 03), got 08 01'],
    ['floats', patched(images, 2, [13]), 'idx: byte 2: expected unsigned bytes in 3 dimensions (08 03), got 0d 03'],
    ['half a header', images.slice(0, 14), 'idx: byte 4: expected 3 dimensions of 4 bytes, got 10 bytes'],
    ['half an image', images.slice(0, -3), 'idx: byte 16: expected 2·2·3 = 12 bytes, got 9 (the data is too short)'],
    [
      'more than the images',
      Uint8Array.of(...images, 0),
      'idx: byte 16: expected 2·2·3 = 12 bytes, got 13 (the data is too long)',
    ],
    [
      'a shape of 2^96 bytes',
      patched(
        images,
        4,
        Array.from({ length: 12 }, () => 255),
      ),
      'idx: byte 16: expected a shape of fewer than 2^53 bytes, got [4294967295,4294967295,4294967295]',
    ],
    [
      'a shape that wraps around 2^32',
      patched(images, 4, [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]),
      'idx: byte 16: expected 65536·65536·1 = 4294967296 bytes, got 12 (the data is too short)',
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(sentence(idxImages.decode(bytes))).toBe(message);
  });

  it('does not write images that contradict their number', () => {
    expect(() => idxImages.encode({ images: new Uint8Array(11), count: 2, rows: 2, columns: 3 })).toThrow(
      new RangeError('idx: shape [2, 2, 3] has 12 elements, the data has 11'),
    );
  });
});

describe('cifar-10', () => {
  const bytes = Uint8Array.from({ length: 2 * 3073 }, (_, index) => index % 251);
  bytes[0] = 9;
  bytes[3073] = 4;
  const contents = {
    labels: Uint8Array.of(9, 4),
    images: Uint8Array.of(...bytes.subarray(1, 3073), ...bytes.subarray(3074)),
    count: 2,
  };

  it('reads and writes labels and images', () => {
    expect(value(cifar10.decode(bytes))).toEqual(contents);
    expect(cifar10.encode(contents)).toEqual(bytes);
    expect(cifar10.decode(gzipSync(bytes))).toEqual(cifar10.decode(bytes));
  });

  it.each([
    ['nothing', new Uint8Array(0), 'cifar-10: byte 0: expected records of 3073 bytes, got 0 at the end'],
    ['half a record', bytes.slice(0, 3083), 'cifar-10: byte 3073: expected records of 3073 bytes, got 10 at the end'],
    ['a class of 10', patched(bytes, 3073, [10]), 'cifar-10: byte 3073: expected a label from 0 to 9, got 10'],
  ])('refuses %s', (_, file, message) => {
    expect(sentence(cifar10.decode(file))).toBe(message);
  });
});
