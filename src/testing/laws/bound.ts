import type { DType } from '../../tensor/dtype.js';
import { readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { expectClose, expectSame, expectSpec } from './law.js';
import type { Report } from './law.js';

/** How far numbers may be apart, in units of the larger of 1 and the magnitudes. */
export type Bound = { readonly [D in DType]: number };

/** Two computations may add in another order. */
export const rounded: Bound = { float64: 1e-12, float32: 1e-5, int32: 0, bool: 0 };

/** The same bits: what is claimed where every step is exact or correctly rounded, and rounded in the same order. */
export const exact: Bound = { float64: 0, float32: 0, int32: 0, bool: 0 };

/** A tensor, and what a sentence calls it. */
export type Called = readonly [what: string, tensor: AnyTensor];

/**
 * Tensors are the same, up to a bound: shapes, element types and numbers.
 *
 * Errors  a `LawError` with the first place where they are not
 */
export const expectTensors = (
  law: string,
  found: readonly Called[],
  expected: readonly AnyTensor[],
  bound: Bound,
): Report => {
  const [left, right] = [readAll(found.map(([, tensor]) => tensor)), readAll(expected)];
  const distances = found.map(([what, tensor], k) => {
    const { shape, dtype } = tensor;
    expectSpec(law, what, tensor, expected[k] ?? tensor);
    const numbers = { law, what, shape, found: left[k] ?? [], expected: right[k] ?? [] };
    return bound[dtype] === 0 ? expectSame(numbers) : expectClose({ ...numbers, tolerance: bound[dtype] });
  });
  return {
    law,
    compared: left.reduce((sum, { length }) => sum + length, 0),
    worst: Math.max(0, ...distances),
    tolerance: Math.max(0, ...found.map(([, { dtype }]) => bound[dtype])),
  };
};
