/** Numbers that a filter is told, checked. */
import { dtypes } from '../tensor/dtype.js';
import type { Float } from '../tensor/dtype.js';
import { constant } from '../tensor/node.js';
import type { AnyTensor } from '../tensor/tensor.js';

/** One number for both axes, or one each. */
export type PerAxis = number | readonly [vertical: number, horizontal: number];

/** A number for each axis that passes a test. */
export const expectPerAxis = (
  value: PerAxis,
  holds: (n: number) => boolean,
  sentence: (n: unknown) => string,
): readonly [vertical: number, horizontal: number] => {
  const [vertical, horizontal, ...more]: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  if (more.length === 0 && numeric(vertical) && numeric(horizontal)) {
    const wrong = [vertical, horizontal].find((n) => !holds(n));
    if (wrong === undefined) return [vertical, horizontal];
    throw new RangeError(sentence(wrong));
  }
  throw new TypeError(sentence(Array.isArray(value) ? `[${value.join(', ')}]` : value));
};

const numeric = (n: unknown): n is number => typeof n === 'number';

/**
 * The sizes of a window that has a middle.
 *
 * Errors    a `RangeError`: "boxFilter: size 4 is not an odd positive integer"
 */
export const expectOdd = (
  size: PerAxis,
  operation: string,
  name = 'size',
): readonly [vertical: number, horizontal: number] =>
  expectPerAxis(
    size,
    (n) => Number.isSafeInteger(n) && n > 0 && n % 2 === 1,
    (n) => `${operation}: ${name} ${String(n)} is not an odd positive integer`,
  );

/** Numbers that nobody types, as a tensor. */
export const vector = (values: readonly number[], dtype: AnyTensor['dtype']): AnyTensor =>
  constant({ shape: [values.length], dtype }, dtypes[dtype].from(values));

/** Rows of numbers as a tensor. */
export const matrix = (rows: readonly (readonly number[])[], dtype: AnyTensor['dtype']): AnyTensor =>
  constant({ shape: [rows.length, rows[0]?.length ?? 0], dtype }, dtypes[dtype].from(rows.flat()));

/** Which element type to make. */
export interface OfFloat<D extends Float> {
  /** float32 unless said otherwise */
  readonly dtype?: D;
}
