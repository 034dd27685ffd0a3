import type { Mul, NotPositive } from './arithmetic.js';
import { isNatural, show, type Shape, type Show, type Verdict } from './shape.js';

/**
 * The trailing axes stretched by whole factors, the others as they are.
 * Shape   [3, 4, 5] by [2, 3] → [3, 8, 15]
 * Errors  "upsample: 3 factors given for [2, 2]", "upsample: factor 0 is not a positive integer"
 */
export type Upsample<S extends Shape, F extends Shape, Op extends string = 'upsample'> = number extends
  S['length'] | F['length']
  ? number[]
  : [FactorFault<F>] extends [never]
    ? Stretch<S, F> extends infer R extends Shape
      ? R
      : `${Op}: ${F['length']} factors given for ${Show<S>}`
    : `${Op}: factor ${FactorFault<F>} is not a positive integer`;

/** The first factor that is none, or `never`. */
type FactorFault<F extends Shape> = F extends readonly [infer f extends number, ...infer F2 extends Shape]
  ? [NotPositive<f>] extends [never]
    ? FactorFault<F2>
    : NotPositive<f>
  : never;

type Stretch<S extends Shape, F extends Shape, Done extends Shape = []> = F extends readonly [
  ...infer F2 extends Shape,
  infer f extends number,
]
  ? S extends readonly [...infer S2 extends Shape, infer s extends number]
    ? Stretch<S2, F2, [Mul<s, f>, ...Done]>
    : null
  : [...S, ...Done];

export const upsampleShape = (shape: Shape, factors: Shape, operation = 'upsample'): Verdict => {
  const fault = factors.find((factor) => !isNatural(factor) || factor === 0);
  if (fault !== undefined) return `${operation}: factor ${fault} is not a positive integer`;
  const kept = shape.length - factors.length;
  if (kept < 0) return `${operation}: ${factors.length} factors given for ${show(shape)}`;
  return shape.map((length, axis) => length * (factors[axis - kept] ?? 1));
};
