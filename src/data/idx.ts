import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { show, type Shape } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import type { DType } from '../tensor/dtype.js';
import { decodeError, type DecodeError } from './decode-error.js';
import { expectBytes, matching, readArray, writeElements, type Stored } from './elements.js';
import type { Format } from './format.js';
import { gzipped } from './gzip.js';
import { concatenate } from './inflate.js';
import { arrayData, natural, uint8Array } from './types.js';

/** Grey images as bytes, one after the other, each row by row. */
export interface IdxImages {
  readonly images: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/** One class a byte. */
export interface IdxLabels {
  readonly labels: Uint8Array;
  readonly count: number;
}

/** the third byte of a file */
const types: ReadonlyMap<number, Stored> = new Map([
  [0x08, 'U8'],
  [0x09, 'I8'],
  [0x0b, 'I16'],
  [0x0c, 'I32'],
  [0x0d, 'F32'],
  [0x0e, 'F64'],
]);
const typeOf: { readonly [D in DType]: number } = { float32: 0x0d, float64: 0x0e, int32: 0x0c, bool: 0x08 };

/** What the beginning of a file says. */
export interface Header {
  readonly stored: Stored;
  readonly shape: Shape;
  /** where the elements begin */
  readonly start: number;
  readonly little: boolean;
}
interface Contents extends Header {
  readonly body: Uint8Array;
  /** where the body begins */
  readonly at: string;
}

/** The header of an IDX file, from its first bytes. */
export const idxHeader = (bytes: Uint8Array): E.Either<DecodeError, Header> => {
  const fail = (byte: number, expected: string, got: string): E.Either<DecodeError, never> =>
    E.left(decodeError('idx', `byte ${byte}`, expected, got));
  const [zero, alsoZero, type, rank] = bytes;
  if (type === undefined || rank === undefined) return fail(0, 'a header of 4 bytes', `a file of ${bytes.length}`);
  const stored = types.get(type);
  if (zero !== 0 || alsoZero !== 0 || stored === undefined)
    return fail(0, 'two zeros and an element type (08, 09, 0b, 0c, 0d or 0e)', hex(bytes.subarray(0, 3)));
  const start = 4 + 4 * rank;
  if (bytes.length < start) return fail(4, `${rank} dimensions of 4 bytes`, `${bytes.length - 4} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return E.right({ stored, shape, start, little: false });
};

const read = (bytes: Uint8Array): E.Either<DecodeError, Contents> => {
  const header = idxHeader(bytes);
  if (E.isLeft(header)) return header;
  const { start } = header.right;
  return E.right({ ...header.right, body: bytes.subarray(start), at: `byte ${start}` });
};

/** unsigned bytes in a given number of dimensions */
const readBytes = (rank: number, bytes: Uint8Array): E.Either<DecodeError, Contents> => {
  const contents = read(bytes);
  if (E.isLeft(contents)) return contents;
  const { stored, shape, body, at } = contents.right;
  if (stored !== 'U8' || shape.length !== rank)
    return E.left(
      decodeError('idx', 'byte 2', `unsigned bytes in ${rank} dimensions (08 0${rank})`, hex(bytes.subarray(2, 4))),
    );
  const size = expectBytes('idx', at, shape, stored, body.length);
  return E.isLeft(size) ? size : contents;
};

const write = (type: number, shape: Shape, body: Uint8Array): Uint8Array => {
  if (shape.length > 0xff || shape.some((dimension) => dimension > 0xffffffff))
    throw new RangeError(`idx: ${show(shape)} needs more than 255 dimensions or 32 bits a dimension`);
  const header = new Uint8Array(4 + 4 * shape.length);
  const view = new DataView(header.buffer);
  view.setUint16(2, type * 256 + shape.length);
  shape.forEach((dimension, axis) => view.setUint32(4 + 4 * axis, dimension));
  return concatenate([header, body]);
};

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/**
 * An IDX file of any element type, plain or gzip. Bytes and shorts are read as int32; bool is written as unsigned bytes.
 * Source   LeCun, Cortes, Burges, "The MNIST database", file formats
 */
export const idx: Format<ArrayData> = gzipped({
  name: 'idx',
  is: arrayData.is,
  decode: (bytes) => {
    const contents = read(bytes);
    if (E.isLeft(contents)) return contents;
    const { stored, shape, body, at } = contents.right;
    return readArray('idx', at, shape, stored, body, false);
  },
  encode: (array) => write(typeOf[array.dtype], array.shape, writeElements('idx', array, false)),
});

/** An IDX file of grey images (magic number 00 00 08 03), plain or gzip; see {@link idx}. */
export const idxImages: Format<IdxImages> = gzipped({
  name: 'idx images',
  is: t.type({ images: uint8Array, count: natural, rows: natural, columns: natural }).is,
  decode: (bytes) => {
    const contents = readBytes(3, bytes);
    if (E.isLeft(contents)) return contents;
    const [count = 0, rows = 0, columns = 0] = contents.right.shape;
    return E.right({ images: contents.right.body.slice(), count, rows, columns });
  },
  encode: ({ images, count, rows, columns }) => {
    matching('idx', [count, rows, columns], images);
    return write(0x08, [count, rows, columns], images);
  },
});

/** An IDX file of labels (magic number 00 00 08 01), plain or gzip; see {@link idx}. */
export const idxLabels: Format<IdxLabels> = gzipped({
  name: 'idx labels',
  is: t.type({ labels: uint8Array, count: natural }).is,
  decode: (bytes) => {
    const contents = readBytes(1, bytes);
    return E.isLeft(contents)
      ? contents
      : E.right({ labels: contents.right.body.slice(), count: contents.right.body.length });
  },
  encode: ({ labels, count }) => {
    matching('idx', [count], labels);
    return write(0x08, [count], labels);
  },
});
