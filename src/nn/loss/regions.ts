/** Losses of overlap: how far a region that is predicted softly, with numbers from 0 to 1, is from one that is given. */
import { add, divide, multiply, subtract, sum } from '../../ops/index.js';
import { expectShape, reduceShape, type Arg, type Reduce, type Shape } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';
import { matched, type SameTargets } from './paired.js';
import { told } from './parameters.js';
import { lossOptions, reduced, type LossOptions, type Reduced, type Reduction, type Weights } from './reduction.js';

type Maps<S extends Shape, A extends Shape> = Reduce<S, A> extends infer B extends Shape ? B : Shape;
type Overlapping<A extends Shape, B extends Shape, Axes extends Shape, Op extends string> =
  SameTargets<A, B, Op> extends infer V ? (V extends string ? V : Reduce<A, Axes, false, Op>) : never;

/** A loss with a term for each map: [...b, h, w] and [...b, h, w] → [], or [...b] with `reduction: 'none'`; a map lies along other `axes` where they are given. */
export type RegionLoss<Op extends string> = <
  A extends Shape,
  B extends Shape,
  D extends Float,
  R extends Reduction = 'mean',
  W extends Shape = [],
  const Axes extends Shape = readonly [-2, -1],
>(
  predictions: Tensor<A, D>,
  targets: Arg<Overlapping<A, B, Axes, Op>, Tensor<B, D>>,
  options?: LossOptions<R, Weights<Maps<A, Axes>, W, D, Op>> & { readonly axes?: Axes; readonly smooth?: number },
) => Reduced<Maps<A, Axes>, D, R>;

/** The areas of what both have, of the prediction, of the target. */
type Ratio = (both: Values, predicted: Values, given: Values) => readonly [over: Values, under: Values];

const regionLoss =
  <Op extends string>(operation: Op, ratio: Ratio): RegionLoss<Op> =>
  (predictions, targets, options = {}) => {
    const { smooth } = told(operation, ['smooth'], options, { ...lossOptions, axes: true });
    const [p, t] = matched(operation, predictions, targets);
    const axes: Shape = options.axes ?? [-2, -1];
    expectShape(reduceShape(p.shape, axes, false, operation), p.shape);
    const [over, under] = ratio(sum(multiply(p, t), axes), sum(p, axes), sum(t, axes));
    return reduced(operation, { values: subtract(1, divide(add(over, smooth), add(under, smooth))) }, options);
  };

/**
 * 1 − (2 Σpt + s) / (Σp + Σt + s): one less the F₁ score of the pixels, which many pixels of background do not change. The number s, `smooth`, is 1
 * unless given: two empty maps agree.
 * Shape     predictions and targets [...b, h, w], both from 0 to 1 → []; [...b] with `reduction: 'none'`
 * Errors    "dice: predictions [8, 1] and targets [8] differ", "dice: axis -2 is out of range for [8]", "dice: expected smooth above 0, got 0"
 * Source    Milletari et al. 2016, V-Net, with sums for sums of squares
 * @example
 * dice(tensor([[1, 0]]), tensor([[1, 1]])) // 0.25
 */
export const dice = regionLoss('dice', (both, predicted, given) => [multiply(both, 2), add(predicted, given)]);

/**
 * 1 − (Σpt + s) / (Σp + Σt − Σpt + s): one less the intersection over the union, as of sets. The number s, `smooth`, is 1 unless given.
 * Shape     predictions and targets [...b, h, w], both from 0 to 1 → []; [...b] with `reduction: 'none'`
 * Errors    as of {@link dice}
 * Source    Rahman and Wang 2016, Optimizing intersection-over-union
 * @example
 * jaccard(tensor([[1, 0]]), tensor([[1, 1]])) // 0.333333
 */
export const jaccard = regionLoss('jaccard', (both, predicted, given) => [both, subtract(add(predicted, given), both)]);
