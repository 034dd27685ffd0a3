import type { Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { isTensor } from '../tensor/node.js';
import type { Tensor } from '../tensor/tensor.js';

/** The numbers that flow through a network. */
export type Values = Tensor<Shape, Float>;
export const isValues = (value: unknown): value is Values =>
  isTensor(value) && (value.dtype === 'float32' || value.dtype === 'float64');
