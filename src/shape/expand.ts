import { resolveAxes, resolveAxis, type Axes, type Axis, type Remove, type Split } from './axis.js';
import { dimension, show, type Shape, type Show, type Verdict } from './shape.js';

/** The shape with dimension N inserted so that it stands at the given axis of the result. */
export type Insert<S extends Shape, A extends number, N extends number, Op extends string> = number extends
  S['length'] | A
  ? number[]
  : [Axis<[...S, N], A>] extends [never]
    ? `${Op}: axis ${A} is out of range for a result of rank ${[...S, N]['length'] & number}`
    : Split<S, Axis<[...S, N], A>> extends [infer Front extends Shape, infer Back extends Shape]
      ? [...Front, N, ...Back]
      : never;

export const insert = (shape: Shape, axis: number, n: number, operation: string): Verdict => {
  const resolved = resolveAxis([...shape, n], axis);
  return resolved === undefined
    ? `${operation}: axis ${axis} is out of range for a result of rank ${shape.length + 1}`
    : [...shape.slice(0, resolved), n, ...shape.slice(resolved)];
};

/**
 * A new dimension of size 1 at the given axis of the result.
 * Shape   [2, 3] at axis 1 → [2, 1, 3], at axis −1 → [2, 3, 1]
 * Errors  "expand: axis 3 is out of range for a result of rank 3"
 */
export type Expand<S extends Shape, A extends number, Op extends string = 'expand'> = Insert<S, A, 1, Op>;
export const expandShape = (shape: Shape, axis: number, operation = 'expand'): Verdict =>
  insert(shape, axis, 1, operation);

/**
 * The named dimensions, each of size 1, dropped.
 * Shape   [2, 1, 3] at axis 1 → [2, 3]
 * Errors  "squeeze: axis 1 of [2, 3] has size 3, not 1", "squeeze: axis 2 is out of range for [2, 3]"
 */
export type Squeeze<S extends Shape, A extends number | Shape, Op extends string = 'squeeze'> =
  Axes<S, A extends Shape ? A : [A & number], Op> extends infer R
    ? R extends Shape
      ? number extends R['length']
        ? number[]
        : NotOne<S, R, Op> extends infer F
          ? [F] extends [never]
            ? Remove<S, R[number]>
            : F
          : never
      : R
    : never;

/** The sentence for the first of the axes whose size is not 1, or `never`. */
type NotOne<S extends Shape, A extends Shape, Op extends string> = A extends readonly [
  infer H extends number,
  ...infer T extends Shape,
]
  ? S[H] extends 1
    ? NotOne<S, T, Op>
    : number extends S[H]
      ? NotOne<S, T, Op>
      : `${Op}: axis ${H} of ${Show<S>} has size ${S[H]}, not 1`
  : never;

export const squeezeShape = (shape: Shape, axes: number | Shape, operation = 'squeeze'): Verdict => {
  const resolved = resolveAxes(shape, typeof axes === 'number' ? [axes] : axes, operation);
  if (typeof resolved === 'string') return resolved;
  const fault = resolved.find((axis) => dimension(shape, axis) !== 1);
  return fault === undefined
    ? shape.filter((_, axis) => !resolved.includes(axis))
    : `${operation}: axis ${fault} of ${show(shape)} has size ${dimension(shape, fault)}, not 1`;
};
