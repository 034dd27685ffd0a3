import {
  add,
  cos,
  divide,
  floor,
  greaterEqual,
  less,
  log,
  minimum,
  multiply,
  power,
  round,
  sqrt,
  subtract,
  where,
} from '../ops/index.js';
import { cast } from '../ops/create.js';
import { scalar } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import { positive, whole } from './bounds.js';

/** The number of a step: 0 at the first update. */
export type StepCount = Tensor<[], 'int32'>;

/** A number that changes from step to step, computed in float64 whatever is trained: η(t). */
export type Schedule = (step: StepCount) => Tensor<[], 'float64'>;

/** t as a number */
export const real = (step: StepCount): Tensor<[], 'float64'> => cast(step, 'float64');

/** from a to b as the share goes from 0 to 1, along half a cosine: b + (a − b)·(1 + cos πs)/2 */
const anneal = (a: number, b: number, share: Tensor<[], 'float64'>): Tensor<[], 'float64'> =>
  add(multiply(add(cos(multiply(share, Math.PI)), 1), (a - b) / 2), b);

/** What each schedule is made from; `steps` counts updates. */
export interface ScheduleOptions {
  readonly constant: { readonly rate: number };
  readonly stepDecay: { readonly rate: number; readonly every: number; readonly factor: number };
  readonly exponential: { readonly rate: number; readonly factor: number };
  readonly milestones: { readonly rate: number; readonly factor: number; readonly at: readonly number[] };
  readonly linear: { readonly first: number; readonly last: number; readonly steps: number };
  readonly polynomial: {
    readonly rate: number;
    readonly steps: number;
    readonly power: number;
    /** the rate at the end; 0 */
    readonly last?: number;
  };
  readonly inverseSquareRoot: { readonly peak: number; readonly steps: number };
  readonly cosine: { readonly rate: number; readonly steps: number; readonly last?: number };
  readonly cosineRestarts: {
    readonly rate: number;
    /** of the first period */
    readonly steps: number;
    /** how many times as long each period is as the one before; 1 */
    readonly growth?: number;
    readonly last?: number;
  };
  readonly joined: { readonly first: Schedule; readonly steps: number; readonly then: Schedule };
  readonly warmUp: { readonly first: number; readonly steps: number; readonly then: Schedule };
  readonly oneCycle: {
    readonly peak: number;
    readonly steps: number;
    /** the share of the steps on the way up; 0.3 */
    readonly rise?: number;
    /** the rate at the beginning; peak / 25 */
    readonly first?: number;
    /** the rate at the end; first / 10⁴ */
    readonly last?: number;
  };
}

/**
 * η(t) = η.
 * @example constant({ rate: 0.1 })(scalar(7, 'int32')) // 0.1
 */
export const constant =
  ({ rate }: ScheduleOptions['constant']): Schedule =>
  () =>
    scalar(rate, 'float64');

/** η(t) = 1: of rules that have no rate of their own */
export const one: Schedule = constant({ rate: 1 });

/**
 * η(t) = η·γ^⌊t/n⌋: by the factor γ every n steps.
 *
 * Errors   "stepDecay: every must be a whole number above 0, not 0"
 */
export const stepDecay = ({ rate, every, factor }: ScheduleOptions['stepDecay']): Schedule => {
  whole('stepDecay', 'every', every);
  return (step) => multiply(power(factor, floor(divide(real(step), every))), rate);
};

/** η(t) = η·γᵗ. */
export const exponential =
  ({ rate, factor }: ScheduleOptions['exponential']): Schedule =>
  (step) =>
    multiply(power(factor, real(step)), rate);

/**
 * η(t) = η·γⁿ behind n of the milestones: a residual network's rate is divided by ten at half and at three quarters of its steps.
 *
 * Errors   "milestones: at must be a whole number above 0, not 0.5"
 * Source   He et al. 2016, Deep Residual Learning
 */
export const milestones = ({ rate, factor, at }: ScheduleOptions['milestones']): Schedule => {
  at.forEach((step) => whole('milestones', 'at', step));
  return (step) =>
    at.reduce<Tensor<[], 'float64'>>(
      (now, milestone) => where(greaterEqual(step, milestone), multiply(now, factor), now),
      scalar(rate, 'float64'),
    );
};

/**
 * η(t) = η_first + (η_last − η_first)·t/T up to step T, η_last from there on.
 *
 * Errors   "linear: steps must be a whole number above 0, not 0"
 */
export const linear = ({ first, last, steps }: ScheduleOptions['linear']): Schedule => {
  whole('linear', 'steps', steps);
  return (step) => add(multiply(divide(minimum(real(step), steps), steps), last - first), first);
};

/**
 * η(t) = η_last + (η − η_last)·(1 − t/T)ᵖ up to step T, η_last from there on.
 *
 * Errors   "polynomial: steps must be a whole number above 0, not 0", "polynomial: power must be above 0, not -1"
 */
