/** Losses of two classes. */
import { add, exp, greater, log1p, multiply, negate, relu, softplus, subtract, where } from '../../ops/index.js';
import type { Values } from '../values.js';
import { surprise, weighted } from './surprise.js';
import { paired, type PairedLoss } from './paired.js';
import type { ParameterName, Told } from './parameters.js';

/** What an answer costs as a positive, and what as a negative; `positiveWeight` multiplies the first. */
type Sides<N extends ParameterName> = (x: Values, t: Values, numbers: Told<N>) => readonly [Values, Values];

const binary = <Op extends string, N extends ParameterName = never>(
  operation: Op,
  sides: Sides<N>,
  names: readonly N[] = [],
): PairedLoss<Op, N | 'positiveWeight'> =>
  paired<Op, N | 'positiveWeight'>(
    operation,
    (x, t, numbers) => {
      const [positive, negative] = sides(x, t, numbers);
      const positiveWeight: number = numbers.positiveWeight;
      return add(positiveWeight === 1 ? positive : multiply(positive, positiveWeight), negative);
    },
    [...names, 'positiveWeight'],
  );

/**
 * max(0, 1 − yᵢŷᵢ) of scores ŷ and classes y = ±1: nothing to pay beyond the margin of 1.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  −y / n where yŷ < 1, else 0, also at 1
 * Errors    "hinge: predictions [8, 1] and targets [8] differ", "hinge: expected positiveWeight above 0, got 0"
 * Source    deck row K3
 * @example
 * hinge(tensor([0.5, 3, -1]), tensor([1, 1, 1]), { reduction: 'none' }) // [0.5, 0, 2]
 */
export const hinge = binary('hinge', (score, y) => {
  const cost = relu(subtract(1, multiply(score, y)));
  const positive = greater(y, 0);
  return [where(positive, cost, 0), where(positive, 0, cost)];
});

/**
 * −t log p − (1 − t) log(1 − p): the negative log-likelihood over positives (t = 1) and negatives (t = 0), where 0 · log 0 is 0. A certain mistake
 * costs ∞; from logits, take {@link sigmoidCrossEntropy}.
 * Shape     predictions and targets [...s], both from 0 to 1 → []; [...s] with `reduction: 'none'`
 * Gradient  (p − t) / p (1 − p) / n
 * Errors    "binaryCrossEntropy: predictions [8, 1] and targets [8] differ"
 * Source    deck row K3
 * @example
 * binaryCrossEntropy(tensor([0.5, 0.25]), tensor([1, 0]), { reduction: 'none' }) // [0.693147, 0.287682]
 */
export const binaryCrossEntropy = binary('binaryCrossEntropy', (p, t) => [
  weighted(t, p, surprise, 1),
  weighted(subtract(1, t), p, (q) => negate(log1p(negate(q))), 0),
]);

/**
 * {@link binaryCrossEntropy} of p = σ(z), stable for logits of any size: t·ln(1 + e⁻ᶻ) + (1 − t)·ln(1 + eᶻ).
 * Shape     logits and targets [...s], targets from 0 to 1 → []; [...s] with `reduction: 'none'`
 * Gradient  (σ(z) − t) / n
 * Errors    "sigmoidCrossEntropy: predictions [8, 1] and targets [8] differ"
 * Source    deck row K3; `positiveWeight` is PyTorch's `pos_weight`
 * @example
 * sigmoidCrossEntropy(tensor([0, 1000]), tensor([1, 1]), { reduction: 'none' }) // [0.693147, 0]
 */
export const sigmoidCrossEntropy = binary('sigmoidCrossEntropy', (z, t) => [
  multiply(t, softplus(negate(z))),
  multiply(subtract(1, t), softplus(z)),
]);

/**
 * −t (1 − p)ᵞ log p − (1 − t) pᵞ log(1 − p) of p = σ(z): cross-entropy in which what is nearly certain counts little, γ = 2 unless given. Stable
 * for logits of any size, as (1 − p)ᵞ = exp(−γ ln(1 + eᶻ)). The paper's α is `positiveWeight` α/(1 − α), and a factor 1 − α of all.
 * Shape     logits and targets [...s], targets from 0 to 1 → []; [...s] with `reduction: 'none'`
 * Errors    "sigmoidFocal: expected gamma of 0 or more, got -1"
 * Source    Lin et al. 2017, Focal loss for dense object detection
 * @example
 * sigmoidFocal(tensor([0]), tensor([1]), { gamma: 1 }) // 0.346574
 */
export const sigmoidFocal = binary(
  'sigmoidFocal',
  (z, t, { gamma }) => {
    const [low, high] = [softplus(negate(z)), softplus(z)];
    const faded = (certain: Values, cost: Values): Values => multiply(exp(multiply(certain, -gamma)), cost);
    return [multiply(t, faded(high, low)), multiply(subtract(1, t), faded(low, high))];
  },
  ['gamma'],
);
