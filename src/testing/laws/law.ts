import type { AnyTensor, Spec } from '../../tensor/tensor.js';
import { show } from '../../shape/shape.js';

/** What a law is about: a pure function from tensors to tensors. */
export type Mapping = (inputs: readonly AnyTensor[]) => readonly AnyTensor[];

/** A law does not hold: a sentence with the place and the numbers that disagree. */
export class LawError extends Error {
  override readonly name = 'LawError';
}

/** Compares numbers found with numbers expected, and says where they disagree. */
export interface Comparison {
  readonly law: string;
  /** what the numbers are of, "input 1" or "output 0" */
  readonly what: string;
  readonly found: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
  /** how far they may be apart, in units of the larger of 1 and their magnitudes */
  readonly tolerance: number;
}

/** How far apart two numbers are in units of the larger of 1 and their magnitudes; equal ones, infinite or NaN too, are not apart. */
export const distance = (a: number, b: number): number =>
  Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));

/**
 * Errors  a `LawError` at the first place where the numbers are not within the tolerance
 */
export const expectClose = ({ tolerance, ...numbers }: Comparison): void =>
  expectEach(numbers, (a, b) => distance(a, b) <= tolerance);

/**
 * The same numbers, the signs of zeros among them.
 *
 * Errors  a `LawError` at the first place where the numbers are not the same
 */
export const expectSame = (numbers: Omit<Comparison, 'tolerance'>): void => expectEach(numbers, Object.is);

const expectEach = (
  { law, what, found, expected }: Omit<Comparison, 'tolerance'>,
  holds: (a: number, b: number) => boolean,
): void => {
  if (found.length !== expected.length)
    throw new LawError(`${law}: ${what} has ${found.length} elements, expected ${expected.length}`);
  for (let i = 0; i < found.length; i++) {
    const [a, b] = [found[i] ?? 0, expected[i] ?? 0];
    const shown = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));
    if (!holds(a, b)) throw new LawError(`${law}: ${what}, element ${i} is ${shown(a)}, expected ${shown(b)}`);
  }
};

/**
 * Errors  a `LawError` when the shapes or element types differ
 */
export const expectSpec = (law: string, what: string, found: Spec, expected: Spec): void => {
  const text = ({ shape, dtype }: Spec): string => `${dtype} ${show(shape)}`;
  if (text(found) !== text(expected))
    throw new LawError(`${law}: ${what} is ${text(found)}, expected ${text(expected)}`);
};

/** Σ aᵢbᵢ, and Σ |aᵢbᵢ|, which says how much of the first is rounding. */
export const dot = (
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { readonly sum: number; readonly magnitude: number } => {
  let [sum, magnitude] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const term = (a[i] ?? 0) * (b[i] ?? 0);
    sum += term;
    magnitude += Math.abs(term);
  }
  return { sum, magnitude };
};
