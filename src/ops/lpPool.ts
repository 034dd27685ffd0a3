/** Pooling by a norm. */
import { times } from '../primitive/arithmetic.js';
import { abs, choose, greater } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { power, sqrt } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { windowSum } from '../primitive/window.js';
import type { SpatialRank } from '../shape/convolution.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import type { Pool } from '../shape/pool.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import { poolNames, windowsOf } from './pool.js';
import type { PoolOptions } from './pool.js';

/** What a pooling by a norm may be told: the p of the norm, 2 unless said otherwise. */
export interface LpPoolOptions extends PoolOptions {
  readonly norm?: number;
}

const names: OptionNames<LpPoolOptions> = { ...poolNames, norm: true };

/** The type of a pooling by a norm in `Rank` dimensions. */
export type LpPooling<Op extends string, Rank extends SpatialRank> = <
  S extends Shape,
  D extends Float,
  const O extends LpPoolOptions,
>(
  x: Tensor<S, D>,
  options: Arg<Spelt<O, keyof LpPoolOptions, Op, Pool<S, O, Op, Rank>>, O>,
) => Result<Pool<S, O, Op, Rank>, D>;

const lpPooling =
  <Op extends string, Rank extends SpatialRank>(operation: Op, rank: Rank): LpPooling<Op, Rank> =>
  (x, options) => {
    const tensor = expectTensor(x, operation);
    const windows = windowsOf(operation, rank, tensor, options, names);
    const p = typeof options === 'string' ? undefined : options.norm;
    return result(root(apply(windowSum, { windows }, raised(tensor, normOf(p, operation))), p));
  };

const normOf = (p: number | undefined, operation: string): number | undefined => {
  if (p !== undefined && !(p >= 1 && p < Infinity))
    throw new RangeError(`${operation}: norm ${p} is not a finite number from 1 up`);
  return p;
};

/** |x|ᵖ */
const raised = (x: AnyTensor, p = 2): AnyTensor =>
  p === 2 ? times(x, x) : apply(power, {}, apply(abs, {}, x), like(x, p));

/** s^(1/p) of s ≥ 0, with derivative 0 at 0 */
const root = (s: AnyTensor, p = 2): AnyTensor => {
  const positive = apply(greater, {}, s, like(s, 0));
  const safe = choose(positive, s, like(s, 1));
  return choose(positive, p === 2 ? apply(sqrt, {}, safe) : apply(power, {}, safe, like(s, 1 / p)), like(s, 0));
};

/** {@link lpPool2d} in one dimension: [...b, c, w]. */
export const lpPool1d = lpPooling('lpPool1d', 1);

/**
 * y[c, i, j] = (Σ |x[c]|ᵖ over the window at (i·s, j·s))^(1/p) with p = `norm`: L2 pooling unless said otherwise. As p grows it becomes the
 * maximum of |x|.
 *
 * Shape     as of {@link maxPool2d}; padding counts as zeros
 * Gradient  ȳ·(|x|/y)^(p−1)·sign x, 0 where the window holds nothing but zeros
 * Errors    "lpPool2d: kernel 2 is larger than padded input 1", "lpPool2d: norm 0.5 is not a finite number from 1 up"
 * Source    Sermanet et al. 2012; deck row C8
 * @example
 * lpPool2d(tensor([[[3, 0], [0, 4]]]), { kernel: 2 }) // [[[5]]]
 */
export const lpPool2d = lpPooling('lpPool2d', 2);

/** {@link lpPool2d} in three dimensions: [...b, c, d, h, w]. */
export const lpPool3d = lpPooling('lpPool3d', 3);
