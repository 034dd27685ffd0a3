import type { ImageShape } from '../shape/plane.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';

/** An operation on each plane of an image that gives an image of the same shape. */
export type Filter<Op extends string, O> = <S extends Shape, D extends Float>(
  image: Arg<ImageShape<S, Op>, Tensor<S, D>>,
  options: O,
) => Tensor<S, D>;

/** A {@link Filter} that need not be told anything. */
export type PlainFilter<Op extends string, O> = <S extends Shape, D extends Float>(
  image: Arg<ImageShape<S, Op>, Tensor<S, D>>,
  options?: O,
) => Tensor<S, D>;
