import { kFold, type Fold } from '../data/split.js';
import { split } from '../random/index.js';
import type { Key } from '../random/index.js';

/** What cross-validation found: the score of each fold, their mean, and their standard deviation, √(Σ (s − mean)² / (k − 1)). */
export interface CrossValidation {
  readonly scores: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

/** How many examples there are, how many folds to make of them, and what to draw from. */
export interface CrossValidationOptions {
  readonly count: number;
  readonly folds: number;
  readonly key: Key;
}

/**
 * k-fold cross-validation: learns from all folds but one and is judged by that one, for each in turn. The same key gives the same folds, so
 * that settings are compared on the same ones; what is random in learning draws from a key of its own for each fold.
 *
 * Errors   "kFold: expected from 2 to 10 folds of 10 examples, got 11"
 * Source   Stone 1974; deck row K4
 * @example
 * const judge = ({ train, validation }: { train: Int32Array; validation: Int32Array }) => validation.length / train.length;
 * crossValidate(judge, { count: 10, folds: 5, key: random.key(1) }).mean // 0.25
 */
export const crossValidate = (
  score: (fold: Fold, key: Key) => number,
  { count, folds, key }: CrossValidationOptions,
): CrossValidation => {
  const [cuts, runs] = split(key);
  const keys = split(runs, folds);
  const scores = kFold(cuts, count, folds).map((fold, index) => score(fold, keys[index] ?? runs));
  const mean = scores.reduce((a, b) => a + b, 0) / folds;
  const squares = scores.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { scores, mean, deviation: Math.sqrt(squares / (folds - 1)) };
};
