import { minus, plus } from '../primitive/arithmetic.js';
import { equal, remainder } from '../ops/index.js';
import { zip } from '../tree/index.js';
import { whole } from './bounds.js';
import { applyUpdates, either, scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { next, start } from './scale.js';
import type { Counter } from './scale.js';

/** The slow parameters, a tree like the parameters, beside what the rule remembers. */
export type Looking<S> = Counter & { readonly slow: unknown; readonly state: S };

/** How often and how far the slow parameters follow. */
export interface LookaheadOptions {
  /** k; 6 */
  readonly every?: number;
  /** α; 0.5 */
  readonly share?: number;
}

/**
 * The rule goes k updates ahead from φ; then φ ← φ + α(θ − φ), and it starts again from there: θ ← φ.
 *
 * Errors   "lookahead: every must be a whole number above 0, not 0", "lookahead: share must be above 0 and at most 1, not 2"
 * Source   Zhang et al. 2019, Lookahead Optimizer: k steps forward, 1 step back
 */
export const lookahead = <S>(
  rule: Optimizer<S>,
  { every = 6, share = 0.5 }: LookaheadOptions = {},
): Optimizer<Looking<S>> => {
  whole('lookahead', 'every', every);
  if (!(share > 0 && share <= 1)) throw new RangeError(`lookahead: share must be above 0 and at most 1, not ${share}`);
  return {
    init: (params) => ({ step: start(), slow: params, state: rule.init(params) }),
    rate: rule.rate,
    update: (gradients, before, params) => {
      const step = next(before.step);
      const [ahead, state] = rule.update(gradients, before.state, params);
      const due = equal(remainder(step, every), 0);
      const follow = zip(applyUpdates(params, ahead), before.slow, (x, slow) =>
        plus(slow, scaled(minus(x, slow), share)),
      );
      return [either(due, zip(params, follow, minus), ahead), { step, slow: either(due, follow, before.slow), state }];
    },
  };
};
