import { open } from 'node:fs/promises';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { decodeError, within, type DecodeError } from '../data/decode-error.js';
import { elements, type Stored } from '../data/elements.js';
import { idxHeader, type Header } from '../data/idx.js';
import { npyHeader } from '../data/npy.js';
import { show, size, type Shape } from '../shape/shape.js';

/** A part of every record of a file. */
export interface Field {
  readonly name: string;
  /** of one record */
  readonly shape: Shape;
  readonly stored: Stored;
  readonly little: boolean;
  /** where it begins in a record, in bytes */
  readonly offset: number;
}

/** A file as records of one size, which are read where they lie. */
export interface Records {
  readonly path: string;
  readonly count: number;
  /** where the first record begins, and how long each is, in bytes */
  readonly start: number;
  readonly bytes: number;
  readonly fields: readonly Field[];
}

/** as many bytes as the headers that are read here can have */
const longestHeader = 2 ** 16 + 12;

type Begin = (first: Uint8Array, length: number) => E.Either<DecodeError, Omit<Records, 'path'>>;

const recordsOf =
  (format: string, begin: Begin) =>
  (path: string): TE.TaskEither<DecodeError, Records> =>
  async () => {
    const read = await TE.tryCatch(
      async () => {
        const file = await open(path);
        try {
          const { size: length } = await file.stat();
          const bytes = new Uint8Array(Math.min(length, longestHeader));
          await file.read(bytes, 0, bytes.length, 0);
          return { bytes, length };
        } finally {
          await file.close();
        }
      },
      (error) => decodeError('file', path, 'a readable file', error instanceof Error ? error.message : String(error)),
    )();
    if (E.isLeft(read)) return read;
    const { bytes, length } = read.right;
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const records = packed
      ? E.left(decodeError(format, 'byte 0', 'a plain file, which can be read at any place', 'gzip'))
      : begin(bytes, length);
    return E.isLeft(records) ? E.left(within(path, records.left)) : E.right({ ...records.right, path });
  };

/** one record for each place along the first axis */
const rows = (
  format: string,
  name: string,
  { stored, shape, start, little }: Header,
  length: number,
): E.Either<DecodeError, Omit<Records, 'path'>> => {
  const [count, ...inner] = shape;
  if (count === undefined) return E.left(decodeError(format, 'header', 'one dimension or more', show(shape)));
  const bytes = size(inner) * elements[stored].bytes;
  return length === start + count * bytes
    ? E.right({ count, start, bytes, fields: [{ name, shape: inner, stored, little, offset: 0 }] })
    : E.left(decodeError(format, `byte ${start}`, `${count} records of ${bytes} bytes`, `${length - start} bytes`));
};

/**
 * The rows of an IDX file under a name, to be read in pieces.
 * Errors   "images.idx: idx: byte 16: expected 60000 records of 784 bytes, got 100 bytes"
 */
export const idxRecords = (path: string, name: string): TE.TaskEither<DecodeError, Records> =>
  recordsOf('idx', (first, length) => {
    const header = idxHeader(first);
    return E.isLeft(header) ? header : rows('idx', name, header.right, length);
  })(path);

/** The rows of an NPY file under a name, to be read in pieces; see {@link idxRecords}. */
export const npyRecords = (path: string, name: string): TE.TaskEither<DecodeError, Records> =>
  recordsOf('npy', (first, length) => {
    const header = npyHeader(first);
    if (E.isLeft(header)) return header;
    if (header.right.columns) return E.left(decodeError('npy', 'header', 'rows one after the other', 'columns'));
    return rows('npy', name, header.right, length);
  })(path);

const pixels = [3, 32, 32];

/** The images and labels of a CIFAR-10 file, to be read in pieces. */
export const cifarRecords: (path: string) => TE.TaskEither<DecodeError, Records> = recordsOf(
  'cifar-10',
  (_, length) => {
    const bytes = 1 + size(pixels);
    const count = length / bytes;
    const field = { stored: 'U8', little: true } as const;
    return count > 0 && Number.isInteger(count)
      ? E.right({
          count,
          start: 0,
          bytes,
          fields: [
            { ...field, name: 'labels', shape: [], offset: 0 },
            { ...field, name: 'images', shape: pixels, offset: 1 },
          ],
        })
      : E.left(decodeError('cifar-10', 'byte 0', `records of ${bytes} bytes`, `${length} bytes`));
  },
);
