/** Which learning rate to begin with. */
import type { Variables } from '../nn/definition.js';
import { exponential } from '../optim/index.js';
import type { Optimizer, Rate } from '../optim/index.js';
import type { Key } from '../random/index.js';
import { fit } from './fit.js';
import type { Epochs } from './fit.js';
import { trainingStep } from './step.js';
import type { StepOptions } from './step.js';
import { startFrom } from './training.js';

/** The loss before the update with a rate, and its average with its neighbours. */
export interface RatePoint {
  readonly rate: number;
  readonly loss: number;
  readonly smoothed: number;
}

/** The losses under growing rates, and what they say. */
export interface RateFinding {
  readonly curve: readonly RatePoint[];
  /** the rate whose update lowered the smoothed loss most; nothing where none did */
  readonly suggestion: number | undefined;
  /** whether it ended before the highest rate because the loss had grown too far */
  readonly diverged: boolean;
}

/** What is trained, and between which rates. */
export interface FindRateOptions<P, S, B, M extends string> extends Omit<StepOptions<P, S, B, M>, 'optimizer'> {
  /** such as `sgd`, or `(learning) => adam({ ...learning, beta1: 0.8 })` */
  readonly optimizer: (learning: { readonly rate: Rate }) => Optimizer;
  readonly batches: Epochs<B>;
  readonly key: Key;
  /** the first rate; 10⁻⁷ */
  readonly lowest?: number;
  /** the last; 10 */
  readonly highest?: number;
  /** how many rates, each greater than the one before by the same factor; 100 */
  readonly steps?: number;
  /** β: the losses i steps away have the weight βⁱ in the smoothed curve; 0.9 */
  readonly smoothing?: number;
  /** the end, once the averaged loss is that many times the least, both behind a tenth of the steps; 4 */
  readonly divergence?: number;
}

/** Σⱼ β^|i−j| xⱼ / Σⱼ β^|i−j|: an average that lags behind in no direction */
const smooth = (values: readonly number[], beta: number): readonly number[] =>
  values.map((_, i) => {
    const weights = values.map((_, j) => beta ** Math.abs(i - j));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.reduce((total, weight, j) => total + weight * (values[j] ?? 0), 0) / sum;
  });

/**
 * The learning-rate range test: a run from the given parameters whose rate grows from step to step by the same factor, until the loss diverges. What is
 * suggested is the rate at which the loss fell fastest; the parameters given stay as they are.
 *
 * Errors   "findRate: expected 0 < lowest < highest, got 1 and 0.1", "findRate: the number of steps must be a whole number above 2, not 0"
 * Source   Smith 2017, Cyclical Learning Rates for Training Neural Networks, §3.3
 * @example
 * import { sgd } from 'pullback/optim';
 * import { findRate } from 'pullback/train';
 * const objective = (variables: { params: Tensor<[]>; state: readonly [] }, target: Tensor<[]>) =>
 *   ({ loss: square(subtract(variables.params, target)), state: variables.state, measures: {} });
 * const found = await findRate(
 *   { params: scalar(0), state: [] as const },
 *   { objective, optimizer: sgd, batches: () => [scalar(3)], key: random.key(1), lowest: 1e-4 },
 * );
 * found.curve.length // 100
 */
export const findRate = async <P, S, B, M extends string>(
  from: Variables<P, S>,
  {
    optimizer,
    batches,
    key,
    lowest = 1e-7,
    highest = 10,
    steps = 100,
    smoothing = 0.9,
    divergence = 4,
    ...options
  }: FindRateOptions<P, S, B, M>,
): Promise<RateFinding> => {
  if (!(lowest > 0 && lowest < highest && highest < Infinity))
    throw new RangeError(`findRate: expected 0 < lowest < highest, got ${lowest} and ${highest}`);
  if (!Number.isSafeInteger(steps) || steps < 3)
    throw new RangeError(`findRate: the number of steps must be a whole number above 2, not ${steps}`);
  if (!(smoothing >= 0 && smoothing < 1))
    throw new RangeError(`findRate: smoothing must be from 0 to below 1, not ${smoothing}`);
  if (!(divergence > 1)) throw new RangeError(`findRate: divergence must be above 1, not ${divergence}`);
  const rule = optimizer({ rate: exponential({ rate: lowest, factor: (highest / lowest) ** (1 / (steps - 1)) }) });
  const step = trainingStep({ ...options, optimizer: rule });
  const seen: { readonly rate: number; readonly loss: number }[] = [];
  let [average, weight, least, diverged] = [0, 0, Infinity, false];
  /* an epoch has at least one batch, or there is nothing to run on */
  for await (const { rate, loss } of fit(startFrom(from, rule, key), { step, batches, epochs: steps })) {
    if (!Number.isFinite(loss)) diverged = true;
    else {
      seen.push({ rate, loss });
      average = smoothing * average + (1 - smoothing) * loss;
      weight = smoothing * weight + 1 - smoothing;
      const settled = seen.length >= steps / 10;
      if (settled) least = Math.min(least, average / weight);
      diverged = settled && average / weight - least > (divergence - 1) * Math.abs(least);
    }
    if (diverged || seen.length === steps) break;
  }
  const smoothed = smooth(
    seen.map(({ loss }) => loss),
    smoothing,
  );
  const curve = seen.map((point, i) => ({ ...point, smoothed: smoothed[i] ?? point.loss }));
  const falls = curve
    .slice(1)
    .map((after, i) => ({ rate: curve[i]?.rate, by: (curve[i]?.smoothed ?? 0) - after.smoothed }));
  const steepest = falls.reduce((best, fall) => (fall.by > best.by ? fall : best), { rate: undefined, by: 0 });
  return { curve, suggestion: steepest.rate, diverged };
};
