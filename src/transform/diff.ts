/**
 * Differentiable functions as values. A `Diff` goes from a to b together with the linear map that takes cotangents of b back to cotangents of a.
 */
import { filled } from '../primitive/body.js';
import { pull, trace } from '../primitive/graph.js';
import type { Graph } from '../primitive/graph.js';
import { at } from '../primitive/primitive.js';
import { DTypeError, ShapeError } from '../shape/error.js';
import { sameShape, show } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { Maybe } from '../tensor/tensor.js';
import { aligned, build, leaves, named, pathsOf } from '../tree/tree.js';

/**
 * What pairs with a value to give a number: a tree with the names, shapes and element types of the value. The cotangent of an integer or boolean
 * is zero.
 */
export type Cotangent<A> = A;

/**
 * A differentiable function: a ↦ (b, b̄ ↦ ā), where ā = Jᵀb̄.
 *
 * Source   Elliott 2018, "The simple essence of automatic differentiation"; Fong, Spivak & Tuyéras 2019
 */
export type Diff<A, B> = (a: A) => readonly [b: B, pullback: (db: Cotangent<B>) => Cotangent<A>];

/** The graph of a function of a tree, at a point. */
export interface Traced<B> {
  readonly graph: Graph;
  /** the tree of the outputs, to be rebuilt with other leaves */
  readonly result: B;
}

/** Traces a function of a tree; its variables stand for the tensors of `a`, so it may look at their numbers. */
export const traceAt = <A, B>(operation: string, f: (a: A) => B, a: A): Traced<B> => {
  const inputs = leaves(a, operation);
  const results: B[] = [];
  const graph = trace(
    inputs,
    (variables) => {
      const b = f(build(a, variables));
      results.push(b);
      return leaves(b, operation);
    },
    { values: inputs },
  );
  const [result] = results;
  if (result === undefined) throw new TypeError(`${operation}: the function returned nothing`);
  return { graph, result };
};

/**
 * The leaves of a tree of cotangents or tangents, which must have the names and shapes of a value; nothing where the value is no float, for there the
 * derivative is zero whatever was given.
 */
export const matching = (operation: string, noun: string, tree: unknown, value: unknown): readonly Maybe[] => {
  const [given, wanted] = [named(tree, operation), named(value, operation)];
  const tensors = aligned(wanted, given);
  if (tensors === undefined)
    throw new ShapeError(`${operation}: expected the names ${pathsOf(wanted)}, got ${pathsOf(given)}`);
  return wanted.map(([path, { shape, dtype }], index) => {
    const tensor = at(tensors, index);
    const place = path === '' ? '' : ` of ${path}`;
    if (!sameShape(tensor.shape, shape))
      throw new ShapeError(
        `${operation}: the ${noun}${place} has shape ${show(tensor.shape)}, expected ${show(shape)}`,
        [tensor.shape, shape],
      );
    if (tensor.dtype !== dtype)
      throw new DTypeError(`${operation}: the ${noun}${place} is ${tensor.dtype}, expected ${dtype}`);
    return dtypes[dtype].float ? tensor : undefined;
  });
};

/**
 * The derivative of a plain function of tensors (or of records and arrays of them), found by tracing it: "compiling to categories".
 *
 * Law      diff(g ∘ f) = compose(diff(f), diff(g)), on value and pullback
 * Errors   a `ShapeError` when a cotangent does not have the shape of the value
 * @example
 * const [y, pullback] = diff((x: Tensor<[3]>) => multiply(x, x))(tensor([1, 2, 3]));
 * pullback(tensor([1, 1, 1])) // [2, 4, 6]
 */
export const diff =
  <A, B>(f: (a: A) => B): Diff<A, B> =>
  (a) => {
    const { graph, result } = traceAt('diff', f, a);
    const inputs = leaves(a);
    const [outputs, pullback] = pull(graph, inputs);
    const b = build(result, outputs);
    return [b, (db) => build(a, filled(pullback(matching('pullback', 'cotangent', db, b)), inputs))];
  };
