/** The same elements under another shape or in another order, or repeated. */
import { broadcastTo as repeat } from '../primitive/broadcast.js';
import { moveAxis, reshapeTo, reverseAlong, transposeBy } from '../primitive/layout.js';
import { resolveAxes } from '../shape/axis.js';
import type { Axes } from '../shape/axis.js';
import { broadcastToShape } from '../shape/broadcast.js';
import type { BroadcastTo } from '../shape/broadcast.js';
import { expectShape, ShapeError } from '../shape/error.js';
import { expandShape, squeezeShape } from '../shape/expand.js';
import type { Expand, Squeeze } from '../shape/expand.js';
import { permuteShape } from '../shape/permute.js';
import type { Permute } from '../shape/permute.js';
import { flattenShape, reshapeShape } from '../shape/reshape.js';
import type { Flatten, Reshape } from '../shape/reshape.js';
import { show } from '../shape/shape.js';
import type { Arg, Shape, Show } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';

export const list = (value: unknown): Shape => (Array.isArray(value) ? value.map(Number) : [Number(value)]);

export const resolved = (x: AnyTensor, axes: unknown, operation: string): Shape =>
  expectShape(resolveAxes(x.shape, list(axes), operation), x.shape);

/**
 * The elements in row-major order under another shape; one −1 stands for what is left.
 *
 * Shape     [...s] → [...t] with as many elements
 * Gradient  x̄ = ȳ under the shape of x
 * Errors    "reshape: [2, 3] has 6 elements but [4, 2] has 8"
 * @example
 * reshape(tensor([[1, 2, 3], [4, 5, 6]]), [3, -1]) // [[1, 2], [3, 4], [5, 6]]
 */
export const reshape = <S extends Shape, D extends DType, const T extends Shape>(
  x: Tensor<S, D>,
  shape: Arg<Reshape<S, T>, readonly [...T]>,
): Result<Reshape<S, T>, D> => {
  const tensor = expectTensor(x, 'reshape');
  return result(reshapeTo(tensor, expectShape(reshapeShape(tensor.shape, list(shape)), tensor.shape, list(shape))));
};

/**
 * All elements along one axis, in row-major order.
 *
 * Shape     [...s] → [Π s]
 * Gradient  x̄ = ȳ under the shape of x
 * @example
 * flatten(tensor([[1, 2], [3, 4]])) // [1, 2, 3, 4]
 */
export const flatten = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<Flatten<S>, D> => {
  const tensor = expectTensor(x, 'flatten');
  return typed(reshapeTo(tensor, flattenShape(tensor.shape)));
};

/**
 * Axis k of the result is axis `axes[k]` of x.
 *
 * Shape     [s₀, …, sₙ] → [s_{axes[0]}, …, s_{axes[n]}]
 * Gradient  the inverse permutation of ȳ
 * Errors    "permute: axis 0 of [2, 3] is repeated", "permute: 1 axes given for [2, 3]"
 * @example
 * permute(zeros([2, 3, 4]), [2, 0, 1]) // Tensor<[4, 2, 3]>
 */
export const permute = <S extends Shape, D extends DType, const P extends Shape>(
  x: Tensor<S, D>,
  axes: Arg<Permute<S, P>, readonly [...P]>,
): Result<Permute<S, P>, D> => {
  const tensor = expectTensor(x, 'permute');
  expectShape(permuteShape(tensor.shape, list(axes)), tensor.shape);
  return result(transposeBy(tensor, resolved(tensor, axes, 'permute')));
};

/** The shape with its last two axes exchanged, or a sentence. */
export type Transposed<S extends Shape> = number extends S['length']
  ? number[]
  : S extends readonly [...infer B extends Shape, infer M extends number, infer N extends number]
    ? [...B, N, M]
    : `transpose: expected at least two axes, got ${Show<S>}`;

