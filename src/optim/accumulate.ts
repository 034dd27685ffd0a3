import { over, plus } from '../primitive/arithmetic.js';
import { like } from '../primitive/create.js';
import { add, divide, equal, remainder } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { map, zip } from '../tree/index.js';
import { whole } from './bounds.js';
import { either, remember } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { start } from './scale.js';

/** How many batches were added up since the last update, their gradients, and what the rule remembers. */
export type Accumulated<S> = { readonly batches: Tensor<[], 'int32'>; readonly sum: unknown; readonly state: S };

/**
 * A rule that follows the mean gradient of n small batches as if they were one, and stays where it is in between. A schedule counts the updates, not
 * the batches.
 *
 * Law      n batches of equal size make the update that all their examples make together
 * Errors   "accumulate: the number of batches must be a whole number above 0, not 0"
 * @example
 * const rule = accumulate(2, sgd({ rate: 1 }));
 * const w = tensor([1]);
 * const [first, state] = rule.update(tensor([3]), rule.init(w), w); // [0]
 * rule.update(tensor([5]), state, w)[0] // [4]
 */
export const accumulate = <S>(count: number, rule: Optimizer<S>): Optimizer<Accumulated<S>> => {
  whole('accumulate', 'the number of batches', count);
  return {
    init: (params) => ({ batches: start(), sum: remember('accumulate', params), state: rule.init(params) }),
    rate: (step) => rule.rate(divide(step, count)),
    update: (gradients, before, params) => {
      const batches = remainder(add(before.batches, 1), count);
      const full = equal(batches, 0);
      const sum = zip(gradients, before.sum, plus);
      const zero = map(gradients, (g) => like(g, 0));
      const mean = map(sum, (s) => over(s, like(s, count)));
      const [updates, state] = rule.update(mean, before.state, params);
      return [
        either(full, updates, zero),
        { batches, sum: either(full, zero, sum), state: either(full, state, before.state) },
      ];
    },
  };
};
