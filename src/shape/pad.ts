import type { NegativePart, NotInteger, NotNatural, PositivePart } from './arithmetic.js';
import { evaluate, type Eval } from './formula.js';
import { isNatural, show, type Shape, type Show, type Verdict } from './shape.js';

/** Elements added before, after and between the elements of an axis; negative ones at the ends are taken away. */
export type PadWidth = readonly [low: number, high: number, interior?: number];

/* size + (size − 1)·interior + low + high, with what is added and what is cropped counted apart */
const spread = ['+', 'size', ['*', ['-', ['max', 'size', 1], 1], 'interior']] as const;
const padded = ['-', ['+', spread, ['+', 'low', 'high']], ['+', 'lowCrop', 'highCrop']] as const;

type PadDim<W extends number, L extends number, H extends number, I extends number, Op extends string> = [
  NotInteger<L>,
] extends [never]
  ? [NotInteger<H>] extends [never]
    ? [NotNatural<I>] extends [never]
      ? Padded<W, L, H, I, Op>
      : `${Op}: interior ${I} is not a non-negative integer`
    : `${Op}: high ${H} is not an integer`
  : `${Op}: low ${L} is not an integer`;

type Padded<W extends number, L extends number, H extends number, I extends number, Op extends string> =
  Eval<
    typeof padded,
    {
      size: W;
      interior: I;
      low: PositivePart<L>;
      high: PositivePart<H>;
      lowCrop: NegativePart<L>;
      highCrop: NegativePart<H>;
    }
  > extends infer N
    ? [N] extends [never]
      ? `${Op}: low ${L} and high ${H} crop more than dimension ${W} has`
      : N
    : never;

const padDimension = (size: number, [low, high, interior = 0]: PadWidth, operation: string): number | string => {
  if (!Number.isSafeInteger(low)) return `${operation}: low ${low} is not an integer`;
  if (!Number.isSafeInteger(high)) return `${operation}: high ${high} is not an integer`;
  if (!isNatural(interior)) return `${operation}: interior ${interior} is not a non-negative integer`;
  const [lowCrop, highCrop] = [Math.max(-low, 0), Math.max(-high, 0)];
  const result = evaluate(padded, {
    size,
    interior,
    low: Math.max(low, 0),
    high: Math.max(high, 0),
    lowCrop,
    highCrop,
  });
  return Number.isNaN(result)
    ? `${operation}: low ${low} and high ${high} crop more than dimension ${size} has`
    : result;
};

/**
 * Padding (or cropping) at both ends of every axis, and between the elements.
 * Shape   [5, 3] by [[1, 2], [0, 0, 1]] → [8, 5];  [5] by [[-1, -1]] → [3]
 * Errors  "pad: 1 widths given for [2, 3]", "pad: low -2 and high -2 crop more than dimension 3 has"
 * Source  StableHLO, pad
 */
export type Pad<S extends Shape, P extends readonly PadWidth[], Op extends string = 'pad'> = number extends
  S['length'] | P['length']
  ? number[]
  : S['length'] extends P['length']
    ? PadEach<S, P, Op>
    : `${Op}: ${P['length']} widths given for ${Show<S>}`;

type PadEach<
  S extends Shape,
  P extends readonly PadWidth[],
  Op extends string,
  Done extends Shape = [],
> = S extends readonly [infer W extends number, ...infer S2 extends Shape]
  ? P extends readonly [infer H extends PadWidth, ...infer P2 extends readonly PadWidth[]]
    ? H extends readonly [0, 0, 0?]
      ? PadEach<S2, P2, Op, [...Done, W]>
      : PadDim<W, H[0], H[1], H extends readonly [number, number] ? 0 : Exclude<H[2], undefined>, Op> extends infer N
        ? N extends number
          ? PadEach<S2, P2, Op, [...Done, N]>
          : N
        : never
    : never
  : Done;

export const padShape = (shape: Shape, widths: readonly PadWidth[], operation = 'pad'): Verdict => {
  if (widths.length !== shape.length) return `${operation}: ${widths.length} widths given for ${show(shape)}`;
  const result: number[] = [];
  for (const [axis, width] of widths.entries()) {
    const padded = padDimension(shape[axis] ?? Number.NaN, width, operation);
    if (typeof padded === 'string') return padded;
    result.push(padded);
  }
  return result;
};
