/** The values of pictures changed: brightness, contrast, saturation, noise, bounds, and squares cut out. Masks keep their values. */
import { gaussianNoise, toGrey } from '../image/index.js';
import {
  add,
  and,
  clip as clipped,
  expand,
  floor,
  greaterEqual,
  less,
  mean,
  multiply,
  range,
  subtract,
  where,
} from '../ops/index.js';
import { expectSpelt } from '../shape/options.js';
import { dimension, isNatural } from '../shape/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { between, draws, expectAmount, expectFactor } from './amount.js';
import type { Amount } from './amount.js';
import { pointwise } from './augmentation.js';
import type { Augmentation } from './augmentation.js';

/**
 * Each picture as much brighter: y = x + b, b uniform in [−amount, amount].
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "brightness: amount -1 is not a finite number from 0 on"
 * Source    deck row N11
 * @example
 * compose(brightness(0.2), clip(0, 1))(random.key(1), zeros([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const brightness = (amount: Amount): Augmentation => {
  const bounds = expectAmount(amount, 'brightness', 'amount');
  return pointwise((key, x) => add(x, between(draws(key, 1, x.dtype)(0), bounds)));
};

/**
 * Each channel of a picture farther from its mean, or nearer: y = x + (f − 1)(x − μ), f uniform in [1 − a, 1 + a].
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "contrast: a factor from -1 to 3 may be negative"
 * @example
 * contrast(0.2)(random.key(1), zeros([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const contrast = (factor: Amount): Augmentation => {
  const bounds = expectFactor(factor, 'contrast', 'zero');
  return pointwise((key, x) => {
    const beyond = subtract(between(draws(key, 1, x.dtype)(0), bounds), 1);
    return add(x, multiply(subtract(x, mean(x, [1, 2], { keepDimensions: true })), beyond));
  });
};

/**
 * The colours of each picture farther from grey, or nearer: y = x + (f − 1)(x − grey(x)), f uniform in [1 − a, 1 + a].
 *
 * Shape     [n, 3, h, w] → [n, 3, h, w]
 * Errors    "saturation: a factor from -1 to 3 may be negative", "toGrey: expected [..., 3, height, width], got [1, 28, 28]"
 * @example
 * saturation(0.2)(random.key(1), zeros([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const saturation = (factor: Amount): Augmentation => {
  const bounds = expectFactor(factor, 'saturation', 'zero');
  return pointwise((key, x) => {
    const beyond = subtract(between(draws(key, 1, x.dtype)(0), bounds), 1);
    return add(x, multiply(subtract(x, toGrey(x)), beyond));
  });
};

/**
 * Each value with noise of its own: y = x + σz, z normal.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "gaussianNoise: sigma -1 is not a finite number from 0 on"
 * Source    deck rows I8, N11
 * @example
 * noise(0.1)(random.key(1), zeros([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const noise = (deviation: number): Augmentation => {
  if (!(deviation >= 0 && deviation < Infinity))
    throw new RangeError(`noise: deviation ${deviation} is not a finite number from 0 on`);
  return pointwise((key, x) => gaussianNoise(key, x, deviation));
};

/**
 * Values held between two bounds, after what may have led out of them.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "clip: expected low <= high, got low 1 and high 0"
 * @example
 * clip(0, 1)(random.key(1), tensor([[[[-1, 2]]]])) // [[[[0, 1]]]]
 */
export const clip = (low: number, high: number): Augmentation => {
  if (!(low <= high)) throw new RangeError(`clip: expected low <= high, got low ${low} and high ${high}`);
  return pointwise((_, x) => clipped(x, low, high));
};

/**
 * A square of each picture replaced by a value, 0 unless said otherwise, in all channels. Its centre is any pixel, so near the edge a part of it is
 * outside: from ⌈size/2⌉² to size² pixels are lost.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "cutout: size 1.5 is not a non-negative integer", "cutout: value NaN is not a number"
 * Source    DeVries and Taylor 2017
 * @example
 * cutout(8)(random.key(1), ones([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const cutout = (size: number, options: { readonly value?: number } = {}): Augmentation => {
  expectSpelt(options, { value: true }, 'cutout');
  const { value = 0 } = options;
  if (!isNatural(size)) throw new RangeError(`cutout: size ${size} is not a non-negative integer`);
  if (!Number.isFinite(value)) throw new RangeError(`cutout: value ${value} is not a number`);
  return pointwise((key, x) => {
    const draw = draws(key, 2, x.dtype);
    const within = (axis: 1 | 2): Tensor<readonly [number], 'bool'> => {
      const length = dimension(x.shape, axis);
      const places = range(length, { dtype: x.dtype });
      const start = subtract(floor(multiply(draw(axis - 1), length)), Math.floor(size / 2));
      return and(greaterEqual(places, start), less(places, add(start, size)));
    };
    return where(and(expand(within(1), 1), within(2)), value, x);
  });
};
