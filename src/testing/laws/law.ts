import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';
import { show } from '../../shape/shape.js';
import type { AnyTensor, Spec } from '../../tensor/tensor.js';

/** What a law is about: a pure function from tensors to tensors. */
export type Mapping = (inputs: readonly AnyTensor[]) => readonly AnyTensor[];

/**
 * A law does not hold. The message is a sentence with what was compared and the numbers that disagree, and below it the smallest inputs found for
 * which they do, as a program.
 */
export class LawError extends Error {
  override readonly name = 'LawError';
  /** what was compared, and both numbers */
  readonly sentence: string;
  /** the inputs, as a program that makes them; nothing where the law has none of its own */
  readonly inputs: string | undefined;

  constructor(sentence: string, inputs?: string) {
    super(inputs === undefined ? sentence : `${sentence}\nfor ${inputs}`);
    this.sentence = sentence;
    this.inputs = inputs;
  }
}

/** A law holds: how much was compared, and how far apart the numbers were at most. */
export interface Report {
  readonly law: string;
  /** how many numbers were compared */
  readonly compared: number;
  /** how far apart two of them were, in units of the larger of 1 and their magnitudes */
  readonly worst: number;
  /** how far apart they were allowed to be */
  readonly tolerance: number;
}

/** Several reports of one law as one. */
export const summed = (law: string, reports: readonly Report[]): Report => ({
  law,
  compared: reports.reduce((sum, { compared }) => sum + compared, 0),
  worst: Math.max(0, ...reports.map(({ worst }) => worst)),
  tolerance: Math.max(0, ...reports.map(({ tolerance }) => tolerance)),
});

/** `expect…` throws a `LawError`; this makes `check…` of it, which returns the error or the report. Other errors are thrown on. */
export const checked =
  <A extends readonly unknown[], R>(expectation: (...args: A) => R) =>
  (...args: A): Either<LawError, R> => {
    try {
      return right(expectation(...args));
    } catch (error) {
      if (error instanceof LawError) return left(error);
      throw error;
    }
  };

/** Compares numbers found with numbers expected, and says where they disagree. */
export interface Comparison {
  readonly law: string;
  /** what the numbers are of, "input 1" or "output 0" */
  readonly what: string;
  readonly found: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  /** how far they may be apart, in units of the larger of 1 and their magnitudes */
  readonly tolerance: number;
  /** the shape of both, by which a place is named */
  readonly shape?: readonly number[];
}

/** How far apart two numbers are in units of the larger of 1 and their magnitudes; equal ones, infinite or NaN too, are not apart. */
export const distance = (a: number, b: number): number =>
  Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));

/**
 * The numbers are within the tolerance; how far they were apart at most.
 *
 * Errors  a `LawError` at the first place where they are not
 */
export const expectClose = ({ tolerance, ...numbers }: Comparison): number =>
  expectEach(numbers, (a, b) => distance(a, b) <= tolerance);

/**
 * The same numbers, the signs of zeros among them.
 *
 * Errors  a `LawError` at the first place where the numbers are not the same
 */
export const expectSame = (numbers: Omit<Comparison, 'tolerance'>): number => expectEach(numbers, Object.is);

const expectEach = (
  { law, what, found, expected, shape = [found.length] }: Omit<Comparison, 'tolerance'>,
  holds: (a: number, b: number) => boolean,
): number => {
  if (found.length !== expected.length)
    throw new LawError(`${law}: ${what} has ${found.length} elements, expected ${expected.length}`);
  let worst = 0;
  for (let i = 0; i < found.length; i++) {
    const [a, b] = [found[i] ?? 0, expected[i] ?? 0];
    if (!holds(a, b)) throw new LawError(`${law}: ${what}, ${place(shape, i)} is ${shown(a)}, expected ${shown(b)}`);
    worst = Math.max(worst, distance(a, b));
  }
  return worst;
};

/** A number as it is read, the sign of zero included. */
export const shown = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** The name of an element, by its indices where there are several axes. */
export const place = (shape: readonly number[], element: number): string => {
  const indices = shape.map((length, axis) => {
    const below = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
    return Math.floor(element / below) % length;
  });
  return indices.length === 0 ? 'its number' : `element ${indices.length === 1 ? element : show(indices)}`;
};

/**
 * Errors  a `LawError` when the shapes or element types differ
 */
export const expectSpec = (law: string, what: string, found: Spec, expected: Spec): void => {
  const text = ({ shape, dtype }: Spec): string => `${dtype} ${show(shape)}`;
  if (text(found) !== text(expected))
    throw new LawError(`${law}: ${what} is ${text(found)}, expected ${text(expected)}`);
};

/** A sum of products, and the sum of their magnitudes, which says how much of the first is rounding. */
export interface Inner {
  readonly sum: number;
  readonly magnitude: number;
}

/** Σ aᵢbᵢ, and Σ |aᵢbᵢ|. */
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): Inner => {
  let [sum, magnitude] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const term = (a[i] ?? 0) * (b[i] ?? 0);
    sum += term;
    magnitude += Math.abs(term);
  }
  return { sum, magnitude };
};

/** {@link dot} of two lists, part by part. */
export const inner = (a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): Inner =>
  a
    .map((part, k) => dot(part, b[k] ?? []))
    .reduce((x, y) => ({ sum: x.sum + y.sum, magnitude: x.magnitude + y.magnitude }), { sum: 0, magnitude: 0 });

/** How numbers changed, weighted, and the magnitude of those that did: what stayed the same adds no rounding. */
export const changed = (
  after: readonly ArrayLike<number>[],
  before: readonly ArrayLike<number>[],
  weights: readonly ArrayLike<number>[],
): Inner => {
  let [sum, magnitude] = [0, 0];
  after.forEach((part, k) => {
    for (let i = 0; i < part.length; i++) {
      const [a, b, w] = [part[i] ?? 0, before[k]?.[i] ?? 0, weights[k]?.[i] ?? 0];
      if (w === 0 || a === b) continue;
      sum += w * (a - b);
      magnitude += Math.abs(w) * Math.max(Math.abs(a), Math.abs(b));
    }
  });
  return { sum, magnitude };
};

/** {@link inner} with weights, of which 0 leaves a number out, whatever it is. */
export const weighted = (a: readonly ArrayLike<number>[], weights: readonly ArrayLike<number>[]): Inner =>
  inner(
    a.map((part, k) => Array.from(part, (value, i) => (weights[k]?.[i] === 0 ? 0 : value))),
    weights,
  );
