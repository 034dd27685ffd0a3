/** A small language of operators that are convolutions, read in two ways: by the library, and by sums of whole numbers. */
import * as fc from 'fast-check';
import { add, multiply } from '../../src/ops/index.js';
import { fromArray } from '../../src/tensor/literal.js';
import { circularShift, convolve } from '../../src/image/index.js';
import type { Image, Shift } from '../../src/image/index.js';

export type Rows = readonly (readonly number[])[];

/** A convolution on the torus. */
export type Term =
  | { readonly kind: 'shift'; readonly by: Shift }
  | { readonly kind: 'kernel'; readonly weights: Rows }
  | { readonly kind: 'scale'; readonly factor: number; readonly of: Term }
  | { readonly kind: 'sum'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'after'; readonly outer: Term; readonly inner: Term };

/** An image [height, width] of whatever size. */
export type Plane = Image<readonly [number, number]>;

export const plane = (rows: Rows): Plane =>
  fromArray(Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);

/** What a term does to an image. */
export const operatorOf = (term: Term): ((x: Plane) => Plane) => {
  switch (term.kind) {
    case 'shift':
      return (x) => circularShift(x, term.by);
    case 'kernel':
      return (x) => convolve(x, plane(term.weights), { boundary: 'wrap' });
    case 'scale': {
      const f = operatorOf(term.of);
      return (x) => multiply(term.factor, f(x));
    }
    case 'sum': {
      const [f, g] = [operatorOf(term.left), operatorOf(term.right)];
      return (x) => add(f(x), g(x));
    }
    case 'after': {
      const [f, g] = [operatorOf(term.outer), operatorOf(term.inner)];
      return (x) => f(g(x));
    }
  }
};

/** A function on the torus of this height and width, in row-major order. */
export type Torus = readonly [height: number, width: number];

export const modulo = (i: number, n: number): number => ((i % n) + n) % n;

/** What is given as weights at places, added up on the torus. */
export const onTorus = (
  [height, width]: Torus,
  weights: Iterable<readonly [i: number, j: number, weight: number]>,
): readonly number[] => {
  const sums = Array.from({ length: height * width }, () => 0);
  for (const [i, j, weight] of weights) {
    const place = modulo(i, height) * width + modulo(j, width);
    sums[place] = (sums[place] ?? 0) + weight;
  }
  return sums;
};

/** The entries of an array, counted from an origin. */
export const entries = (rows: Rows, [top, left]: Shift): readonly (readonly [number, number, number])[] =>
  rows.flatMap((row, i) => row.map((weight, j) => [i - top, j - left, weight] as const));

/** The kernel of a term on a torus, from the algebra of kernels alone: shifts are unit weights, composition is their convolution. */
export const kernelOn = (torus: Torus, term: Term): readonly number[] => {
  const [, width] = torus;
  const places = (kernel: readonly number[]) =>
    kernel.map((weight, k) => [Math.floor(k / width), k % width, weight] as const);
  switch (term.kind) {
    case 'shift':
      return onTorus(torus, [[...term.by, 1]]);
    case 'kernel':
      return onTorus(
        torus,
        entries(term.weights, [Math.floor(term.weights.length / 2), Math.floor((term.weights[0]?.length ?? 0) / 2)]),
      );
    case 'scale':
      return kernelOn(torus, term.of).map((weight) => term.factor * weight + 0);
    case 'sum': {
      const right = kernelOn(torus, term.right);
      return kernelOn(torus, term.left).map((weight, k) => weight + (right[k] ?? 0));
    }
    case 'after': {
      const inner = places(kernelOn(torus, term.inner));
      return onTorus(
        torus,
        places(kernelOn(torus, term.outer)).flatMap(([i, j, a]) =>
          inner.map(([k, l, b]) => [i + k, j + l, a * b] as const),
        ),
      );
    }
  }
};

const whole = (bound: number): fc.Arbitrary<number> => fc.integer({ min: -bound, max: bound });

/** Lists of whole numbers. */
export const numbers = (length: number, bound: number): fc.Arbitrary<readonly number[]> =>
  fc.array(whole(bound), { minLength: length, maxLength: length });

/** Arrays of whole numbers with sides up to a length. */
export const rows = (longest: number, bound = 3): fc.Arbitrary<Rows> =>
  fc
    .tuple(fc.integer({ min: 1, max: longest }), fc.integer({ min: 1, max: longest }))
    .chain(([height, width]) => fc.array(numbers(width, bound), { minLength: height, maxLength: height }));

/** Random terms, with shrinking to the smaller parts. */
export const term: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('shift'), by: fc.tuple(whole(5), whole(5)) } as const),
    fc.record({ kind: fc.constant('kernel'), weights: rows(3) } as const),
    fc.record({ kind: fc.constant('scale'), factor: whole(3), of: tie('term') } as const),
    fc.record({ kind: fc.constant('sum'), left: tie('term'), right: tie('term') } as const),
    fc.record({ kind: fc.constant('after'), outer: tie('term'), inner: tie('term') } as const),
  ),
})).term;

/** The side of a torus. */
export const torus: fc.Arbitrary<Torus> = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
