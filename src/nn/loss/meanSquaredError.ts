import { expectTensor } from '../../ops/operand.js';
import { square, subtract } from '../../ops/index.js';
import { expectShape, sameShape, show, type Arg, type SameShape, type Shape, type Show } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import type { AnyTensor, Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';
import { expectValues } from '../tree.js';
import { reduced, type Reduced, type Reduction } from './reduction.js';

/** Both shapes, or the sentence when they differ. */
export type SameTargets<A extends Shape, B extends Shape> =
  SameShape<A, B> extends true ? A : `meanSquaredError: predictions ${Show<A>} and targets ${Show<B>} differ`;

/**
 * The mean of (yᵢ − tᵢ)² over all elements.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  2 (y − t) / n
 * Errors    "meanSquaredError: predictions [8, 1] and targets [8] differ" (they would broadcast to [8, 8])
 */
export const meanSquaredError = <A extends Shape, B extends Shape, D extends Float, R extends Reduction = 'mean'>(
  predictions: Tensor<A, D>,
  targets: Arg<SameTargets<A, B>, Tensor<B, D>>,
  options: { readonly reduction?: R } = {},
): Reduced<A, D, R> => reduced(squares(predictions, expectTensor(targets, 'meanSquaredError')), options.reduction);

const squares = (predictions: Values, targets: AnyTensor): Values => {
  const [a, b] = [predictions.shape, targets.shape];
  expectShape(sameShape(a, b) ? a : `meanSquaredError: predictions ${show(a)} and targets ${show(b)} differ`, a, b);
  return square(subtract(predictions, expectValues(targets, 'the targets')));
};
