import type { Variables } from '../nn/definition.js';
import type { Optimizer } from '../optim/index.js';
import { split } from '../random/index.js';
import type { Key } from '../random/index.js';

/** Where a run stands: all that the next step depends on, so that a run can be saved at any step and resumed bit for bit. */
export interface Training<P, S> extends Variables<P, S> {
  /** what the optimiser remembers */
  readonly optimizer: unknown;
  /** what the random numbers of every step are made from */
  readonly key: Key;
  /** updates made so far */
  readonly step: number;
  /** complete epochs, and batches done in the one after them */
  readonly epoch: number;
  readonly batch: number;
}

/** A run before its first step: the parameters are drawn from one half of the key, the steps draw from the other. */
export const begin = <P, S>(
  model: { readonly init: (key: Key) => Variables<P, S> },
  optimizer: Optimizer,
  key: Key,
): Training<P, S> => {
  const [initial, run] = split(key);
  return startFrom(model.init(initial), optimizer, run);
};

/** A run that begins with given parameters, such as those of another run. */
export const startFrom = <P, S>(
  { params, state }: Variables<P, S>,
  optimizer: Optimizer,
  key: Key,
): Training<P, S> => ({
  params,
  state,
  optimizer: optimizer.init(params),
  key,
  step: 0,
  epoch: 0,
  batch: 0,
});
