/** Relations, logic and choice, element by element. */
import { broadcastTo } from '../primitive/broadcast.js';
import * as compare from '../primitive/compare.js';
import { apply, at } from '../primitive/primitive.js';
import { broadcastShape } from '../shape/broadcast.js';
import type { Broadcast } from '../shape/broadcast.js';
import { DTypeError, expectShape } from '../shape/error.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { Result, Tensor } from '../tensor/tensor.js';
import { expectTensor, meet } from './operand.js';
import type { DimsOf, Joint, Meet, Operand } from './operand.js';
import { binary, unary } from './elementwise.js';

/**
 * Whether a = b, element by element; false where one is NaN.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "equal: [2, 3] and [4] do not broadcast (3 is not 4)", "equal: float32 with float64: cast one of them"
 * @example
 * equal(tensor([1, 2]), 2) // [false, true]
 */
export const equal = binary<'equal', 'bool'>('equal', compare.equal);

/**
 * Whether a ≠ b, element by element; true where one is NaN.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "notEqual: [2, 3] and [4] do not broadcast (3 is not 4)", "notEqual: float32 with float64: cast one of them"
 * @example
 * notEqual(tensor([1, 2]), 2) // [true, false]
 */
export const notEqual = binary<'notEqual', 'bool'>('notEqual', compare.notEqual);

/**
 * Whether a < b, element by element; false where one is NaN.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "less: [2, 3] and [4] do not broadcast (3 is not 4)", "less: float32 with float64: cast one of them"
 * @example
 * less(tensor([1, 2]), 2) // [true, false]
 */
export const less = binary<'less', 'bool'>('less', compare.less);

/**
 * Whether a ≤ b, element by element; false where one is NaN.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "lessEqual: [2, 3] and [4] do not broadcast (3 is not 4)", "lessEqual: float32 with float64: cast one of them"
 * @example
 * lessEqual(tensor([1, 2]), 2) // [true, true]
 */
export const lessEqual = binary<'lessEqual', 'bool'>('lessEqual', compare.lessEqual);

/**
 * Whether a > b, element by element; false where one is NaN.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "greater: [2, 3] and [4] do not broadcast (3 is not 4)", "greater: float32 with float64: cast one of them"
 * @example
 * greater(tensor([1, 2]), 1) // [false, true]
 */
export const greater = binary<'greater', 'bool'>('greater', compare.greater);

/**
 * Whether a ≥ b, element by element; false where one is NaN.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "greaterEqual: [2, 3] and [4] do not broadcast (3 is not 4)", "greaterEqual: float32 with float64: cast one of them"
 * @example
 * greaterEqual(tensor([1, 2]), 1) // [true, true]
 */
export const greaterEqual = binary<'greaterEqual', 'bool'>('greaterEqual', compare.greaterEqual);

/**
 * a ∧ b on bool, bit by bit on int32.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "and: [2, 3] and [4] do not broadcast (3 is not 4)", "and: float32 with float64: cast one of them"
 * @example
 * and(tensor([true, true]), tensor([true, false])) // [true, false]
 */
export const and = binary('and', compare.and);

/**
 * a ∨ b on bool, bit by bit on int32.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "or: [2, 3] and [4] do not broadcast (3 is not 4)", "or: float32 with float64: cast one of them"
 * @example
 * or(tensor([12], { dtype: 'int32' }), 3) // [15]
 */
export const or = binary('or', compare.or);

/**
 * a ⊕ b on bool, bit by bit on int32.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "xor: [2, 3] and [4] do not broadcast (3 is not 4)", "xor: float32 with float64: cast one of them"
 * @example
 * xor(tensor([true, true]), tensor([true, false])) // [false, true]
 */
export const xor = binary('xor', compare.xor);

/**
 * The bits of an int32 moved b places up.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "shiftLeft: [2, 3] and [4] do not broadcast (3 is not 4)", "shiftLeft: float32 with float64: cast one of them"
 * @example
 * shiftLeft(range(3), 4) // [0, 16, 32]
 */
export const shiftLeft = binary('shiftLeft', compare.shiftLeft);

/**
 * The bits of an int32 moved b places down, zeros moving in.
 *
 * Shape     NumPy's broadcasting: [2, 1, 4] with [3, 1] → [2, 3, 4]; a number has the element type of the tensor
 * Errors    "shiftRight: [2, 3] and [4] do not broadcast (3 is not 4)", "shiftRight: float32 with float64: cast one of them"
 * @example
 * shiftRight(tensor([256], { dtype: 'int32' }), 4) // [16]
 */
export const shiftRight = binary('shiftRight', compare.shiftRight);

/**
 * ¬x, on bool.
 *
 * Shape     [...s] → [...s]
 * @example
 * not(tensor([true, false])) // [false, true]
 */
export const not = unary<'bool'>(compare.not);

/**
 * Whether x is neither infinite nor NaN.
 *
 * Shape     [...s] → [...s]
 * @example
 * isFinite(tensor([1, Infinity, NaN])) // [true, false, false]
 */
export const isFinite = unary<Float, 'bool'>(compare.isFinite);

/** The shape of a choice, or a sentence. */
export type Choice<C, A, B> =
  Meet<A, B, 'where'> extends infer R
    ? R extends readonly [...infer S extends Shape]
      ? Broadcast<DimsOf<C>, S, 'where'>
      : R extends Shape
        ? Broadcast<DimsOf<C>, R, 'where'>
        : R
    : never;

/**
 * a where the condition holds, b elsewhere.
 *
 * Shape     the three broadcast
 * Gradient  ā = z̄ where it holds, b̄ = z̄ elsewhere; the branch that is not taken has no part, were it infinite
 * Errors    "where: the condition must be bool, got float32", "where: [2] and [3] do not broadcast (2 is not 3)"
 * @example
 * where(tensor([true, false]), tensor([1, 2]), 0) // [1, 0]
 */
export const where = <C extends Tensor<Shape, 'bool'>, A extends Operand, B extends Operand>(
  condition: C,
  a: A,
  b: Arg<Choice<C, A, B>, B>,
): Result<Choice<C, A, B>, Joint<A, B>> => {
  const c = expectTensor(condition, 'where');
  if (c.dtype !== 'bool') throw new DTypeError(`where: the condition must be bool, got ${c.dtype}`);
  const branches = meet('where', a, b);
  const shape = expectShape(broadcastShape(c.shape, at(branches, 0).shape, 'where'), c.shape, at(branches, 0).shape);
  return result(
    apply(compare.select, {}, broadcastTo(c, shape), ...branches.map((branch) => broadcastTo(branch, shape))),
  );
};
