/** Max-unpooling: back to the places where a max-pooling found its maxima. */
import { apply } from '../primitive/primitive.js';
import { windowMax } from '../primitive/window.js';
import type { SpatialRank } from '../shape/convolution.js';
import { expectShape } from '../shape/error.js';
import type { Spelt } from '../shape/options.js';
import { unpoolShape } from '../shape/pool.js';
import type { Unpool } from '../shape/pool.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import { expectSight, windowsOf } from './pool.js';
import type { PoolOptions } from './pool.js';

/** The type of a max-unpooling in `Rank` dimensions. */
export type Unpooling<Op extends string, Rank extends SpatialRank> = <
  Y extends Shape,
  S extends Shape,
  D extends Float,
  const O extends PoolOptions,
>(
  y: Tensor<Y, D>,
  pooled: Arg<Unpool<Y, S, O, Op, Rank>, Tensor<S, Float>>,
  options: Arg<Spelt<O, keyof PoolOptions, Op, null>, O>,
) => Result<Unpool<Y, S, O, Op, Rank>, D>;

const unpooling =
  <Op extends string, Rank extends SpatialRank>(operation: Op, rank: Rank): Unpooling<Op, Rank> =>
  (y, pooled, options) => {
    const [values, x] = [expectTensor(y, operation), expectTensor(pooled, operation)];
    const windows = expectSight(x, windowsOf(operation, rank, x, options), operation);
    if (typeof options === 'string') throw new TypeError(options);
    expectShape(unpoolShape(values.shape, x.shape, options, rank, operation), values.shape, x.shape);
    return result(sentBack(values, x, { windows }));
  };

/** the pullback of the pooling: it sends each cotangent to the place of the maximum */
const sentBack = (y: AnyTensor, x: AnyTensor, windows: Parameters<typeof windowMax.vjp>[0]): AnyTensor => {
  const [back] = windowMax.vjp(windows, [y], { inputs: [x], outputs: [apply(windowMax, windows, x)] });
  if (back === undefined) throw new RangeError('internal: the pullback of windowMax is zero');
  return back;
};

/** {@link maxUnpool2d} in one dimension: [...b, c, w]. */
export const maxUnpool1d = unpooling('maxUnpool1d', 1);

/**
 * The elements of y at the places where the paired `maxPool2d(pooled, options)` found its maxima, zeros elsewhere: the pullback of that
 * pooling, applied to y. The pair is named by what was pooled and how, so indices, plane and windows cannot disagree.
 *
 * Shape     y [...b, c, h′, w′], which is the shape of the pooling, and pooled [...b, c, h, w] → [...b, c, h, w]
 * Gradient  of y: ȳ read at those places, of pooled: none; elements of y that meet in one place add up, as overlapping windows do
 * Errors    "maxUnpool2d: the pooled [1, 5, 5] is [1, 2, 2], not [1, 3, 3]", and those of {@link maxPool2d}
 * Source    Zeiler & Fergus 2014; deck row C9
 * @example
 * maxUnpool2d(tensor([[[7]]]), tensor([[[1, 2], [4, 3]]]), { kernel: 2 }) // [[[0, 0], [7, 0]]]
 */
export const maxUnpool2d = unpooling('maxUnpool2d', 2);

/** {@link maxUnpool2d} in three dimensions: [...b, c, d, h, w]. */
export const maxUnpool3d = unpooling('maxUnpool3d', 3);
