/** The two answers to whether a straight line parts two classes, each with its proof. */
import type { Arg, Shape } from '../shape/index.js';
import type { DType } from '../tensor/dtype.js';
import { fromArray } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import type { LabelsFor } from './examples.js';
import type { Unit } from './perceptron.js';
import { operation, sidesOf, signed, type Sides } from './sides.js';

/** How an answer was found, and how often the perceptron was changed on the way. */
export interface Found {
  readonly by: 'perceptron' | 'simplex';
  readonly updates: number;
}

/** A unit that is right about every example. */
export interface Separator extends Unit<'float64'>, Found {}

/**
 * Whole numbers λ ≥ 0, not all 0, with Σ λᵢyᵢ(xᵢ, 1) = 0. A unit that is right would have yᵢ(wᵀxᵢ + b) > 0 for each i, so Σ λᵢyᵢ(wᵀxᵢ + b) > 0; but
 * that sum is 0 whatever w and b are. In the plane: `point`, the mean of the examples of one class with weights λ, is that of the other too.
 */
export interface Inseparable extends Found {
  readonly multipliers: readonly bigint[];
  readonly point: readonly number[];
}

/**
 * Whether λ proves that no unit is right about all examples: whole numbers ≥ 0, not all 0, with Σ λᵢyᵢ(xᵢ, 1) = 0. Exact.
 * Source   Gordan 1873
 * @example
 * const corners = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * isCertificate(corners, tensor([false, true, true, false]), [1n, 1n, 1n, 1n]) // true
 * isCertificate(corners, tensor([false, false, false, true]), [1n, 1n, 1n, 1n]) // false
 */
export const isCertificate = <X extends Shape, T extends Shape>(
  examples: Tensor<X, DType>,
  classes: Arg<LabelsFor<X, T, 'separate'>, Tensor<T, 'bool'>>,
  multipliers: readonly bigint[],
): boolean => {
  const sides = sidesOf(examples, classes);
  return (
    multipliers.length === sides.x.shape[0] &&
    multipliers.every((lambda) => lambda >= 0n) &&
    multipliers.some((lambda) => lambda > 0n) &&
    signed(sides)
      .map((z, i) => z.map((value) => value * (multipliers[i] ?? 0n)))
      .reduce((total, z) => total.map((value, k) => value + (z[k] ?? 0n)))
      .every((total) => total === 0n)
  );
};

const divisorOf = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : divisorOf(b, a % b));

/** whole numbers without their common divisor */
const reduced = (values: readonly bigint[]): readonly bigint[] => {
  const divisor = values.reduce(divisorOf, 0n);
  return values.map((value) => value / divisor);
};

/** a/b to 64 places behind the point */
const quotient = (a: bigint, b: bigint): number => Number((a << 64n) / b) / 2 ** 64;

/** the proof that some multipliers are */
export const certificate = (sides: Sides, counts: readonly bigint[], found: Found): Inseparable => {
  const multipliers = reduced(counts);
  const positive = signed(sides).flatMap((z, i) => {
    const lambda = multipliers[i] ?? 0n;
    return (z.at(-1) ?? 0n) > 0n ? [z.map((value) => lambda * value)] : [];
  });
  const [total = 1n, ...sums] = positive.reduce((sum, z) => sum.map((value, k) => value + (z[k] ?? 0n))).reverse();
  return { multipliers, point: sums.reverse().map((sum) => quotient(sum, total)), ...found };
};

/** the 53 highest bits, which a double holds */
const rounded = (value: bigint): bigint => {
  const rest = BigInt(Math.max(0, (value < 0n ? -value : value).toString(2).length - 53));
  return (value >> rest) << rest;
};

/** a unit in doubles, where it is right as well */
export const separator = (sides: Sides, exact: readonly bigint[], found: Found): Separator => {
  const w = reduced(exact).map(rounded);
  const isRight = signed(sides).every((z) => z.reduce((sum, v, k) => sum + v * (w[k] ?? 0n), 0n) > 0n);
  if (!isRight || !w.every((value) => Number.isFinite(Number(value))))
    throw new RangeError(`${operation}: there is a unit, but none that was found has weights that doubles hold`);
  const [d, numbers] = [sides.x.shape[1], Float64Array.from(w, Number)];
  return { weight: fromArray(numbers.subarray(0, d), [d]), bias: fromArray(numbers.subarray(d), []), ...found };
};
