/** Pooling: what a window that slides over an image sees, summed up in one number. */
import { over } from '../primitive/arithmetic.js';
import { like } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import { windowArgMax, windowMax, windowSum } from '../primitive/window.js';
import type { Window } from '../shape/window.js';
import { expectShape, ShapeError } from '../shape/error.js';
import type { SpatialRank } from '../shape/convolution.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { poolOptions, poolShape } from '../shape/pool.js';
import type { Pool } from '../shape/pool.js';
import { resolveWindows } from '../shape/window.js';
import type { PerDimension, WindowOptions } from '../shape/windowOptions.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';

/** What a pooling may be told. The stride is the kernel unless said otherwise. */
export interface PoolOptions extends Omit<WindowOptions, 'groups' | 'outputPadding' | 'kernel'> {
  readonly kernel: PerDimension;
}

/** The names of the options of a pooling. */
export const poolNames: OptionNames<PoolOptions> = {
  kernel: true,
  stride: true,
  padding: true,
  dilation: true,
  ceil: true,
  exact: true,
};

/** The type of a pooling in `Rank` dimensions; of indices, where they are what it makes. */
export type Pooling<Op extends string, Rank extends SpatialRank, Out extends DType = never> = <
  S extends Shape,
  D extends Float,
  const O extends PoolOptions,
>(
  x: Tensor<S, D>,
  options: Arg<Spelt<O, keyof PoolOptions, Op, Pool<S, O, Op, Rank>>, O>,
) => Result<Pool<S, O, Op, Rank>, [Out] extends [never] ? D : Out>;

/** what is made of the elements that a window sees */
type Fold = (x: AnyTensor, windows: readonly Window[], operation: string) => AnyTensor;

/** the windows of a pooling of x */
export const windowsOf = (
  operation: string,
  rank: SpatialRank,
  x: AnyTensor,
  options: WindowOptions | string,
  names: object = poolNames,
): readonly Window[] => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options, names, operation);
  expectShape(poolShape(x.shape, options, rank, operation), x.shape);
  const windows = resolveWindows(x.shape.slice(-rank), poolOptions(options), operation);
  if (typeof windows === 'string') throw new ShapeError(windows, [x.shape]);
  return windows;
};

const pooling =
  <Op extends string, Rank extends SpatialRank, Out extends DType = never>(
    operation: Op,
    rank: Rank,
    pool: Fold,
  ): Pooling<Op, Rank, Out> =>
  (x, options) => {
    const tensor = expectTensor(x, operation);
    return result(pool(tensor, windowsOf(operation, rank, tensor, options), operation));
  };

/** windows each of which sees an element of x */
export const expectSight = (x: AnyTensor, windows: readonly Window[], operation: string): readonly Window[] => {
  const loose = windows.find(({ kernel, dilation, low, high }) => Math.max(low, high) > dilation * (kernel - 1));
  if (loose !== undefined)
    throw new ShapeError(
      `${operation}: padding ${Math.max(loose.low, loose.high)} lets a kernel of ${loose.kernel} see nothing but padding`,
      [x.shape],
    );
  return windows;
};

const largest: Fold = (x, windows, operation) => apply(windowMax, { windows: expectSight(x, windows, operation) }, x);

const whereLargest: Fold = (x, windows, operation) =>
  apply(windowArgMax, { windows: expectSight(x, windows, operation) }, x);

const average: Fold = (x, windows) => {
  const sums = apply(windowSum, { windows }, x);
  return over(
    sums,
    like(
      sums,
      windows.reduce((n, { kernel }) => n * kernel, 1),
    ),
  );
};

/** {@link maxPool2d} in one dimension: [...b, c, w]. */
export const maxPool1d = pooling('maxPool1d', 1, largest);

/**
 * y[c, i, j] = max over the window at (i·s, j·s) of x[c]; padding never wins.
 *
 * Shape     [...b, c, h, w] → [...b, c, ⌊(h + 2p − d(k − 1) − 1)/s⌋ + 1, …], with `ceil` ⌈…⌉; s is k unless said otherwise
 * Gradient  ȳ to the first element that attains the maximum; overlapping windows add up
 * Errors    "maxPool2d: kernel 2 is larger than padded input 1",
 *           "maxPool2d: padding 2 lets a kernel of 2 see nothing but padding"
 * Source    deck row C8
 * @example
 * maxPool2d(tensor([[[1, 2], [3, 4]]]), { kernel: 2 }) // [[[4]]]
 */
export const maxPool2d = pooling('maxPool2d', 2, largest);

/** {@link maxPool2d} in three dimensions: [...b, c, d, h, w]. */
export const maxPool3d = pooling('maxPool3d', 3, largest);

/** {@link argMaxPool2d} in one dimension: [...b, c, w]. */
export const argMaxPool1d = pooling<'argMaxPool1d', 1, 'int32'>('argMaxPool1d', 1, whereLargest);

/**
 * Where {@link maxPool2d} found its maxima: the index of the first in the plane h × w, counted row by row. Its way back is `maxUnpool2d`.
 *
 * Shape     as of {@link maxPool2d}, int32
 * Gradient  none
 * Errors    those of {@link maxPool2d}
 * Source    Zeiler & Fergus 2014, the switches; deck row C8
 * @example
 * argMaxPool2d(tensor([[[1, 2], [4, 3]]]), { kernel: 2 }) // [[[2]]]
 */
export const argMaxPool2d = pooling<'argMaxPool2d', 2, 'int32'>('argMaxPool2d', 2, whereLargest);

/** {@link argMaxPool2d} in three dimensions: [...b, c, d, h, w]. */
export const argMaxPool3d = pooling<'argMaxPool3d', 3, 'int32'>('argMaxPool3d', 3, whereLargest);

/** {@link avgPool2d} in one dimension: [...b, c, w]. */
export const avgPool1d = pooling('avgPool1d', 1, average);

/**
 * y[c, i, j] = the mean over the window at (i·s, j·s) of x[c]; padding, and with `ceil` what hangs over, counts as zeros.
 *
 * Shape     as of {@link maxPool2d}
 * Gradient  ȳ spread evenly over the window
 * Errors    "avgPool2d: kernel 2 is larger than padded input 1"
 * Source    deck row C8
 * @example
 * avgPool2d(tensor([[[1, 2], [3, 4]]]), { kernel: 2 }) // [[[2.5]]]
 */
export const avgPool2d = pooling('avgPool2d', 2, average);

/** {@link avgPool2d} in three dimensions: [...b, c, d, h, w]. */
export const avgPool3d = pooling('avgPool3d', 3, average);
