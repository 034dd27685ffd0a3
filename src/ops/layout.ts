/** Operations that move elements without computing: shape, order, parts, padding, joining, reading at indices. */
import { broadcastTo as repeat } from '../primitive/broadcast.js';
import { gatherAt } from '../primitive/gather.js';
import { argSort as order } from '../primitive/gather.js';
import { moveAxis, reshapeTo, reverseAlong, transposeBy } from '../primitive/layout.js';
import { apply, at } from '../primitive/primitive.js';
import { concatenateAlong, padBy, sliceBy, stackAlong } from '../primitive/slice.js';
import { resolveAxes } from '../shape/axis.js';
import type { Axes } from '../shape/axis.js';
import { broadcastToShape } from '../shape/broadcast.js';
import type { BroadcastTo } from '../shape/broadcast.js';
import { concatShape, stackShape } from '../shape/concat.js';
import type { Concat, Stack } from '../shape/concat.js';
import { DTypeError, expectShape, ShapeError } from '../shape/error.js';
import { expandShape, squeezeShape } from '../shape/expand.js';
import type { Expand, Squeeze } from '../shape/expand.js';
import { takeAlongShape, takeShape } from '../shape/gather.js';
import type { Take, TakeAlong } from '../shape/gather.js';
import { padShape } from '../shape/pad.js';
import type { Pad, PadWidth } from '../shape/pad.js';
import { permuteShape } from '../shape/permute.js';
import type { Permute } from '../shape/permute.js';
import { flattenShape, reshapeShape } from '../shape/reshape.js';
import type { Flatten, Reshape } from '../shape/reshape.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { indexShape, sliceShape } from '../shape/slice.js';
import type { Index, Slice, SliceRange } from '../shape/slice.js';
import { show } from '../shape/shape.js';
import type { Arg, Shape, Show } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import type { AllOfOneDType } from './operand.js';

const list = (value: unknown): Shape => (Array.isArray(value) ? value.map(Number) : [Number(value)]);

const resolved = (x: AnyTensor, axes: unknown, operation: string): Shape =>
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

/** The shapes of a list of tensors. */
export type ShapesOf<T extends readonly AnyTensor[]> = { readonly [I in keyof T]: T[I]['shape'] };

/** tensors of one element type */
const alike = (tensors: readonly unknown[], operation: string): readonly AnyTensor[] => {
  const all = tensors.map((tensor) => expectTensor(tensor, operation));
  const [first] = all;
  const other = all.find(({ dtype }) => dtype !== first?.dtype);
  if (first !== undefined && other !== undefined)
    throw new DTypeError(`${operation}: ${first.dtype} with ${other.dtype}: cast one of them`);
  return all;
};

/**
 * Tensors one after the other along an axis.
 *
 * Shape     [2, 3] and [2, 4] along axis 1 → [2, 7]
 * Gradient  each gets its part of ȳ
 * Errors    "concat: [2, 3] and [2, 4] differ outside axis 0", "concat: float32 with float64: cast one of them"
 * @example
 * concat([tensor([1, 2]), tensor([3])], 0) // [1, 2, 3]
 */
export const concat = <const T extends readonly Tensor<Shape, D>[], const A extends number, D extends DType>(
  tensors: T,
  axis: Arg<AllOfOneDType<T, 'concat', Concat<ShapesOf<T>, A>>, A>,
): Result<Concat<ShapesOf<T>, A>, T[number]['dtype']> => {
  const all = alike(tensors, 'concat');
  const shapes = all.map(({ shape }) => shape);
  expectShape(concatShape(shapes, Number(axis)), ...shapes);
  return result(concatenateAlong(all, at(resolved(at(all, 0), axis, 'concat'), 0)));
};

/**
 * Tensors of one shape along a new axis.
 *
 * Shape     n of [2, 3] along axis −1 → [2, 3, n]
 * Gradient  each gets its slice of ȳ
 * Errors    "stack: [2] and [3] differ", "stack: float32 with float64: cast one of them"
 * @example
 * stack([tensor([1, 2]), tensor([3, 4])], 1) // [[1, 3], [2, 4]]
 */
export const stack = <const T extends readonly Tensor<Shape, D>[], const A extends number, D extends DType>(
  tensors: T,
  axis: Arg<AllOfOneDType<T, 'stack', Stack<ShapesOf<T>, A>>, A>,
): Result<Stack<ShapesOf<T>, A>, T[number]['dtype']> => {
  const all = alike(tensors, 'stack');
  const shapes = all.map(({ shape }) => shape);
  const shape = expectShape(stackShape(shapes, Number(axis)), ...shapes);
  const place = Number(axis) < 0 ? shape.length + Number(axis) : Number(axis);
  return result(stackAlong(all, place));
};

