import { multiply } from '../ops/index.js';
import type { Optimizer } from './optimizer.js';
import { one } from './schedule.js';

/**
 * One rule after the other: each updates what the one before it made, f ∘ g ∘ h read from left to right.
 *
 * State    the states of the parts, in their order
 * Errors   "chain: 2 rules cannot take the state of 3"
 * Source   Hessel et al. 2020, Optax
 * @example
 * const rule = chain(clipByGlobalNorm(1), scaleByAdam(), scaleBySchedule(cosine({ rate: 1e-3, steps: 500 })));
 * const params = { w: tensor([1, 2]) };
 * const [updates] = rule.update({ w: tensor([3, 4]) }, rule.init(params), params);
 * updates.w // [0.001, 0.001]
 */
export const chain = (...rules: readonly Optimizer[]): Optimizer<readonly unknown[]> => ({
  init: (params) => rules.map((rule) => rule.init(params)),
  rate: (step) => rules.reduce((rate, rule) => multiply(rate, rule.rate(step)), one(step)),
  update: (gradients, states, params) => {
    if (states.length !== rules.length)
      throw new TypeError(`chain: ${rules.length} rules cannot take the state of ${states.length}`);
    const next: unknown[] = [];
    const updates = rules.reduce((before, rule, index) => {
      const [after, state] = rule.update(before, states[index], params);
      next.push(state);
      return after;
    }, gradients);
    return [updates, next];
  },
});
