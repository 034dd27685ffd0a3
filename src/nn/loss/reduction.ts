import { mean, sum } from '../../ops/index.js';
import type { Shape } from '../../shape/index.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import type { Float } from '../../tensor/dtype.js';
import type { Values } from '../values.js';

/** What a loss does with its terms: their mean (the default), their sum, or each for itself. */
export type Reduction = 'mean' | 'sum' | 'none';

/** What every loss may be told. */
export interface LossOptions<R extends Reduction> {
  readonly reduction?: R;
}

/** The loss over terms of the shape S. */
export type Reduced<S extends Shape, D extends Float, R extends Reduction> = Tensor<R extends 'none' ? S : [], D>;

const reductions: { readonly [R in Reduction]: (terms: Values) => Values } = {
  mean: (terms) => mean(terms),
  sum: (terms) => sum(terms),
  none: (terms) => terms,
};

/**
 * The terms of a loss, reduced.
 * Errors  "hinge: there is no reduction 'average'"
 */
export const reduced = <S extends Shape, D extends Float, R extends Reduction>(
  terms: Values,
  reduction: Reduction = 'mean',
  operation: string,
): Reduced<S, D, R> => {
  if (!Object.hasOwn(reductions, reduction)) throw new TypeError(`${operation}: there is no reduction '${reduction}'`);
  return typed(reductions[reduction](terms));
};
