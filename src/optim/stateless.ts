import type { AnyTensor } from '../tensor/tensor.js';
import { zip } from '../tree/index.js';
import type { Optimizer } from './optimizer.js';
import { one } from './schedule.js';

/** The state of a rule that remembers nothing. */
export type Nothing = readonly [];

/** A rule that remembers nothing and treats each tensor by itself: u ↦ f(u, θ). */
export const leafwise = (f: (update: AnyTensor, param: AnyTensor, path: string) => AnyTensor): Optimizer<Nothing> =>
  stateless((updates, params) => zip(updates, params, f));

/** A rule that remembers nothing: u ↦ f(u, θ). */
export const stateless = (f: <P>(updates: P, params: P) => P): Optimizer<Nothing> => ({
  init: () => [],
  rate: one,
  update: (updates, state, params) => [f(updates, params), state],
});
