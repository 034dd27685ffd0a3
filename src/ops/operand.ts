/** What the typed operations have in common: operands that may be plain numbers, and the rules by which two of them meet. */
import { broadcastShape } from '../shape/broadcast.js';
import type { Broadcast } from '../shape/broadcast.js';
import { DTypeError, expectShape } from '../shape/error.js';
import type { Identical, Shape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import { isTensor } from '../tensor/node.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { broadcastTo } from '../primitive/broadcast.js';

/** A tensor, or a number that stands for a tensor without axes of the other operand's element type. */
export type Operand = AnyTensor | number;

/*
 * Shapes and element types are taken apart with `infer`, never as T['shape']: inside the branch of a conditional type the checker replaces T by its
 * constraint, takes T['shape'] and U['shape'] for the same, and compares no further.
 */

/** The shape of an operand. */
export type DimsOf<T> = T extends Tensor<infer S extends Shape, DType> ? S : [];

/** The element type that two operands have in common. */
export type Joint<A, B> = A extends Typed<infer D> ? D : B extends Typed<infer D> ? D : never;
type Typed<D extends DType> = Pick<Tensor<Shape, D>, 'dtype'>;

/** `true`, or the sentence for element types that differ. */
export type SameDType<D extends DType, E extends DType, Op extends string> =
  Identical<D, E> extends true
    ? true
    : [D] extends [E]
      ? true
      : [E] extends [D]
        ? true
        : `${Op}: ${D} with ${E}: cast one of them`;

/** The verdict `R` of a shape rule on tensors of one element type, or the sentence for element types that differ. */
export type OfOneDType<D extends DType, E extends DType, Op extends string, R> =
  SameDType<D, E, Op> extends infer V ? (V extends string ? V : R) : never;

/** The sentence for the first of a list of tensors whose element type differs from that of the first, or `R`. */
export type AllOfOneDType<T, Op extends string, R> = T extends readonly [Typed<infer D>, ...infer Others]
  ? Differs<D, Others, Op, R>
  : R;
type Differs<D extends DType, T, Op extends string, R> = T extends readonly [Typed<infer E>, ...infer Others]
  ? SameDType<D, E, Op> extends infer V
    ? V extends string
      ? V
      : Differs<D, Others, Op, R>
    : never
  : R;

/** The shape of an elementwise operation on two operands, or a sentence. */
export type Meet<A, B, Op extends string> =
  A extends Tensor<infer S extends Shape, infer D>
    ? B extends Tensor<infer T extends Shape, infer E>
      ? SameDType<D, E, Op> extends infer R
        ? R extends string
          ? R
          : Broadcast<S, T, Op>
        : never
      : S
    : B extends Tensor<infer T extends Shape, DType>
      ? T
      : `${Op}: expected at least one tensor`;

/** The tensor that an operand stands for. */
export const lift = (value: unknown, dtype: DType, operation: string): AnyTensor => {
  if (isTensor(value)) return value;
  if (typeof value === 'number') return scalar(value, dtype);
  throw new TypeError(`${operation}: expected a tensor or a number, got ${value === null ? 'null' : typeof value}`);
};

/** An argument that has to be a tensor. */
export const expectTensor = (value: unknown, operation: string): AnyTensor => {
  if (isTensor(value)) return value;
  throw new TypeError(`${operation}: expected a tensor, got ${value === null ? 'null' : typeof value}`);
};

/** Operands of one element type, broadcast to one shape. */
export const meet = (operation: string, ...operands: readonly unknown[]): readonly AnyTensor[] => {
  const first = operands.find(isTensor);
  if (first === undefined) throw new TypeError(`${operation}: expected at least one tensor`);
  const tensors = operands.map((operand) => lift(operand, first.dtype, operation));
  const other = tensors.find(({ dtype }) => dtype !== first.dtype);
  if (other !== undefined) throw new DTypeError(`${operation}: ${first.dtype} with ${other.dtype}: cast one of them`);
  const shapes = tensors.map(({ shape }) => shape);
  const shape = shapes.reduce<Shape>(
    (common, next) => expectShape(broadcastShape(common, next, operation), common, next),
    [],
  );
  return tensors.map((tensor) => broadcastTo(tensor, shape));
};
