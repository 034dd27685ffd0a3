import { add, cos, divide, floor, less, minimum, multiply, power, subtract, where } from '../ops/index.js';
import { cast } from '../ops/create.js';
import { scalar } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';

/** The number of a step: 0 at the first update. */
export type StepCount = Tensor<[], 'int32'>;

/** A number that changes from step to step, computed in float64 whatever is trained: η(t). */
export type Schedule = (step: StepCount) => Tensor<[], 'float64'>;

const real = (step: StepCount): Tensor<[], 'float64'> => cast(step, 'float64');

/** from a to b as the share goes from 0 to 1, along half a cosine: b + (a − b)·(1 + cos πs)/2 */
const anneal = (a: number, b: number, share: Tensor<[], 'float64'>): Tensor<[], 'float64'> =>
  add(multiply(add(cos(multiply(share, Math.PI)), 1), (a - b) / 2), b);

const whole = (schedule: string, name: string, value: number): number => {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`${schedule}: ${name} must be a whole number above 0, not ${value}`);
};

/** What each schedule is made from; `steps` counts updates. */
export interface ScheduleOptions {
  readonly constant: { readonly rate: number };
  readonly stepDecay: { readonly rate: number; readonly every: number; readonly factor: number };
  readonly exponential: { readonly rate: number; readonly factor: number };
  readonly cosine: { readonly rate: number; readonly steps: number; readonly last?: number };
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
  cosine,
  warmUp,
  oneCycle,
};

/** A number for all steps, or one that changes. */
export type Rate = number | Schedule;

/** The schedule that a rate is. */
export const scheduleOf = (rate: Rate): Schedule => (typeof rate === 'number' ? constant({ rate }) : rate);
