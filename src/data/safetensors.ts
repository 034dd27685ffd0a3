import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { ArrayData } from '../tensor/array-data.js';
import type { DType } from '../tensor/dtype.js';
import { decodeError, excerpt, fromErrors, type DecodeError } from './decode-error.js';
import { elements, readArray, storedAs, writeElements } from './elements.js';
import type { Format } from './format.js';
import { concatenate } from './inflate.js';
import { parseJson } from './json.js';
import { arrayData, byName, guarded, natural } from './types.js';

/** Named arrays, and what the writer noted about them. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, ArrayData>;
  readonly metadata: ReadonlyMap<string, string>;
}

const longest = 100_000_000;
const metadataKey = '__metadata__';

const offsets = guarded(
  'two offsets',
  (input): input is readonly [number, number] =>
    Array.isArray(input) && input.length === 2 && input.every((offset) => natural.is(offset)),
);
const entry = t.strict({
  dtype: t.keyof(elements),
  shape: t.readonlyArray(natural, 'a shape'),
  data_offsets: offsets,
});
type Entry = t.TypeOf<typeof entry>;
const metadata = t.record(t.string, t.string);

/** the reference implementation's order of writing */
const order: { readonly [D in DType]: number } = { float64: 0, float32: 1, int32: 2, bool: 3 };

const fail = (at: string, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('safetensors', at, expected, got));

/** the header as a value, and the bytes after it */
const split = (bytes: Uint8Array): E.Either<DecodeError, readonly [header: object, body: Uint8Array]> => {
  if (bytes.length < 8) return fail('byte 0', 'the length of the header in 8 bytes', `a file of ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > longest) return fail('byte 0', `a header of at most ${longest} bytes`, String(length));
  const start = 8 + Number(length);
  if (start > bytes.length)
    return fail('byte 8', `a header of ${length} bytes`, `${bytes.length - 8} (the file is truncated)`);
  const json = parseJson(bytes.slice(8, start));
  if (E.isLeft(json)) return fail('byte 8', 'a header in JSON', json.left);
  const { right: header } = json;
  if (typeof header !== 'object' || header === null || bytes[8] !== 0x7b)
    return fail('byte 8', 'an object in JSON', excerpt(header));
  return E.right([header, bytes.subarray(start)]);
};

/**
 * Named arrays with a header in JSON. Read: BOOL, whole numbers as int32 where they fit, F16 and BF16 as float32, F32, F64. Written as
 * the reference implementation writes: float64, float32, int32, bool, each by name, the header padded with spaces to 8 bytes; the same arrays
 * give the same bytes.
 * Errors   "safetensors: conv1.weight.data_offsets: expected to begin at 64, where the tensor before ends, got 32"
 * Source   Hugging Face, "safetensors", format
 */
export const safetensors: Format<Safetensors> = {
  name: 'safetensors',
  is: t.type({ tensors: byName(arrayData), metadata: byName(t.string) }).is,
  decode: (bytes) => {
    const parts = split(bytes);
    if (E.isLeft(parts)) return parts;
    const [header, body] = parts.right;
    const entries: (readonly [string, Entry])[] = [];
    let notes: ReadonlyMap<string, string> = new Map();
    for (const [name, value] of Object.entries(header)) {
      if (name === metadataKey) {
        const decoded = metadata.decode(value);
        if (E.isLeft(decoded)) return E.left(fromErrors('safetensors', name, decoded.left));
        notes = new Map(Object.entries(decoded.right));
      } else {
        const decoded = entry.decode(value);
        if (E.isLeft(decoded)) return E.left(fromErrors('safetensors', name, decoded.left));
        entries.push([name, decoded.right]);
      }
    }
    entries.sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
    let end = 0;
    for (const [name, { data_offsets: offsets }] of entries) {
      const at = `${name}.data_offsets`;
      if (offsets[0] !== end) return fail(at, `to begin at ${end}, where the tensor before ends`, String(offsets[0]));
      if (offsets[1] < end) return fail(at, `to end at ${end} or later`, String(offsets[1]));
      end = offsets[1];
      if (end > body.length) return fail(at, `to end within the ${body.length} bytes of data`, String(end));
    }
    if (end !== body.length)
      return fail(`byte ${bytes.length - body.length + end}`, 'the end of the file', 'more bytes');
    const tensors = new Map<string, ArrayData>();
    for (const [name, { dtype, shape, data_offsets: offsets }] of entries) {
      const array = readArray('safetensors', name, shape, dtype, body.subarray(...offsets), true);
      if (E.isLeft(array)) return array;
      tensors.set(name, array.right);
    }
    return E.right({ tensors, metadata: notes });
  },
  encode: ({ tensors, metadata }) => {
    if (tensors.has(metadataKey)) throw new RangeError(`safetensors: a tensor cannot be called ${metadataKey}`);
    const sorted = [...tensors].sort(([a, x], [b, y]) => order[x.dtype] - order[y.dtype] || (a < b ? -1 : 1));
    const bodies = sorted.map(([, array]) => writeElements('safetensors', array, true));
    let end = 0;
    const rows = sorted.map(([name, { dtype, shape }], index): readonly [string, unknown] => {
      const begin = end;
      end += bodies[index]?.length ?? 0;
      return [name, { dtype: storedAs(dtype), shape, data_offsets: [begin, end] }];
    });
    const notes = [...metadata].sort(([a], [b]) => (a < b ? -1 : 1));
    const json = object([...(notes.length > 0 ? [[metadataKey, Object.fromEntries(notes)] as const] : []), ...rows]);
    const text = new TextEncoder().encode(json);
    const header = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
    new DataView(header.buffer).setBigUint64(0, BigInt(header.length - 8), true);
    header.set(text, 8);
    return concatenate([header, ...bodies]);
  },
};

/** JSON of an object whose names keep their order, which those of a JavaScript object that look like numbers do not. */
const object = (entries: readonly (readonly [string, unknown])[]): string =>
  `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
