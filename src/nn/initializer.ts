import { full } from '../ops/index.js';
import { truncatedNormal, normal, uniform, type Key } from '../random/index.js';
import { size, type Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { add, multiply } from '../ops/index.js';
import type { Values } from './values.js';

/** The tensor that a parameter starts as. */
export type Initializer = (key: Key, shape: Shape, dtype: Float) => Values;

const constant =
  (value: number): Initializer =>
  (_, shape, dtype) =>
    full(shape, value, { dtype });

const between =
  (low: number, high: number): Initializer =>
  (key, shape, dtype) =>
    uniform(key, shape, { low, high, dtype });

const around =
  (mean: number, deviation: number): Initializer =>
  (key, shape, dtype) =>
    normal(key, shape, { mean, deviation, dtype });

/** How many inputs an output sees and how many outputs an input reaches, for weights [out, in, ...kernel]. */
const fans = (shape: Shape): readonly [fanIn: number, fanOut: number] => {
  const [out = 1, depth = 1, ...kernel] = shape;
  return [depth * size(kernel), out * size(kernel)];
};

/** A distribution whose variance depends on the fans of the weights. */
const scaled =
  (
    from: (deviation: number) => Initializer,
    variance: (fanIn: number, fanOut: number) => number,
  ): (() => Initializer) =>
  () =>
  (key, shape, dtype) =>
    from(Math.sqrt(variance(...fans(shape))))(key, shape, dtype);

const symmetric = (deviation: number): Initializer => between(-deviation * Math.sqrt(3), deviation * Math.sqrt(3));
const centred = (deviation: number): Initializer => around(0, deviation);
const inverse = (fan: number): number => (fan === 0 ? 0 : 1 / fan);

/** U(−1/√fan, 1/√fan): how the weights and biases of convolutions and linear layers start. */
export const fanInUniform = (fan: number): Initializer => symmetric(Math.sqrt(inverse(fan) / 3));

/**
 * How parameters can start. Weights have the shape [out, in, ...kernel]; fan_in = in · |kernel|, fan_out = out · |kernel|.
 * Source  Glorot and Bengio 2010 (xavier), He et al. 2015 (he), LeCun et al. 1998 (lecun)
 */
export const initializers = {
  zeros: constant(0),
  ones: constant(1),
  constant,
  /** Uniform in [low, high). */
  uniform: ({ low = 0, high = 1 }: { readonly low?: number; readonly high?: number } = {}): Initializer =>
    between(low, high),
  /** Normal with a mean and a standard deviation. */
  normal: ({ mean = 0, deviation = 1 }: { readonly mean?: number; readonly deviation?: number } = {}): Initializer =>
    around(mean, deviation),
  /** Normal, but never further from the mean than twice the deviation. */
  truncatedNormal:
    ({ mean = 0, deviation = 1 }: { readonly mean?: number; readonly deviation?: number } = {}): Initializer =>
    (key, shape, dtype) =>
      add(multiply(truncatedNormal(key, -2, 2, shape, { dtype }), deviation), mean),
  /** σ² = 2 / (fan_in + fan_out) */
  xavierUniform: scaled(symmetric, (fanIn, fanOut) => 2 * inverse(fanIn + fanOut)),
  xavierNormal: scaled(centred, (fanIn, fanOut) => 2 * inverse(fanIn + fanOut)),
  /** σ² = 2 / fan_in */
  heUniform: scaled(symmetric, (fanIn) => 2 * inverse(fanIn)),
  heNormal: scaled(centred, (fanIn) => 2 * inverse(fanIn)),
  /** σ² = 1 / fan_in */
  lecunUniform: scaled(symmetric, (fanIn) => inverse(fanIn)),
  lecunNormal: scaled(centred, (fanIn) => inverse(fanIn)),
};