/** where NumPy's range begins, how many elements it has, and whether it runs backwards */
const bounds = ({ start, end, step = 1 }: SliceRange, length: number) => {
  const clamp = (value: number, low: number, high: number): number =>
    Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const from =
    step > 0 ? clamp(start ?? 0, 0, length) : start === undefined ? length - 1 : clamp(start, -1, length - 1);
  const to = step > 0 ? clamp(end ?? length, 0, length) : end === undefined ? -1 : clamp(end, -1, length - 1);
  const count = Math.max(0, Math.ceil((to - from) / step));
  return {
    start: step > 0 ? from : from + (count - 1) * step,
    length: count,
    step: Math.abs(step),
    backwards: step < 0,
  };
};

/**
 * A part of each axis: `{ start, end, step }` as in NumPy, or null for the whole. Negative places count from the end, a negative step runs backwards.
 *
 * Shape     [10] with { start: 1, end: -1, step: 3 } → [3]
 * Gradient  ȳ where it was taken from, zeros elsewhere
 * Errors    "slice: 3 ranges given for [2, 3]", "slice: step 0 does not move"
 * @example
 * slice(tensor([1, 2, 3, 4, 5]), [{ start: 1, end: -1 }]) // [2, 3, 4]
 * slice(tensor([1, 2, 3, 4, 5]), [{ step: -2 }]) // [5, 3, 1]
 */
export const slice = <S extends Shape, D extends DType, const R extends readonly (SliceRange | null)[]>(
  x: Tensor<S, D>,
  ranges: Arg<Spelt<R[number], keyof SliceRange, 'slice', Slice<S, R>>, R>,
): Result<Slice<S, R>, D> => result(sliced(expectTensor(x, 'slice'), Array.isArray(ranges) ? ranges : []));

const rangeNames: OptionNames<SliceRange> = { start: true, end: true, step: true };

const sliced = (x: AnyTensor, ranges: readonly (SliceRange | null)[]): AnyTensor => {
  for (const range of ranges) expectSpelt(range ?? {}, rangeNames, 'slice');
  expectShape(sliceShape(x.shape, ranges), x.shape);
  const all = x.shape.map((length, axis) => bounds(ranges[axis] ?? {}, length));
  const safe = all.map(({ start, length, step }) => ({ start: length === 0 ? 0 : start, length, step }));
  return reverseAlong(
    sliceBy(x, safe),
    all.flatMap(({ backwards }, axis) => (backwards ? [axis] : [])),
  );
};

/**
 * One place of an axis, which disappears; the first axis unless said otherwise. Negative places count from the end.
 *
 * Shape     [10, 4] at 3 → [4], at 3 of axis 1 → [10]
 * Gradient  ȳ at the place, zeros elsewhere
 * Errors    "index: index 10 is out of range for axis 0 of [10, 4]"
 * @example
 * index(tensor([[1, 2], [3, 4]]), -1) // [3, 4]
 */
export const index = <S extends Shape, D extends DType, const N extends number, const A extends number = 0>(
  x: Tensor<S, D>,
  place: Arg<Index<S, N, A>, N>,
  axis?: A,
): Result<Index<S, N, NoInfer<A>>, D> => {
  const tensor = expectTensor(x, 'index');
  const shape = expectShape(indexShape(tensor.shape, Number(place), axis ?? 0), tensor.shape);
  const [k] = resolved(tensor, axis ?? 0, 'index');
  const start = Number(place) < 0 ? at(tensor.shape, k ?? 0) + Number(place) : Number(place);
  const ranges = tensor.shape.map((length, other) =>
    other === k ? { start, length: 1, step: 1 } : { start: 0, length, step: 1 },
  );
  return result(reshapeTo(sliceBy(tensor, ranges), shape));
};

/**
 * x with `value` (0) before, after and between the elements of each axis: [low, high, interior]; negative low and high cut off.
 *
 * Shape     [n] with [l, h, i] → [l + n + (n − 1)·i + h]
 * Gradient  ȳ at the places of the elements of x
 * Errors    "pad: 1 widths given for [2, 3]", "pad: low -2 and high -2 crop more than dimension 3 has"
 * @example
 * pad(tensor([1, 2]), [[1, 2]]) // [0, 1, 2, 0, 0]
 * pad(tensor([1, 2]), [[0, 0, 1]], { value: 9 }) // [1, 9, 2]
 */
export const pad = <S extends Shape, D extends DType, const P extends readonly PadWidth[]>(
  x: Tensor<S, D>,
  widths: Arg<Pad<S, P>, P>,
  options: { readonly value?: number } = {},
): Result<Pad<S, P>, D> => result(padded(expectTensor(x, 'pad'), Array.isArray(widths) ? widths : [], options.value));

