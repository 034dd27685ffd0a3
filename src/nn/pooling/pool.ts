import * as ops from '../../ops/index.js';
import type { PoolOptions } from '../../ops/index.js';
import { expectSight, poolNames, windowsOf } from '../../ops/pool.js';
import {
  expectSpelt,
  poolShape,
  type OptionNames,
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
export const optionsOf = <O extends PoolOptions>(options: PerDimension | O): PoolOptions | O =>
  typeof options === 'number' || !('kernel' in options) ? { kernel: options } : options;

/** What an average pooling may be told. */
export interface AvgPoolOptions extends PoolOptions {
  /** `false` for the mean of what lies inside the input; else padding counts as zeros. */
  readonly countPadding?: boolean;
}

/** What a pooling by a norm may be told. */
export interface LpPoolOptions extends PoolOptions {
  /** The p of the norm, 2 unless it is given. */
  readonly norm?: number;
}

type PoolLayer<Op extends string, Rank extends SpatialRank, Options extends PoolOptions> = <
  const O extends PerDimension | (Options & Known<O, keyof Options, Op>),
>(
  options: O,
) => Layer<Pool<Op, Rank, PoolSettingsOf<O>>>;

type Told = AvgPoolOptions & LpPoolOptions;

const pool =
  <Op extends string, Rank extends SpatialRank, Options extends PoolOptions>(
    operation: Op,
    rank: Rank,
    names: OptionNames<Options>,
    make: (told: Told, rank: SpatialRank, operation: string) => (x: Values) => Values,
  ): PoolLayer<Op, Rank, Options> =>
  (options) => {
    const told: Told = optionsOf(options);
    expectSpelt(told, names, operation);
    return layer(pure(operation, (input) => poolShape(input, told, rank, operation), make(told, rank, operation)));
  };

/** Max pooling by the number of spatial dimensions. */
export const largestOf = {
  1: (x: Values, windows: PoolOptions): Values => ops.maxPool1d(x, windows),
  2: (x: Values, windows: PoolOptions): Values => ops.maxPool2d(x, windows),
  3: (x: Values, windows: PoolOptions): Values => ops.maxPool3d(x, windows),
};
const largest = (windows: PoolOptions, rank: SpatialRank) => (x: Values) => largestOf[rank](x, windows);

/** Average pooling by the number of spatial dimensions. */
export const meanOf = {
  1: (x: Values, windows: PoolOptions): Values => ops.avgPool1d(x, windows),
  2: (x: Values, windows: PoolOptions): Values => ops.avgPool2d(x, windows),
  3: (x: Values, windows: PoolOptions): Values => ops.avgPool3d(x, windows),
};
const avgPoolNames: OptionNames<AvgPoolOptions> = { ...poolNames, countPadding: true };
const average = ({ countPadding = true, ...windows }: AvgPoolOptions, rank: SpatialRank, operation: string) =>
  countPadding
    ? (x: Values) => meanOf[rank](x, windows)
    : (x: Values) => {
        expectSight(x, windowsOf(operation, rank, x, windows), operation);
        /* the mean of ones is the share of a window that lies inside */
        const share = meanOf[rank](ops.ones([1, ...x.shape.slice(-rank)], { dtype: x.dtype }), windows);
        return ops.divide(meanOf[rank](x, windows), share);
      };

const normOf = {
  1: (x: Values, windows: LpPoolOptions): Values => ops.lpPool1d(x, windows),
  2: (x: Values, windows: LpPoolOptions): Values => ops.lpPool2d(x, windows),
  3: (x: Values, windows: LpPoolOptions): Values => ops.lpPool3d(x, windows),
};
const lpPoolNames: OptionNames<LpPoolOptions> = { ...poolNames, norm: true };
const byNorm = (windows: LpPoolOptions, rank: SpatialRank, operation: string) => {
  expectNorm(windows.norm ?? 2, operation);
  return (x: Values) => normOf[rank](x, windows);
};

/** The p of a norm; refused where there is no such norm. */
export const expectNorm = (p: number, operation: string): number => {
  if (!(p >= 1 && p < Infinity)) throw new RangeError(`${operation}: norm ${p} is not a finite number from 1 up`);
  return p;
};

/** Max pooling over one spatial dimension; see `maxPool2d`. */
export const maxPool1d = pool('maxPool1d', 1, poolNames, largest);

/**
 * The largest of each window: y_cij = max over the window at (i, j) of x_c.
 * Shape   [C, H, W] → [C, H′, W′] with H′ = ⌊(H + 2p − k) / s⌋ + 1, rounded up with `ceil`; the stride is the kernel
 *         unless it is given
 * Errors  "maxPool2d: kernel 3 is larger than padded input 2", "maxPool2d: expected an input [..., C, H, W], got [784]"
 * @example
 * build([96, 55, 55], maxPool2d({ kernel: 3, stride: 2 })).output // [96, 27, 27]
 */
export const maxPool2d = pool('maxPool2d', 2, poolNames, largest);

/** Max pooling over three spatial dimensions; see `maxPool2d`. */
export const maxPool3d = pool('maxPool3d', 3, poolNames, largest);

/** Average pooling over one spatial dimension; see `avgPool2d`. */
export const avgPool1d = pool('avgPool1d', 1, avgPoolNames, average);

/**
 * The mean of each window: y_cij = 1/k² Σ over the window at (i, j) of x_c. Padding counts as zeros, or with
 * `countPadding: false` not at all.
 * Shape   as `maxPool2d`
 * Errors  as `maxPool2d`; without padding "avgPool2d: padding 2 lets a kernel of 2 see nothing but padding"
 * @example
 * build([16, 10, 10], avgPool2d(2)).output // [16, 5, 5]
 */
export const avgPool2d = pool('avgPool2d', 2, avgPoolNames, average);

/** Average pooling over three spatial dimensions; see `avgPool2d`. */
export const avgPool3d = pool('avgPool3d', 3, avgPoolNames, average);

/** Pooling by a norm over one spatial dimension; see `lpPool2d`. */
export const lpPool1d = pool('lpPool1d', 1, lpPoolNames, byNorm);

/**
 * The norm of each window: y_cij = (Σ |x_c|ᵖ over the window at (i, j))^(1/p), p = 2 unless `norm` says otherwise (L2 pooling).
 * Shape   as `maxPool2d`
 * Errors  as `maxPool2d`; at once "lpPool2d: norm 0.5 is not a finite number from 1 up"
 * Source  Sermanet et al. 2012
 * @example
 * build([16, 10, 10], lpPool2d({ kernel: 2, norm: 3 })).output // [16, 5, 5]
 */
export const lpPool2d = pool('lpPool2d', 2, lpPoolNames, byNorm);

/** Pooling by a norm over three spatial dimensions; see `lpPool2d`. */
export const lpPool3d = pool('lpPool3d', 3, lpPoolNames, byNorm);
