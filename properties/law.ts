/** What a table of laws is made of: a law about some subject, and for each law subjects that break it. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { take } from '../src/ops/index.js';
import { sameShape, show, size } from '../src/shape/index.js';
import type { Shape } from '../src/shape/index.js';
import { fromArray } from '../src/tensor/literal.js';
import { read } from '../src/tensor/read.js';
import type { AnyTensor, Tensor } from '../src/tensor/tensor.js';
import { dot, expectClose, LawError } from '../src/testing/laws/index.js';

/** How many cases are drawn, and whether the first failure is the end: only a failure that a person has to read is made small. */
interface Runs {
  readonly numRuns: number;
  readonly endOnFailure?: boolean;
}

/** A claim about a subject, of which it draws cases at random. */
export interface Law<S> {
  readonly check: (subject: S, parameters: Runs) => { readonly error: unknown; readonly report: string | undefined };
  readonly runs: number;
}

/** The law that every case drawn for a subject satisfies it; `hold` throws a `LawError` where one does not. */
export const law = <S, T>(
  drawn: (subject: S) => Arbitrary<T>,
  hold: (subject: S, drawn: T) => void,
  runs = 30,
): Law<S> => ({
  check: (subject, parameters) => {
    const details = fc.check(
      fc.property(drawn(subject), (one) => hold(subject, one)),
      parameters,
    );
    return { error: details.errorInstance, report: fc.defaultReportMessage(details) };
  },
  runs,
});

/** Every law holds of the subjects that it is about, and reports each subject that is planted to break it. */
export const prove = <S, L extends string>(
  laws: Readonly<Record<L, Law<S>>>,
  subjectsOf: (name: L) => Readonly<Record<string, S>>,
  faults: Readonly<Record<L, Readonly<Record<string, S>>>>,
): void => {
  const names = Object.keys(laws).flatMap((name) => (isKey(laws, name) ? [name] : []));
  describe.each(names)('%s', (name) => {
    it.each(Object.entries<S>(subjectsOf(name)))('holds of %s', (_, subject) => {
      expect(laws[name].check(subject, { numRuns: laws[name].runs }).report).toBeUndefined();
    });
    it.each(Object.entries<S>(faults[name]))('reports %s', (_, subject) => {
      expect(laws[name].check(subject, { numRuns: 200, endOnFailure: true }).error).toBeInstanceOf(LawError);
    });
  });
};
const isKey = <T extends object>(table: T, name: PropertyKey): name is keyof T => name in table;

/** Tensors whose numbers are exact where they are small and whole. */
export type Numbers = Tensor<Shape, 'float64'>;

export const int = (min: number, max: number): Arbitrary<number> => fc.integer({ min, max });

export const numbers = (data: readonly number[], shape: Shape): Numbers => fromArray(Float64Array.from(data), shape);

/** Small whole numbers: sums of products of a few of them are exact. */
export const whole = (shape: Shape, low = -8, high = 8): Arbitrary<Numbers> =>
  fc.array(int(low, high), { minLength: size(shape), maxLength: size(shape) }).map((data) => numbers(data, shape));

/** Whole numbers that differ from each other. */
export const distinct = (shape: Shape): Arbitrary<Numbers> =>
  fc.array(fc.nat(0xfffff), { minLength: size(shape), maxLength: size(shape) }).map((keys) => {
    const order = [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
    return numbers(
      [...keys.keys()].map((i) => order.indexOf(i) - (keys.length >> 1)),
      shape,
    );
  });

/** Any numbers between two bounds. */
export const real = (shape: Shape, low: number, high: number): Arbitrary<Numbers> =>
  fc
    .array(fc.double({ min: low, max: high, noNaN: true }), { minLength: size(shape), maxLength: size(shape) })
    .map((data) => numbers(data, shape));

/**
 * Errors  a `LawError` where shapes or numbers differ
 */
export const same = (what: string, found: AnyTensor, expected: AnyTensor, tolerance = 0): void => {
  if (!sameShape(found.shape, expected.shape))
    throw new LawError(`${what} has shape ${show(found.shape)}, expected ${show(expected.shape)}`);
  expectClose({ law: 'law', what, found: read(found), expected: read(expected), tolerance });
};

/** The parts of an axis in another order. */
export const ordered = (x: Numbers, order: readonly number[], axis = 0): Numbers =>
  take(x, fromArray(Int32Array.from(order), [order.length]), axis);

/** ⟨a, b⟩ */
export const inner = (a: AnyTensor, b: AnyTensor): number => dot(read(a), read(b)).sum;

/**
 * Errors  a `LawError` where two numbers differ
 */
export const equal = (what: string, found: number, expected: number): void => {
  if (found !== expected) throw new LawError(`${what} is ${found}, expected ${expected}`);
};
