import { plus } from '../primitive/arithmetic.js';
import { scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { leafwise } from './stateless.js';
import type { Nothing } from './stateless.js';

/** which parameters, by their path such as "conv1.weight"; all, unless said otherwise */
type Which = (path: string) => boolean;

/**
 * u ↦ u + λθ. Before a rule it is the gradient of the penalty ½λΣθ² (L2), behind `scaleByAdam` the decoupled decay of AdamW.
 *
 * Source   deck row K4; Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization
 */
export const addWeightDecay = (decay: number, which: Which = () => true): Optimizer<Nothing> =>
  leafwise((update, param, path) => (which(path) ? plus(update, scaled(param, decay)) : update));

/**
 * u ↦ u for the chosen parameters and 0 for all others, which therefore stay: fine-tuning the head of a trained network. Stands last in a chain.
 *
 * Source   deck rows N12, N14
 * @example
 * const params = { body: tensor([1]), head: tensor([2]) };
 * only((path) => path === 'head').update(params, [], params)[0] // { body: [0], head: [2] }
 */
export const only = (which: Which): Optimizer<Nothing> =>
  leafwise((update, _, path) => (which(path) ? update : scaled(update, 0)));
