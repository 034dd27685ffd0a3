import { broadcastTo, divide, equal, mean, multiply, sum, where } from '../../ops/index.js';
import { expectTensor } from '../../ops/operand.js';
import {
  broadcastToShape,
  expectOneDType,
  expectShape,
  type Arg,
  type BroadcastTo,
  type Shape,
} from '../../shape/index.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import type { Float } from '../../tensor/dtype.js';
import { expectValues } from '../tree.js';
import type { Values } from '../values.js';

/** What a loss does with its terms: their mean (the default), their sum, or each for itself. */
export type Reduction = 'mean' | 'sum' | 'none';

/** What every loss may be told: what it does with its terms, and how much each of them counts. The mean is Σ wᵢlᵢ / Σ wᵢ, 0 where nothing counts. */
export interface LossOptions<R extends Reduction, W = Values> {
  readonly reduction?: R;
  readonly weights?: W;
}
export const lossOptions = { reduction: true, weights: true } as const;

/** Weights of the shape W for terms of the shape S, or the sentence when they do not fit. */
export type Weights<S extends Shape, W extends Shape, D extends Float, Op extends string> = Arg<
  BroadcastTo<W, S, Op>,
  Tensor<W, D>
>;

/** The loss over terms of the shape S. */
export type Reduced<S extends Shape, D extends Float, R extends Reduction> = Tensor<R extends 'none' ? S : [], D>;

/** Terms, and where they do not all count 1, how much each counts; it has been multiplied into them. */
export interface Terms {
  readonly values: Values;
  readonly counts?: Values | undefined;
}

const reductions: { readonly [R in Reduction]: (terms: Terms) => Values } = {
  mean: ({ values, counts }) => (counts === undefined ? mean(values) : shared(sum(values), sum(counts))),
  sum: ({ values }) => sum(values),
  none: ({ values }) => values,
};
const shared = (total: Values, count: Values): Values => divide(total, where(equal(count, 0), 1, count));

/** Terms multiplied by what they count; what counts nothing costs nothing, were it infinite. */
export const counted = (weights: Values, { values, counts }: Terms): Terms => ({
  values: where(equal(weights, 0), 0, multiply(weights, values)),
  counts: counts === undefined ? weights : multiply(weights, counts),
});

/**
 * The terms of a loss, reduced.
 * Errors  "hinge: there is no reduction 'average'", "hinge: [3] does not broadcast to [8] (3 is not 8)"
 */
export const reduced = <S extends Shape, D extends Float, R extends Reduction>(
  operation: string,
  terms: Terms,
  { reduction = 'mean', weights }: LossOptions<Reduction, unknown>,
): Reduced<S, D, R> => {
  if (!Object.hasOwn(reductions, reduction)) throw new TypeError(`${operation}: there is no reduction '${reduction}'`);
  if (weights === undefined) return typed(reductions[reduction](terms));
  const given = expectTensor(weights, operation);
  const { shape } = terms.values;
  expectOneDType(operation, terms.values, given);
  expectShape(broadcastToShape(given.shape, shape, operation), given.shape, shape);
  return typed(reductions[reduction](counted(broadcastTo(expectValues(given, 'the weights'), shape), terms)));
};
