/** The other derivatives: the two linear maps of a function at a point, their matrices, and second derivatives. */
import { filled } from '../primitive/body.js';
import { equal } from '../primitive/compare.js';
import { castTo, iotaAlong } from '../primitive/create.js';
import { pull, push, spreadAll, trace } from '../primitive/graph.js';
import { reshapeTo } from '../primitive/layout.js';
import { apply } from '../primitive/primitive.js';
import { size } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { build, leaves, rebuild } from '../tree/tree.js';
import { diff, matching, traceAt } from './diff.js';
import type { Cotangent } from './diff.js';
import { slope } from './grad.js';
import type { Scalar } from './grad.js';

/**
 * f(a) and its pullback there: `diff(f)(a)`.
 *
 * Gradient  the pullback is b̄ ↦ Jᵀb̄
 * Errors    a `ShapeError` when a cotangent does not have the names and shapes of the value
 * @example
 * const [y, pullback] = vjp((x: Tensor<[2]>) => multiply(x, x), tensor([1, 2]));
 * pullback(tensor([1, 10])) // [2, 40]
 */
export const vjp = <A, B>(f: (a: A) => B, a: A): readonly [b: B, pullback: (db: Cotangent<B>) => Cotangent<A>] =>
  diff(f)(a);

/**
 * f(a) and the directional derivative J da, by forward mode: one sweep, no memory of the way.
 *
 * Errors   a `ShapeError` when the tangent does not have the names and shapes of a
 * @example
 * jvp((x: Tensor<[2]>) => multiply(x, x), tensor([1, 2]), tensor([1, 10])) // [ [1, 4], [2, 40] ]
 */
export const jvp = <A, B>(f: (a: A) => B, a: A, da: A): readonly [b: B, db: B] => {
  const { graph, result } = traceAt('jvp', f, a);
  const [outputs, tangents] = push(graph, leaves(a), matching('jvp', 'tangent', da, a));
  return [build(result, outputs), build(result, filled(tangents, outputs))];
};

/** The derivatives of each tensor of B by each tensor of A: the axes of the one, then those of the other, in the element type of the other. */
export type Jacobian<B, A> =
  B extends Tensor<infer T extends Shape, DType>
    ? A extends Tensor<infer S extends Shape, infer D>
      ? Tensor<[...T, ...S], D>
      : { readonly [K in keyof A]: Jacobian<B, A[K]> }
    : { readonly [K in keyof B]: Jacobian<B[K], A> };

/** the unit vectors of a tensor along a leading axis */
const basis = ({ shape, dtype }: AnyTensor): AnyTensor => {
  const n = size(shape);
  return reshapeTo(castTo(apply(equal, {}, iotaAlong([n, n], 0, 'int32'), iotaAlong([n, n], 1, 'int32')), dtype), [
    n,
    ...shape,
  ]);
};

/** for each output leaf, for each input leaf, the matrix of derivatives */
const matrices = <A, B>(
  f: (a: A) => B,
  a: A,
): { readonly result: B; readonly rows: readonly (readonly AnyTensor[])[] } => {
  const { graph, result } = traceAt('jacobian', f, a);
  const inputs = leaves(a);
  const [outputs, pullback] = pull(graph, inputs);
  const rows = outputs.map((output, index) => {
    const back = trace([output], (cotangent) =>
      filled(pullback(outputs.map((_, other) => (other === index ? cotangent[0] : undefined))), inputs),
    );
    const columns = spreadAll(back, [basis(output)], [true], size(output.shape));
    return columns.map((column, place) => reshapeTo(column, [...output.shape, ...(inputs[place]?.shape ?? [])]));
  });
  return { result, rows };
};

/**
 * The matrix of all first derivatives, by reverse mode: one pullback for each element of the value, all at once.
 *
 * Shape     f: s → t gives [...t, ...s]; trees give a tree over the value of trees over the argument
 * @example
 * jacobian((x: Tensor<[2]>) => multiply(x, x))(tensor([1, 2])) // [[2, 0], [0, 4]]
 */
export const jacobian =
  <A, B>(f: (a: A) => B): ((a: A) => Jacobian<B, A>) =>
  (a) => {
    const { result, rows } = matrices(f, a);
    return rebuild(
      result,
      rows.map((row) => rebuild<unknown>(a, row)),
    );
  };

/**
 * The matrix of all second derivatives of a function to a number: the Jacobian of its gradient.
 *
 * @example
 * hessian((x: Tensor<[2]>) => product(x))(tensor([3, 4])) // [[0, 1], [1, 0]]
 */
export const hessian = <A, L>(f: (a: A) => Arg<Scalar<'hessian', L>, L>): ((a: A) => Jacobian<A, A>) =>
  jacobian((a: A) => slope('hessian', f, a));

/**
 * The Hessian times a vector, without the Hessian: the directional derivative of the gradient.
 *
 * @example
 * hvp((x: Tensor<[2]>) => product(x), tensor([3, 4]), tensor([1, 0])) // [0, 1]
 */
export const hvp = <A, L>(f: (a: A) => Arg<Scalar<'hvp', L>, L>, a: A, v: A): A =>
  jvp((x: A) => slope('hvp', f, x), a, v)[1];
