/** Examples one after the other, each of the same shape, with a class for each. */
import { reshape } from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import {
  DTypeError,
  expectShape,
  sameShape,
  show,
  ShapeError,
  size,
  type SameShape,
  type Shape,
  type Show,
} from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';

/** Rows of numbers, one for each example. */
export type Rows = Tensor<readonly [number, number], Float>;
/** A class for each example. */
export type Labels = Tensor<readonly [number], 'int32'>;

/** How many examples there are. */
export type CountOf<X extends Shape> = X extends readonly [infer N extends number, ...unknown[]] ? N : number;

/** The shape of one example. */
export type OneOf<X extends Shape> = number extends X['length']
  ? Shape
  : X extends readonly [unknown, ...infer S extends Shape]
    ? S
    : Shape;

/** `true`, or the sentence when the labels are not one for each example. */
export type LabelsFor<X extends Shape, T extends Shape, Op extends string> = number extends X['length']
  ? true
  : X extends readonly [infer N extends number, ...unknown[]]
    ? SameShape<[N], T> extends true
      ? true
      : `${Op}: examples ${Show<X>} need labels ${Show<[N]>}, got ${Show<T>}`
    : `${Op}: expected examples [n, ...], got []`;

/** `true`, or the sentence when further examples are not like those known. */
export type Like<S extends Shape, Q extends Shape, Op extends string> = number extends Q['length']
  ? true
  : Q extends readonly [unknown, ...infer T extends Shape]
    ? SameShape<S, T> extends true
      ? true
      : `${Op}: the examples known are ${Show<S>}, got ${Show<Q>}`
    : `${Op}: expected examples [n, ...], got []`;

/** Examples with labels that fit them. */
export const expectLabelled = (operation: string, examples: unknown, labels: unknown): readonly [Rows, Labels] => {
  const y = expectTensor(labels, operation);
  const x = rowsOf(operation, examples);
  const [n] = x.shape;
  const given = expectTensor(examples, operation).shape;
  const sentence = `${operation}: examples ${show(given)} need labels [${n}], got ${show(y.shape)}`;
  expectShape(sameShape([n], y.shape) ? y.shape : sentence, given, y.shape);
  if (y.dtype !== 'int32') throw new DTypeError(`${operation}: expected labels of int32, got ${y.dtype}`);
  return [x, typed(y)];
};

/** Examples [m, ...s] as rows, once s is the shape of those known. */
export const expectLike = (operation: string, known: Shape, examples: unknown): Rows => {
  const { shape } = expectTensor(examples, operation);
  if (shape.length > 0 && !sameShape(known, shape.slice(1)))
    throw new ShapeError(`${operation}: the examples known are ${show(known)}, got ${show(shape)}`, [known, shape]);
  return rowsOf(operation, examples);
};

/** Examples [n, ...s] of floats as rows [n, Π s]. */
export const rowsOf = (operation: string, examples: unknown): Rows => {
  const x = expectTensor(examples, operation);
  if (x.dtype !== 'float32' && x.dtype !== 'float64')
    throw new DTypeError(`${operation}: expected examples of floats, got ${x.dtype}`);
  const [n] = x.shape;
  if (n === undefined) throw new ShapeError(`${operation}: expected examples [n, ...], got []`, [x.shape]);
  return typed(reshape(x, [n, size(x.shape.slice(1))]));
};