/**
 * A matrix, or the last two axes of each of many, with rows and columns exchanged: yⱼᵢ = xᵢⱼ.
 *
 * Shape     [...b, m, n] → [...b, n, m]
 * Gradient  x̄ = ȳᵀ
 * Errors    "transpose: expected at least two axes, got [3]"
 * @example
 * transpose(tensor([[1, 2, 3], [4, 5, 6]])) // [[1, 4], [2, 5], [3, 6]]
 */
export const transpose = <S extends Shape, D extends DType>(
  x: Arg<Transposed<S>, Tensor<S, D>>,
): Result<Transposed<S>, D> => {
  const matrix = expectTensor(x, 'transpose');
  const rank = matrix.shape.length;
  if (rank < 2)
    throw new ShapeError(`transpose: expected at least two axes, got ${show(matrix.shape)}`, [matrix.shape]);
  return result(moveAxis(matrix, rank - 1, rank - 2));
};

/**
 * The elements of some axes in the opposite order.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ, flipped
 * Errors    "flip: axis 1 is out of range for [2]"
 * @example
 * flip(tensor([1, 2, 3]), [0]) // [3, 2, 1]
 */
export const flip = <S extends Shape, D extends DType, const A extends Shape>(
  x: Tensor<S, D>,
  axes: Arg<Axes<S, A, 'flip'>, readonly [...A]>,
): Tensor<S, D> => {
  const tensor = expectTensor(x, 'flip');
  return typed(reverseAlong(tensor, resolved(tensor, axes, 'flip')));
};

/**
 * A new axis of length 1.
 *
 * Shape     [2, 3] at axis 1 → [2, 1, 3], at axis −1 → [2, 3, 1]
 * Gradient  x̄ = ȳ without the axis
 * Errors    "expand: axis 3 is out of range for a result of rank 3"
 * @example
 * expand(tensor([1, 2]), 1) // [[1], [2]]
 */
export const expand = <S extends Shape, D extends DType, const A extends number>(
  x: Tensor<S, D>,
  axis: Arg<Expand<S, A>, A>,
): Result<Expand<S, A>, D> => {
  const tensor = expectTensor(x, 'expand');
  return result(reshapeTo(tensor, expectShape(expandShape(tensor.shape, Number(axis)), tensor.shape)));
};

/**
 * Without some axes of length 1.
 *
 * Shape     [2, 1, 3] at axis 1 → [2, 3]
 * Gradient  x̄ = ȳ with the axes
 * Errors    "squeeze: axis 0 of [2, 1] has size 2, not 1"
 * @example
 * squeeze(tensor([[1], [2]]), 1) // [1, 2]
 */
export const squeeze = <S extends Shape, D extends DType, const A extends number | Shape>(
  x: Tensor<S, D>,
  axes: Arg<Squeeze<S, A>, A>,
): Result<Squeeze<S, A>, D> => {
  const tensor = expectTensor(x, 'squeeze');
  return result(reshapeTo(tensor, expectShape(squeezeShape(tensor.shape, list(axes)), tensor.shape)));
};

/**
 * x repeated along missing axes and axes of length 1.
 *
 * Shape     [3, 1] to [2, 3, 4] → [2, 3, 4]
 * Gradient  x̄ = Σ ȳ over what was repeated
 * Errors    "broadcastTo: [2, 3] does not broadcast to [4, 3] (2 is not 4)"
 * @example
 * broadcastTo(tensor([1, 2]), [2, 2]) // [[1, 2], [1, 2]]
 */
export const broadcastTo = <S extends Shape, D extends DType, const T extends Shape>(
  x: Tensor<S, D>,
  shape: Arg<BroadcastTo<S, T>, readonly [...T]>,
): Result<BroadcastTo<S, T>, D> => {
  const tensor = expectTensor(x, 'broadcastTo');
  return result(repeat(tensor, expectShape(broadcastToShape(tensor.shape, list(shape)), tensor.shape, list(shape))));
};
