import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import type { DType, Float } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { shuffled } from './shape.js';

/** An element type, where `float` stands for whichever of the two floats a law is about. */
export type LeafType = 'float' | 'int32' | 'bool';

/** A tensor to be: its numbers, written out so that a counterexample can be read. */
export interface Leaf {
  readonly dtype: LeafType;
  readonly shape: Shape;
  readonly data: readonly number[];
}

export const dtypeOf = (type: LeafType, float: Float): DType => (type === 'float' ? float : type);

export const leafTensor = ({ dtype, shape, data }: Leaf, float: Float): AnyTensor =>
  constant({ shape, dtype: dtypeOf(dtype, float) }, dtypes[dtypeOf(dtype, float)].from(data));

/** Multiples of ⅛ between −2 and 2: sums and products of a few of them are exact in either float. Shrinks to 0. */
export const eighths: Arbitrary<number> = fc.integer({ min: -16, max: 16 }).map((n) => n / 8);

/** Numbers between two bounds in steps of ⅛, shrinking to the one nearest to 0. */
export const between = (min: number, max: number): Arbitrary<number> =>
  fc.integer({ min: Math.ceil(min * 8), max: Math.floor(max * 8) }).map((n) => n / 8);

export const integers = (min: number, max: number): Arbitrary<number> => fc.integer({ min, max });

/** Numbers for each element type. */
export const elements: { readonly [T in LeafType]: Arbitrary<number> } = {
  float: eighths,
  int32: integers(-9, 9),
  bool: integers(0, 1),
};

/** A tensor of a shape with independent elements. */
export const leaf = (dtype: LeafType, shape: Shape, element = elements[dtype]): Arbitrary<Leaf> =>
  fc.array(element, { minLength: size(shape), maxLength: size(shape) }).map((data) => ({ dtype, shape, data }));

/** A tensor of a shape whose elements differ from each other by a quarter or more, so that no small step changes their order. */
export const distinct = (dtype: LeafType, shape: Shape): Arbitrary<Leaf> => {
  const count = size(shape);
  const step = dtype === 'float' ? 0.25 : 1;
  const values = [...Array(count).keys()].map((n) => (dtype === 'bool' ? n % 2 : (n - (count >> 1)) * step));
  return shuffled(values).map((data) => ({ dtype, shape, data }));
};
