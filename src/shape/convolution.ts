import type { Mod, Mul, NotPositive } from './arithmetic.js';
import type { Option } from './options.js';
import { dimension, isNatural, show, type SameDim, type Shape, type Show, type Verdict } from './shape.js';
import { transposedWindowsShape, type TransposedWindowsBy } from './transposedWindow.js';
import { windowsShape, type WindowsBy } from './window.js';
import type { WindowOptions } from './windowOptions.js';

/** How many spatial dimensions a window has. */
export type SpatialRank = 1 | 2 | 3;

/** The names of the dimensions, as the sentences write them. */
export const spatialNames = { 1: 'W', 2: 'H, W', 3: 'D, H, W' } as const;
const kernelNames = { 1: 'KW', 2: 'KH, KW', 3: 'KD, KH, KW' } as const;

/** [...batch, channels, ...spatial] taken apart as [batch, channels, spatial]; `null` for a shape of too low a rank. */
export type Image<X extends Shape, Rank extends SpatialRank> = Rank extends 2
  ? X extends readonly [
      ...infer B extends Shape,
      infer C extends number,
      infer H extends number,
      infer W extends number,
    ]
    ? [B, C, [H, W]]
    : null
  : Rank extends 1
    ? X extends readonly [...infer B extends Shape, infer C extends number, infer W extends number]
      ? [B, C, [W]]
      : null
    : X extends readonly [
          ...infer B extends Shape,
          infer C extends number,
          infer D extends number,
          infer H extends number,
          infer W extends number,
        ]
      ? [B, C, [D, H, W]]
      : null;

/** The sentence for an input of too low a rank; an unknown rank makes the result unknown. */
export type NoImage<X extends Shape, Op extends string, Rank extends SpatialRank> = number extends X['length']
  ? number[]
  : `${Op}: expected an input [..., C, ${(typeof spatialNames)[Rank]}], got ${Show<X>}`;
export const noImage = (x: Shape, operation: string, rank: SpatialRank): string =>
  `${operation}: expected an input [..., C, ${spatialNames[rank]}], got ${show(x)}`;

/** Weights [first, second, ...kernel] taken apart; `null` for another rank. */
type Weights<W extends Shape, Rank extends SpatialRank> = W extends readonly [
  infer A extends number,
  infer B extends number,
  ...infer K extends Shape,
]
  ? K['length'] extends Rank
    ? [A, B, K]
    : null
  : null;

type NoWeights<
  W extends Shape,
  Order extends string,
  Op extends string,
  Rank extends SpatialRank,
> = number extends W['length']
  ? number[]
  : `${Op}: expected weights [${Order}, ${(typeof kernelNames)[Rank]}], got ${Show<W>}`;
const noWeights = (w: Shape, order: string, operation: string, rank: SpatialRank): string =>
  `${operation}: expected weights [${order}, ${kernelNames[rank]}], got ${show(w)}`;

export type Groups<O> = Option<O, 'groups', 1> extends infer G extends number ? G : number;

/** The sentence for groups that do not divide a number of channels, or `null`. */
export type GroupFault<G extends number, C extends number, Which extends string, Op extends string> = [
  NotPositive<G>,
] extends [never]
  ? G extends 1
    ? null
    : SameDim<Mod<C, G>, 0> extends true
      ? null
      : `${Op}: ${C} ${Which} channels do not divide into ${G} groups`
  : `${Op}: groups ${G} is not a positive integer`;
export const groupFault = (groups: number, channels: number, which: string, operation: string): string | undefined =>
  !isNatural(groups) || groups === 0
    ? `${operation}: groups ${groups} is not a positive integer`
    : channels % groups === 0
      ? undefined
      : `${operation}: ${channels} ${which} channels do not divide into ${groups} groups`;

type Batched<Batch extends Shape, C extends number, Spatial> = Spatial extends Shape
  ? [...Batch, C, ...Spatial]
  : Spatial;
