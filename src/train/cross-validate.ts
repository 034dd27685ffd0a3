import { kFold, stratifiedFolds, type Fold } from '../data/split.js';
import { split } from '../random/index.js';
import type { Key } from '../random/index.js';

/** What cross-validation found: the score of each fold, their mean, and their standard deviation, √(Σ (s − mean)² / (k − 1)). */
export interface CrossValidation {
  readonly scores: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

/** How many examples there are, or the class of each, which then has an equal share in every fold; how many folds to make, and what to draw from. */
export type CrossValidationOptions = {
  readonly folds: number;
  readonly key: Key;
} & ({ readonly count: number } | { readonly labels: ArrayLike<number> });

/** Learns from a fold, and says how it did on what was held back. */
type Score<R> = (fold: Fold, key: Key) => R;

/**
 * k-fold cross-validation: learns from all folds but one and is judged by that one, for each in turn. The same key gives the same folds, so
 * that settings are compared on the same ones; what is random in learning draws from a key of its own for each fold. A score that takes its time, as
 * that of a network does, is awaited before the next fold begins.
 *
 * Errors   "kFold: expected from 2 to 10 folds of 10 examples, got 11"
 * Source   Stone 1974; deck row K4
 * @example
 * const judge = ({ train, validation }: { train: Int32Array; validation: Int32Array }) => validation.length / train.length;
 * crossValidate(judge, { count: 10, folds: 5, key: random.key(1) }).mean // 0.25
 * const slowly = (fold: { train: Int32Array; validation: Int32Array }) => Promise.resolve(judge(fold));
 * (await crossValidate(slowly, { labels: [0, 0, 0, 1, 1, 1], folds: 3, key: random.key(1) })).scores // [0.5, 0.5, 0.5]
 */
export function crossValidate(score: Score<number>, options: CrossValidationOptions): CrossValidation;
export function crossValidate(score: Score<Promise<number>>, options: CrossValidationOptions): Promise<CrossValidation>;
export function crossValidate(
  score: Score<number | Promise<number>>,
  options: CrossValidationOptions,
): CrossValidation | Promise<CrossValidation> {
  const { folds, key } = options;
  const [cuts, runs] = split(key);
  const keys = split(runs, folds);
  const parts = 'labels' in options ? stratifiedFolds(cuts, options.labels, folds) : kFold(cuts, options.count, folds);
  const from = (scores: readonly number[]): CrossValidation | Promise<CrossValidation> => {
    const fold = parts[scores.length];
    if (fold === undefined) return summary(scores);
    const found = score(fold, keys[scores.length] ?? runs);
    return typeof found === 'number' ? from([...scores, found]) : found.then((value) => from([...scores, value]));
  };
  return from([]);
}

const summary = (scores: readonly number[]): CrossValidation => {
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const squares = scores.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { scores, mean, deviation: Math.sqrt(squares / (scores.length - 1)) };
};
