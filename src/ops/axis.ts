/** What couples the examples of a batch: means and sums over a named axis that `vmap` supplies. */
import { over } from '../primitive/arithmetic.js';
import { axisIndex as number, sumOverAxis } from '../primitive/axis.js';
import { like } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import type { Shape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';

/**
 * Σ x over the examples of the axis.
 *
 * Shape     [...s] → [...s], the same for all examples
 * Gradient  x̄ = Σ ȳ over the examples
 * Errors    "the axis 'batch' has no length here: apply the function through vmap(f, { axis: 'batch' })"
 * @example
 * vmap((x: Tensor<[]>) => axisSum(x, 'batch'), { axis: 'batch' })(tensor([1, 2, 3])) // [6, 6, 6]
 */
export const axisSum = <S extends Shape, D extends Exclude<DType, 'bool'>>(
  x: Tensor<S, D>,
  axis: string,
): Tensor<S, D> => typed(sumOverAxis(expectTensor(x, 'axisSum'), axis));

/**
 * The mean of x over the examples of the axis: what batch normalisation is made of.
 *
 * Shape     [...s] → [...s], the same for all examples
 * Gradient  x̄ = the mean of ȳ over the examples
 * Errors    as of {@link axisSum}
 * @example
 * vmap((x: Tensor<[]>) => subtract(x, axisMean(x, 'batch')), { axis: 'batch' })(tensor([1, 2, 3])) // [-1, 0, 1]
 */
export const axisMean = <S extends Shape, D extends Float>(x: Tensor<S, D>, axis: string): Tensor<S, D> => {
  const tensor = expectTensor(x, 'axisMean');
  return typed(over(sumOverAxis(tensor, axis), sumOverAxis(like(tensor, 1), axis)));
};

/**
 * The number of the example along the axis, from 0.
 *
 * @example
 * vmap((x: Tensor<[]>) => axisIndex('batch'), { axis: 'batch' })(zeros([3])) // [0, 1, 2]
 */
export const axisIndex = (axis: string): Tensor<[], 'int32'> => typed(apply(number, { axis }));

/**
 * How many examples the axis has.
 *
 * @example
 * vmap((x: Tensor<[]>) => axisSize('batch'), { axis: 'batch', out: null })(zeros([3])) // 3
 */
export const axisSize = (axis: string): Tensor<[], 'int32'> =>
  typed(sumOverAxis(like(apply(number, { axis }), 1), axis));
