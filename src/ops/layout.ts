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
 * Errors   "reshape: [2, 3] has 6 elements but [4, 2] has 8"
 */
export const reshape = <S extends Shape, D extends DType, const T extends Shape>(
  x: Tensor<S, D>,
  shape: Arg<Reshape<S, T>, readonly [...T]>,
): Result<Reshape<S, T>, D> => {
  const tensor = expectTensor(x, 'reshape');
  return result(reshapeTo(tensor, expectShape(reshapeShape(tensor.shape, list(shape)), tensor.shape, list(shape))));
};

/** All elements along one axis. */
export const flatten = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<Flatten<S>, D> =>
  typed(reshapeTo(x, flattenShape(x.shape)));

/** Axis k of the result is axis `axes[k]` of x. Gradient: the inverse permutation. */
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

/** A matrix, or the last two axes of each of many, with rows and columns exchanged. */
export const transpose = <S extends Shape, D extends DType>(
  x: Arg<Transposed<S>, Tensor<S, D>>,
): Result<Transposed<S>, D> => {
  const matrix = expectTensor(x, 'transpose');
  const rank = matrix.shape.length;
  if (rank < 2)
    throw new ShapeError(`transpose: expected at least two axes, got ${show(matrix.shape)}`, [matrix.shape]);
  return result(moveAxis(matrix, rank - 1, rank - 2));
};

/** The elements of some axes in the opposite order. */
export const flip = <S extends Shape, D extends DType, const A extends Shape>(
  x: Tensor<S, D>,
  axes: Arg<Axes<S, A, 'flip'>, readonly [...A]>,
): Tensor<S, D> => typed(reverseAlong(x, resolved(x, axes, 'flip')));

/** A new axis of length 1. */
export const expand = <S extends Shape, D extends DType, const A extends number>(
  x: Tensor<S, D>,
  axis: Arg<Expand<S, A>, A>,
): Result<Expand<S, A>, D> => result(reshapeTo(x, expectShape(expandShape(x.shape, Number(axis)), x.shape)));

/** Without some axes of length 1. */
export const squeeze = <S extends Shape, D extends DType, const A extends number | Shape>(
  x: Tensor<S, D>,
  axes: Arg<Squeeze<S, A>, A>,
): Result<Squeeze<S, A>, D> => result(reshapeTo(x, expectShape(squeezeShape(x.shape, list(axes)), x.shape)));

/** x repeated along missing axes and axes of length 1. Gradient: the sum over them. */
export const broadcastTo = <S extends Shape, D extends DType, const T extends Shape>(
  x: Tensor<S, D>,
  shape: Arg<BroadcastTo<S, T>, readonly [...T]>,
): Result<BroadcastTo<S, T>, D> =>
  result(repeat(x, expectShape(broadcastToShape(x.shape, list(shape)), x.shape, list(shape))));

/** The shapes of a list of tensors. */
export type ShapesOf<T extends readonly AnyTensor[]> = { readonly [I in keyof T]: T[I]['shape'] };

const sameDTypes = (tensors: readonly AnyTensor[], operation: string): readonly AnyTensor[] => {
  const [first] = tensors;
  const other = tensors.find(({ dtype }) => dtype !== first?.dtype);
  if (first !== undefined && other !== undefined)
    throw new DTypeError(`${operation}: ${first.dtype} with ${other.dtype}: cast one of them`);
  return tensors;
};

/**
 * Tensors one after the other along an axis.
 *
 * Errors   "concat: [2, 3] and [2, 4] differ outside axis 0"
 */
export const concat = <const T extends readonly Tensor<Shape, D>[], const A extends number, D extends DType>(
  tensors: T,
  axis: Arg<AllOfOneDType<T, 'concat', Concat<ShapesOf<T>, A>>, A>,
): Result<Concat<ShapesOf<T>, A>, T[number]['dtype']> => {
  const all: readonly AnyTensor[] = sameDTypes(tensors, 'concat');
  const shapes = all.map(({ shape }) => shape);
  expectShape(concatShape(shapes, Number(axis)), ...shapes);
  return result(concatenateAlong(all, at(resolved(at(all, 0), axis, 'concat'), 0)));
};

