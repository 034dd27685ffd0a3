/** Averages of gradients, and what divides by them. */
import { over, plus } from '../primitive/arithmetic.js';
import { like } from '../primitive/create.js';
import { sqrt } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { divide, power, subtract } from '../ops/index.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { scaled } from './optimizer.js';
import { real } from './schedule.js';
import type { StepCount } from './schedule.js';

/** βm + (1 − β)x */
export const average = (m: AnyTensor, x: AnyTensor, beta: number): AnyTensor =>
  plus(scaled(m, beta), scaled(x, 1 - beta));

/** u/(√v + ε) */
export const divideByRoot = (u: AnyTensor, v: AnyTensor, epsilon: number): AnyTensor =>
  over(u, plus(apply(sqrt, {}, v), like(v, epsilon)));

/** 1/(1 − βᵗ): what makes an average of t terms that began at zero unbiased */
export const correction = (beta: number, step: StepCount): Tensor<[], 'float64'> =>
  divide(1, subtract(1, power(beta, real(step))));
