import type { Lte, NotNatural } from './arithmetic.js';
import { evaluate, type Eval } from './formula.js';
import { dimension, isNatural, show, type Shape, type Show, type Verdict } from './shape.js';
import { firstNotPositive, notSpatial, perSpatial } from './spatial.js';
import type { Channels, FirstNotPositive, NotSpatial, PerSpatial } from './spatial.js';
import { paddingOf, type Padding, type PaddingOf, type Pair, type PerDimension } from './windowOptions.js';

/** Elements at both ends of the spatial dimensions: a width for all, or a width or [low, high] for each. */
export type Margin = Exclude<Padding, string>;

/* What stands with a margin, and what is left without it: at least 1 element. */
const around = ['+', 'n', ['+', 'l', 'h']] as const;
const without = ['+', ['-', 'n', ['+', ['+', 'l', 'h'], 1]], 1] as const;

/** The sentence for a margin with another number of entries than there are spatial dimensions, or `null`. */
type LengthFault<M, S extends Shape, Op extends string> = M extends readonly unknown[]
  ? number extends M['length'] | S['length']
    ? null
    : M['length'] extends S['length']
      ? null
      : `${Op}: width has ${M['length']} entries for ${S['length']} spatial dimensions`
  : null;

type FirstNotNatural<P extends Pair> = [NotNatural<P[0]>] extends [never] ? NotNatural<P[1]> : NotNatural<P[0]>;

/** Formula F of each spatial dimension and its margin, or the first sentence. */
type Each<S extends Shape, M, F, Op extends string, Done extends Shape = []> = S extends readonly [
  infer N extends number,
  ...infer More extends Shape,
]
  ? PaddingOf<M, Done['length']> extends infer P extends Pair
    ? [FirstNotNatural<P>] extends [never]
      ? Eval<F, { n: N; l: P[0]; h: P[1] }> extends infer R
        ? [R] extends [never]
          ? `${Op}: ${P[0]} + ${P[1]} leaves nothing of dimension ${N}`
          : R extends number
            ? Each<More, M, F, Op, [...Done, R]>
            : never
        : never
      : `${Op}: width ${FirstNotNatural<P>} is not a non-negative integer`
    : never
  : Done;

type Margins<X extends Shape, M, F, Op extends string> =
  Channels<X> extends [infer C extends number, infer S extends Shape]
    ? LengthFault<M, S, Op> extends infer Sentence extends string
      ? Sentence
      : Each<S, M, F, Op> extends infer R
        ? R extends Shape
          ? [C, ...R]
          : R
        : never
    : NotSpatial<X, Op>;

const margins = (x: Shape, margin: Margin, formula: typeof around | typeof without, operation: string): Verdict => {
  if (x.length < 2) return notSpatial(x, operation);
  if (typeof margin === 'object' && margin.length !== x.length - 1)
    return `${operation}: width has ${margin.length} entries for ${x.length - 1} spatial dimensions`;
  const result = [dimension(x, 0)];
  for (const [index, n] of x.slice(1).entries()) {
    const [l, h] = pairOf(margin, index);
    const fault = [l, h].find((width) => !isNatural(width));
    if (fault !== undefined) return `${operation}: width ${fault} is not a non-negative integer`;
    const size = evaluate(formula, { n, l, h });
    if (Number.isNaN(size)) return `${operation}: ${l} + ${h} leaves nothing of dimension ${n}`;
    result.push(size);
  }
  return result;
};

/** The margin of the spatial dimension at an index. */
export const pairOf = (margin: Margin, index: number): Pair => {
  const pair = paddingOf(margin, index);
  return pair === 'same' ? [0, 0] : pair;
};

/**
 * An example with a margin around its spatial dimensions.
 * Shape   [3, 4, 5] by 1 → [3, 6, 7];  by [[1, 0], 2] → [3, 5, 9]
 * Errors  "pad: expected an input [C, ...spatial], got [3]", "pad: width -1 is not a non-negative integer",
 *         "pad: width has 3 entries for 2 spatial dimensions"
 */
export type WithMargin<X extends Shape, M extends Margin, Op extends string> = Margins<X, M, typeof around, Op>;
export const withMarginShape = (x: Shape, margin: Margin, operation: string): Verdict =>
  margins(x, margin, around, operation);

/**
 * An example without the margin of its spatial dimensions.
 * Shape   [3, 6, 7] by 1 → [3, 4, 5];  by [[1, 0], 2] → [3, 5, 3]
 * Errors  as `WithMargin`; "crop: 3 + 2 leaves nothing of dimension 5"
 */
export type WithoutMargin<X extends Shape, M extends Margin, Op extends string> = Margins<X, M, typeof without, Op>;
export const withoutMarginShape = (x: Shape, margin: Margin, operation: string): Verdict =>
  margins(x, margin, without, operation);

/**
 * The middle of an example.
 * Shape   [3, 6, 7] to size 4 → [3, 4, 4];  to size [5, 7] → [3, 5, 7]
 * Errors  "centreCrop: [3, 4, 4] cannot be cropped to [3, 5, 5]", "centreCrop: size 0 is not a positive integer",
 *         "centreCrop: size has 3 entries for 2 spatial dimensions"
 */
export type CentreCrop<X extends Shape, Z extends PerDimension, Op extends string = 'centreCrop'> =
  Channels<X> extends [infer C extends number, infer S extends Shape]
    ? PerSpatial<Z, S, 'size', Op> extends infer L
      ? L extends Shape
        ? [FirstNotPositive<L>] extends [never]
          ? Within<L, S> extends true
            ? [C, ...L]
            : `${Op}: ${Show<X>} cannot be cropped to ${Show<[C, ...L]>}`
          : `${Op}: size ${FirstNotPositive<L>} is not a positive integer`
        : L
      : never
    : NotSpatial<X, Op>;

/** Whether no dimension of L is greater than that of S; what is unknown may be. */
type Within<L extends Shape, S extends Shape> = L extends readonly [infer A extends number, ...infer L2 extends Shape]
  ? S extends readonly [infer B extends number, ...infer S2 extends Shape]
    ? Lte<A, B> extends false
      ? false
      : Within<L2, S2>
    : true
  : true;

export const centreCropShape = (x: Shape, size: PerDimension, operation = 'centreCrop'): Verdict => {
  if (x.length < 2) return notSpatial(x, operation);
  const sizes = perSpatial(size, x.length - 1, 'size', operation);
  if (typeof sizes === 'string') return sizes;
  const fault = firstNotPositive(sizes);
  if (fault !== undefined) return `${operation}: size ${fault} is not a positive integer`;
  const result = [dimension(x, 0), ...sizes];
  return sizes.every((n, index) => n <= dimension(x, index + 1))
    ? result
    : `${operation}: ${show(x)} cannot be cropped to ${show(result)}`;
};
