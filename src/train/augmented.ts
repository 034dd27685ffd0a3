import { split } from '../random/index.js';
import type { Key } from '../random/index.js';
import type { Objective } from './step.js';

/** A random change of a batch, which may make another kind of batch. */
export type Change<A, B> = (key: Key, batch: A) => B;

/**
 * An objective that sees each batch changed at random, such as by `pullback/augment`: the change is a part of the step, one plan with the loss and
 * its gradient. It draws from one half of the key of the step, the objective from the other.
 *
 * @example
 * import { flip } from 'pullback/augment';
 * import { build, flatten, linear } from 'pullback/nn';
 * const net = build([1, 4, 4], flatten, { fc: linear(10) });
 * const mirrored = flip('horizontal');
 * const objective = augmented(classification(net), (key, { images, labels }) => ({ images: mirrored(key, images), labels }));
 */
export const augmented =
  <P, S, B, M extends string, A = B>(objective: Objective<P, S, B, M>, change: Change<A, B>): Objective<P, S, A, M> =>
  (variables, batch, key) => {
    const [drawn, rest] = split(key);
    return objective(variables, change(drawn, batch), rest);
  };
