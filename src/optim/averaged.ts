/** Averages of the parameters along the way: beside those that learn stand those that are evaluated. */
import { minus, plus } from '../primitive/arithmetic.js';
import { add, and, divide, equal, greaterEqual, power, remainder, subtract, where } from '../ops/index.js';
import { scalar } from '../tensor/literal.js';
import { isRecord } from '../tree/tree.js';
import { zip } from '../tree/index.js';
import { share, whole } from './bounds.js';
import { applyUpdates, scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { next, start } from './scale.js';
import type { Counter } from './scale.js';
import { real } from './schedule.js';
import type { Schedule } from './schedule.js';

/** An average of the parameters, a tree like them, beside what the rule remembers. */
export type Averaged<S> = Counter & { readonly average: unknown; readonly state: S };

/** A rule that also averages the parameters it makes. */
export interface Averaging<S = unknown> extends Optimizer<Averaged<S>> {
  /**
   * The averaged parameters in a state of this rule, named like the parameters given, whose own numbers are not looked at.
   *
   * Errors   "averaged: there is no average in this state"
   */
  readonly average: <P>(state: unknown, params: P) => P;
}

/**
 * The rule as it is, and besides a ← a + w(t)(θ − a) after update t = 1, 2, …, from a = θ before the first.
 *
 * @example
 * const rule = averaged(sgd({ rate: 1 }), constant({ rate: 0.5 }));
 * const w = tensor([1]);
 * const [, state] = rule.update(tensor([4]), rule.init(w), w);
 * rule.average(state, w) // [-1]
 */
export const averaged = <S>(rule: Optimizer<S>, weight: Schedule): Averaging<S> => ({
  init: (params) => ({ step: start(), average: params, state: rule.init(params) }),
  rate: rule.rate,
  update: (gradients, before, params) => {
    const step = next(before.step);
    const [updates, state] = rule.update(gradients, before.state, params);
    const share = weight(step);
    const average = zip(applyUpdates(params, updates), before.average, (x, a) => plus(a, scaled(minus(x, a), share)));
    return [updates, { step, average, state }];
  },
  average: (state, params) => {
    if (!isRecord(state) || state['average'] === undefined)
      throw new TypeError('averaged: there is no average in this state');
    return zip(params, state['average'], (_, average) => average);
  },
});

/** The numbers of {@link movingAverage}. */
export interface MovingAverageOptions {
  /** β; 0.999 */
  readonly decay?: number;
  /** leaves the parameters before the first update out of the average, as if it had begun at zero and were divided by 1 − βᵗ; true */
  readonly debias?: boolean;
}

/**
 * The exponential moving average of the parameters: a ← βa + (1 − β)θ.
 *
 * Errors   "movingAverage: decay must be from 0 to below 1, not 1"
 * Source   Polyak and Juditsky 1992; Tarvainen and Valpola 2017, Mean Teachers
 */
export const movingAverage = <S>(
  rule: Optimizer<S>,
  { decay = 0.999, debias = true }: MovingAverageOptions = {},
): Averaging<S> => {
  share('movingAverage', 'decay', decay);
  return averaged(rule, (step) =>
    debias ? divide(1 - decay, subtract(1, power(decay, real(step)))) : scalar(1 - decay, 'float64'),
  );
};

/** When {@link stochasticAverage} takes the parameters into its mean. */
export interface StochasticAverageOptions {
  /** the update after which they first are */
  readonly from: number;
  /** and how many updates lie between one time and the next; 1 */
  readonly every?: number;
}

/**
 * Stochastic weight averaging: the mean of the parameters after the updates `from`, `from` + `every`, …; until then those before the first update.
 *
 * Errors   "stochasticAverage: from must be a whole number above 0, not 0"
 * Source   Izmailov et al. 2018, Averaging Weights Leads to Wider Optima and Better Generalization
 */
export const stochasticAverage = <S>(
  rule: Optimizer<S>,
  { from, every = 1 }: StochasticAverageOptions,
): Averaging<S> => {
  whole('stochasticAverage', 'from', from);
  whole('stochasticAverage', 'every', every);
  return averaged(rule, (step) => {
    const since = subtract(step, from);
    const due = and(greaterEqual(since, 0), equal(remainder(since, every), 0));
    const taken = real(add(divide(since, every), 1));
    return where(due, divide(1, taken), 0);
  });
};
