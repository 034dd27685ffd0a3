import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import * as t from 'io-ts';
import { size } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes, type DType } from '../tensor/dtype.js';
import { decodeError, excerpt, fromErrors, type DecodeError } from './decode-error.js';
import { elements, readArray, writeElements, type Stored } from './elements.js';
import type { Format } from './format.js';
import type { Header } from './idx.js';
import { concatenate } from './inflate.js';
import { pythonLiteral } from './python-literal.js';
import { arrayData, natural } from './types.js';

const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** the longest header read; NumPy itself stops at 10,000 */
const longest = 2 ** 16;

const header = t.strict({ descr: t.string, fortran_order: t.boolean, shape: t.readonlyArray(natural, 'a shape') });

/** NumPy's names of the element types, without the byte order */
const codes: ReadonlyMap<string, Stored> = new Map([
  ['b1', 'BOOL'],
  ['u1', 'U8'],
  ['i1', 'I8'],
  ['u2', 'U16'],
  ['i2', 'I16'],
  ['u4', 'U32'],
  ['i4', 'I32'],
  ['u8', 'U64'],
  ['i8', 'I64'],
  ['f2', 'F16'],
  ['f4', 'F32'],
  ['f8', 'F64'],
]);
const descriptions: { readonly [D in DType]: string } = { float32: '<f4', float64: '<f8', int32: '<i4', bool: '|b1' };

const fail = (at: string, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('npy', at, expected, got));

/** the header's text, and where the elements begin */
const readHeader = (bytes: Uint8Array): E.Either<DecodeError, readonly [text: string, start: number]> => {
  if (magic.some((byte, index) => bytes[index] !== byte)) return fail('byte 0', 'the six bytes 93 "NUMPY"', 'others');
  const [major = 0, minor = 0] = bytes.subarray(6, 8);
  if (major < 1 || major > 3 || minor !== 0) return fail('byte 6', 'version 1.0, 2.0 or 3.0', `${major}.${minor}`);
  const from = major === 1 ? 10 : 12;
  if (bytes.length < from) return fail('byte 8', 'the length of the header', `a file of ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longest) return fail('byte 8', `a header of at most ${longest} bytes`, String(length));
  if (from + length > bytes.length)
    return fail(`byte ${from}`, `a header of ${length} bytes`, `${bytes.length - from} (the file is truncated)`);
  return E.right([new TextDecoder('latin1').decode(bytes.slice(from, from + length)), from + length]);
};

/** The header of an NPY file, from its first bytes, and whether the elements lie column by column. */
export const npyHeader = (bytes: Uint8Array): E.Either<DecodeError, Header & { readonly columns: boolean }> => {
  const read = readHeader(bytes);
  if (E.isLeft(read)) return read;
  const [text, start] = read.right;
  const literal = pythonLiteral(text);
  if (O.isNone(literal)) return fail('header', 'a Python dictionary', excerpt(text));
  const fields = header.decode(literal.value);
  if (E.isLeft(fields)) return E.left(fromErrors('npy', 'header', fields.left));
  const { descr, fortran_order: columns, shape } = fields.right;
  const stored = codes.get(descr.slice(1));
  const order = descr.charAt(0);
  if (stored === undefined || !(order === '<' || order === '>' || (order === '|' && elements[stored].bytes === 1)))
    return fail('header.descr', `< or > with one of ${[...codes.keys()].join(', ')}`, excerpt(descr));
  return E.right({ stored, shape, start, little: order !== '>', columns });
};

/** What is stored column by column, row by row: the axes in the opposite order, the data moved along. */
const transpose = ({ dtype, shape, data }: ArrayData): ArrayData => {
  const out = dtypes[dtype].zeros(data.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => size(shape.slice(0, axis)));
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [position = 0, length = 0, stride = 0] = [index[axis], shape[axis], strides[axis]];
      index[axis] = position + 1 < length ? position + 1 : 0;
      from += stride * ((index[axis] ?? 0) - position);
      if (index[axis] !== 0) break;
    }
  }
  return { dtype, shape, data: out };
};

/**
 * NumPy's array file, versions 1 to 3, little- or big-endian, row- or column-major. Whole numbers other than int32 are read as int32
 * where they fit, float16 as float32. Written as NumPy writes: version 1, little-endian, row-major, aligned to 64 bytes.
 * Errors   "npy: header.shape.0: expected a whole number from 0 to 2^53 − 1, got -1"
 * Source   NumPy, "numpy.lib.format"
 */
export const npy: Format<ArrayData> = {
  name: 'npy',
  is: arrayData.is,
  decode: (bytes) => {
    const header = npyHeader(bytes);
    if (E.isLeft(header)) return header;
    const { stored, shape, start, little, columns } = header.right;
    const array = readArray('npy', `byte ${start}`, shape, stored, bytes.subarray(start), little);
    return columns ? E.map(transpose)(array) : array;
  },
  encode: (array) => {
    const body = writeElements('npy', array, true);
    const { dtype, shape } = array;
    const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
    const text = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`;
    // NumPy leaves room for the first dimension to grow to 21 digits in place
    const room = shape.length > 0 ? 21 - String(shape[0]).length : 0;
    const start = Math.ceil((10 + text.length + room + 1) / 64) * 64;
    if (start > longest) throw new RangeError(`npy: ${shape.length} dimensions do not fit into the header`);
    const prefix = new Uint8Array(start);
    prefix.set(magic);
    prefix.set([1, 0, (start - 10) % 256, Math.floor((start - 10) / 256)], 6);
    prefix.set(new TextEncoder().encode(`${text.padEnd(start - 11)}\n`), 10);
    return concatenate([prefix, body]);
  },
};
