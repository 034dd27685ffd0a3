import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';

export interface ShapeOptions {
  readonly minRank?: number;
  readonly maxRank?: number;
  /** at most this many elements */
  readonly maxSize?: number;
  /** whether a dimension may be 0 */
  readonly empty?: boolean;
}

/** A length of an axis, now and then 0 or 1; shrinks towards 1. */
export const length = (max = 4, empty = true): Arbitrary<number> =>
  fc.oneof(
    { arbitrary: fc.integer({ min: 1, max }), weight: 12 },
    ...(empty ? [{ arbitrary: fc.constant(0), weight: 1 }] : []),
  );

/** Shapes of few elements, scalars and empty ones among them. */
export const shape = ({ minRank = 0, maxRank = 4, maxSize = 24, empty = true }: ShapeOptions = {}): Arbitrary<Shape> =>
  fc
    .array(length(4, empty), { minLength: minRank, maxLength: maxRank })
    .filter((dimensions) => size(dimensions) <= maxSize);

/** Some of the axes of a tensor of this rank, in order. */
export const axes = (rank: number, min = 0): Arbitrary<readonly number[]> =>
  fc.subarray([...Array(rank).keys()], { minLength: Math.min(min, rank) });

/** The axes of a tensor of this rank, in any order. */
export const permutation = (rank: number): Arbitrary<readonly number[]> => shuffled([...Array(rank).keys()]);

/** The elements of a list in any order. */
export const shuffled = <T>(list: readonly T[]): Arbitrary<readonly T[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
