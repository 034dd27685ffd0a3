import { and, divide, greater, multiply, where } from '../ops/index.js';
import { positive } from './bounds.js';
import { globalNorm } from './clip.js';
import { scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { leafwise } from './stateless.js';
import type { Nothing } from './stateless.js';

/**
 * u ↦ c·(‖θ‖/‖u‖)·u, tensor by tensor: each moves by the same share of its length. Where one of the lengths is 0, u stays.
 *
 * Source   You, Gitman and Ginsburg 2017, LARS; You et al. 2020, LAMB
 */
export const scaleByTrustRatio = ({ coefficient = 1 }: { readonly coefficient?: number } = {}): Optimizer<Nothing> => {
  positive('scaleByTrustRatio', 'coefficient', coefficient);
  return leafwise((update, param) => {
    const [length, step] = [globalNorm(param), globalNorm(update)];
    const ratio = multiply(divide(length, step), coefficient);
    return scaled(update, where(and(greater(length, 0), greater(step, 0)), ratio, 1));
  });
};
