import * as ops from '../../ops/index.js';
import { expectSpelt, pairOf, withMarginShape } from '../../shape/index.js';
import type { Margin, OptionNames, Pair, Shape, WithMargin } from '../../shape/index.js';
import { fromArray } from '../../tensor/literal.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Known } from '../options.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';

/** The rule of `pad`. */
export interface Pad<M extends Margin> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? WithMargin<X, M, 'pad'> : never;
}

/** The place 0 … n − 1 whose element stands at place i of an axis that goes on at both ends. */
type Continuation = (i: number, n: number) => number;
const modulo: Continuation = (i, n) => ((i % n) + n) % n;

const continuations = {
  mirror: (i, n) => {
    const period = Math.max(1, 2 * n - 2);
    const j = modulo(i, period);
    return Math.min(j, period - j);
  },
  replicate: (i, n) => Math.min(Math.max(i, 0), n - 1),
  wrap: modulo,
} satisfies Readonly<Record<string, Continuation>>;

/** What a padding may be told. */
export interface PadLayerOptions {
  /**
   * What stands beyond the edge of a b c d: zeros unless it is given; with `mirror` b c d before a and c b a after d, with `replicate`
   * a and d again, with `wrap` the other end.
   */
  readonly boundary?: keyof typeof continuations | 'zero';
}
const names: OptionNames<PadLayerOptions> = { boundary: true };

/** an axis read at the places that stand from `low` before it to `high` after it */
const continued = (x: Values, axis: number, [low, high]: Pair, place: Continuation): Values => {
  const n = x.shape[axis] ?? 0;
  const places = Int32Array.from({ length: low + n + high }, (_, i) => place(i - low, n));
  return ops.take(x, fromArray(places, [places.length]), axis);
};

/**
 * The example with a margin around it: a width for all sides, or a width or [low, high] for each spatial dimension. Before a
 * convolution, a padding that is not of zeros.
 * Shape   [C, H, W] by m → [C, H + 2m, W + 2m]
 * Errors  "pad: width -1 is not a non-negative integer", "pad: width has 3 entries for 2 spatial dimensions";
 *         at once "pad: boundary 'reflect' is none of zero, mirror, replicate, wrap"
 * Source  as PyTorch's zeros, reflect, replicate and circular
 * @example
 * build([3, 32, 32], pad(1, { boundary: 'mirror' })).output // [3, 34, 34]
 */
export const pad = <
  const M extends Margin,
  const O extends PadLayerOptions & Known<O, keyof PadLayerOptions, 'pad'> = object,
>(
  width: M,
  options?: O,
): Layer<Pad<M>> => {
  const told: PadLayerOptions = options ?? {};
  expectSpelt(told, names, 'pad');
  const { boundary = 'zero' } = told;
  if (boundary !== 'zero' && !Object.hasOwn(continuations, boundary))
    throw new RangeError(`pad: boundary '${boundary}' is none of zero, ${Object.keys(continuations).join(', ')}`);
  const widths = (x: Values): readonly Pair[] => x.shape.slice(1).map((_, index) => pairOf(width, index));
  return layer(
    pure(
      'pad',
      (input) => withMarginShape(input, width, 'pad'),
      boundary === 'zero'
        ? (x) => ops.pad(x, [[0, 0], ...widths(x)])
        : (x) => widths(x).reduce((y, pair, index) => continued(y, index + 1, pair, continuations[boundary]), x),
    ),
  );
};
