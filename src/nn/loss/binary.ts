/** Losses of two classes. */
import { add, equal, log, log1p, multiply, negate, relu, softplus, subtract, where } from '../../ops/index.js';
import type { Values } from '../values.js';
import { paired } from './paired.js';

/** −log p */
export const surprise = (p: Values): Values => negate(log(p));

/** w·f(p) where w ≠ 0, and 0 where w = 0, were f(p) infinite */
export const weighted = (w: Values, p: Values, f: (p: Values) => Values, safe: number): Values => {
  const absent = equal(w, 0);
  return where(absent, 0, multiply(w, f(where(absent, safe, p))));
};

/**
 * max(0, 1 − yᵢŷᵢ) of scores ŷ and classes y = ±1: nothing to pay beyond the margin of 1.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  −y / n where yŷ < 1, else 0, also at 1
 * Errors    "hinge: predictions [8, 1] and targets [8] differ"
 * Source    deck row K3
 * @example
 * hinge(tensor([0.5, 3, -1]), tensor([1, 1, 1]), { reduction: 'none' }) // [0.5, 0, 2]
 */
export const hinge = paired('hinge', (score, y) => relu(subtract(1, multiply(score, y))));

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
export const binaryCrossEntropy = paired('binaryCrossEntropy', (p, t) =>
  add(
    weighted(t, p, surprise, 1),
    weighted(subtract(1, t), p, (q) => negate(log1p(negate(q))), 0),
  ),
);

/**
 * {@link binaryCrossEntropy} of p = σ(z), stable for logits of any size: t·ln(1 + e⁻ᶻ) + (1 − t)·ln(1 + eᶻ).
 * Shape     logits and targets [...s], targets from 0 to 1 → []; [...s] with `reduction: 'none'`
 * Gradient  (σ(z) − t) / n
 * Errors    "sigmoidCrossEntropy: predictions [8, 1] and targets [8] differ"
 * Source    deck row K3
 * @example
 * sigmoidCrossEntropy(tensor([0, 1000]), tensor([1, 1]), { reduction: 'none' }) // [0.693147, 0]
 */
export const sigmoidCrossEntropy = paired('sigmoidCrossEntropy', (z, t) =>
  add(multiply(t, softplus(negate(z))), multiply(subtract(1, t), softplus(z))),
);
