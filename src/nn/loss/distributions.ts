/** Losses of distributions over the classes of an axis. */
import { add, expm1, log, logSoftmax, multiply, square, subtract, sum, where, equal } from '../../ops/index.js';
import { expectShape, reduceShape, type Arg, type Reduce, type Shape } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';
import { matched, type SameTargets } from './paired.js';
import { told } from './parameters.js';
import { lossOptions, reduced, type LossOptions, type Reduced, type Reduction, type Weights } from './reduction.js';
import { surprise, weighted } from './surprise.js';

/** A shape without the axis A, or all of its dimensions where A is out of range. */
export type Without<S extends Shape, A extends number> = Reduce<S, A> extends infer B extends Shape ? B : Shape;

type Distributed<A extends Shape, B extends Shape, Axis extends number, Op extends string> =
  SameTargets<A, B, Op> extends infer V ? (V extends string ? V : Reduce<A, Axis, false, Op>) : never;

/** A loss with a term for each pair of distributions: [...b, K] and [...b, K] → [], or [...b] with `reduction: 'none'`. */
export type DistributionLoss<Op extends string> = <
  A extends Shape,
  B extends Shape,
  D extends Float,
  R extends Reduction = 'mean',
  W extends Shape = [],
  const Axis extends number = -1,
>(
  predictions: Tensor<A, D>,
  targets: Arg<Distributed<A, B, Axis, Op>, Tensor<B, D>>,
  options?: LossOptions<R, Weights<Without<A, Axis>, W, D, Op>> & { readonly axis?: Axis },
) => Reduced<Without<A, Axis>, D, R>;

const distributionLoss =
  <Op extends string>(operation: Op, terms: (p: Values, y: Values, axis: number) => Values): DistributionLoss<Op> =>
  (predictions, targets, options = {}) => {
    told(operation, [], options, { ...lossOptions, axis: true });
    const [p, y] = matched(operation, predictions, targets);
    const along: number = options.axis ?? -1;
    expectShape(reduceShape(p.shape, along, false, operation), p.shape);
    return reduced(operation, { values: sum(terms(p, y, along), along) }, options);
  };

/**
 * −Σₖ yₖ log pₖ of probabilities p against a distribution y, the mean over the batch, where 0 · log 0 is 0. For y one-hot it is −log p_label; from
 * logits, take {@link softmaxCrossEntropy} or {@link softTargetCrossEntropy}.
 * Shape     predictions and targets [...b, K] → []; [...b] with `reduction: 'none'`; the classes may lie along another `axis`
 * Gradient  −y / p / n
 * Errors    "crossEntropy: predictions [8, 10] and targets [8] differ", "crossEntropy: axis -1 is out of range for []"
 * Source    deck row K3
 * @example
 * crossEntropy(tensor([[0.25, 0.75]]), tensor([[0, 1]])) // 0.287682
 */
export const crossEntropy = distributionLoss('crossEntropy', (p, y) => weighted(y, p, surprise, 1));

/**
 * {@link crossEntropy} of p = softmax(logits), stable for logits of any size: for labels that are mixed, smoothed or another network's answers.
 * Shape     logits and targets [...b, K] → []; [...b] with `reduction: 'none'`; the classes may lie along another `axis`
 * Gradient  (p Σy − y) / n
 * Errors    "softTargetCrossEntropy: predictions [8, 10] and targets [8] differ"
 * Source    Zhang et al. 2018, mixup; Hinton et al. 2015, Distilling the knowledge in a neural network
 * @example
 * softTargetCrossEntropy(tensor([[0, 1000]]), tensor([[0.25, 0.75]])) // 250
 */
export const softTargetCrossEntropy = distributionLoss('softTargetCrossEntropy', (logits, y, axis) =>
  multiply(y, multiply(logSoftmax(logits, axis), -1)),
);

/**
 * Kullback–Leibler divergence KL(y ‖ p) = Σₖ yₖ (log yₖ − log pₖ) of a distribution y from the probabilities p that predict it, the mean over the
 * batch, where 0 · log 0 is 0; it is {@link crossEntropy} without the entropy of y, and 0 only for p = y.
 * Shape     predictions and targets [...b, K] → []; [...b] with `reduction: 'none'`; the classes may lie along another `axis`
 * Gradient  −y / p / n
 * Errors    "klDivergence: predictions [8, 10] and targets [8] differ"
 * Source    Kullback and Leibler 1951; PyTorch's kl_div takes log p, and is the mean over the batch as 'batchmean'
 * @example
 * klDivergence(tensor([[0.5, 0.5]]), tensor([[0, 1]])) // 0.693147
 */
export const klDivergence = distributionLoss('klDivergence', (p, y) => {
  const absent = equal(y, 0);
  const [q, safe] = [where(absent, 1, p), where(absent, 1, y)];
  return multiply(y, subtract(log(safe), log(q)));
});

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² − log σ² − 1) of normal distributions with independent parts, given by means μ and log σ²; the mean over the
 * batch. What the code of a variational autoencoder costs.
 * Shape     means and logarithms of variances [...b, d] → []; [...b] with `reduction: 'none'`
 * Gradient  μ / n and ½ (σ² − 1) / n
 * Errors    "klFromStandardNormal: predictions [8, 2] and targets [8] differ"
 * Source    Kingma and Welling 2014, appendix B
 * @example
 * klFromStandardNormal(tensor([[1, 2]]), tensor([[0, 0]])) // 2.5
 */
export const klFromStandardNormal = distributionLoss('klFromStandardNormal', (mean, logVariance) =>
  multiply(add(square(mean), subtract(expm1(logVariance), logVariance)), 0.5),
);
