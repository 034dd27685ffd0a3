import type { Mul } from './arithmetic.js';
import { show, type Shape, type Show, type Verdict } from './shape.js';
import { firstNotPositive, notSpatial, perSpatial } from './spatial.js';
import type { Channels, FirstNotPositive, NotSpatial, PerSpatial } from './spatial.js';
import type { PerDimension } from './windowOptions.js';

/**
 * The trailing axes stretched by whole factors, the others as they are.
 * Shape   [3, 4, 5] by [2, 3] → [3, 8, 15]
 * Errors  "upsample: 3 factors given for [2, 2]", "upsample: factor 0 is not a positive integer"
 */
export type Upsample<S extends Shape, F extends Shape, Op extends string = 'upsample'> = number extends
  S['length'] | F['length']
  ? number[]
  : [FirstNotPositive<F>] extends [never]
    ? Stretch<S, F> extends infer R extends Shape
      ? R
      : `${Op}: ${F['length']} factors given for ${Show<S>}`
    : `${Op}: factor ${FirstNotPositive<F>} is not a positive integer`;

type Stretch<S extends Shape, F extends Shape, Done extends Shape = []> = F extends readonly [
  ...infer F2 extends Shape,
  infer f extends number,
]
  ? S extends readonly [...infer S2 extends Shape, infer s extends number]
    ? Stretch<S2, F2, [Mul<s, f>, ...Done]>
    : null
  : [...S, ...Done];

export const upsampleShape = (shape: Shape, factors: Shape, operation = 'upsample'): Verdict => {
  const fault = firstNotPositive(factors);
  if (fault !== undefined) return `${operation}: factor ${fault} is not a positive integer`;
  const kept = shape.length - factors.length;
  if (kept < 0) return `${operation}: ${factors.length} factors given for ${show(shape)}`;
  return shape.map((length, axis) => length * (factors[axis - kept] ?? 1));
};

/**
 * An example whose spatial dimensions are stretched by a factor, or one each.
 * Shape   [3, 4, 5] by 2 → [3, 8, 10];  by [2, 3] → [3, 8, 15]
 * Errors  "upsample: expected an input [C, ...spatial], got [3]", "upsample: factor 0 is not a positive integer",
 *         "upsample: factor has 3 entries for 2 spatial dimensions"
 */
export type Enlarge<X extends Shape, F extends PerDimension, Op extends string> =
  Channels<X> extends [number, infer S extends Shape]
    ? PerSpatial<F, S, 'factor', Op> extends infer L
      ? L extends Shape
        ? Upsample<X, L, Op>
        : L
      : never
    : NotSpatial<X, Op>;

export const enlargeShape = (x: Shape, factor: PerDimension, operation: string): Verdict => {
  if (x.length < 2) return notSpatial(x, operation);
  const factors = perSpatial(factor, x.length - 1, 'factor', operation);
  return typeof factors === 'string' ? factors : upsampleShape(x, factors, operation);
};
