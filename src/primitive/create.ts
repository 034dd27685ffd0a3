/**
 * Tensors from nothing, and between element types: constants, counting, conversion, and the identity that stops derivatives.
 */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { DType } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { broadcastAlong, lead } from './broadcast.js';
import { strides } from './loops.js';
import { apply, at, constantRules, unary, variadic } from './primitive.js';
import type { Primitive } from './primitive.js';

export interface Counting {
  readonly shape: Shape;
  readonly axis: number;
  readonly dtype: DType;
}

/** y[…, i, …] = i along the axis. No inputs, no gradient. */
export const iota: Primitive<Counting> = variadic<Counting>({
  name: 'iota',
  infer: ({ shape, axis, dtype }) => {
    if (dtype === 'bool') throw new DTypeError('iota: expected float32 or float64 or int32, got bool');
    if (!(axis in shape)) throw new ShapeError(`iota: ${show(shape)} has no axis ${axis}`, [shape]);
    return { shape, dtype };
  },
  evaluate: ({ shape, axis, dtype }) => {
    const step = at(strides(shape), axis);
    const length = at(shape, axis);
    return dtypes[dtype].zeros(size(shape)).map((_, index) => Math.floor(index / step) % length);
  },
  ...constantRules,
  batch: (attributes, _, n) => lead(apply(iota, attributes), n),
});

/**
 * The elements as another type. To `int32` truncates towards zero and saturates (NaN becomes 0), to `bool` asks whether they differ from 0.
 * Gradient: the cotangent converted back, where both types are floating.
 */
export const cast = unary<{ readonly dtype: DType }>({
  name: 'cast',
  infer: ({ dtype }, x) => ({ shape: x.shape, dtype }),
  evaluate: ({ dtype }, x) =>
    dtype === 'int32' && dtypes[x.dtype].float
      ? Int32Array.from(x.data, (value) => Math.min(Math.max(value, -0x80000000), 0x7fffffff))
      : dtypes[dtype].from(x.data),
  vjp: ({ dtype }, g, x) => (dtypes[dtype].float && dtypes[x.dtype].float ? castTo(g, x.dtype) : undefined),
  jvp: ({ dtype }, t, x) => (dtypes[dtype].float && dtypes[x.dtype].float ? castTo(t, dtype) : undefined),
  batch: ({ dtype }, x) => castTo(x, dtype),
});

/** y = x, as a constant: the derivative is zero whatever x depends on. */
export const stopGradient: Primitive<object> = unary<object>({
  name: 'stopGradient',
  infer: (_, x) => x,
  evaluate: (_, x) => x.data,
  vjp: () => undefined,
  jvp: () => undefined,
  batch: (_, x) => apply(stopGradient, {}, x),
});

export const castTo = (x: AnyTensor, dtype: DType): AnyTensor => (x.dtype === dtype ? x : apply(cast, { dtype }, x));

export const iotaAlong = (shape: Shape, axis: number, dtype: DType): AnyTensor => apply(iota, { shape, axis, dtype });

/** one number everywhere */
export const fill = (shape: Shape, value: number, dtype: DType): AnyTensor =>
  broadcastAlong(scalar(value, dtype), shape, []);

export const zerosLike = ({ shape, dtype }: AnyTensor): AnyTensor => fill(shape, 0, dtype);

/** a number of the shape and element type of a tensor */
export const like = ({ shape, dtype }: AnyTensor, value: number): AnyTensor => fill(shape, value, dtype);
