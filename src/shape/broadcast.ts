import { dimension, show, type Box, type Identical, type Shape, type Show, type Verdict } from './shape.js';

type BroadcastDim<A extends number, B extends number> =
  Identical<A, B> extends true
    ? A
    : A extends 1
      ? B
      : B extends 1
        ? A
        : number extends A
          ? B
          : number extends B
            ? A
            : never;

/** The common shape, or the pair of dimensions that differ as "3 is not 4"; the shapes are aligned at the right. */
export type Align<A extends Shape, B extends Shape, Done extends Shape = []> = A extends readonly [
  ...infer A2 extends Shape,
  infer a extends number,
]
  ? B extends readonly [...infer B2 extends Shape, infer b extends number]
    ? Box<b> extends Box<a> | Box<1>
      ? Align<A2, B2, [a, ...Done]>
      : [BroadcastDim<a, b>] extends [never]
        ? `${a} is not ${b}`
        : Align<A2, B2, [BroadcastDim<a, b>, ...Done]>
    : B extends readonly []
      ? [...A, ...Done]
      : number[]
  : A extends readonly []
    ? [...B, ...Done]
    : number[];

export const align = (a: Shape, b: Shape): Verdict => {
  const rank = Math.max(a.length, b.length);
  const common: number[] = [];
  for (let axis = -1; axis >= -rank; axis--) {
    const [m, n] = [a.at(axis) ?? 1, b.at(axis) ?? 1];
    if (m !== n && m !== 1 && n !== 1) return `${m} is not ${n}`;
    common.unshift(m === 1 ? n : m);
  }
  return common;
};

/*
 * Of the dimensions of a generic function the checker answers at once only what is true of them. So the first question is one that is true of
 * a shape with itself, and with one of its rank that stretches to it.
 */
interface Boxes<out Dimensions, in out Rank> {
  readonly dimensions: Dimensions;
  readonly rank: Box<Rank>;
}

/**
 * Broadcasting: dimensions are aligned at the right, and 1 stretches to any size.
 * Shape   [2, 1, 4] with [3, 1] → [2, 3, 4]
 * Errors  "add: [2, 3] and [4] do not broadcast (3 is not 4)"
 * Source  NumPy, broadcasting rules
 */
export type Broadcast<A extends Shape, B extends Shape, Op extends string = 'broadcast'> =
  Boxes<{ readonly [K in keyof B]: Box<B[K]> }, B['length']> extends Boxes<
    { readonly [K in keyof A]: Box<A[K]> | Box<1> },
    A['length']
  >
    ? A
    : Align<A, B> extends infer R
      ? R extends string
        ? `${Op}: ${Show<A>} and ${Show<B>} do not broadcast (${R})`
        : R
      : never;

export const broadcastShape = (a: Shape, b: Shape, operation = 'broadcast'): Verdict => {
  const common = align(a, b);
  return typeof common === 'string' ? `${operation}: ${show(a)} and ${show(b)} do not broadcast (${common})` : common;
};

/** The rank, or the first dimension from the right, that keeps A from stretching to the target; `true` when nothing does. */
type Obstacle<A extends Shape, Target extends Shape> = A extends readonly [
  ...infer A2 extends Shape,
  infer a extends number,
]
  ? Target extends readonly [...infer T2 extends Shape, infer t extends number]
    ? Identical<a, t> extends true
      ? Obstacle<A2, T2>
      : a extends 1
        ? Obstacle<A2, T2>
        : number extends a | t
          ? Obstacle<A2, T2>
          : `${a} is not ${t}`
    : Target extends readonly []
      ? 'the rank is greater'
      : true
  : true;

const obstacle = (a: Shape, target: Shape): string | true => {
  for (let axis = -1; axis >= -a.length; axis--) {
    if (-axis > target.length) return 'the rank is greater';
    const [m, n] = [dimension(a, axis), dimension(target, axis)];
    if (m !== n && m !== 1) return `${m} is not ${n}`;
  }
  return true;
};

/**
 * Broadcasting to a given shape.
 * Shape   [3, 1] to [2, 3, 4] → [2, 3, 4]
 * Errors  "broadcastTo: [2, 3] does not broadcast to [4, 3] (2 is not 4)"
 */
export type BroadcastTo<A extends Shape, Target extends Shape, Op extends string = 'broadcastTo'> =
  Obstacle<A, Target> extends infer R
    ? R extends string
      ? `${Op}: ${Show<A>} does not broadcast to ${Show<Target>} (${R})`
      : Target
    : never;

export const broadcastToShape = (a: Shape, target: Shape, operation = 'broadcastTo'): Verdict => {
  const found = obstacle(a, target);
  return found === true ? target : `${operation}: ${show(a)} does not broadcast to ${show(target)} (${found})`;
};
