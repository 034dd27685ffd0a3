import { plus } from '../primitive/arithmetic.js';
import { zip } from '../tree/index.js';
import { share } from './bounds.js';
import { remember, scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { one } from './schedule.js';

/** How the parameters moved: a tree like theirs. */
export type Velocity = { readonly velocity: unknown };

/**
 * v ← μv + u; u ↦ v, or u + μv as Nesterov looks ahead.
 *
 * Errors   "momentum: the decay must be from 0 to below 1, not 1"
 * Source   deck row N9; Polyak 1964; Sutskever et al. 2013, in PyTorch's form
 */
export const momentum = (
  decay = 0.9,
  { nesterov = false }: { readonly nesterov?: boolean } = {},
): Optimizer<Velocity> => {
  share('momentum', 'the decay', decay);
  return {
    init: (params) => ({ velocity: remember('momentum', params) }),
    rate: one,
    update: (updates, state) => {
      const velocity = zip(updates, state.velocity, (u, v) => plus(scaled(v, decay), u));
      return [nesterov ? zip(updates, velocity, (u, v) => plus(u, scaled(v, decay))) : velocity, { velocity }];
    },
  };
};
