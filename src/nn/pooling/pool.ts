import * as ops from '../../ops/index.js';
import type { PoolOptions } from '../../ops/index.js';
import { poolNames } from '../../ops/pool.js';
import {
  expectSpelt,
  poolShape,
  type Padding,
  type PerDimension,
  type Pool as Pooled,
  type Shape,
  type SpatialRank,
} from '../../shape/index.js';
import { pure } from '../definition.js';
import type { Values } from '../values.js';
import { layer, type Layer } from '../layer.js';
import type { Known, Setting } from '../options.js';
import type { Pure } from '../rule.js';

/** All options of a pooling. */
export interface PoolSettings<
  K extends PerDimension,
  S extends PerDimension,
  P extends Padding,
  D extends PerDimension,
  Ceil extends boolean,
  Exact extends boolean,
> {
  readonly kernel: K;
  readonly stride: S;
  readonly padding: P;
  readonly dilation: D;
  readonly ceil: Ceil;
  readonly exact: Exact;
}
/** The options that a caller gave, or a kernel alone, with the defaults written out. */
export type PoolSettingsOf<O extends PerDimension | PoolOptions> = O extends PerDimension
  ? PoolSettings<O, O, 0, 1, false, false>
  : O extends PoolOptions
    ? PoolSettings<
        O['kernel'],
        Setting<O, 'stride', O['kernel'], PerDimension>,
        Setting<O, 'padding', 0, Padding>,
        Setting<O, 'dilation', 1, PerDimension>,
        Setting<O, 'ceil', false, boolean>,
        Setting<O, 'exact', false, boolean>
      >
    : never;

/** The rule of a pooling. */
export interface Pool<Op extends string, Rank extends SpatialRank, O extends PoolOptions> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Pooled<X, O, Op, Rank> : never;
}
/** The options, also where a kernel alone was given. */
export const optionsOf = (options: PerDimension | PoolOptions): PoolOptions =>
  typeof options === 'number' || !('kernel' in options) ? { kernel: options } : options;

type PoolLayer<Op extends string, Rank extends SpatialRank> = <
  const O extends PerDimension | (PoolOptions & Known<O, keyof PoolOptions, Op>),
>(
  options: O,
) => Layer<Pool<Op, Rank, PoolSettingsOf<O>>>;

const pool =
  <Op extends string, Rank extends SpatialRank>(
    operation: Op,
    rank: Rank,
    f: (x: Values, options: PoolOptions) => Values,
  ): PoolLayer<Op, Rank> =>
  (options) => {
    const windows = optionsOf(options);
    expectSpelt(windows, poolNames, operation);
    return layer(
      pure(
        operation,
        (input) => poolShape(input, windows, rank, operation),
        (x) => f(x, windows),
      ),
    );
  };

/** Max pooling over one spatial dimension; see `maxPool2d`. */
export const maxPool1d = pool('maxPool1d', 1, (x, options) => ops.maxPool1d(x, options));

/**
 * The largest of each window: y_cij = max over the window at (i, j) of x_c.
 * Shape   [C, H, W] → [C, H′, W′] with H′ = ⌊(H + 2p − k) / s⌋ + 1, rounded up with `ceil`; the stride is the kernel
 *         unless it is given
 * Errors  "maxPool2d: kernel 3 is larger than padded input 2", "maxPool2d: expected an input [..., C, H, W], got [784]"
 * @example
 * build([96, 55, 55], maxPool2d({ kernel: 3, stride: 2 })).output // [96, 27, 27]
 */
export const maxPool2d = pool('maxPool2d', 2, (x, options) => ops.maxPool2d(x, options));

/** Average pooling over one spatial dimension; see `avgPool2d`. */
export const avgPool1d = pool('avgPool1d', 1, (x, options) => ops.avgPool1d(x, options));

/**
 * The mean of each window, padding counted as zeros: y_cij = 1/k² Σ over the window at (i, j) of x_c.
 * Shape   as `maxPool2d`
 * Errors  as `maxPool2d`
 * @example
 * build([16, 10, 10], avgPool2d(2)).output // [16, 5, 5]
 */
export const avgPool2d = pool('avgPool2d', 2, (x, options) => ops.avgPool2d(x, options));
