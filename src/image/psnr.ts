import { expectOneDType, ShapeError } from '../shape/error.js';
import { sameShape, show } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { divide, log, mean, multiply, square, subtract } from '../ops/index.js';
import { expectSpelt } from '../shape/options.js';
import { expectFloats } from './planes.js';
import type { Floats } from './planes.js';

/**
 * The peak signal-to-noise ratio in decibels, 10·log₁₀(peak² / mean (x − y)²); infinite where the two are equal.
 *
 * Shape     two images [...s] → []
 * Gradient  that of the logarithm of the mean squared error
 * Errors    "psnr: [2, 3] and [3, 2] differ", "psnr: peak 0 is not a positive number"
 * Source    skimage.metrics: peak_signal_noise_ratio
 * @example
 * psnr(tensor([[1, 1]]), tensor([[0.9, 0.9]])) // 20
 */
export const psnr = <S extends Shape, D extends Float>(
  image: Tensor<S, D>,
  reference: Tensor<NoInfer<S>, NoInfer<D>>,
  options: { readonly peak?: number } = {},
): Tensor<[], D> => {
  expectSpelt(options, { peak: true }, 'psnr');
  const { peak = 1 } = options;
  if (!(peak > 0 && peak < Infinity)) throw new RangeError(`psnr: peak ${peak} is not a positive number`);
  const [x, y]: readonly [Floats, Floats] = [expectFloats(image, 'psnr'), expectFloats(reference, 'psnr')];
  expectOneDType('psnr', x, y);
  if (!sameShape(x.shape, y.shape))
    throw new ShapeError(`psnr: ${show(x.shape)} and ${show(y.shape)} differ`, [x.shape, y.shape]);
  return typed(multiply(log(divide(mean(square(subtract(x, y))), peak ** 2)), -10 / Math.LN10));
};
