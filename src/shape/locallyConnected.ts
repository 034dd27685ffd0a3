import { noImage, type Image, type NoImage, type SpatialRank } from './convolution.js';
import { kernelShape, type KernelShape } from './convWeights.js';
import { dimension, sameShape, show, type SameDim, type SameShape } from './shape.js';
import type { Shape, Show, Verdict } from './shape.js';
import { windowsShape, type WindowsBy } from './window.js';
import type { PerDimension, WindowOptions } from './windowOptions.js';

/** Weights [out, in, ...kernel, ...positions] taken apart; `null` for another rank. */
type LocalWeights<W extends Shape, Rank extends SpatialRank> = W extends readonly [
  infer Out extends number,
  infer In extends number,
  ...infer Rest extends Shape,
]
  ? Halves<Rest, Rank> extends [infer K, infer P extends Shape]
    ? P['length'] extends Rank
      ? [Out, In, K, P]
      : null
    : null
  : null;

/** The first `Rank` dimensions, and the others. */
type Halves<S extends Shape, Rank extends SpatialRank> = Rank extends 2
  ? S extends readonly [infer A extends number, infer B extends number, ...infer P extends Shape]
    ? [[A, B], P]
    : null
  : Rank extends 1
    ? S extends readonly [infer A extends number, ...infer P extends Shape]
      ? [[A], P]
      : null
    : S extends readonly [
          infer A extends number,
          infer B extends number,
          infer C extends number,
          ...infer P extends Shape,
        ]
      ? [[A, B, C], P]
      : null;

const weightNames = {
  1: 'out, in, KW, W′',
  2: 'out, in, KH, KW, H′, W′',
  3: 'out, in, KD, KH, KW, D′, H′, W′',
} as const;

/**
 * A convolution with weights of its own at each position of the window.
 * Shape   [..., C, H, W] with weights [out, C, KH, KW, H′, W′] → [..., out, H′, W′], H′ and W′ as of `Windows`
 * Errors  those of `Windows`; "locallyConnected2d: the input has 4 channels but the weights expect 3",
 *         "locallyConnected2d: the window has [3, 3] positions but the weights are for [2, 3]"
 */
export type LocallyConnected<
  X extends Shape,
  W extends Shape,
  O extends WindowOptions,
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Image<X, Rank> extends [infer B extends Shape, infer C extends number, infer S extends Shape]
    ? LocalWeights<W, Rank> extends [infer Out extends number, infer In extends number, infer K, infer P extends Shape]
      ? SameDim<C, In> extends true
        ? WindowsBy<S, O, K, 1, Op> extends infer R
          ? R extends Shape
            ? SameShape<R, P> extends true
              ? [...B, Out, ...R]
              : `${Op}: the window has ${Show<R>} positions but the weights are for ${Show<P>}`
            : R
          : never
        : `${Op}: the input has ${C} channels but the weights expect ${In}`
      : number extends W['length']
        ? number[]
        : `${Op}: expected weights [${(typeof weightNames)[Rank]}], got ${Show<W>}`
    : NoImage<X, Op, Rank>;

export const locallyConnectedShape = (
  x: Shape,
  w: Shape,
  options: WindowOptions,
  rank: SpatialRank,
  operation: string,
): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  if (w.length !== 2 * rank + 2) return `${operation}: expected weights [${weightNames[rank]}], got ${show(w)}`;
  const [channels, expected] = [dimension(x, -rank - 1), dimension(w, 1)];
  if (channels !== expected)
    return `${operation}: the input has ${channels} channels but the weights expect ${expected}`;
  const [kernel, positions] = [w.slice(2, rank + 2), w.slice(rank + 2)];
  const spatial = windowsShape(x.slice(-rank), { ...options, kernel }, operation);
  if (typeof spatial === 'string') return spatial;
  return sameShape(spatial, positions)
    ? [...x.slice(0, -rank - 1), dimension(w, 0), ...spatial]
    : `${operation}: the window has ${show(spatial)} positions but the weights are for ${show(positions)}`;
};

/**
 * The weights of a locally connected layer to `out` channels that fits an input: what a layer has to make before it meets one.
 * Shape   [..., C, H, W] → [out, C, KH, KW, H′, W′], H′ and W′ as of `Windows`
 * Errors  those of `Windows`; "locallyConnected2d: expected an input [..., C, H, W], got [784]"
 */
export type LocallyConnectedWeights<
  X extends Shape,
  Out extends number,
  O extends WindowOptions & { readonly kernel: PerDimension },
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Image<X, Rank> extends [Shape, infer C extends number, infer S extends Shape]
    ? WindowsBy<S, O, O['kernel'], 1, Op> extends infer R
      ? R extends Shape
        ? [Out, C, ...KernelShape<O['kernel'], Rank>, ...R]
        : R
      : never
    : NoImage<X, Op, Rank>;

export const locallyConnectedWeightsShape = (
  x: Shape,
  out: number,
  options: WindowOptions & { readonly kernel: PerDimension },
  rank: SpatialRank,
  operation: string,
): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  const spatial = windowsShape(x.slice(-rank), options, operation);
  return typeof spatial === 'string'
    ? spatial
    : [out, dimension(x, -rank - 1), ...kernelShape(options.kernel, rank), ...spatial];
};

/** A bias of its own at each position: weights [out, C, KH, KW, H′, W′] → [out, H′, W′]. */
export type LocallyConnectedBias<W extends Shape, Rank extends SpatialRank> =
  LocalWeights<W, Rank> extends [infer Out extends number, unknown, unknown, infer P extends Shape]
    ? [Out, ...P]
    : number[];
export const locallyConnectedBiasShape = (w: Shape, rank: SpatialRank): Shape => [
  dimension(w, 0),
  ...w.slice(rank + 2),
];
