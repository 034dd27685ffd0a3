import { resolveAxes, type Axes, type Remove, type Replace } from './axis.js';
import type { Shape, Verdict } from './shape.js';

/** One axis, several, or (`undefined`) all of them. */
export type ReduceAxes = number | Shape | undefined;

/**
 * A reduction folds the named axes away; with `keepDimensions` each of them stays with size 1.
 * Shape   [2, 3, 4] over axis −1 → [2, 3], kept: [2, 3, 1]; over all axes → []
 * Errors  "sum: axis 3 is out of range for [2, 3]", "sum: axis 1 of [2, 3] is repeated"
 */
export type Reduce<
  S extends Shape,
  A extends ReduceAxes,
  Keep extends boolean = false,
  Op extends string = 'reduce',
> = boolean extends Keep
  ? number[]
  : A extends undefined
    ? Keep extends true
      ? { -readonly [I in keyof S]: 1 }
      : []
    : Axes<S, AxisList<A>, Op> extends infer R
      ? R extends Shape
        ? number extends R['length']
          ? number[]
          : Keep extends true
            ? Replace<S, R[number], 1>
            : Remove<S, R[number]>
        : R
      : never;

type AxisList<A> = A extends number ? [A] : A extends Shape ? A : number[];

export const reduceShape = (shape: Shape, axes: ReduceAxes, keepDimensions = false, operation = 'reduce'): Verdict => {
  const resolved = resolveAxes(shape, axisList(shape, axes), operation);
  if (typeof resolved === 'string') return resolved;
  return shape.flatMap((n, axis) => (resolved.includes(axis) ? (keepDimensions ? [1] : []) : [n]));
};

const axisList = (shape: Shape, axes: ReduceAxes): Shape =>
  typeof axes === 'number' ? [axes] : (axes ?? shape.map((_, axis) => axis));
