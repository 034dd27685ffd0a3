/** The types of a mapped function: where the examples stand in its arguments and result, and how many there are. */
import type { Axis } from '../shape/axis.js';
import type { Insert } from '../shape/expand.js';
import type { Identical, Shape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';

/** Where the examples stand: an axis, `null` for what is the same for all, or one of these for each part of a tree. */
export type AxisTree = number | null | readonly AxisTree[] | { readonly [name: string]: AxisTree };

/** What `vmap` may be told. */
export interface VmapOptions {
  /** for each argument, the axis of the examples (0 unless said otherwise) */
  readonly in?: readonly AxisTree[];
  /** for the result, the place of the axis of the examples (0 unless said otherwise); `null` where it must be the same for all */
  readonly out?: AxisTree;
  /** a name for the axis, by which `axisMean` and its like refer to it */
  readonly axis?: string;
}

export type InOf<O> = O extends { readonly in: infer A } ? A : 0;
export type OutOf<O> = O extends { readonly out: infer A } ? A : 0;

/** the part of an axis tree that is about one part of a tree */
export type AxisAt<A, K> = A extends number | null ? A : K extends keyof A ? A[K] : 0;

/** a shape with N at an axis, or a sentence */
type Placed<S extends Shape, A extends number, N> = A extends 0 ? [N, ...S] : Insert<S, A, N & number, 'vmap'>;

/** A tree whose tensors have the axis of the examples besides, or a sentence where an axis is out of range. */
export type Spread<T, A, N> = A extends null
  ? T
  : T extends Tensor<infer S extends Shape, infer D>
    ? A extends number
      ? Placed<S, A, N> extends infer R
        ? R extends readonly unknown[]
          ? Tensor<R, D>
          : OutOfRange<A, S>
        : never
      : never
    : { readonly [K in keyof T]: Spread<T[K], AxisAt<A, K>, N> };

/** The arguments of a mapped function for any number of examples. */
export type Arguments<T extends readonly unknown[], A> = T extends readonly unknown[]
  ? { readonly [K in keyof T]: Spread<T[K], AxisAt<A, K>, number> }
  : never;

type Parts<T> = T extends readonly unknown[] ? T[number] : T[keyof T];

/** the length of the axis of the examples in the tensors of a tree */
export type LengthsOf<T, A, Levels extends readonly 0[] = [0, 0, 0]> = A extends null
  ? never
  : T extends Tensor<infer S extends Shape, DType>
    ? A extends 0
      ? S[0]
      : A extends number
        ? S[Axis<S, A>]
        : never
    : T extends string
      ? never
      : Levels extends readonly [0, ...infer Left extends readonly 0[]]
        ? Parts<{ readonly [K in keyof T]: LengthsOf<T[K], AxisAt<A, K>, Left> }>
        : number;

type Tail<A> = A extends readonly [unknown, ...infer R] ? R : AxisAt<A, never>;

/** How many examples there are, by the first of the arguments that has them. */
export type CountOf<G, A> = G extends readonly [infer H, ...infer R]
  ? AxisAt<A, 0> extends null
    ? CountOf<R, Tail<A>>
    : LengthsOf<H, AxisAt<A, 0>>
  : number;

/* The conditions on T come first: while T is open, an editor then shows these types by their names. */

/** for each tensor of a tree `true`, or the sentence that its length is not N */
type Agreement<T, A, N, Front extends string, Back extends string, Levels extends readonly 0[] = [0, 0, 0]> =
  T extends Tensor<infer S extends Shape, DType>
    ? A extends null
      ? true
      : Same<N, LengthsOf<Tensor<S>, A>, Front, Back>
    : T extends string
      ? true
      : Levels extends readonly [0, ...infer Left extends readonly 0[]]
        ? Parts<{ readonly [K in keyof T]: Agreement<T[K], AxisAt<A, K>, N, Front, Back, Left> }>
        : true;

type Same<N, L, Front extends string, Back extends string> =
  Identical<N, L> extends true
    ? true
    : number extends N
      ? true
      : number extends L
        ? true
        : `${Front} ${Exclude<N, L> & number} and ${L & number} ${Back}`;

/** the sentences among verdicts, or `true` */
type Sentences<R> = [Extract<R, string>] extends [never] ? true : Extract<R, string>;

/** `true`, or the sentence that one of the arguments has not N examples. */
export type Agrees<T, A, N> = [Extract<Agreement<T, A, N, 'vmap: the arguments have', 'examples'>, string>] extends [
  never,
]
  ? true
  : Extract<Agreement<T, A, N, 'vmap: the arguments have', 'examples'>, string>;

/** `true`, or the sentence that the sequences of a loop differ in length. */
export type EquallyLong<X> = Sentences<Agreement<X, 0, LengthsOf<X, 0>, 'scan: the sequences have', 'steps'>>;

/** `true`, or the sentence that the place of the axis is out of range in the result. */
export type Places<B, A> = A extends 0 ? true : Sentences<Misplaced<B, A>>;
type Misplaced<T, A, Levels extends readonly 0[] = [0, 0, 0]> =
  T extends Tensor<infer S extends Shape, DType>
    ? A extends number
      ? [Axis<[...S, 0], A>] extends [never]
        ? OutOfRange<A, S>
        : never
      : never
    : Levels extends readonly [0, ...infer Left extends readonly 0[]]
      ? Parts<{ readonly [K in keyof T]: Misplaced<T[K], AxisAt<A, K>, Left> }>
      : never;

type OutOfRange<
  A extends number,
  S extends Shape,
> = `vmap: axis ${A} is out of range for a tensor of rank ${[0, ...S]['length'] & number}`;
