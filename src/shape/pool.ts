import { noImage, type Image, type NoImage, type SpatialRank } from './convolution.js';
import type { Option } from './options.js';
import { dimension, sameShape, show, type Identical, type SameShape } from './shape.js';
import type { Shape, Show, Verdict } from './shape.js';
import { firstNotPositive, perSpatial, type FirstNotPositive, type PerSpatial } from './spatial.js';
import { windowsShape, type WindowsBy } from './window.js';
import type { PerDimension, WindowOptions } from './windowOptions.js';

/**
 * Pooling over 1, 2 or 3 spatial dimensions, channel by channel; the stride is the kernel unless it is given.
 * Shape   [..., C, H, W] with { kernel: 2 } → [..., C, ⌊H / 2⌋, ⌊W / 2⌋], see `Windows`
 * Errors  those of `Windows`; "maxPool2d: expected an input [..., C, H, W], got [784]"
 */
export type Pool<X extends Shape, O extends WindowOptions, Op extends string, Rank extends SpatialRank = 2> =
  Image<X, Rank> extends [infer B extends Shape, infer C extends number, infer S extends Shape]
    ? WindowsBy<S, O, Option<O, 'kernel', null>, Option<O, 'kernel', 1>, Op> extends infer R
      ? R extends Shape
        ? [...B, C, ...R]
        : R
      : never
    : NoImage<X, Op, Rank>;

/** The options of a pooling with its default stride written out, for `resolveWindows`. */
export const poolOptions = (options: WindowOptions): WindowOptions =>
  options.kernel === undefined ? options : { stride: options.kernel, ...options };

export const poolShape = (x: Shape, options: WindowOptions, rank: SpatialRank, operation: string): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  const spatial = windowsShape(x.slice(-rank), poolOptions(options), operation);
  return typeof spatial === 'string' ? spatial : [...x.slice(0, -rank - 1), dimension(x, -rank - 1), ...spatial];
};

/**
 * What goes back through a pooling: Y, shaped as the pooled X, to the shape of X.
 * Shape   [..., C, H′, W′] with the pooled [..., C, H, W] → [..., C, H, W]
 * Errors  those of `Pool`; "maxUnpool2d: the pooled [1, 5, 5] is [1, 2, 2], not [1, 3, 3]"
 */
export type Unpool<
  Y extends Shape,
  X extends Shape,
  O extends WindowOptions,
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Pool<X, O, Op, Rank> extends infer R
    ? Identical<R, Y> extends true
      ? X
      : R extends Shape
        ? SameShape<R, Y> extends true
          ? X
          : `${Op}: the pooled ${Show<X>} is ${Show<R>}, not ${Show<Y>}`
        : R
    : never;

export const unpoolShape = (
  y: Shape,
  x: Shape,
  options: WindowOptions,
  rank: SpatialRank,
  operation: string,
): Verdict => {
  const pooled = poolShape(x, options, rank, operation);
  if (typeof pooled === 'string') return pooled;
  return sameShape(pooled, y) ? x : `${operation}: the pooled ${show(x)} is ${show(pooled)}, not ${show(y)}`;
};

/**
 * Pooling to a given number of bins in each spatial dimension.
 * Shape   [..., C, H, W] to size 7 → [..., C, 7, 7];  to size [1, 2] → [..., C, 1, 2]
 * Errors  "adaptiveAvgPool2d: expected an input [..., C, H, W], got [784]",
 *         "adaptiveAvgPool2d: size 0 is not a positive integer", "adaptiveAvgPool2d: a spatial dimension of the input is 0",
 *         "adaptiveAvgPool2d: size has 3 entries for 2 spatial dimensions"
 */
export type AdaptivePool<X extends Shape, Z extends PerDimension, Op extends string, Rank extends SpatialRank = 2> =
  Image<X, Rank> extends [infer B extends Shape, infer C extends number, infer S extends Shape]
    ? PerSpatial<Z, S, 'size', Op> extends infer L
      ? L extends Shape
        ? [FirstNotPositive<L>] extends [never]
          ? 0 extends { [I in keyof S]: S[I] extends 0 ? 0 : 1 }[number]
            ? `${Op}: a spatial dimension of the input is 0`
            : [...B, C, ...L]
          : `${Op}: size ${FirstNotPositive<L>} is not a positive integer`
        : L
      : never
    : NoImage<X, Op, Rank>;

export const adaptivePoolShape = (x: Shape, size: PerDimension, rank: SpatialRank, operation: string): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  const sizes = perSpatial(size, rank, 'size', operation);
  if (typeof sizes === 'string') return sizes;
  const fault = firstNotPositive(sizes);
  if (fault !== undefined) return `${operation}: size ${fault} is not a positive integer`;
  return x.slice(-rank).includes(0)
    ? `${operation}: a spatial dimension of the input is 0`
    : [...x.slice(0, -rank), ...sizes];
};
