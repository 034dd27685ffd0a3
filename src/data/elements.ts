import * as E from 'fp-ts/lib/Either.js';
import { show, size, type Shape } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes, type DType } from '../tensor/dtype.js';
import { decodeError, excerpt, type DecodeError } from './decode-error.js';

/** The element types found in files, by their names in safetensors. */
export type Stored =
  'BOOL' | 'U8' | 'I8' | 'U16' | 'I16' | 'U32' | 'I32' | 'U64' | 'I64' | 'F16' | 'BF16' | 'F32' | 'F64';

interface Element {
  readonly bytes: number;
  /** what its values become in memory */
  readonly dtype: DType;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

/**
 * A float of 16 bits: (−1)ˢ · 2^(e − bias) · (1 + f / 2^fractionBits), with e = 0 for subnormals and the largest e for ∞ and NaN.
 * Source   IEEE 754-2019, 3.4
 */
const half = (fractionBits: number): ((bits: number) => number) => {
  const steps = 2 ** fractionBits;
  const exponents = 2 ** (15 - fractionBits);
  const unit = Float64Array.from(
    { length: exponents },
    (_, e) => 2 ** (Math.max(e, 1) - (exponents / 2 - 1) - fractionBits),
  );
  return (bits) => {
    const sign = bits >= 0x8000 ? -1 : 1;
    const exponent = (bits >> fractionBits) % exponents;
    const fraction = bits % steps;
    if (exponent === exponents - 1) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (fraction + (exponent === 0 ? 0 : steps)) * (unit[exponent] ?? NaN);
  };
};
const [float16, bfloat16] = [half(10), half(7)];

/** Whole numbers of 64 bits: rounded beyond 2^53, but never into the range of int32. */
const wide =
  (high: (view: DataView, at: number, little: boolean) => number): Element['read'] =>
  (view, at, little) =>
    high(view, at + (little ? 4 : 0), little) * 2 ** 32 + view.getUint32(at + (little ? 0 : 4), little);

/** One row an element type: its width, what it becomes, how it is read. */
export const elements: { readonly [S in Stored]: Element } = {
  BOOL: { bytes: 1, dtype: 'bool', read: (view, at) => view.getUint8(at) },
  U8: { bytes: 1, dtype: 'int32', read: (view, at) => view.getUint8(at) },
  I8: { bytes: 1, dtype: 'int32', read: (view, at) => view.getInt8(at) },
  U16: { bytes: 2, dtype: 'int32', read: (view, at, little) => view.getUint16(at, little) },
  I16: { bytes: 2, dtype: 'int32', read: (view, at, little) => view.getInt16(at, little) },
  U32: { bytes: 4, dtype: 'int32', read: (view, at, little) => view.getUint32(at, little) },
  I32: { bytes: 4, dtype: 'int32', read: (view, at, little) => view.getInt32(at, little) },
  U64: { bytes: 8, dtype: 'int32', read: wide((view, at, little) => view.getUint32(at, little)) },
  I64: { bytes: 8, dtype: 'int32', read: wide((view, at, little) => view.getInt32(at, little)) },
  F16: { bytes: 2, dtype: 'float32', read: (view, at, little) => float16(view.getUint16(at, little)) },
  BF16: { bytes: 2, dtype: 'float32', read: (view, at, little) => bfloat16(view.getUint16(at, little)) },
  F32: { bytes: 4, dtype: 'float32', read: (view, at, little) => view.getFloat32(at, little) },
  F64: { bytes: 8, dtype: 'float64', read: (view, at, little) => view.getFloat64(at, little) },
};

/** How each dtype is written, and which numbers it holds exactly. */
const layouts: {
  readonly [D in DType]: {
    readonly stored: Stored;
    readonly write: (view: DataView, at: number, value: number, little: boolean) => void;
    readonly holds: (value: number) => boolean;
    readonly values: string;
  };
} = {
  float32: {
    stored: 'F32',
    write: (view, at, value, little) => view.setFloat32(at, value, little),
    holds: () => true,
    values: 'numbers',
  },
  float64: {
    stored: 'F64',
    write: (view, at, value, little) => view.setFloat64(at, value, little),
    holds: () => true,
    values: 'numbers',
  },
  int32: {
    stored: 'I32',
    write: (view, at, value, little) => view.setInt32(at, value, little),
    holds: (value) => value === (value | 0),
    values: 'whole numbers of 32 bits',
  },
  bool: {
    stored: 'BOOL',
    write: (view, at, value) => view.setUint8(at, value),
    holds: (value) => value === 0 || value === 1,
    values: 'bytes that are 0 or 1',
  },
};

/** The element type in which a dtype is written. */
export const storedAs = (dtype: DType): Stored => layouts[dtype].stored;

/**
 * The bytes that a shape takes, once it is known that `available` bytes are exactly that many.
 * Errors   "idx: byte 16: expected 60000·28·28 = 47040000 bytes, got 100 (the file is too short)"
 */
export const expectBytes = (
  format: string,
  at: string,
  shape: Shape,
  stored: Stored,
  available: number,
): E.Either<DecodeError, number> => {
  const width = elements[stored].bytes;
  const factors = width === 1 ? shape : [...shape, width];
  const product = size(factors);
  // zeros count as ones here, so that an absurd shape is refused whatever its order
  if (!Number.isSafeInteger(size(factors.map((factor) => Math.max(factor, 1)))))
    return E.left(decodeError(format, at, 'a shape of fewer than 2^53 bytes', excerpt(shape)));
  if (product === available) return E.right(product);
  const verdict = available < product ? 'short' : 'long';
  const formula = factors.length > 1 ? `${factors.join('·')} = ` : '';
  return E.left(decodeError(format, at, `${formula}${product} bytes`, `${available} (the data is too ${verdict})`));
};

/**
 * The array that bytes stand for; copied.
 * Errors   "npy: byte 128: element 3: expected whole numbers of 32 bits, got 4294967296"
 */
export const readArray = (
  format: string,
  at: string,
  shape: Shape,
  stored: Stored,
  bytes: Uint8Array,
  little: boolean,
): E.Either<DecodeError, ArrayData> => {
  const expected = expectBytes(format, at, shape, stored, bytes.length);
  if (E.isLeft(expected)) return expected;
  const { bytes: width, dtype, read } = elements[stored];
  const { holds, values } = layouts[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = dtypes[dtype].zeros(bytes.length / width);
  for (let index = 0; index < data.length; index++) {
    const value = read(view, index * width, little);
    if (!holds(value)) return E.left(decodeError(format, `${at}: element ${index}`, values, String(value)));
    data[index] = value;
  }
  return E.right({ dtype, shape, data });
};

/** Throws unless there are as many elements as the shape says. */
export const matching = (format: string, shape: Shape, { length }: ArrayLike<number>): void => {
  if (size(shape) !== length)
    throw new RangeError(`${format}: shape ${show(shape)} has ${size(shape)} elements, the data has ${length}`);
};

/**
 * The bytes of an array, row-major.
 * Errors   "npy: shape [2, 3] has 6 elements, the data has 5"
 */
export const writeElements = (format: string, { dtype, shape, data }: ArrayData, little: boolean): Uint8Array => {
  const { stored, write } = layouts[dtype];
  const { bytes: width } = elements[stored];
  matching(format, shape, data);
  const bytes = new Uint8Array(data.length * width);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < data.length; index++) write(view, index * width, data[index] ?? 0, little);
  return bytes;
};
