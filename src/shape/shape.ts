import type { NotNatural, Product } from './arithmetic.js';

/** The sizes of a tensor's dimensions, outermost first. */
export type Shape = readonly number[];

/** What a shape rule answers: the resulting shape, or the sentence that says why there is none. */
export type Verdict = Shape | string;

/** The type of a checked parameter: `T`, or the sentence itself when the verdict `R` is one. */
export type Arg<R, T> = R extends string ? R : T;

type ShowDimension<D extends number> = number extends D ? '?' : `${D}`;
type ShowDimensions<S extends Shape, Done extends string = ''> = S extends readonly [
  infer H extends number,
  ...infer T extends Shape,
]
  ? ShowDimensions<T, Done extends '' ? ShowDimension<H> : `${Done}, ${ShowDimension<H>}`>
  : Done;

/** A shape as text: "[3, 5, 5]"; an unknown dimension is "?", an unknown rank "[...]". */
export type Show<S extends Shape> = number extends S['length'] ? '[...]' : `[${ShowDimensions<S>}]`;
export const show = (shape: Shape): string => `[${shape.join(', ')}]`;

/* Invariant in T, so that two boxes are equal exactly when their contents are identical, type parameters included. */
export interface Box<T> {
  readonly map: (content: T) => T;
}
export type Identical<A, B> = Box<A> extends Box<B> ? true : false;

/** Whether two dimensions agree; an unknown one agrees with every other. */
export type SameDim<A extends number, B extends number> =
  Box<A> extends Box<B> ? true : number extends A ? true : number extends B ? true : false;

/** Whether two shapes agree; what is unknown agrees with everything. */
export type SameShape<A extends Shape, B extends Shape> =
  Box<A> extends Box<B>
    ? true
    : A extends readonly [infer a extends number, ...infer A2 extends Shape]
      ? B extends readonly [infer b extends number, ...infer B2 extends Shape]
        ? SameDim<a, b> extends true
          ? SameShape<A2, B2>
          : false
        : number extends B['length']
          ? true
          : false
      : number extends A['length']
        ? true
        : B extends readonly []
          ? true
          : number extends B['length']
            ? true
            : false;
export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

/** The number of elements, ∏ sᵢ; 1 for a scalar. */
export type Size<S extends Shape> = Product<S>;
export const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** The size of one dimension, counted from the end when negative; NaN where there is none. */
export const dimension = (shape: Shape, axis: number): number => shape.at(axis) ?? Number.NaN;

/** The shape itself, or a sentence when some dimension is not an integer ≥ 0: for shapes that a caller wrote down. */
export type ValidShape<S extends Shape, Op extends string> = [NotNatural<S[number]>] extends [never]
  ? S
  : `${Op}: ${Show<S>} is not a shape`;
export const validShape = (shape: Shape, operation: string): Verdict =>
  shape.every(isNatural) ? shape : `${operation}: ${show(shape)} is not a shape`;

export const isNatural = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
