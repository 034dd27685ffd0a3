/** Whether a straight line parts two classes, with a proof either way. */
import * as E from 'fp-ts/lib/Either.js';
import { zeros } from '../ops/index.js';
import type { Arg, Shape } from '../shape/index.js';
import type { DType } from '../tensor/dtype.js';
import { item, toArray } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import { compile } from '../transform/index.js';
import { certificate, separator, type Inseparable, type Separator } from './certificate.js';
import type { LabelsFor } from './examples.js';
import { alternative } from './gordan.js';
import { perceptronPass, type Unit } from './perceptron.js';
import { sidesOf, signed, type Sides } from './sides.js';

const numbersOf = ({ weight, bias }: Unit<'float64'>): readonly number[] => [...toArray(weight), item(bias)];

const bySimplex = (sides: Sides, updates: number): E.Either<Inseparable, Separator> =>
  E.bimap(
    (multipliers: readonly bigint[]) => certificate(sides, multipliers, { by: 'simplex', updates }),
    (w: readonly bigint[]) => separator(sides, w, { by: 'simplex', updates }),
  )(alternative(signed(sides)));

/** where the perceptron stands, and since when it has been watched: it is there that it may come back to */
interface Run {
  readonly unit: Unit<'float64'>;
  readonly updates: number;
  readonly watched: readonly number[];
  /** how often each example was erred about since */
  readonly counts: readonly number[];
}

const pass = compile(perceptronPass<number, 'float64'>);

/** after how many passes the perceptron gives up */
const patience = 1024;

/**
 * A unit with yᵢ(wᵀxᵢ + b) > 0 for every example, y = 1 for those of the class and −1 for the others; or the proof that there is none. Exact.
 *
 * The perceptron learns, from w = 0 and b = 0, in passes over the examples. If there is a unit that is right, it ends after at most
 * {@link updateBound} updates. If there is none, its weights stay bounded, so, being whole numbers, they come back to where they have been; the
 * updates between sum up to 0, and how often each example had its part in them is the certificate. Either may take it long: after 1024 passes, or
 * where numbers are too large for it, the simplex method decides the same alternative.
 *
 * Shape    examples [n, d] of whole numbers, classes [n]
 * Errors   "separate: expected whole numbers, got 0.5", "separate: 4 examples need classes [4], got [3]",
 *          "separate: there is a unit, but none that was found has weights that doubles hold"
 * Source   Novikoff 1962, Minsky and Papert 1969, Block and Levin 1970 (the weights stay bounded); Brent 1980 (finding the cycle); deck row K5
 * @example
 * const corners = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * separate(corners, tensor([false, false, false, true]))._tag // 'Right'
 * separate(corners, tensor([false, true, true, false])) // { _tag: 'Left', left: { multipliers: [1n, 1n, 1n, 1n], point: [0.5, 0.5], by: 'perceptron', updates: 4 } }
 */
export const separate = <X extends Shape, T extends Shape>(
  examples: Tensor<X, DType>,
  classes: Arg<LabelsFor<X, T, 'separate'>, Tensor<T, 'bool'>>,
): E.Either<Inseparable, Separator> => {
  const sides = sidesOf(examples, classes);
  const [n, d] = sides.x.shape;
  const largest = toArray(sides.x).reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const zero = { weight: zeros([d], { dtype: 'float64' }), bias: zeros([], { dtype: 'float64' }) } as const;
  const none = new Array<number>(n).fill(0);
  let run: Run = { unit: zero, updates: 0, watched: numbersOf(zero), counts: none };
  for (let passes = 1; passes <= patience; passes++) {
    /* in a pass of n updates each of the d + 1 weights grows by n·largest at most */
    const size = numbersOf(run.unit).reduce((total, value) => total + Math.abs(value), (d + 1) * n * largest);
    if (size * largest > Number.MAX_SAFE_INTEGER) break;
    const [unit, erred] = pass(run.unit, sides.x, sides.y);
    const errors = [...toArray(erred)];
    const made = errors.reduce((a, b) => a + b, 0);
    if (made === 0) return E.right({ ...unit, by: 'perceptron', updates: run.updates });
    const updates = run.updates + made;
    const counts = run.counts.map((count, i) => count + (errors[i] ?? 0));
    const now = numbersOf(unit);
    if (now.every((value, k) => value === run.watched[k]))
      return E.left(certificate(sides, counts.map(BigInt), { by: 'perceptron', updates }));
    /* watched from the powers of two on: a cycle that is shorter than the time before it is seen on its first turn */
    const anew = Number.isInteger(Math.log2(passes));
    run = { unit, updates, watched: anew ? now : run.watched, counts: anew ? none : counts };
  }
  return bySimplex(sides, run.updates);
};

/**
 * How many updates the perceptron makes at most where a given unit is right: ‖(w, b)‖²·R²/γ², with R² the largest ‖(xᵢ, 1)‖² and γ the smallest
 * yᵢ(wᵀxᵢ + b); ∞ where the unit is wrong.
 * Source   Novikoff 1962
 * @example
 * const corners = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]);
 * updateBound(corners, tensor([false, false, false, true]), { weight: tensor([2, 2]), bias: tensor(-3) }) // 51
 */
export const updateBound = <X extends Shape, T extends Shape>(
  examples: Tensor<X, DType>,
  classes: Arg<LabelsFor<X, T, 'separate'>, Tensor<T, 'bool'>>,
  { weight, bias }: Unit<'float32' | 'float64'>,
): number => {
  const { x, y } = sidesOf(examples, classes);
  const [w, b] = [[...toArray(weight)], item(bias)];
  const [values, [n, d]] = [toArray(x), x.shape];
  const row = (i: number): readonly number[] => [...values.subarray(i * d, (i + 1) * d)];
  const margins = [...toArray(y)].map((sign, i) => sign * row(i).reduce((total, v, k) => total + v * (w[k] ?? 0), b));
  const radii = Array.from({ length: n }, (_, i) => row(i).reduce((total, v) => total + v * v, 1));
  const gamma = Math.min(...margins);
  return gamma > 0 ? (w.reduce((total, v) => total + v * v, b * b) * Math.max(...radii)) / gamma / gamma : Infinity;
};
