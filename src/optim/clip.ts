import { over, plus, times } from '../primitive/arithmetic.js';
import { sumOver } from '../primitive/broadcast.js';
import { maximum, minimum } from '../primitive/compare.js';
import { castTo, fill, like } from '../primitive/create.js';
import { sqrt } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { fold, map } from '../tree/index.js';
import { positive } from './bounds.js';
import { scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { leafwise, stateless } from './stateless.js';
import type { Nothing } from './stateless.js';

/** kept away from a division by zero, as in PyTorch */
const epsilon = 1e-6;

/**
 * ‖t‖ = √Σ x² over all elements of all tensors of a tree.
 *
 * @example globalNorm({ w: tensor([3]), b: tensor([4]) }) // 5
 */
export const globalNorm = (tree: unknown): Tensor<[], 'float64'> => {
  const squares = fold(tree, fill([], 0, 'float64'), (total, x) =>
    plus(total, castTo(sumOver(times(x, x), [...x.shape.keys()]), 'float64')),
  );
  return typed(apply(sqrt, {}, squares));
};

/**
 * u ↦ u·min(1, c/(‖u‖ + 10⁻⁶)): the direction stays, the length over all tensors becomes at most c.
 *
 * Errors   "clipByGlobalNorm: the limit must be above 0, not 0"
 * Source   Pascanu, Mikolov and Bengio 2013
 */
export const clipByGlobalNorm = (limit: number): Optimizer<Nothing> => {
  positive('clipByGlobalNorm', 'the limit', limit);
  return stateless((updates) => {
    const norm = globalNorm(updates);
    const factor = apply(minimum, {}, over(like(norm, limit), plus(norm, like(norm, epsilon))), like(norm, 1));
    return map(updates, (update) => scaled(update, factor));
  });
};

/**
 * u ↦ min(max(u, −c), c), element by element.
 *
 * Errors   "clipByValue: the limit must be above 0, not -1"
 */
export const clipByValue = (limit: number): Optimizer<Nothing> => {
  positive('clipByValue', 'the limit', limit);
  return leafwise((u) => apply(minimum, {}, apply(maximum, {}, u, like(u, -limit)), like(u, limit)));
};