export const polynomial = ({ rate, steps, power: exponent, last = 0 }: ScheduleOptions['polynomial']): Schedule => {
  whole('polynomial', 'steps', steps);
  positive('polynomial', 'power', exponent);
  return (step) =>
    add(multiply(power(subtract(1, divide(minimum(real(step), steps), steps)), exponent), rate - last), last);
};

/**
 * η(t) = η·min((t + 1)/n, √(n/(t + 1))): up along a line to the peak at the n-th update, then down as one over the root of the step.
 *
 * Errors   "inverseSquareRoot: steps must be a whole number above 0, not 0"
 * Source   Vaswani et al. 2017, Attention Is All You Need, where η = 1/√(dn)
 */
export const inverseSquareRoot = ({ peak, steps }: ScheduleOptions['inverseSquareRoot']): Schedule => {
  whole('inverseSquareRoot', 'steps', steps);
  return (step) => {
    const share = divide(add(real(step), 1), steps);
    return multiply(minimum(share, divide(1, sqrt(share))), peak);
  };
};

/**
 * η(t) = η_last + ½(η − η_last)(1 + cos(πt/T)) up to step T, η_last from there on.
 *
 * Errors   "cosine: steps must be a whole number above 0, not 0.5"
 * Source   Loshchilov and Hutter 2017, SGDR
 */
export const cosine = ({ rate, steps, last = 0 }: ScheduleOptions['cosine']): Schedule => {
  whole('cosine', 'steps', steps);
  return (step) => anneal(rate, last, divide(minimum(real(step), steps), steps));
};

/**
 * The cosine again and again: period k of gᵏT steps begins at step T(gᵏ − 1)/(g − 1) with the whole rate.
 *
 * Errors   "cosineRestarts: growth must be a whole number above 0, not 1.5"
 * Source   Loshchilov and Hutter 2017, SGDR
 */
export const cosineRestarts = ({ rate, steps, growth = 1, last = 0 }: ScheduleOptions['cosineRestarts']): Schedule => {
  whole('cosineRestarts', 'steps', steps);
  whole('cosineRestarts', 'growth', growth);
  return (step) => {
    const t = divide(real(step), steps);
    if (growth === 1) return anneal(rate, last, subtract(t, floor(t)));
    /* gᵏ: a logarithm may fall short of a whole number by its rounding, and the power miss one */
    const periods = floor(add(divide(log(add(multiply(t, growth - 1), 1)), Math.log(growth)), 1e-11));
    const length = round(power(growth, periods));
    return anneal(rate, last, divide(subtract(t, divide(subtract(length, 1), growth - 1)), length));
  };
};

/**
 * η(t) = η_first(t) for the first n steps, then η_then(t − n).
 *
 * Errors   "joined: steps must be a whole number above 0, not 0"
 * @example
 * joined({ first: constant({ rate: 1 }), steps: 5, then: linear({ first: 1, last: 0, steps: 4 }) })(scalar(7, 'int32')) // 0.5
 */
export const joined = ({ first, steps, then }: ScheduleOptions['joined']): Schedule => {
  whole('joined', 'steps', steps);
  return (step) => where(less(step, steps), first(step), then(subtract(step, steps)));
};

/**
 * η(t) = η_first + (η_then(0) − η_first)·t/n for the first n steps, then η_then(t − n).
 *
 * Errors   "warmUp: steps must be a whole number above 0, not 0"
 * Source   Goyal et al. 2017, Accurate, Large Minibatch SGD
 */
export const warmUp = ({ first, steps, then }: ScheduleOptions['warmUp']): Schedule => {
  whole('warmUp', 'steps', steps);
  return (step) => {
    const rise = multiply(subtract(then(scalar(0, 'int32')), first), divide(real(step), steps));
    return where(less(step, steps), add(rise, first), then(subtract(step, steps)));
  };
};

/**
 * Up from `first` to `peak` along half a cosine in the first `rise` of the steps, then down to `last` along another.
 *
 * Errors   "oneCycle: steps must be a whole number above 0, not 0"
 * Source   Smith and Topin 2018, Super-Convergence
 */
export const oneCycle = ({
  peak,
  steps,
  rise = 0.3,
  first = peak / 25,
  last = first / 1e4,
}: ScheduleOptions['oneCycle']): Schedule => {
  whole('oneCycle', 'steps', steps);
  const top = rise * steps - 1;
  const end = steps - 1;
  return (step) => {
    const t = minimum(real(step), end);
    const down = anneal(peak, last, divide(subtract(t, top), end - top));
    return top <= 0 ? down : where(less(t, top), anneal(first, peak, divide(t, top)), down);
  };
};

/** The schedules, by name. */
export const schedules: { readonly [N in keyof ScheduleOptions]: (options: ScheduleOptions[N]) => Schedule } = {
  constant,
  stepDecay,
  exponential,
  milestones,
  linear,
  polynomial,
  inverseSquareRoot,
  cosine,
  cosineRestarts,
  joined,
  warmUp,
  oneCycle,
};

/** A number for all steps, or one that changes. */
export type Rate = number | Schedule;

/** The schedule that a rate is. */
export const scheduleOf = (rate: Rate): Schedule => (typeof rate === 'number' ? constant({ rate }) : rate);
