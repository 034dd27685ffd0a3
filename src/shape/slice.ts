import type { NegativePart, NotInteger } from './arithmetic.js';
import { outOfRange, resolveAxis, type Axis, type OutOfRange, type Remove } from './axis.js';
import { evaluate, type Eval } from './formula.js';
import type { Option } from './options.js';
import { dimension, show, type Shape, type Show, type Verdict } from './shape.js';

/** Every `step`-th index from `start` up to, not including, `end`; as in Python, negative positions count from the end. */
export interface SliceRange {
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
}

/* Positions clamped to 0 … size; `back` is the distance from the end. A falling slice is described by its bounds plus 1. */
const rising = ['min', 'at', 'size'] as const;
const risingFromEnd = ['-', ['max', 'size', 'back'], 'back'] as const;
const falling = ['min', ['+', 'at', 1], 'size'] as const;
const fallingFromEnd = ['-', ['max', ['+', 'size', 1], 'back'], 'back'] as const;
/* ⌈(high − low) / step⌉, 0 when low is above high */
const count = ['/', ['+', ['-', ['max', 'high', 'low'], 'low'], ['-', 'step', 1]], 'step'] as const;

type Position<At extends number, W extends number, FromStart, FromEnd> = number extends At
  ? number
  : `${At}` extends `-${string}`
    ? Eval<FromEnd, { back: NegativePart<At>; size: W }>
    : Eval<FromStart, { at: At; size: W }>;
type Length<W extends number, Start, End, Step extends number> = number extends Step
  ? number
  : `${Step}` extends `-${infer Back extends number}`
    ? Count<Falling<End, W, 0>, Falling<Start, W, W>, Back>
    : Count<Rising<Start, W, 0>, Rising<End, W, W>, Step>;
type Rising<At, W extends number, Default> = At extends number
  ? Position<At, W, typeof rising, typeof risingFromEnd>
  : Default;
type Falling<At, W extends number, Default> = At extends number
  ? Position<At, W, typeof falling, typeof fallingFromEnd>
  : Default;
type Count<Low, High, Step extends number> = [Low, High] extends [infer L extends number, infer H extends number]
  ? Eval<typeof count, { low: L; high: H; step: Step }>
  : never;

const position = (at: number, size: number, step: number): number =>
  at < 0
    ? evaluate(step < 0 ? fallingFromEnd : risingFromEnd, { back: -at, size })
    : evaluate(step < 0 ? falling : rising, { at, size });

const sliceLength = ({ start, end, step = 1 }: SliceRange, size: number): number => {
  const first = start === undefined ? (step < 0 ? size : 0) : position(start, size, step);
  const last = end === undefined ? (step < 0 ? 0 : size) : position(end, size, step);
  const [low, high] = step < 0 ? [last, first] : [first, last];
  return evaluate(count, { low, high, step: Math.abs(step) });
};

type SliceDim<W extends number, R, Op extends string> = [
  Option<R, 'start', null>,
  Option<R, 'end', null>,
  Option<R, 'step', 1>,
] extends [infer Start, infer End, infer Step extends number]
  ? [NotInteger<Start>] extends [never]
    ? [NotInteger<End>] extends [never]
      ? [NotInteger<Step>] extends [never]
        ? Step extends 0
          ? `${Op}: step 0 does not move`
          : Length<W, Start, End, Step>
        : `${Op}: step ${Step} is not an integer`
      : `${Op}: end ${End & number} is not an integer`
    : `${Op}: start ${Start & number} is not an integer`
  : never;

const faulty = (range: SliceRange, operation: string): string | undefined => {
  for (const name of ['start', 'end', 'step'] as const) {
    const value = range[name] ?? 1;
    if (!Number.isSafeInteger(value)) return `${operation}: ${name} ${value} is not an integer`;
  }
  return range.step === 0 ? `${operation}: step 0 does not move` : undefined;
};

/**
 * A part of a tensor: one range an axis from the left, `null` for all of an axis; positions beyond the ends are clamped.
 * Shape   [10, 4] by [{ start: 1, end: -1, step: 3 }] → [3, 4];  [10] by [{ step: -1 }] → [10]
 * Errors  "slice: 3 ranges given for [2, 3]", "slice: step 0 does not move", "slice: start 0.5 is not an integer"
 * Source  NumPy, basic indexing
 */
export type Slice<
  S extends Shape,
  R extends readonly (SliceRange | null)[],
  Op extends string = 'slice',
> = number extends S['length'] | R['length']
  ? number[]
  : R extends readonly [...{ [I in keyof S]: unknown }, unknown, ...unknown[]]
    ? `${Op}: ${R['length']} ranges given for ${Show<S>}`
    : SliceEach<S, R, Op>;

type SliceEach<
  S extends Shape,
  R extends readonly unknown[],
  Op extends string,
  Done extends Shape = [],
> = S extends readonly [infer W extends number, ...infer S2 extends Shape]
  ? R extends readonly [infer H, ...infer R2]
    ? H extends SliceRange
      ? SliceDim<W, H, Op> extends infer N
        ? N extends number
          ? SliceEach<S2, R2, Op, [...Done, N]>
          : N
        : never
      : SliceEach<S2, R2, Op, [...Done, W]>
    : [...Done, ...S]
  : Done;

export const sliceShape = (shape: Shape, ranges: readonly (SliceRange | null)[], operation = 'slice'): Verdict => {
  if (ranges.length > shape.length) return `${operation}: ${ranges.length} ranges given for ${show(shape)}`;
  const fault = ranges.map((range) => range && faulty(range, operation)).find((found) => found);
  return fault ?? shape.map((size, axis) => sliceLength(ranges[axis] ?? {}, size));
};

/**
 * One index of an axis: the axis is dropped; a negative index counts from the end.
 * Shape   [10, 4] at index −1 of axis 0 → [4]
 * Errors  "index: index 10 is out of range for axis 0 of [10, 4]"
 */
export type Index<
  S extends Shape,
  N extends number,
  A extends number = 0,
  Op extends string = 'index',
> = number extends S['length'] | A
  ? number[]
  : [Axis<S, A>] extends [never]
    ? OutOfRange<S, A, Op>
    : [Position<N, S[Axis<S, A>], typeof at, typeof atFromEnd>] extends [never]
      ? `${Op}: index ${N} is out of range for axis ${A} of ${Show<S>}`
      : Remove<S, Axis<S, A>>;

/* What remains beyond the position; undefined outside. */
const at = ['-', ['-', 'size', 'at'], 1] as const;
const atFromEnd = ['-', 'size', 'back'] as const;

export const indexShape = (shape: Shape, index: number, axis = 0, operation = 'index'): Verdict => {
  const resolved = resolveAxis(shape, axis);
  if (resolved === undefined) return outOfRange(shape, axis, operation);
  const [size, back] = [dimension(shape, resolved), -index];
  const room = index < 0 ? evaluate(atFromEnd, { size, back }) : evaluate(at, { size, at: index });
  return Number.isNaN(room) || !Number.isSafeInteger(index)
    ? `${operation}: index ${index} is out of range for axis ${axis} of ${show(shape)}`
    : shape.filter((_, i) => i !== resolved);
};