const batched = (x: Shape, rank: number, channels: number, spatial: Verdict): Verdict =>
  typeof spatial === 'string' ? spatial : [...x.slice(0, -rank - 1), channels, ...spatial];

/**
 * Convolution (cross-correlation) of channels over 1, 2 or 3 spatial dimensions; leading dimensions are a batch.
 * Shape   [..., C, H, W] with weights [out, C / groups, KH, KW] → [..., out, H′, W′], see `Windows`
 * Errors  those of `Windows`; "conv2d: expected an input [..., C, H, W], got [784]",
 *         "conv2d: the input has 4 channels but the weights expect 3",
 *         "conv2d: 10 output channels do not divide into 4 groups"
 */
export type Conv<
  X extends Shape,
  W extends Shape,
  O extends WindowOptions,
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Image<X, Rank> extends [infer B extends Shape, infer C extends number, infer S extends Shape]
    ? Weights<W, Rank> extends [infer Out extends number, infer In extends number, infer K]
      ? GroupFault<Groups<O>, Out, 'output', Op> extends infer F extends string
        ? F
        : SameDim<C, Mul<Groups<O>, In>> extends true
          ? Batched<B, Out, WindowsBy<S, O, K, 1, Op>>
          : `${Op}: the input has ${C} channels but the weights expect ${Mul<Groups<O>, In>}`
      : NoWeights<W, 'out, in', Op, Rank>
    : NoImage<X, Op, Rank>;

export const convShape = (
  x: Shape,
  w: Shape,
  options: WindowOptions,
  rank: SpatialRank,
  operation: string,
): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  if (w.length !== rank + 2) return noWeights(w, 'out, in', operation, rank);
  const [groups, channels, out] = [options.groups ?? 1, dimension(x, -rank - 1), dimension(w, 0)];
  const fault = groupFault(groups, out, 'output', operation);
  if (fault !== undefined) return fault;
  const expected = groups * dimension(w, 1);
  if (channels !== expected)
    return `${operation}: the input has ${channels} channels but the weights expect ${expected}`;
  return batched(x, rank, out, windowsShape(x.slice(-rank), { ...options, kernel: w.slice(2) }, operation));
};

/**
 * Transposed convolution, the linear map that a convolution's gradient applies.
 * Shape   [..., C, H, W] with weights [C, out / groups, KH, KW] → [..., out, H′, W′], see `TransposedWindows`
 * Errors  those of `TransposedWindows`; "convTranspose2d: the input has 4 channels but the weights expect 3",
 *         "convTranspose2d: 4 input channels do not divide into 3 groups"
 */
export type ConvTranspose<
  X extends Shape,
  W extends Shape,
  O extends WindowOptions,
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Image<X, Rank> extends [infer B extends Shape, infer C extends number, infer S extends Shape]
    ? Weights<W, Rank> extends [infer In extends number, infer Out extends number, infer K]
      ? GroupFault<Groups<O>, C, 'input', Op> extends infer F extends string
        ? F
        : SameDim<C, In> extends true
          ? Batched<B, Mul<Groups<O>, Out>, TransposedWindowsBy<S, O, K, Op>>
          : `${Op}: the input has ${C} channels but the weights expect ${In}`
      : NoWeights<W, 'in, out', Op, Rank>
    : NoImage<X, Op, Rank>;

export const convTransposeShape = (
  x: Shape,
  w: Shape,
  options: WindowOptions,
  rank: SpatialRank,
  operation: string,
): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  if (w.length !== rank + 2) return noWeights(w, 'in, out', operation, rank);
  const [groups, channels, expected] = [options.groups ?? 1, dimension(x, -rank - 1), dimension(w, 0)];
  const fault = groupFault(groups, channels, 'input', operation);
  if (fault !== undefined) return fault;
  if (channels !== expected)
    return `${operation}: the input has ${channels} channels but the weights expect ${expected}`;
  const spatial = transposedWindowsShape(x.slice(-rank), { ...options, kernel: w.slice(2) }, operation);
  return batched(x, rank, groups * dimension(w, 1), spatial);
};
