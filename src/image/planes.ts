/** What filters of images of several element types have in common. */
import { times } from '../primitive/arithmetic.js';
import { like } from '../primitive/create.js';
import { DTypeError, expectShape } from '../shape/error.js';
import { imageShape } from '../shape/plane.js';
import type { ImageShape } from '../shape/plane.js';
import type { Arg, Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { DType, Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';

/** A filter of images [...planes, h, w] of any element type that keeps their shape and is told `O`. */
export type PlaneFilter<Op extends string, O> = <S extends Shape, D extends DType>(
  image: Arg<ImageShape<S, Op>, Tensor<S, D>>,
  options: O,
) => Tensor<S, D>;

/** The typed filter of a function that keeps shape and element type. */
export const planeFilter =
  <Op extends string, O>(
    operation: Op,
    filter: (x: AnyTensor, options: O, operation: string) => AnyTensor,
  ): PlaneFilter<Op, O> =>
  (image, options) => {
    const x = expectTensor(image, operation);
    expectShape(imageShape(x.shape, operation), x.shape);
    return typed(filter(x, options, operation));
  };

/** Tensors of a floating-point type. */
export type Floats = Tensor<Shape, Float>;

/** An argument that has to be of a floating-point type. */
export const expectFloats = (value: unknown, operation: string): Floats => {
  const x = expectTensor(value, operation);
  if (!dtypes[x.dtype].float) throw new DTypeError(`${operation}: expected a floating-point image, got ${x.dtype}`);
  return typed(x);
};

/** x, times a number. */
export const scaled = (x: AnyTensor, factor: number): AnyTensor => times(x, like(x, factor));
