import type { Div } from './arithmetic.js';
import {
  groupFault,
  noImage,
  type GroupFault,
  type Groups,
  type Image,
  type NoImage,
  type SpatialRank,
} from './convolution.js';
import { dimension, type Shape, type Verdict } from './shape.js';
import { entryOf, listFault } from './windowOptions.js';
import type { EntryOf, ListFault, PerDimension, WindowOptions } from './windowOptions.js';

/** The kernel size of each of the spatial dimensions. */
export type KernelShape<K extends PerDimension, Rank extends SpatialRank> = Rank extends 1
  ? [EntryOf<K, 0>]
  : Rank extends 2
    ? [EntryOf<K, 0>, EntryOf<K, 1>]
    : [EntryOf<K, 0>, EntryOf<K, 1>, EntryOf<K, 2>];
export const kernelShape = (kernel: PerDimension, rank: SpatialRank): Shape =>
  Array.from({ length: rank }, (_, index) => entryOf(kernel, index));

/**
 * The weights of a convolution to `out` channels that fits an input: what a layer has to make before it meets one.
 * Shape   [..., C, H, W] → [out, C / groups, KH, KW]
 * Errors  "conv2d: 4 input channels do not divide into 3 groups", "conv2d: expected an input [..., C, H, W], got [784]"
 */
export type ConvWeights<
  X extends Shape,
  Out extends number,
  O extends WindowOptions & { readonly kernel: PerDimension },
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Image<X, Rank> extends [Shape, infer C extends number, Shape]
    ? ListFault<O['kernel'], 1, 1, 0, 0, Rank, Op> extends infer F extends string
      ? F
      : GroupFault<Groups<O>, C, 'input', Op> extends infer F extends string
        ? F
        : [Out, Div<C, Groups<O>>, ...KernelShape<O['kernel'], Rank>]
    : NoImage<X, Op, Rank>;

export const convWeightsShape = (
  x: Shape,
  out: number,
  options: WindowOptions & { readonly kernel: PerDimension },
  rank: SpatialRank,
  operation: string,
): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  const [groups, channels] = [options.groups ?? 1, dimension(x, -rank - 1)];
  const fault =
    listFault({ kernel: options.kernel }, rank, operation) ?? groupFault(groups, channels, 'input', operation);
  return fault ?? [out, channels / groups, ...kernelShape(options.kernel, rank)];
};

/**
 * The weights of a transposed convolution to `out` channels that fits an input.
 * Shape   [..., C, H, W] → [C, out / groups, KH, KW]
 * Errors  "convTranspose2d: 10 output channels do not divide into 3 groups"
 */
export type ConvTransposeWeights<
  X extends Shape,
  Out extends number,
  O extends WindowOptions & { readonly kernel: PerDimension },
  Op extends string,
  Rank extends SpatialRank = 2,
> =
  Image<X, Rank> extends [Shape, infer C extends number, Shape]
    ? ListFault<O['kernel'], 1, 1, 0, 0, Rank, Op> extends infer F extends string
      ? F
      : GroupFault<Groups<O>, Out, 'output', Op> extends infer F extends string
        ? F
        : [C, Div<Out, Groups<O>>, ...KernelShape<O['kernel'], Rank>]
    : NoImage<X, Op, Rank>;

export const convTransposeWeightsShape = (
  x: Shape,
  out: number,
  options: WindowOptions & { readonly kernel: PerDimension },
  rank: SpatialRank,
  operation: string,
): Verdict => {
  if (x.length <= rank) return noImage(x, operation, rank);
  const [groups, channels] = [options.groups ?? 1, dimension(x, -rank - 1)];
  const fault = listFault({ kernel: options.kernel }, rank, operation) ?? groupFault(groups, out, 'output', operation);
  return fault ?? [channels, out / groups, ...kernelShape(options.kernel, rank)];
};
