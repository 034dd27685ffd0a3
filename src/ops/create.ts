/** Tensors from nothing, and between element types. */
import { castTo, fill, iotaAlong, stopGradient as stop } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import { expectShape } from '../shape/error.js';
import { validShape } from '../shape/shape.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import { equal } from './elementwise.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { reshapeTo } from '../primitive/layout.js';

interface Of<D extends DType> {
  readonly dtype?: D;
}

const filled = (operation: string, shape: unknown, value: number, dtype: DType = 'float32'): AnyTensor => {
  const dims: Shape = Array.isArray(shape) ? shape : [NaN];
  return fill([...expectShape(validShape(dims, operation))], value, dtype);
};

/** One number everywhere. */
export const full = <const S extends Shape, D extends DType = 'float32'>(
  shape: Arg<ValidShape<S, 'full'>, readonly [...S]>,
  value: number,
  options: Of<D> = {},
): Result<ValidShape<S, 'full'>, NoInfer<D>> => result(filled('full', shape, value, options.dtype));

/** Zeros. */
export const zeros = <const S extends Shape, D extends DType = 'float32'>(
  shape: Arg<ValidShape<S, 'zeros'>, readonly [...S]>,
  options: Of<D> = {},
): Result<ValidShape<S, 'zeros'>, NoInfer<D>> => result(filled('zeros', shape, 0, options.dtype));

/** Ones. */
export const ones = <const S extends Shape, D extends DType = 'float32'>(
  shape: Arg<ValidShape<S, 'ones'>, readonly [...S]>,
  options: Of<D> = {},
): Result<ValidShape<S, 'ones'>, NoInfer<D>> => result(filled('ones', shape, 1, options.dtype));

/** 0, 1, …, n − 1. */
export const range = <const N extends number, D extends DType = 'int32'>(
  n: Arg<ValidShape<[N], 'range'>, N>,
  options: Of<D> = {},
): Result<ValidShape<[N], 'range'>, NoInfer<D>> => {
  const shape = expectShape(validShape([Number(n)], 'range'));
  return result(iotaAlong(shape, 0, options.dtype ?? 'int32'));
};

/** The identity matrix of n rows. */
export const identity = <const N extends number, D extends DType = 'float32'>(
  n: Arg<ValidShape<[N, N], 'identity'>, N>,
  options: Of<D> = {},
): Result<ValidShape<[N, N], 'identity'>, NoInfer<D>> => {
  const shape = expectShape(validShape([Number(n), Number(n)], 'identity'));
  return result(castTo(equal(iotaAlong(shape, 0, 'int32'), iotaAlong(shape, 1, 'int32')), options.dtype ?? 'float32'));
};

/** Zeros of the shape and element type of a tensor. */
export const zerosLike = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(fill(x.shape, 0, x.dtype));

/** Ones of the shape and element type of a tensor. */
export const onesLike = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(fill(x.shape, 1, x.dtype));

/** The elements as another type: to int32 towards zero and saturating, to bool whether they differ from 0. Gradient: the cotangent converted back. */
export const cast = <S extends Shape, D extends DType>(x: Tensor<S, DType>, dtype: D): Tensor<S, D> =>
  typed(castTo(expectTensor(x, 'cast'), dtype));

/** x, as a constant: the derivative is zero whatever x depends on. */
export const stopGradient = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(apply(stop, {}, x));

/**
 * e_k for each label k: 1 in place k, 0 elsewhere; zeros for a label outside 0 … classes − 1.
 *
 * Shape    [...s] → [...s, classes]
 * Source   deck row N13
 */
export const oneHot = <S extends Shape, const N extends number, D extends DType = 'float32'>(
  labels: Tensor<S, 'int32'>,
  classes: N,
  options: Of<D> = {},
): Tensor<[...S, N], NoInfer<D>> => {
  const shape = [...labels.shape, ...expectShape(validShape([classes], 'oneHot'))];
  const column = broadcastTo(reshapeTo(expectTensor(labels, 'oneHot'), [...labels.shape, 1]), shape);
  return typed(castTo(equal(column, iotaAlong(shape, labels.shape.length, 'int32')), options.dtype ?? 'float32'));
};
