/** Reductions over axes, and what is composed of them. */
import { minus, over, plus, times } from '../primitive/arithmetic.js';
import { broadcastTo, sumOver } from '../primitive/broadcast.js';
import { like, stopGradient } from '../primitive/create.js';
import { choose, isFinite } from '../primitive/compare.js';
import { exp, log } from '../primitive/elementary.js';
import { reshapeTo } from '../primitive/layout.js';
import { apply, at } from '../primitive/primitive.js';
import type { Primitive } from '../primitive/primitive.js';
import * as reduce from '../primitive/reduce.js';
import { resolveAxes } from '../shape/axis.js';
import { expectShape } from '../shape/error.js';
import { reduceShape } from '../shape/reduce.js';
import type { Reduce, ReduceAxes } from '../shape/reduce.js';
import { size } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';

interface Keep<K extends boolean> {
  /** keep the reduced axes, with length 1 */
  readonly keepDimensions?: K;
}

/** A reduction over one axis, several, or (undefined) all of them; negative axes count from the end. */
export type Reduction<Op extends string, K extends DType, Out extends DType = never> = <
  S extends Shape,
  D extends K,
  const A extends ReduceAxes = undefined,
  const Kept extends boolean = false,
>(
  x: Tensor<S, D>,
  axes?: Arg<Reduce<S, A, Kept, Op>, A>,
  options?: Keep<Kept>,
) => Result<Reduce<S, A, NoInfer<Kept>, Op>, [Out] extends [never] ? D : Out>;

type Fold = (x: AnyTensor, axes: readonly number[]) => AnyTensor;

const axesOf = (x: AnyTensor, axes: unknown, operation: string): Shape =>
  axes === undefined
    ? [...x.shape.keys()]
    : expectShape(resolveAxes(x.shape, Array.isArray(axes) ? axes.map(Number) : [Number(axes)], operation), x.shape);

const folded = (operation: string, fold: Fold, value: unknown, axes: unknown, keep: boolean): AnyTensor => {
  const x = expectTensor(value, operation);
  const over1 = axesOf(x, axes, operation);
  return reshapeTo(fold(x, over1), expectShape(reduceShape(x.shape, over1, keep, operation), x.shape));
};

const reduction =
  <Op extends string, K extends DType, Out extends DType = never>(operation: Op, fold: Fold): Reduction<Op, K, Out> =>
  (x, axes, options) =>
    result(folded(operation, fold, x, axes, options?.keepDimensions ?? false));

const primitive =
  (which: Primitive<{ readonly axes: readonly number[] }>): Fold =>
  (x, axes) =>
    axes.length === 0 ? x : apply(which, { axes }, x);

type Numeric = Exclude<DType, 'bool'>;

/** how many elements meet in one of the result */
const count = (x: AnyTensor, axes: readonly number[]): number => size(axes.map((axis) => at(x.shape, axis)));

const average: Fold = (x, axes) => {
  const total = sumOver(x, axes);
  return over(total, like(total, count(x, axes)));
};

/** a reduced tensor under the shape before the reduction */
const back = (y: AnyTensor, x: AnyTensor, axes: readonly number[]): AnyTensor =>
  broadcastTo(
    reshapeTo(
      y,
      x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
    ),
    x.shape,
  );

const spread: Fold = (x, axes) => {
  const deviation = minus(x, back(average(x, axes), x, axes));
  return average(times(deviation, deviation), axes);
};

/**
 * x without its largest element m, and Σ eˣ⁻ᵐ. As the sums of exponentials it is made for do not depend on m, m is a constant; an infinite one stays
 * in, so that −∞ of all gives −∞.
 */
const withoutLargest = (
  x: AnyTensor,
  axes: readonly number[],
): { readonly largest: AnyTensor; readonly rest: AnyTensor; readonly total: AnyTensor } => {
  const found = apply(stopGradient, {}, primitive(reduce.max)(x, axes));
  const largest = choose(apply(isFinite, {}, found), found, like(found, 0));
  const rest = minus(x, back(largest, x, axes));
  return { largest, rest, total: sumOver(apply(exp, {}, rest), axes) };
};

const logSum: Fold = (x, axes) => {
  const { largest, total } = withoutLargest(x, axes);
  return plus(apply(log, {}, total), largest);
};

/**
 * Σ x over the axes; 0 of nothing.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  x̄ = ȳ, repeated
 * Errors    "sum: axis 2 is out of range for [2, 3]", "sum: axis -1 of [2, 3] is repeated"
 * @example
 * sum(tensor([[1, 2], [3, 4]])) // 10
 * sum(tensor([[1, 2], [3, 4]]), 0) // [4, 6]
 */
export const sum = reduction<'sum', Numeric>('sum', sumOver);

