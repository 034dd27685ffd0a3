import { add, equal, relu, square, subtract, sqrt, sum, where } from '../../ops/index.js';
import type { Arg, Shape } from '../../shape/index.js';
import { expectShape, reduceShape } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';
import type { Without } from './distributions.js';
import { matched, type SameTargets } from './paired.js';
import { told } from './parameters.js';
import { lossOptions, reduced, type LossOptions, type Reduced, type Reduction, type Weights } from './reduction.js';

/** ‖a − b‖ along the last axis, with the gradient 0 where they are equal */
const distance = (a: Values, b: Values): Values => {
  const squared: Values = sum(square(subtract(a, b)), -1);
  const none = equal(squared, 0);
  return where(none, 0, sqrt(where(none, 1, squared)));
};

/**
 * max(0, ‖a − p‖ − ‖a − n‖ + margin): an anchor shall be nearer to a point of its class than to one of another, by a margin of 1 unless given.
 * Shape     anchors, positives and negatives [...b, d] → []; [...b] with `reduction: 'none'`
 * Errors    "triplet: predictions [8, 2] and targets [8] differ", "triplet: expected margin above 0, got 0"
 * Source    Schroff et al. 2015, FaceNet, with distances for their squares
 * @example
 * triplet(tensor([[0, 0]]), tensor([[3, 4]]), tensor([[0, 2]])) // 4
 */
export const triplet = <
  A extends Shape,
  B extends Shape,
  C extends Shape,
  D extends Float,
  R extends Reduction = 'mean',
  W extends Shape = [],
>(
  anchors: Tensor<A, D>,
  positives: Arg<SameTargets<A, B, 'triplet'>, Tensor<B, D>>,
  negatives: Arg<SameTargets<A, C, 'triplet'>, Tensor<C, D>>,
  options: LossOptions<R, Weights<Without<A, -1>, W, D, 'triplet'>> & { readonly margin?: number } = {},
): Reduced<Without<A, -1>, D, R> => {
  const { margin } = told('triplet', ['margin'], options, lossOptions);
  const [a, p] = matched('triplet', anchors, positives);
  const [, n] = matched('triplet', anchors, negatives);
  expectShape(reduceShape(a.shape, -1, false, 'triplet'), a.shape);
  return reduced('triplet', { values: relu(add(subtract(distance(a, p), distance(a, n)), margin)) }, options);
};
