import * as ops from '../../ops/index.js';
import type { PoolOptions } from '../../ops/index.js';
import { poolNames } from '../../ops/pool.js';
import { expectSpelt, poolShape, unpoolShape } from '../../shape/index.js';
import type { PerDimension, Pool as Pooled, Shape, SpatialRank, Unpool } from '../../shape/index.js';
import { composite, pure, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RuleOf } from '../named.js';
import type { Known } from '../options.js';
import type { Composite, EntriesOf, OutputOf, Rule } from '../rule.js';
import type { Values } from '../values.js';
import { optionsOf, type PoolSettingsOf } from './pool.js';

/** The rule of a max-unpooling around inner layers. */
export interface MaxUnpooled<
  Op extends string,
  Rank extends SpatialRank,
  O extends PoolOptions,
  F extends Rule,
> extends Composite {
  readonly Out: Around<this['In'], PooledBy<this['In'], O, Op, Rank>, O, F, Op, Rank>;
  readonly Entries: EntriesOf<F, PooledBy<this['In'], O, Op, Rank>>;
  readonly Names: F['Names'];
}
type PooledBy<X, O extends PoolOptions, Op extends string, Rank extends SpatialRank> = X extends Shape
  ? Pooled<X, O, Op, Rank>
  : never;
type Around<X, P, O extends PoolOptions, F extends Rule, Op extends string, Rank extends SpatialRank> = P extends Shape
  ? OutputOf<F, P> extends infer Y
    ? Y extends Shape
      ? X extends Shape
        ? Unpool<Y, X, O, Op, Rank>
        : never
      : Y
    : never
  : P;

type MaxUnpooledLayer<Op extends string, Rank extends SpatialRank> = <
  const O extends PerDimension | (PoolOptions & Known<O, keyof PoolOptions, Op>),
  I extends Item,
>(
  options: O,
  inner: I,
) => Layer<MaxUnpooled<Op, Rank, PoolSettingsOf<O>, RuleOf<I>>>;

type Pooling = (x: Values, options: PoolOptions) => Values;
type Unpooling = (y: Values, pooled: Values, options: PoolOptions) => Values;

const maxUnpooled =
  <Op extends string, Rank extends SpatialRank>(
    operation: Op,
    rank: Rank,
    pool: Pooling,
    unpool: Unpooling,
  ): MaxUnpooledLayer<Op, Rank> =>
  (options, inner) => {
    const windows = optionsOf(options);
    expectSpelt(windows, poolNames, operation);
    return layer(around(operation, rank, windows, pool, unpool, define(inner)));
  };

const around = (
  operation: string,
  rank: SpatialRank,
  windows: PoolOptions,
  pool: Pooling,
  unpool: Unpooling,
  inner: Definition,
): Definition => {
  const pooled = (input: Shape) => poolShape(input, windows, rank, operation);
  const pooling = pure(`maxPool${rank}d`, pooled, (x) => pool(x, windows));
  return composite(
    operation,
    [pooling, inner],
    (input) => {
      const shape = pooled(input);
      return typeof shape === 'string' ? [input] : [input, shape];
    },
    (input) => {
      const shape = pooled(input);
      const verdict = typeof shape === 'string' ? shape : inner.output(shape);
      return typeof verdict === 'string' ? verdict : unpoolShape(verdict, input, windows, rank, operation);
    },
    (variables, x, context) => {
      const [y, state] = inner.apply(variables, pool(x, windows), context);
      return [unpool(y, x, windows), state];
    },
  );
};

/** Max-unpooling around inner layers in one spatial dimension; see `maxUnpooled2d`. */
export const maxUnpooled1d = maxUnpooled(
  'maxUnpooled1d',
  1,
  (x, options) => ops.maxPool1d(x, options),
  (y, x, options) => ops.maxUnpool1d(y, x, options),
);

/**
 * A max-pooling, layers on what it leaves, and the unpooling that is its pair: y = unpool(f(pool(x))), each element of f(pool(x))
 * where the pooling found its maximum, zeros elsewhere. Nested, it is an encoder with its decoder.
 * Shape       x [C, H, W], which f maps pooled [C, H′, W′] → [C, H′, W′], → [C, H, W]
 * Parameters  those of the inner layers
 * Errors      "maxUnpooled2d: the pooled [3, 8, 8] is [3, 4, 4], not [6, 4, 4]", those of the pooling and of the inner layers
 * Source      Zeiler and Fergus 2014; Noh et al. 2015; Badrinarayanan et al. 2015 (SegNet)
 * @example
 * build([3, 8, 8], maxUnpooled2d(2, { conv: conv2d({ out: 3, kernel: 3, padding: 1 }) })).output // [3, 8, 8]
 */
export const maxUnpooled2d = maxUnpooled(
  'maxUnpooled2d',
  2,
  (x, options) => ops.maxPool2d(x, options),
  (y, x, options) => ops.maxUnpool2d(y, x, options),
);

/** Max-unpooling around inner layers in three spatial dimensions; see `maxUnpooled2d`. */
export const maxUnpooled3d = maxUnpooled(
  'maxUnpooled3d',
  3,
  (x, options) => ops.maxPool3d(x, options),
  (y, x, options) => ops.maxUnpool3d(y, x, options),
);