/**
 * Σ x/n over the axes; NaN of nothing.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  x̄ = ȳ/n, repeated
 * Errors    "mean: axis 2 is out of range for [2, 3]", "mean: axis -1 of [2, 3] is repeated"
 * @example
 * mean(tensor([[1, 2], [3, 4]]), -1, { keepDimensions: true }) // Tensor<[2, 1]>
 */
export const mean = reduction<'mean', Float>('mean', average);

/**
 * Π x over the axes; 1 of nothing.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  x̄ᵢ = ȳ·Π_{j≠i} xⱼ, right also where elements are zero
 * Errors    "product: axis 2 is out of range for [2, 3]", "product: axis -1 of [2, 3] is repeated"
 * @example
 * product(tensor([2, 3, 4])) // 24
 * grad((x: Tensor<[3]>) => product(x))(tensor([2, 0, 3])) // [0, 6, 0]
 */
export const product = reduction<'product', Numeric>('product', primitive(reduce.product));

/**
 * The largest element over the axes; −∞ of nothing, NaN where one is.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  ȳ shared evenly among those that attain it
 * Errors    "max: axis 2 is out of range for [2, 3]", "max: axis -1 of [2, 3] is repeated"
 * @example
 * max(tensor([[1, 5], [7, 3]]), 1) // [5, 7]
 */
export const max = reduction<'max', Numeric>('max', primitive(reduce.max));

/**
 * The smallest element over the axes; ∞ of nothing, NaN where one is.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  ȳ shared evenly among those that attain it
 * Errors    "min: axis 2 is out of range for [2, 3]", "min: axis -1 of [2, 3] is repeated"
 * @example
 * min(tensor([[1, 5], [7, 3]]), 1) // [1, 3]
 */
export const min = reduction<'min', Numeric>('min', primitive(reduce.min));

/**
 * Σ (x − mean)²/n over the axes: the population variance.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  x̄ = ȳ·2(x − mean)/n
 * Errors    "variance: axis 2 is out of range for [2, 3]", "variance: axis -1 of [2, 3] is repeated"
 * @example
 * variance(tensor([1, 2, 3, 4])) // 1.25
 */
export const variance = reduction<'variance', Float>('variance', spread);

/**
 * ln Σ eˣ over the axes, finite for x of ±1e3 and beyond; −∞ of nothing.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Gradient  x̄ = ȳ·softmax x
 * Errors    "logSumExp: axis 2 is out of range for [2, 3]", "logSumExp: axis -1 of [2, 3] is repeated"
 * @example
 * logSumExp(tensor([1000, 1000])) // 1000.69
 */
export const logSumExp = reduction<'logSumExp', Float>('logSumExp', logSum);

/**
 * Whether any element over the axes holds; false of nothing.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Errors    "any: axis 2 is out of range for [2, 3]", "any: axis -1 of [2, 3] is repeated"
 * @example
 * any(tensor([[true, false], [false, false]]), 1) // [true, false]
 */
export const any = reduction<'any', 'bool'>('any', primitive(reduce.max));

/**
 * Whether all elements over the axes hold; true of nothing.
 *
 * Shape     the axes, one, several or (undefined) all, disappear; with keepDimensions they stay with length 1
 * Errors    "all: axis 2 is out of range for [2, 3]", "all: axis -1 of [2, 3] is repeated"
 * @example
 * all(tensor([[true, false], [true, true]]), 1) // [false, true]
 */
export const all = reduction<'all', 'bool'>('all', primitive(reduce.min));

/** A search along one axis, the last unless said otherwise. */
export type Search<Op extends string> = <S extends Shape, D extends DType, const A extends number = -1>(
  x: Tensor<S, D>,
  axis?: Arg<Reduce<S, A, false, Op>, A>,
) => Result<Reduce<S, NoInfer<A>, false, Op>, 'int32'>;

const search =
  <Op extends string>(operation: Op, which: Primitive<{ readonly axis: number }>): Search<Op> =>
  (x, axis) =>
    result(folded(operation, (tensor, axes) => apply(which, { axis: at(axes, 0) }, tensor), x, axis ?? -1, false));

/**
 * The place of the first largest element of an axis, the last unless said otherwise. No gradient.
 *
 * Shape     [...s, n, ...t] → [...s, ...t], int32
 * Errors    "argMax: axis 2 is out of range for [2, 3]"
 * @example
 * argMax(tensor([[1, 5, 5], [7, 3, 3]])) // [1, 0]
 */
export const argMax = search('argMax', reduce.argMax);
/**
 * The place of the first smallest element of an axis, the last unless said otherwise. No gradient.
 *
 * Shape     [...s, n, ...t] → [...s, ...t], int32
 * Errors    "argMin: axis 2 is out of range for [2, 3]"
 * @example
 * argMin(tensor([[1, 5, 5], [7, 3, 3]])) // [0, 1]
 */
export const argMin = search('argMin', reduce.argMin);

export { axesOf, back, withoutLargest };
