/**
 * The algebra of differentiable functions: a cartesian category whose arrows are {@link Diff}s.
 */
import type { Category2 } from 'fp-ts/lib/Category.js';
import { zeros } from '../primitive/body.js';
import { add } from '../primitive/arithmetic.js';
import { apply } from '../primitive/primitive.js';
import { dtypes } from '../tensor/dtype.js';
import { build, leaves, map } from '../tree/tree.js';
import type { Cotangent, Diff } from './diff.js';

/**
 * a ↦ a.
 *
 * Pullback  ā = b̄
 * @example
 * const [y, pullback] = id<Tensor<[2]>>()(tensor([1, 2]));
 * pullback(tensor([5, 6])) // [5, 6]
 */
export const id =
  <A>(): Diff<A, A> =>
  (a) => [a, (da) => da];

/**
 * First f, then g: the chain rule, J(g∘f)ᵀ = J(f)ᵀ J(g)ᵀ.
 *
 * Pullback  ā = f̄(ḡ(c̄))
 * Law       compose(id, f) = f = compose(f, id), and it is associative
 * @example
 * const double = diff((x: Tensor<[2]>) => multiply(x, 2));
 * const squared = diff((x: Tensor<[2]>) => multiply(x, x));
 * const [y, pullback] = compose(double, squared)(tensor([1, 2])); // y = 4x²
 * pullback(tensor([1, 1])) // [8, 16]
 */
export const compose =
  <A, B, C>(f: Diff<A, B>, g: Diff<B, C>): Diff<A, C> =>
  (a) => {
    const [b, pullF] = f(a);
    const [c, pullG] = g(b);
    return [c, (dc) => pullF(pullG(dc))];
  };

/**
 * Side by side: (a, c) ↦ (f a, g c).
 *
 * Pullback  (b̄, d̄) ↦ (f̄ b̄, ḡ d̄)
 * @example
 * const negative = diff((x: Tensor<[]>) => negate(x));
 * const [, pullback] = cross(negative, id<Tensor<[2]>>())([tensor(3), tensor([1, 2])]);
 * pullback([tensor(1), tensor([5, 6])]) // [ -1, [5, 6] ]
 */
export const cross =
  <A, B, C, D>(f: Diff<A, B>, g: Diff<C, D>): Diff<readonly [A, C], readonly [B, D]> =>
  ([a, c]) => {
    const [b, pullF] = f(a);
    const [d, pullG] = g(c);
    return [[b, d], ([db, dd]) => [pullF(db), pullG(dd)]];
  };

/**
 * The sum of two cotangents of one value; those of integers and booleans are zero and stay so.
 * @example
 * plus({ w: tensor([1, 2]) }, { w: tensor([10, 20]) }).w // [11, 22]
 */
export const plus = <A>(a: Cotangent<A>, b: Cotangent<A>): Cotangent<A> => {
  const right = leaves(b);
  return build(
    a,
    leaves(a).map((tensor, index) => {
      const other = right[index];
      return other !== undefined && dtypes[tensor.dtype].float ? apply(add, {}, tensor, other) : tensor;
    }),
  );
};

/**
 * A value used twice: a ↦ (a, a).
 *
 * Pullback  ā = b̄₁ + b̄₂
 * @example
 * const [, pullback] = duplicate<Tensor<[2]>>()(tensor([1, 2]));
 * pullback([tensor([1, 1]), tensor([5, 6])]) // [6, 7]
 */
export const duplicate =
  <A>(): Diff<A, readonly [A, A]> =>
  (a) => [[a, a], ([da, db]) => plus(da, db)];

/**
 * One input, two functions: a ↦ (f a, g a).
 *
 * Pullback  (b̄, c̄) ↦ f̄ b̄ + ḡ c̄
 * Law       compose(fork(f, g), first()) = f, compose(fork(f, g), second()) = g
 * @example
 * const squared = diff((x: Tensor<[2]>) => multiply(x, x));
 * const [, pullback] = fork(squared, id<Tensor<[2]>>())(tensor([1, 2]));
 * pullback([tensor([1, 1]), tensor([10, 10])]) // [12, 14]
 */
export const fork =
  <A, B, C>(f: Diff<A, B>, g: Diff<A, C>): Diff<A, readonly [B, C]> =>
  (a) =>
    compose(duplicate<A>(), cross(f, g))(a);

/** {@link fork}, by its name in the arrow literature: f △ g. */
export const fanOut = fork;

const zero = <A>(a: A): Cotangent<A> => map(a, zeros);

/**
 * (a, b) ↦ a.
 *
 * Pullback  ā ↦ (ā, 0)
 * @example
 * const [, pullback] = first<Tensor<[2]>, Tensor<[]>>()([tensor([1, 2]), tensor(3)]);
 * pullback(tensor([5, 6])) // [ [5, 6], 0 ]
 */
export const first =
  <A, B>(): Diff<readonly [A, B], A> =>
  ([a, b]) => [a, (da) => [da, zero(b)]];

/**
 * (a, b) ↦ b.
 *
 * Pullback  b̄ ↦ (0, b̄)
 * @example
 * const [, pullback] = second<Tensor<[2]>, Tensor<[]>>()([tensor([1, 2]), tensor(3)]);
 * pullback(tensor(7)) // [ [0, 0], 7 ]
 */
export const second =
  <A, B>(): Diff<readonly [A, B], B> =>
  ([a, b]) => [b, (db) => [zero(a), db]];

/**
 * Two inputs, added: (a, b) ↦ f a + g b.
 *
 * Pullback  c̄ ↦ (f̄ c̄, ḡ c̄)
 * @example
 * const squared = diff((x: Tensor<[2]>) => multiply(x, x));
 * join(squared, id<Tensor<[2]>>())([tensor([1, 2]), tensor([10, 20])])[0] // [11, 24]
 */
export const join =
  <A, B, C>(f: Diff<A, C>, g: Diff<B, C>): Diff<readonly [A, B], C> =>
  ([a, b]) => {
    const [c, pullF] = f(a);
    const [d, pullG] = g(b);
    return [plus(c, d), (dc) => [pullF(dc), pullG(dc)]];
  };

/** The name of the arrow for fp-ts. */
export const URI = 'pullback/Diff';
/** The type of {@link URI}. */
export type URI = typeof URI;

declare module 'fp-ts/HKT.js' {
  interface URItoKind2<E, A> {
    readonly [URI]: Diff<E, A>;
  }
}

/**
 * Differentiable functions are a category. They are neither `Strong2` nor `Choice2`: those let any function be mapped over an arrow, and a
 * function without a derivative has no place here. Products come with {@link cross}, {@link fork}, {@link first} and {@link second} instead.
 *
 * fp-ts writes composition the mathematician's way: `Category.compose(g, f)` is first f, then g.
 */
export const Category: Category2<URI> = { URI, id, compose: (g, f) => compose(f, g) };
