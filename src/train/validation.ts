import type { Variables } from '../nn/definition.js';
import type { Engine } from '../primitive/engine.js';
import type { Float } from '../tensor/dtype.js';
import { item } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import { compile } from '../transform/index.js';
import { leaves } from '../tree/index.js';

/** What to measure on which batches, and optionally the engine to do it on. */
export interface ValidationOptions<P, S, B, V extends string> {
  /** of a batch, each a mean over its examples */
  readonly measures: (variables: Variables<P, S>, batch: B) => Readonly<Record<V, Tensor<[], Float>>>;
  readonly batches: () => Iterable<B> | AsyncIterable<B>;
  readonly engine?: Engine;
}

/**
 * What variables are worth on a data set: the mean of each measure over all examples. Compiled once, it serves any variables.
 *
 * Errors   "validation: there are no examples"
 * @example
 * const error = ({ params }: { params: Tensor<[]> }, batch: Tensor<[number]>) => ({ error: mean(square(subtract(batch, params))) });
 * const validate = validation({ measures: error, batches: () => [tensor([1, 3]), tensor([5, 7])] });
 * await validate({ params: scalar(1), state: [] }) // { error: 14 }
 */
export const validation = <P, S, B, V extends string>({ measures, batches, ...on }: ValidationOptions<P, S, B, V>) => {
  const judge = compile(measures, on);
  return async ({ params, state }: Variables<P, S>): Promise<Record<V, number>> => {
    const sums: Record<string, number> = {};
    let examples = 0;
    for await (const batch of batches()) {
      const found = judge({ params, state }, batch);
      const count = leaves(batch)[0]?.shape[0] ?? 1;
      for (const name in found) sums[name] = (sums[name] ?? 0) + item(found[name]) * count;
      examples += count;
    }
    if (examples === 0) throw new RangeError('validation: there are no examples');
    for (const name in sums) sums[name] = (sums[name] ?? 0) / examples;
    return sums;
  };
};
