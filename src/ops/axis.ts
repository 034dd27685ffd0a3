/** What couples the examples of a batch: means and sums over a named axis that `vmap` supplies. */
import { over } from '../primitive/arithmetic.js';
import { axisIndex as number, sumOverAxis } from '../primitive/axis.js';
import { like } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import type { Shape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';

/** Σ x over the examples of the axis. Gradient: x̄ = Σ ȳ over the examples. */
export const axisSum = <S extends Shape, D extends Exclude<DType, 'bool'>>(
  x: Tensor<S, D>,
  axis: string,
): Tensor<S, D> => typed(sumOverAxis(x, axis));

/** The mean of x over the examples of the axis: what batch normalisation is made of. */
export const axisMean = <S extends Shape, D extends Float>(x: Tensor<S, D>, axis: string): Tensor<S, D> =>
  typed(over(sumOverAxis(x, axis), sumOverAxis(like(x, 1), axis)));

/** The number of the example along the axis. */
export const axisIndex = (axis: string): Tensor<[], 'int32'> => typed(apply(number, { axis }));

/** How many examples the axis has. */
export const axisSize = (axis: string): Tensor<[], 'int32'> =>
  typed(sumOverAxis(like(apply(number, { axis }), 1), axis));