/** Tensors of one shape along a new axis. */
export const stack = <const T extends readonly Tensor<Shape, D>[], const A extends number, D extends DType>(
  tensors: T,
  axis: Arg<AllOfOneDType<T, 'stack', Stack<ShapesOf<T>, A>>, A>,
): Result<Stack<ShapesOf<T>, A>, T[number]['dtype']> => {
  const all: readonly AnyTensor[] = sameDTypes(tensors, 'stack');
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
 * A part of each axis: `{ start, end, step }` as in NumPy, or null for the whole. Negative places count from the end.
 * Gradient: zeros where nothing was taken.
 */
export const slice = <S extends Shape, D extends DType, const R extends readonly (SliceRange | null)[]>(
  x: Tensor<S, D>,
  ranges: Arg<Slice<S, R>, R>,
): Result<Slice<S, R>, D> => result(sliced(expectTensor(x, 'slice'), Array.isArray(ranges) ? ranges : []));

const sliced = (x: AnyTensor, ranges: readonly (SliceRange | null)[]): AnyTensor => {
  expectShape(sliceShape(x.shape, ranges), x.shape);
  const all = x.shape.map((length, axis) => bounds(ranges[axis] ?? {}, length));
  const safe = all.map(({ start, length, step }) => ({ start: length === 0 ? 0 : start, length, step }));
  return reverseAlong(
    sliceBy(x, safe),
    all.flatMap(({ backwards }, axis) => (backwards ? [axis] : [])),
  );
};

/** One place of an axis, which disappears; negative places count from the end. */
export const index = <S extends Shape, D extends DType, const N extends number, const A extends number = 0>(
  x: Tensor<S, D>,
  place: Arg<Index<S, N, A>, N>,
  axis?: A,
): Result<Index<S, N, NoInfer<A>>, D> => {
  const shape = expectShape(indexShape(x.shape, Number(place), axis ?? 0), x.shape);
  const [k] = resolved(x, axis ?? 0, 'index');
  const start = Number(place) < 0 ? at(x.shape, k ?? 0) + Number(place) : Number(place);
  const ranges = x.shape.map((length, other) =>
    other === k ? { start, length: 1, step: 1 } : { start: 0, length, step: 1 },
  );
  return result(reshapeTo(sliceBy(x, ranges), shape));
};

/** x with `value` before, after and between the elements of each axis: [low, high, interior]; negative low and high cut off. */
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

/** Along an axis, the elements at `indices`, whose shape takes the place of the axis. Gradient: added up at the indices. */
export const take = <S extends Shape, D extends DType, I extends Shape, const A extends number = 0>(
  x: Tensor<S, D>,
  indices: Tensor<I, 'int32'>,
  axis?: Arg<Take<S, I, A>, A>,
): Result<Take<S, I, NoInfer<A>>, D> => {
  const place = Number(axis ?? 0);
  expectShape(takeShape(x.shape, indices.shape, place), x.shape, indices.shape);
  const k = at(resolved(x, place, 'take'), 0);
  const rows = gatherAt(moveAxis(x, k, 0), indices, 0);
  const rank = indices.shape.length;
  return result(
    transposeBy(rows, [...range(rank, rank + k), ...range(0, rank), ...range(rank + k, rows.shape.length)]),
  );
};

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** Along an axis, for each place of `indices`, the element of x that the index there names; the other axes agree. */
export const takeAlong = <S extends Shape, D extends DType, I extends Shape, const A extends number>(
  x: Tensor<S, D>,
  indices: Tensor<I, 'int32'>,
  axis: Arg<TakeAlong<S, I, A>, A>,
): Result<TakeAlong<S, I, A>, D> => {
  expectShape(takeAlongShape(x.shape, indices.shape, Number(axis)), x.shape, indices.shape);
  return result(along(x, indices, at(resolved(x, axis, 'takeAlong'), 0)));
};

const along = (x: AnyTensor, indices: AnyTensor, axis: number): AnyTensor => {
  const last = x.shape.length - 1;
  return moveAxis(gatherAt(moveAxis(x, axis, last), moveAxis(indices, axis, last), last), last, axis);
};

/** The order that sorts an axis, smallest first, stable, NaN last. No gradient. */
export const argSort = <S extends Shape, D extends DType, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'argSort'>, A>,
): Tensor<S, 'int32'> => typed(orderAlong(x, at(resolved(x, axis ?? -1, 'argSort'), 0)));

/** An axis in order, smallest first, NaN last. Gradient: to the places the elements came from. */
export const sort = <S extends Shape, D extends DType, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Axes<S, [A], 'sort'>, A>,
): Tensor<S, D> => {
  const k = at(resolved(x, axis ?? -1, 'sort'), 0);
  return typed(along(x, orderAlong(x, k), k));
};

const orderAlong = (x: AnyTensor, axis: number): AnyTensor => {
  const last = x.shape.length - 1;
  return moveAxis(apply(order, {}, moveAxis(x, axis, last)), last, axis);
};
