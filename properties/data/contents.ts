import * as fc from 'fast-check';
import type { Cifar10 } from '../../src/data/cifar-10.js';
import type { Contents } from '../../src/data/formats.js';
import type { ByteRaster, Raster } from '../../src/data/raster.js';
import type { ArrayData } from '../../src/tensor/array-data.js';

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const shape = fc.array(fc.nat(4), { maxLength: 4 });
const size = (shape: readonly number[]): number => shape.reduce((product, dimension) => product * dimension, 1);

/** Arrays of every dtype, NaN, infinities and −0 among the floats, axes of length 0 among the shapes. */
const array: fc.Arbitrary<ArrayData> = shape.chain((shape) => {
  const length = { minLength: size(shape), maxLength: size(shape) };
  return fc.oneof(
    fc.float32Array(length).map((data): ArrayData => ({ dtype: 'float32', shape, data })),
    fc.float64Array(length).map((data): ArrayData => ({ dtype: 'float64', shape, data })),
    fc.int32Array(length).map((data): ArrayData => ({ dtype: 'int32', shape, data })),
    fc.uint8Array({ ...length, max: 1 }).map((data): ArrayData => ({ dtype: 'bool', shape, data })),
  );
});

/** Names, some of which mean something to JavaScript, JSON or the formats. */
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', 'conv1.weight', 'a/b', '"', '\\'),
);
const named = <A>(value: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyMap<string, A>> =>
  fc.array(fc.tuple(name, value), { maxLength: 5 }).map((entries) => new Map(entries));

const cifar10: fc.Arbitrary<Cifar10> = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 2, max: 9 }), fc.nat(255))
  .map(([labels, step]) => ({
    labels,
    images: Uint8Array.from({ length: labels.length * 3072 }, (_, index) => index * step),
    count: labels.length,
  }));

/** Pictures of every kind. */
const raster: fc.Arbitrary<Raster> = fc
  .record({
    channels: fc.constantFrom(1, 2, 3, 4),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
  })
  .chain((picture) => {
    const length = picture.channels * picture.height * picture.width;
    const each = { minLength: length, maxLength: length };
    return fc.oneof(fc.uint8Array(each), fc.uint16Array(each)).map((pixels) => ({ ...picture, pixels }));
  });

/** Grey pictures that JPEG keeps at quality 95: squares of 8 × 8 equal pixels. */
const squares: fc.Arbitrary<ByteRaster> = fc
  .record({ height: fc.integer({ min: 1, max: 20 }), width: fc.integer({ min: 1, max: 20 }), greys: bytes(9) })
  .map(({ height, width, greys }) => ({
    channels: 1,
    height,
    width,
    pixels: Uint8Array.from(
      { length: height * width },
      (_, k) => greys[3 * Math.floor(k / width / 8) + Math.floor((k % width) / 8)] ?? 0,
    ),
  }));

/** Values of each format. */
export const contents: { readonly [F in keyof Contents]: fc.Arbitrary<Contents[F]> } = {
  gzip: fc.uint8Array({ maxLength: 200 }),
  // bool is written as bytes, which are read as int32
  idx: array.filter(({ dtype }) => dtype !== 'bool'),
  idxImages: fc
    .tuple(fc.nat(4), fc.nat(4), fc.nat(4))
    .chain(([count, rows, columns]) =>
      bytes(count * rows * columns).map((images) => ({ images, count, rows, columns })),
    ),
  idxLabels: fc.uint8Array({ maxLength: 9 }).map((labels) => ({ labels, count: labels.length })),
  cifar10,
  npy: array,
  npz: named(array),
  safetensors: fc.record({ tensors: named(array), metadata: named(fc.string({ maxLength: 8 })) }),
  png: raster,
  jpeg: squares,
};
