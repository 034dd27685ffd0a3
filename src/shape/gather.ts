import { outOfRange, resolveAxis, type Axis, type OutOfRange, type Split } from './axis.js';
import { sameOutside, type SameOutside } from './concat.js';
import { show, type Shape, type Show, type Verdict } from './shape.js';

/**
 * Look-up along an axis: the axis is replaced by the shape of the indices.
 * Shape   [5, 3] with indices [2, 4] at axis 0 → [2, 4, 3]
 * Errors  "take: axis 2 is out of range for [5, 3]"
 */
export type Take<S extends Shape, I extends Shape, A extends number, Op extends string = 'take'> = number extends
  S['length'] | A
  ? number[]
  : [Axis<S, A>] extends [never]
    ? OutOfRange<S, A, Op>
    : Split<S, Axis<S, A>> extends [infer Front extends Shape, [number, ...infer Back extends Shape]]
      ? [...Front, ...I, ...Back]
      : never;

export const takeShape = (shape: Shape, indices: Shape, axis: number, operation = 'take'): Verdict => {
  const resolved = resolveAxis(shape, axis);
  return resolved === undefined
    ? outOfRange(shape, axis, operation)
    : [...shape.slice(0, resolved), ...indices, ...shape.slice(resolved + 1)];
};

/**
 * Look-up along an axis with indices of their own for every other position: shapes agree outside the axis.
 * Shape   [5, 3] with indices [2, 3] at axis 0 → [2, 3]
 * Errors  "takeAlong: [5, 3] and [2, 4] differ outside axis 0"
 */
export type TakeAlong<
  S extends Shape,
  I extends Shape,
  A extends number,
  Op extends string = 'takeAlong',
> = number extends S['length'] | I['length'] | A
  ? number[]
  : [Axis<S, A>] extends [never]
    ? OutOfRange<S, A, Op>
    : SameOutside<S, I, Axis<S, A>> extends true
      ? I
      : `${Op}: ${Show<S>} and ${Show<I>} differ outside axis ${A}`;

export const takeAlongShape = (shape: Shape, indices: Shape, axis: number, operation = 'takeAlong'): Verdict => {
  const resolved = resolveAxis(shape, axis);
  if (resolved === undefined) return outOfRange(shape, axis, operation);
  return sameOutside(shape, indices, resolved)
    ? indices
    : `${operation}: ${show(shape)} and ${show(indices)} differ outside axis ${axis}`;
};
