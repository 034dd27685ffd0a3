import * as ops from '../../ops/index.js';
import type { PoolOptions } from '../../ops/index.js';
import { adaptivePoolShape, dimension, entryOf } from '../../shape/index.js';
import type { AdaptivePool, PerDimension, Shape, SpatialRank } from '../../shape/index.js';
import { fromArray } from '../../tensor/literal.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';
import { largestOf, meanOf } from './pool.js';

/** The rule of a pooling to a given size. */
export interface AdaptivePooling<Op extends string, Rank extends SpatialRank, Z extends PerDimension> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? AdaptivePool<X, Z, Op, Rank> : never;
}

/** An axis of n elements in m bins, which overlap where m does not divide n: bin i is from ⌊in/m⌋ up to ⌈(i + 1)n/m⌉. */
interface Bins {
  /** the elements of the bins, one bin after the other; a bin narrower than the widest has its last element again */
  readonly places: readonly number[];
  /** what an element counts for in the mean over a bin as wide as the widest; nothing where it stands again */
  readonly weights: readonly number[];
  readonly width: number;
}
const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
const binsOf = (n: number, m: number): Bins => {
  const bins = range(m).map((i) => ({ start: Math.floor((i * n) / m), end: Math.ceil(((i + 1) * n) / m) }));
  const width = Math.max(...bins.map(({ start, end }) => end - start));
  return {
    places: bins.flatMap(({ start, end }) => range(width).map((t) => Math.min(start + t, end - 1))),
    weights: bins.flatMap(({ start, end }) => range(width).map((t) => (start + t < end ? width / (end - start) : 0))),
    width,
  };
};

/** x with the elements of its bins side by side along each spatial axis; as it is where they stand so already */
const sideBySide = (x: Values, bins: readonly Bins[], weigh: boolean): Values =>
  bins.reduce((y, { places, weights }, d) => {
    const axis = y.shape.length - bins.length + d;
    if (places.length === dimension(y.shape, axis)) return y;
    const spread: Values = ops.take(y, fromArray(Int32Array.from(places), [places.length]), axis);
    if (!weigh) return spread;
    const column = [places.length, ...range(bins.length - d - 1).map(() => 1)];
    return ops.multiply(spread, ops.cast(fromArray(Float64Array.from(weights), column), x.dtype));
  }, x);

const adaptive =
  <Op extends string, Rank extends SpatialRank>(
    operation: Op,
    rank: Rank,
    pool: (x: Values, windows: PoolOptions) => Values,
    weigh: boolean,
  ) =>
  <const Z extends PerDimension>(size: Z): Layer<AdaptivePooling<Op, Rank, Z>> =>
    layer(
      pure(
        operation,
        (input) => adaptivePoolShape(input, size, rank, operation),
        (x) => {
          const bins = x.shape.slice(-rank).map((n, d) => binsOf(n, entryOf(size, d)));
          return pool(sideBySide(x, bins, weigh), { kernel: bins.map(({ width }) => width) });
        },
      ),
    );

/** The mean of each of m bins of one spatial dimension; see `adaptiveAvgPool2d`. */
export const adaptiveAvgPool1d = adaptive('adaptiveAvgPool1d', 1, meanOf[1], true);

/**
 * The means of m bins in each spatial dimension, whatever its length n: bin i is from ⌊in/m⌋ up to ⌈(i + 1)n/m⌉, so bins overlap where m
 * does not divide n. Where it does, it is `avgPool2d` with a kernel of n/m.
 * Shape   [C, H, W] to size m → [C, m, m]; to size [k, m] → [C, k, m]
 * Errors  "adaptiveAvgPool2d: size 0 is not a positive integer", "adaptiveAvgPool2d: size has 3 entries for 2 spatial dimensions"
 * Source  He et al. 2014 (spatial pyramid pooling); the bins of PyTorch
 * @example
 * build([512, 15, 20], adaptiveAvgPool2d(7)).output // [512, 7, 7]
 */
export const adaptiveAvgPool2d = adaptive('adaptiveAvgPool2d', 2, meanOf[2], true);

/** The means of bins of three spatial dimensions; see `adaptiveAvgPool2d`. */
export const adaptiveAvgPool3d = adaptive('adaptiveAvgPool3d', 3, meanOf[3], true);

/** The largest of each of m bins of one spatial dimension; see `adaptiveMaxPool2d`. */
export const adaptiveMaxPool1d = adaptive('adaptiveMaxPool1d', 1, largestOf[1], false);

/**
 * The largest of each of m bins in each spatial dimension; the bins are those of `adaptiveAvgPool2d`.
 * Shape   as `adaptiveAvgPool2d`
 * Errors  as `adaptiveAvgPool2d`
 * Source  He et al. 2014; the bins of PyTorch
 * @example
 * build([512, 15, 20], adaptiveMaxPool2d([1, 2])).output // [512, 1, 2]
 */
export const adaptiveMaxPool2d = adaptive('adaptiveMaxPool2d', 2, largestOf[2], false);

/** The largest of bins of three spatial dimensions; see `adaptiveMaxPool2d`. */
export const adaptiveMaxPool3d = adaptive('adaptiveMaxPool3d', 3, largestOf[3], false);
