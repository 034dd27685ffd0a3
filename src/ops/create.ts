/** Tensors from nothing, and between element types. */
import { castTo, fill, iotaAlong, stopGradient as stop } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import { DTypeError, expectShape } from '../shape/error.js';
import { validShape } from '../shape/shape.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import { equal } from './compare.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { reshapeTo } from '../primitive/layout.js';

interface Of<D extends DType> {
  readonly dtype?: D;
}

const filled = (operation: string, shape: unknown, value: number, dtype: DType = 'float32'): AnyTensor => {
  const dims: Shape = Array.isArray(shape) ? shape : [NaN];
  return fill([...expectShape(validShape(dims, operation))], value, dtype);
};

/**
 * One number everywhere.
 *
 * Shape     as given; float32 unless said otherwise
 * Errors    "full: [2, -1] is not a shape"
 * @example
 * full([2, 2], 7) // [[7, 7], [7, 7]]
 */
export const full = <const S extends Shape, D extends DType = 'float32'>(
  shape: Arg<ValidShape<S, 'full'>, readonly [...S]>,
  value: number,
  options: Of<D> = {},
): Result<ValidShape<S, 'full'>, NoInfer<D>> => result(filled('full', shape, value, options.dtype));

/**
 * Zeros.
 *
 * Shape     as given; float32 unless said otherwise
 * Errors    "zeros: [2, -1] is not a shape"
 * @example
 * zeros([2, 3]) // Tensor<[2, 3]>
 * zeros([2], { dtype: 'int32' }) // [0, 0]
 */
export const zeros = <const S extends Shape, D extends DType = 'float32'>(
  shape: Arg<ValidShape<S, 'zeros'>, readonly [...S]>,
  options: Of<D> = {},
): Result<ValidShape<S, 'zeros'>, NoInfer<D>> => result(filled('zeros', shape, 0, options.dtype));

/**
 * Ones.
 *
 * Shape     as given; float32 unless said otherwise
 * Errors    "ones: [2, -1] is not a shape"
 * @example
 * ones([3]) // [1, 1, 1]
 */
export const ones = <const S extends Shape, D extends DType = 'float32'>(
  shape: Arg<ValidShape<S, 'ones'>, readonly [...S]>,
  options: Of<D> = {},
): Result<ValidShape<S, 'ones'>, NoInfer<D>> => result(filled('ones', shape, 1, options.dtype));

/**
 * 0, 1, …, n − 1.
 *
 * Shape     [n]; int32 unless said otherwise
 * Errors    "range: [-1] is not a shape"
 * @example
 * range(4) // [0, 1, 2, 3]
 */
export const range = <const N extends number, D extends DType = 'int32'>(
  n: Arg<ValidShape<[N], 'range'>, N>,
  options: Of<D> = {},
): Result<ValidShape<[N], 'range'>, NoInfer<D>> => {
  const shape = expectShape(validShape([Number(n)], 'range'));
  return result(iotaAlong(shape, 0, options.dtype ?? 'int32'));
};

/**
 * The identity matrix of n rows: 1 where i = j, else 0.
 *
 * Shape     [n, n]; float32 unless said otherwise
 * Errors    "identity: [-1, -1] is not a shape"
 * @example
 * identity(2) // [[1, 0], [0, 1]]
 */
export const identity = <const N extends number, D extends DType = 'float32'>(
  n: Arg<ValidShape<[N, N], 'identity'>, N>,
  options: Of<D> = {},
): Result<ValidShape<[N, N], 'identity'>, NoInfer<D>> => {
  const shape = expectShape(validShape([Number(n), Number(n)], 'identity'));
  return result(castTo(equal(iotaAlong(shape, 0, 'int32'), iotaAlong(shape, 1, 'int32')), options.dtype ?? 'float32'));
};

const filledLike = <S extends Shape, D extends DType>(
  operation: string,
  like: unknown,
  value: number,
): Tensor<S, D> => {
  const { shape, dtype } = expectTensor(like, operation);
  return typed(fill(shape, value, dtype));
};

/**
 * Zeros of the shape and element type of a tensor.
 * @example
 * zerosLike(tensor([[1, 2]])) // [[0, 0]]
 */
export const zerosLike = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> =>
  filledLike('zerosLike', x, 0);

/**
 * Ones of the shape and element type of a tensor.
 * @example
 * onesLike(tensor([[1, 2]])) // [[1, 1]]
 */
export const onesLike = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> =>
  filledLike('onesLike', x, 1);

/**
 * The elements as another type: to int32 towards zero and saturating, to bool whether they differ from 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ, converted back, between floats; zero where one side is no float
 * @example
 * cast(tensor([1.7, -1.7]), 'int32') // [1, -1]
 */
export const cast = <S extends Shape, D extends DType>(x: Tensor<S, DType>, dtype: D): Tensor<S, D> =>
  typed(castTo(expectTensor(x, 'cast'), dtype));

/**
 * x, as a constant.
 *
 * Shape     [...s] → [...s]
 * Gradient  zero, whatever x depends on
 * @example
 * grad((x: Tensor<[]>) => multiply(x, stopGradient(x)))(tensor(3)) // 3
 */
export const stopGradient = <S extends Shape, D extends DType>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(apply(stop, {}, expectTensor(x, 'stopGradient')));

/**
 * e_k for each label k: 1 in place k, 0 elsewhere; zeros for a label outside 0 … classes − 1.
 *
 * Shape     [...s] → [...s, classes]; float32 unless said otherwise
 * Errors    "oneHot: [-1] is not a shape", "oneHot: the labels are float32, expected int32"
 * Source    deck row N13
 * @example
 * oneHot(tensor([0, 2], { dtype: 'int32' }), 3) // [[1, 0, 0], [0, 0, 1]]
 */
export const oneHot = <S extends Shape, const N extends number, D extends DType = 'float32'>(
  labels: Tensor<S, 'int32'>,
  classes: N,
  options: Of<D> = {},
): Tensor<[...S, N], NoInfer<D>> => {
  const x = expectTensor(labels, 'oneHot');
  if (x.dtype !== 'int32') throw new DTypeError(`oneHot: the labels are ${x.dtype}, expected int32`);
  const shape = [...x.shape, ...expectShape(validShape([classes], 'oneHot'))];
  const column = broadcastTo(reshapeTo(x, [...x.shape, 1]), shape);
  return typed(castTo(equal(column, iotaAlong(shape, x.shape.length, 'int32')), options.dtype ?? 'float32'));
};
