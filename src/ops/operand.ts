/** What the typed operations have in common: operands that may be plain numbers, and the rules by which two of them meet. */
import { broadcastShape } from '../shape/broadcast.js';
import type { Broadcast } from '../shape/broadcast.js';
import { DTypeError, expectShape } from '../shape/error.js';
import type { Identical, Shape } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import { isTensor } from '../tensor/node.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { broadcastTo } from '../primitive/broadcast.js';

/** A tensor, or a number that stands for a tensor without axes of the other operand's element type. */
export type Operand = AnyTensor | number;

/** The shape of an operand. */
export type DimsOf<T> = T extends AnyTensor ? T['shape'] : [];

/** The element type that two operands have in common. */
export type Joint<A, B> = A extends AnyTensor ? A['dtype'] : B extends AnyTensor ? B['dtype'] : never;

/** `true`, or the sentence for element types that differ. */
export type SameDType<A extends DType, B extends DType, Op extends string> =
  Identical<A, B> extends true
    ? true
    : A extends B
      ? true
      : B extends A
        ? true
        : `${Op}: ${A} with ${B}: cast one of them`;

/** The shape of an elementwise operation on two operands, or a sentence. */
export type Meet<A, B, Op extends string> = A extends AnyTensor
  ? B extends AnyTensor
    ? SameDType<A['dtype'], B['dtype'], Op> extends infer R
      ? R extends string
        ? R
        : Broadcast<A['shape'], B['shape'], Op>
      : never
    : A['shape']
  : B extends AnyTensor
    ? B['shape']
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
