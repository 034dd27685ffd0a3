import { DTypeError } from '../shape/error.js';
import type { Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { isTensor } from '../tensor/node.js';
import { typed, type AnyTensor, type Tensor } from '../tensor/tensor.js';

/** The numbers that flow through a network. */
export type Values = Tensor<Shape, Float>;
export const isValues = (value: unknown): value is Values =>
  isTensor(value) && (value.dtype === 'float32' || value.dtype === 'float64');

/**
 * What flows into a layer that takes whole numbers: `forward` gives it tensors of int32, and `sequential` nothing else.
 * Errors  a `DTypeError`, "embedding: expected int32, got float32"
 */
export const ids = (x: AnyTensor, operation: string): Tensor<Shape, 'int32'> => {
  if (x.dtype !== 'int32') throw new DTypeError(`${operation}: expected int32, got ${x.dtype}`);
  return typed(x);
};
