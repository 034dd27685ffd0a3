import * as ops from '../../ops/index.js';
import { dimension, expectSpelt, notSpatial, size } from '../../shape/index.js';
import type { Channels, NotSpatial, OptionNames, Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Known } from '../options.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';
import { expectNorm } from './pool.js';

/** The rule of a pooling over all of space. */
export interface GlobalPool<Op extends string> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? Channels<X> extends [infer C extends number, Shape]
      ? [C]
      : NotSpatial<X, Op>
    : never;
}

const globalPool = <Op extends string>(operation: Op, f: (x: Values) => Values): Layer<GlobalPool<Op>> =>
  layer(
    pure(
      operation,
      (input) => (input.length > 1 ? input.slice(0, 1) : notSpatial(input, operation)),
      (x) => f(x),
    ),
  );

/** each channel as one line of n numbers, made one number by a window over all of it */
const overAll = (x: Values, pool: (line: Values, kernel: number) => Values): Values => {
  const [channels, n] = [dimension(x.shape, 0), size(x.shape.slice(1))];
  return ops.reshape(pool(ops.reshape(x, [channels, n]), n), [channels]);
};

/**
 * The mean of each channel: y_c = 1/(H·W) Σ_ij x_cij.
 * Shape   [C, ...spatial] → [C]
 * Errors  "globalAvgPool: expected an input [C, ...spatial], got [784]"
 * Source  Lin et al. 2013
 */
export const globalAvgPool = globalPool('globalAvgPool', (x) => ops.mean(x, [...x.shape.keys()].slice(1)));

/**
 * The largest number of each channel: y_c = max_ij x_cij.
 * Shape   [C, ...spatial] → [C]
 * Errors  as `globalAvgPool`
 */
export const globalMaxPool = globalPool('globalMaxPool', (x) =>
  overAll(x, (line, kernel) => ops.maxPool1d(line, { kernel })),
);

/** What a global pooling by a norm may be told. */
export interface GlobalLpPoolOptions {
  /** The p of the norm, 2 unless it is given. */
  readonly norm?: number;
}
const names: OptionNames<GlobalLpPoolOptions> = { norm: true };

/**
 * The norm of each channel: y_c = (Σ_ij |x_cij|ᵖ)^(1/p).
 * Shape   [C, ...spatial] → [C]
 * Errors  as `globalAvgPool`; at once "globalLpPool: norm 0.5 is not a finite number from 1 up"
 * @example
 * build([64, 7, 7], globalLpPool({ norm: 3 })).output // [64]
 */
export const globalLpPool = <
  const O extends GlobalLpPoolOptions & Known<O, keyof GlobalLpPoolOptions, 'globalLpPool'> = object,
>(
  options?: O,
): Layer<GlobalPool<'globalLpPool'>> => {
  const given: GlobalLpPoolOptions = options ?? {};
  expectSpelt(given, names, 'globalLpPool');
  const norm = expectNorm(given.norm ?? 2, 'globalLpPool');
  return globalPool('globalLpPool', (x) => overAll(x, (line, kernel) => ops.lpPool1d(line, { kernel, norm })));
};
