import { expectSome, matching, type Choice } from '../nn/params/choice.js';
import { plus } from '../primitive/arithmetic.js';
import { named } from '../tree/index.js';
import { scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { leafwise } from './stateless.js';
import type { Nothing } from './stateless.js';

/** A rule that looks where its choice leads before it begins. */
const choosing = (operation: string, which: Choice, rule: Optimizer<Nothing>): Optimizer<Nothing> => ({
  ...rule,
  init: (params) => {
    const paths = named(params, operation).map(([path]) => path);
    expectSome(paths, which, operation);
    return [];
  },
});

/**
 * u ↦ u + λθ for the chosen parameters, all unless said otherwise. Before a rule it is the gradient of the penalty ½λΣθ² (L2), behind `scaleByAdam` the
 * decoupled decay of AdamW.
 *
 * Errors   "addWeightDecay: no tensor is at '*.wieght': fc.weight, fc.bias", from `init`
 * Source   deck row K4; Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization
 * @example
 * const params = { fc: { weight: tensor([2]), bias: tensor([3]) } };
 * addWeightDecay(0.5, '*.weight').update(params, [], params)[0] // { fc: { weight: [3], bias: [3] } }
 */
export const addWeightDecay = (decay: number, which: Choice = () => true): Optimizer<Nothing> => {
  const decays = matching(which);
  return choosing(
    'addWeightDecay',
    which,
    leafwise((update, param, path) => (decays(path) ? plus(update, scaled(param, decay)) : update)),
  );
};

/**
 * u ↦ u for the chosen parameters and 0 for all others, which therefore stay: fine-tuning the head of a trained network. Stands last in a chain.
 *
 * Errors   "only: no tensor is at 'haed': body, head", from `init`
 * Source   deck rows N12, N14
 * @example
 * const params = { body: tensor([1]), head: tensor([2]) };
 * only('head').update(params, [], params)[0] // { body: [0], head: [2] }
 */
export const only = (which: Choice): Optimizer<Nothing> => {
  const moves = matching(which);
  return choosing(
    'only',
    which,
    leafwise((update, _, path) => (moves(path) ? update : scaled(update, 0))),
  );
};
