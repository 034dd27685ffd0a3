/** How much is drawn: numbers that differ from picture to picture. */
import { add, index, multiply } from '../ops/index.js';
import { cast } from '../ops/create.js';
import { uniform } from '../random/index.js';
import type { Key } from '../random/index.js';
import type { Float } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';

/** What an amount is drawn from, uniformly: up to so much more or less than what changes nothing, or between two numbers. */
export type Amount = number | readonly [low: number, high: number];

/** The bounds of an amount. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The bounds of an amount around what changes nothing.
 *
 * Errors    a `RangeError`: "rotate: angle -1 is not a finite number from 0 on", "rotate: expected finite low <= high, got low 1 and high 0 for angle"
 */
export const expectAmount = (amount: Amount, operation: string, name: string, neutral = 0): Bounds => {
  if (typeof amount === 'number') {
    if (!(amount >= 0 && amount < Infinity))
      throw new RangeError(`${operation}: ${name} ${amount} is not a finite number from 0 on`);
    return { low: neutral - amount, high: neutral + amount };
  }
  const [low, high] = amount;
  if (!(low <= high && Number.isFinite(high - low)))
    throw new RangeError(`${operation}: expected finite low <= high, got low ${low} and high ${high} for ${name}`);
  return { low, high };
};

/**
 * The bounds of a factor, 1 − a … 1 + a.
 *
 * Errors    a `RangeError`: "scale: a factor from 0 to 2 may be 0 or less", those of {@link expectAmount}
 */
export const expectFactor = (amount: Amount, operation: string, least: 'positive' | 'zero'): Bounds => {
  const { low, high } = expectAmount(amount, operation, 'factor', 1);
  if (least === 'positive' ? low <= 0 : low < 0)
    throw new RangeError(
      `${operation}: a factor from ${low} to ${high} may be ${least === 'positive' ? '0 or less' : 'negative'}`,
    );
  return { low, high };
};

/**
 * A number from 0 to 1.
 *
 * Errors    a `RangeError`: "flip: 2 is not a probability"
 */
export const expectProbability = (p: number, operation: string): number => {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${operation}: ${p} is not a probability`);
  return p;
};

/** Numbers in [0, 1), the same for every element type: they are drawn in float32. */
export const draws = <D extends Float>(key: Key, count: number, dtype: D): ((k: number) => Tensor<[], D>) => {
  const all = cast(uniform(key, [count]), dtype);
  return (k) => index(all, k);
};

/** low + (high − low)·u */
export const between = <D extends Float>(u: Tensor<[], D>, { low, high }: Bounds): Tensor<[], D> =>
  add(multiply(u, high - low), low);
