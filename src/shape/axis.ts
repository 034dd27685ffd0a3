import type { Sub } from './arithmetic.js';
import { show, type Shape, type Show } from './shape.js';

/** An axis counted from 0, from one that may be counted from the end (−1 is the last); `never` when out of range. */
export type Axis<S extends Shape, A extends number> = number extends A
  ? number
  : `${A}` extends keyof S
    ? A
    : `${A}` extends `-${infer N extends number}`
      ? Within<S, Sub<S['length'], N>>
      : never;
type Within<S extends Shape, A extends number> = `${A}` extends keyof S ? A : never;

export const resolveAxis = (shape: Shape, axis: number): number | undefined => {
  const resolved = axis < 0 ? shape.length + axis : axis;
  return resolved in shape ? resolved : undefined;
};

/**
 * Several axes of a shape, each at most once, counted from 0; `number[]` when some are unknown.
 * Errors  "sum: axis 2 is out of range for [2, 3]", "sum: axis 1 of [2, 3] is repeated"
 */
export type Axes<
  S extends Shape,
  A extends Shape,
  Op extends string,
  Done extends Shape = [],
> = number extends S['length']
  ? number[]
  : A extends readonly [infer H extends number, ...infer T extends Shape]
    ? number extends H
      ? number[]
      : [Axis<S, H>] extends [never]
        ? OutOfRange<S, H, Op>
        : Axis<S, H> extends Done[number]
          ? `${Op}: axis ${H} of ${Show<S>} is repeated`
          : Axes<S, T, Op, [...Done, Axis<S, H>]>
    : number extends A['length']
      ? number[]
      : Done;

export const resolveAxes = (shape: Shape, axes: Shape, operation: string): Shape | string => {
  const resolved: number[] = [];
  for (const axis of axes) {
    const found = resolveAxis(shape, axis);
    if (found === undefined) return outOfRange(shape, axis, operation);
    if (resolved.includes(found)) return `${operation}: axis ${axis} of ${show(shape)} is repeated`;
    resolved.push(found);
  }
  return resolved;
};

export type OutOfRange<
  S extends Shape,
  A extends number,
  Op extends string,
> = `${Op}: axis ${A} is out of range for ${Show<S>}`;
export const outOfRange = (shape: Shape, axis: number, operation: string): string =>
  `${operation}: axis ${axis} is out of range for ${show(shape)}`;

/** A list in two parts: what stands before index I, and the rest. */
export type Split<S extends Shape, I extends number, Rest extends Shape = []> = S['length'] extends I
  ? [S, Rest]
  : S extends readonly [...infer Front extends Shape, infer Last extends number]
    ? Split<Front, I, [Last, ...Rest]>
    : never;

/** A list without the entries at the indices I. */
export type Remove<S extends Shape, I extends number, Rest extends Shape = []> = S extends readonly [
  ...infer Front extends Shape,
  infer Last extends number,
]
  ? Remove<Front, I, Front['length'] extends I ? Rest : [Last, ...Rest]>
  : Rest;

/** A list with N at the indices I. */
export type Replace<S extends Shape, I extends number, N extends number> = {
  -readonly [J in keyof S]: J extends `${I}` ? N : S[J];
};

/** The entries of a list at the indices P, in that order. */
export type PickAxes<S extends Shape, P extends Shape, Done extends Shape = []> = P extends readonly [
  infer H extends number,
  ...infer T extends Shape,
]
  ? PickAxes<S, T, [...Done, S[H]]>
  : Done;
export const pickAxes = (shape: Shape, axes: Shape): Shape => axes.flatMap((axis) => shape.slice(axis, axis + 1));
