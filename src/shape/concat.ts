import type { Add } from './arithmetic.js';
import { outOfRange, resolveAxis, type Axis, type OutOfRange, type Replace } from './axis.js';
import { insert, type Insert } from './expand.js';
import { dimension, sameShape, show, type SameShape, type Shape, type Show, type Verdict } from './shape.js';

/** Whether two shapes of one rank agree in every dimension but the one at index I. */
export type SameOutside<A extends Shape, B extends Shape, I extends number> = SameShape<
  Replace<A, I, 0>,
  Replace<B, I, 0>
>;
export const sameOutside = (a: Shape, b: Shape, axis: number): boolean =>
  a.length === b.length && a.every((n, i) => i === axis || n === b[i]);

/**
 * Concatenation along an axis: there the sizes add up, elsewhere they are equal.
 * Shape   [64, 28, 28] and [128, 28, 28] at axis 0 → [192, 28, 28]
 * Errors  "concat: [64, 28, 28] and [128, 27, 28] differ outside axis 0"
 */
export type Concat<
  Shapes extends readonly Shape[],
  A extends number,
  Op extends string = 'concat',
> = Shapes extends readonly [infer S extends Shape, ...infer Rest extends readonly Shape[]]
  ? number extends S['length'] | A
    ? number[]
    : [Axis<S, A>] extends [never]
      ? OutOfRange<S, A, Op>
      : Append<S, Rest, Axis<S, A>, A, Op>
  : number extends Shapes['length']
    ? number[]
    : `${Op}: there is no tensor`;

type Append<
  S extends Shape,
  Rest extends readonly Shape[],
  I extends number,
  A extends number,
  Op extends string,
> = Rest extends readonly [infer T extends Shape, ...infer More extends readonly Shape[]]
  ? number extends T['length']
    ? number[]
    : SameOutside<S, T, I> extends true
      ? Append<Replace<S, I, Add<S[I], T[I]>>, More, I, A, Op>
      : S['length'] extends T['length']
        ? `${Op}: ${Show<S>} and ${Show<T>} differ outside axis ${A}`
        : `${Op}: ${Show<S>} and ${Show<T>} have different ranks`
  : number extends Rest['length']
    ? number[]
    : S;

export const concatShape = (shapes: readonly Shape[], axis: number, operation = 'concat'): Verdict => {
  const [first, ...rest] = shapes;
  if (first === undefined) return `${operation}: there is no tensor`;
  const resolved = resolveAxis(first, axis);
  if (resolved === undefined) return outOfRange(first, axis, operation);
  let joined = first;
  for (const shape of rest) {
    if (shape.length !== joined.length) return `${operation}: ${show(joined)} and ${show(shape)} have different ranks`;
    if (!sameOutside(joined, shape, resolved))
      return `${operation}: ${show(joined)} and ${show(shape)} differ outside axis ${axis}`;
    joined = joined.map((n, i) => (i === resolved ? n + dimension(shape, i) : n));
  }
  return joined;
};

/**
 * Tensors of one shape side by side along a new axis of the result.
 * Shape   [2, 3] and [2, 3] at axis 0 → [2, 2, 3]
 * Errors  "stack: [2, 3] and [2, 4] differ"
 */
export type Stack<
  Shapes extends readonly Shape[],
  A extends number,
  Op extends string = 'stack',
> = number extends Shapes['length']
  ? number[]
  : Shapes extends readonly [infer S extends Shape, ...infer Rest extends readonly Shape[]]
    ? Other<S, Rest> extends infer T extends Shape
      ? `${Op}: ${Show<S>} and ${Show<T>} differ`
      : Insert<S, A, Shapes['length'], Op>
    : `${Op}: there is no tensor`;

/** The first of the shapes that is not S, or `null`. */
type Other<S extends Shape, Rest extends readonly Shape[]> = Rest extends readonly [
  infer T extends Shape,
  ...infer More extends readonly Shape[],
]
  ? SameShape<S, T> extends true
    ? Other<S, More>
    : T
  : null;

export const stackShape = (shapes: readonly Shape[], axis: number, operation = 'stack'): Verdict => {
  const [first] = shapes;
  if (first === undefined) return `${operation}: there is no tensor`;
  const other = shapes.find((shape) => !sameShape(first, shape));
  return other === undefined
    ? insert(first, axis, shapes.length, operation)
    : `${operation}: ${show(first)} and ${show(other)} differ`;
};
