/** Arithmetic, element by element. */
import * as arithmetic from '../primitive/arithmetic.js';
import * as compare from '../primitive/compare.js';
import * as elementary from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import type { Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { expectTensor, meet } from './operand.js';
import { binary, unary } from './elementwise.js';
import type { Numeric } from './elementwise.js';

/**
 * a + b.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  ā = z̄, b̄ = z̄, summed over what was broadcast
 * Errors    "add: [2, 3] and [4] do not broadcast (3 is not 4)", "add: float32 with float64: cast one of them"
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20])) // [[11, 21], [12, 22]]
 */
export const add = binary('add', arithmetic.add);

/**
 * a − b.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  ā = z̄, b̄ = −z̄
 * Errors    "subtract: [2, 3] and [4] do not broadcast (3 is not 4)", "subtract: float32 with float64: cast one of them"
 * @example
 * subtract(1, tensor([1, 2])) // [0, -1]
 */
export const subtract = binary('subtract', arithmetic.subtract);

/**
 * a·b, element by element.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  ā = z̄·b, b̄ = z̄·a
 * Errors    "multiply: [2, 3] and [4] do not broadcast (3 is not 4)", "multiply: float32 with float64: cast one of them"
 * @example
 * multiply(tensor([1, 2]), 3) // [3, 6]
 */
export const multiply = binary('multiply', arithmetic.multiply);

/**
 * a/b; on int32 towards zero.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  ā = z̄/b, b̄ = −z̄·z/b
 * Errors    "divide: [2, 3] and [4] do not broadcast (3 is not 4)", "divide: float32 with float64: cast one of them"
 * @example
 * divide(tensor([1, -3]), 2) // [0.5, -1.5]
 */
export const divide = binary('divide', arithmetic.divide);

/**
 * aᵇ.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  ā = z̄·b·aᵇ⁻¹, 0 where b is 0; b̄ = z̄·z·ln a, 0 where a is 0
 * Errors    "power: [2, 3] and [4] do not broadcast (3 is not 4)", "power: float32 with float64: cast one of them"
 * @example
 * power(tensor([2, 3]), 2) // [4, 9]
 */
export const power = binary('power', elementary.power);

/**
 * The rest of a/b, with the sign of a.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  ā = z̄, b̄ = −z̄·trunc(a/b)
 * Errors    "remainder: [2, 3] and [4] do not broadcast (3 is not 4)", "remainder: float32 with float64: cast one of them"
 * @example
 * remainder(tensor([5, -5]), 3) // [2, -2]
 */
export const remainder = binary('remainder', compare.remainder);

/**
 * max(a, b); NaN where one is.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  z̄ to the larger, half to each at a tie
 * Errors    "maximum: [2, 3] and [4] do not broadcast (3 is not 4)", "maximum: float32 with float64: cast one of them"
 * @example
 * maximum(tensor([-1, 2]), 0) // [0, 2]
 */
export const maximum = binary('maximum', compare.maximum);

/**
 * min(a, b); NaN where one is.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Gradient  z̄ to the smaller, half to each at a tie
 * Errors    "minimum: [2, 3] and [4] do not broadcast (3 is not 4)", "minimum: float32 with float64: cast one of them"
 * @example
 * minimum(tensor([-1, 2]), 0) // [-1, 0]
 */
export const minimum = binary('minimum', compare.minimum);

/**
 * −x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = −ȳ
 * @example
 * negate(tensor([1, -2])) // [-1, 2]
 */
export const negate = unary<Numeric>(arithmetic.negate);

/**
 * |x|.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·sign x, 0 at 0
 * @example
 * abs(tensor([1, -2])) // [1, 2]
 */
export const abs = unary<Numeric>(compare.abs);

/**
 * −1, 0 or 1; NaN of NaN.
 *
 * Shape     [...s] → [...s]
 * Gradient  zero
 * @example
 * sign(tensor([-3, 0, 2])) // [-1, 0, 1]
 */
export const sign = unary<Numeric>(compare.sign);

/**
 * ⌊x⌋.
 *
 * Shape     [...s] → [...s]
 * Gradient  zero
 * @example
 * floor(tensor([1.5, -1.5])) // [1, -2]
 */
export const floor = unary<Float>(compare.floor);

/**
 * ⌈x⌉.
 *
 * Shape     [...s] → [...s]
 * Gradient  zero
 * @example
 * ceil(tensor([1.5, -1.5])) // [2, -1]
 */
export const ceil = unary<Float>(compare.ceil);

/**
 * The nearest integer, halves to even.
 *
 * Shape     [...s] → [...s]
 * Gradient  zero
 * @example
 * round(tensor([0.5, 1.5, -1.2])) // [0, 2, -1]
 */
export const round = unary<Float>(compare.round);

/**
 * x².
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = 2x·ȳ
 * @example
 * square(tensor([3, -4])) // [9, 16]
 */
export const square = <S extends Shape, D extends Numeric>(x: Tensor<S, D>): Tensor<S, D> => {
  const tensor = expectTensor(x, 'square');
  return typed(apply(arithmetic.multiply, {}, tensor, tensor));
};

/**
 * x held between two bounds.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where x lies strictly between them, half at a bound, 0 beyond
 * @example
 * clip(tensor([-5, 0.5, 5]), -1, 1) // [-1, 0.5, 1]
 */
export const clip = <S extends Shape, D extends Numeric>(x: Tensor<S, D>, low: number, high: number): Tensor<S, D> => {
  const raised = apply(compare.maximum, {}, ...meet('clip', expectTensor(x, 'clip'), low));
  return typed(apply(compare.minimum, {}, ...meet('clip', raised, high)));
};
