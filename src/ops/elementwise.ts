/** What all elementwise operations are made of: a function of each element, or of pairs that broadcast. */
import { apply } from '../primitive/primitive.js';
import type { Primitive } from '../primitive/primitive.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor, meet } from './operand.js';
import type { Joint, Meet, Operand } from './operand.js';

/** An operation of two tensors, or of a tensor and a number; their shapes broadcast as in NumPy. */
export type Binary<Op extends string, Out extends DType = never> = <A extends Operand, B extends Operand>(
  a: A,
  b: Arg<Meet<A, B, Op>, B>,
) => Result<Meet<A, B, Op>, [Out] extends [never] ? Joint<A, B> : Out>;

/** An operation of each element of a tensor. */
export type Unary<K extends DType, Out extends DType = never> = <S extends Shape, D extends K>(
  x: Tensor<S, D>,
) => Tensor<S, [Out] extends [never] ? D : Out>;

export const binary =
  <Op extends string, Out extends DType = never>(operation: Op, primitive: Primitive<object>): Binary<Op, Out> =>
  (a, b) =>
    result(apply(primitive, {}, ...meet(operation, a, b)));

export const unary =
  <K extends DType, Out extends DType = never>(primitive: Primitive<object>): Unary<K, Out> =>
  (x) =>
    typed(apply(primitive, {}, expectTensor(x, primitive.name)));

/** An operation of each element of a tensor of floats, composed of others. */
export type Activation = <S extends Shape, D extends Float>(x: Tensor<S, D>) => Tensor<S, D>;

export const activation =
  (operation: string, f: (x: AnyTensor) => AnyTensor): Activation =>
  (x) =>
    typed(f(expectTensor(x, operation)));

export type Numeric = Exclude<DType, 'bool'>;
