import * as t from 'io-ts';
import type { ArrayData } from '../tensor/array-data.js';

/** An io-ts type with one representation, from its guard. */
export const guarded = <A>(name: string, is: t.Is<A>): t.Type<A> =>
  new t.Type(name, is, (input, context) => (is(input) ? t.success(input) : t.failure(input, context)), t.identity);

/** A count: 0, 1, 2 … as far as a double counts exactly. */
export const natural: t.Type<number> = guarded(
  'a whole number from 0 to 2^53 − 1',
  (input): input is number => Number.isSafeInteger(input) && (Object.is(input, 0) || Number(input) > 0),
);

/** Bytes. */
export const uint8Array: t.Type<Uint8Array> = guarded('bytes', (input) => input instanceof Uint8Array);

const shape = t.readonlyArray(natural, 'a shape');
const arrays = t.union([
  t.type({ dtype: t.literal('float32'), shape, data: guarded('floats', (data) => data instanceof Float32Array) }),
  t.type({ dtype: t.literal('float64'), shape, data: guarded('doubles', (data) => data instanceof Float64Array) }),
  t.type({ dtype: t.literal('int32'), shape, data: guarded('integers', (data) => data instanceof Int32Array) }),
  t.type({ dtype: t.literal('bool'), shape, data: uint8Array }),
]);

/** Plain numbers with their layout. */
export const arrayData: t.Type<ArrayData> = guarded('an array', (input): input is ArrayData => arrays.is(input));

/** Values by their names. */
export const byName = <A>(value: t.Type<A>): t.Type<ReadonlyMap<string, A>> =>
  guarded(
    `${value.name} by name`,
    (input): input is ReadonlyMap<string, A> =>
      input instanceof Map && [...input].every(([name, item]) => t.string.is(name) && value.is(item)),
  );
