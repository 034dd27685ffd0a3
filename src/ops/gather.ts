/** Reading at indices that are themselves tensors, and sorting. */
import { gatherAt } from '../primitive/gather.js';
import { argSort as order } from '../primitive/gather.js';
import { moveAxis, transposeBy } from '../primitive/layout.js';
import { apply, at } from '../primitive/primitive.js';
import type { Axes } from '../shape/axis.js';
import { DTypeError, expectShape } from '../shape/error.js';
import { takeAlongShape, takeShape } from '../shape/gather.js';
import type { Take, TakeAlong } from '../shape/gather.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import { resolved } from './layout.js';

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
