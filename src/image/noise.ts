/** Noise, from a key. */
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { add, less, where } from '../ops/index.js';
import type { Shape } from '../shape/shape.js';
import { expectSpelt } from '../shape/options.js';
import { expectKey } from '../random/key.js';
import type { Key } from '../random/key.js';
import { normal } from '../random/normal.js';
import { uniform } from '../random/uniform.js';
import { expectFloats } from './planes.js';

/**
 * Salt and pepper: each element turns, with probability `rate`, black or white, one as often as the other. Each channel has noise of its own.
 *
 * Shape     [...s] → [...s]
 * Gradient  ȳ where the element stayed
 * Errors    "saltAndPepper: rate 2 is not a probability"
 * Source    deck row I8
 * @example
 * saltAndPepper(random.key(7), full([4, 4], 0.5), 0.15) // Tensor<[4, 4]>
 */
export const saltAndPepper = <S extends Shape, D extends Float>(
  key: Key,
  image: Tensor<S, D>,
  rate: number,
  options: { readonly salt?: number; readonly pepper?: number } = {},
): Tensor<S, D> => {
  expectSpelt(options, { salt: true, pepper: true }, 'saltAndPepper');
  const { salt = 1, pepper = 0 } = options;
  const x = expectFloats(image, 'saltAndPepper');
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`saltAndPepper: rate ${rate} is not a probability`);
  const draw = uniform(expectKey(key, 'saltAndPepper'), x.shape, { dtype: x.dtype });
  return typed(where(less(draw, rate / 2), pepper, where(less(draw, rate), salt, x)));
};

/**
 * Additive white noise, x + σz with z normal; not clipped to any range.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ
 * Errors    "gaussianNoise: sigma -1 is not a finite number from 0 on"
 * Source    deck row I8
 * @example
 * gaussianNoise(random.key(7), zeros([4, 4]), 0.15) // Tensor<[4, 4]>
 */
export const gaussianNoise = <S extends Shape, D extends Float>(
  key: Key,
  image: Tensor<S, D>,
  sigma: number,
): Tensor<S, D> => {
  const x = expectFloats(image, 'gaussianNoise');
  if (!(sigma >= 0 && sigma < Infinity))
    throw new RangeError(`gaussianNoise: sigma ${sigma} is not a finite number from 0 on`);
  return typed(add(x, normal(expectKey(key, 'gaussianNoise'), x.shape, { dtype: x.dtype, deviation: sigma })));
};