const padded = (x: AnyTensor, widths: readonly PadWidth[], value: number | undefined): AnyTensor => {
  expectShape(padShape(x.shape, widths), x.shape);
  return padBy(
    x,
    widths.map(([low, high, interior = 0]) => ({ low, high, interior })),
    value,
  );
};

/**
 * Along an axis, the first unless said otherwise, the elements at `indices`, whose shape takes the place of the axis.
 *
 * Shape     [5, 3] at [2, 4] along axis 0 → [2, 4, 3]
 * Gradient  ȳ added up at the indices
 * Errors    "take: axis 2 is out of range for [5, 3]", an `IndexError` for an index outside 0 … length − 1
 * @example
 * take(tensor([10, 20, 30]), tensor([2, 0, 2], { dtype: 'int32' })) // [30, 10, 30]
 */
export const take = <S extends Shape, D extends DType, I extends Shape, const A extends number = 0>(
  x: Tensor<S, D>,
  indices: Tensor<I, 'int32'>,
  axis?: Arg<Take<S, I, A>, A>,
): Result<Take<S, I, NoInfer<A>>, D> => {
  const [tensor, places] = indexed(x, indices, 'take');
  expectShape(takeShape(tensor.shape, places.shape, Number(axis ?? 0)), tensor.shape, places.shape);
  const k = at(resolved(tensor, axis ?? 0, 'take'), 0);
  const rows = gatherAt(moveAxis(tensor, k, 0), places, 0);
  const rank = places.shape.length;
  return result(
    transposeBy(rows, [...range(rank, rank + k), ...range(0, rank), ...range(rank + k, rows.shape.length)]),
  );
};

/** a tensor and the integers that say where to read it */
const indexed = (x: unknown, indices: unknown, operation: string): readonly [AnyTensor, AnyTensor] => {
  const [tensor, places] = [expectTensor(x, operation), expectTensor(indices, operation)];
  if (places.dtype !== 'int32') throw new DTypeError(`${operation}: the indices are ${places.dtype}, expected int32`);
  return [tensor, places];
};

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, k) => from + k);

/**
 * Along an axis, for each place of `indices`, the element of x that the index there names; the other axes agree.
 *
 * Shape     [5, 3] at [2, 3] along axis 0 → [2, 3]
 * Gradient  ȳ added up at the indices
 * Errors    "takeAlong: [5, 3] and [2, 4] differ outside axis 0", an `IndexError` for an index outside 0 … length − 1
 * @example
 * takeAlong(tensor([[1, 2], [3, 4]]), tensor([[1], [0]], { dtype: 'int32' }), 1) // [[2], [3]]
 */
export const takeAlong = <S extends Shape, D extends DType, I extends Shape, const A extends number>(
  x: Tensor<S, D>,
  indices: Tensor<I, 'int32'>,
  axis: Arg<TakeAlong<S, I, A>, A>,
): Result<TakeAlong<S, I, A>, D> => {
  const [tensor, places] = indexed(x, indices, 'takeAlong');
  expectShape(takeAlongShape(tensor.shape, places.shape, Number(axis)), tensor.shape, places.shape);
  return result(along(tensor, places, at(resolved(tensor, axis, 'takeAlong'), 0)));
};

const along = (x: AnyTensor, indices: AnyTensor, axis: number): AnyTensor => {
  const last = x.shape.length - 1;
  return moveAxis(gatherAt(moveAxis(x, axis, last), moveAxis(indices, axis, last), last), last, axis);
};

/**
 * The order that sorts an axis, the last unless said otherwise: smallest first, stable, NaN last. No gradient.
 *
 * Shape     [...s] → [...s], int32
 * Errors    "argSort: axis 1 is out of range for [2]"
 * @example
 * argSort(tensor([3, 1, 2])) // [1, 2, 0]
 */
export const argSort = <S extends Shape, D extends DType, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'argSort'>, A>,
): Tensor<S, 'int32'> => {
  const tensor = expectTensor(x, 'argSort');
  return typed(orderAlong(tensor, at(resolved(tensor, axis ?? -1, 'argSort'), 0)));
};

/**
 * An axis in order, the last unless said otherwise: smallest first, NaN last.
 *
 * Shape     [...s] → [...s]
 * Gradient  ȳ to the places the elements came from
 * Errors    "sort: axis 1 is out of range for [2]"
 * @example
 * sort(tensor([3, 1, 2])) // [1, 2, 3]
 */
export const sort = <S extends Shape, D extends DType, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'sort'>, A>,
): Tensor<S, D> => {
  const tensor = expectTensor(x, 'sort');
  const k = at(resolved(tensor, axis ?? -1, 'sort'), 0);
  return typed(along(tensor, orderAlong(tensor, k), k));
};

const orderAlong = (x: AnyTensor, axis: number): AnyTensor => {
  const last = x.shape.length - 1;
  return moveAxis(apply(order, {}, moveAxis(x, axis, last)), last, axis);
};
