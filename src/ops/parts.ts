/** Parts of tensors, and tensors made of parts: slices, padding, concatenation. */
import { reshapeTo, reverseAlong } from '../primitive/layout.js';
import { at } from '../primitive/primitive.js';
import { concatenateAlong, padBy, sliceBy, stackAlong } from '../primitive/slice.js';
import { concatShape, stackShape } from '../shape/concat.js';
import type { Concat, Stack } from '../shape/concat.js';
import { DTypeError, expectShape } from '../shape/error.js';
import { padShape } from '../shape/pad.js';
import type { Pad, PadWidth } from '../shape/pad.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { indexShape, sliceShape } from '../shape/slice.js';
import type { Index, Slice, SliceRange } from '../shape/slice.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import type { AllOfOneDType } from './operand.js';
import { resolved } from './layout.js';

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
