/** Elementwise operations: on one tensor, on two that broadcast, and what is composed of them. */
import * as arithmetic from '../primitive/arithmetic.js';
import { broadcastTo } from '../primitive/broadcast.js';
import * as compare from '../primitive/compare.js';
import * as elementary from '../primitive/elementary.js';
import { apply, at } from '../primitive/primitive.js';
import type { Primitive } from '../primitive/primitive.js';
import { broadcastShape } from '../shape/broadcast.js';
import type { Broadcast } from '../shape/broadcast.js';
import { DTypeError, expectShape } from '../shape/error.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { Result, Tensor } from '../tensor/tensor.js';
import { expectTensor, meet } from './operand.js';
import type { DimsOf, Joint, Meet, Operand } from './operand.js';

/** An operation of two tensors, or of a tensor and a number; their shapes broadcast as in NumPy. */
export type Binary<Op extends string, Out extends DType = never> = <A extends Operand, B extends Operand>(
  a: A,
  b: Arg<Meet<A, B, Op>, B>,
) => Result<Meet<A, B, Op>, [Out] extends [never] ? Joint<A, B> : Out>;

/** An operation of each element of a tensor. */
export type Unary<K extends DType, Out extends DType = never> = <S extends Shape, D extends K>(
  x: Tensor<S, D>,
) => Tensor<S, [Out] extends [never] ? D : Out>;

const binary =
  <Op extends string, Out extends DType = never>(operation: Op, primitive: Primitive<object>): Binary<Op, Out> =>
  (a, b) =>
    result(apply(primitive, {}, ...meet(operation, a, b)));

const unary =
  <K extends DType, Out extends DType = never>(primitive: Primitive<object>): Unary<K, Out> =>
  (x) =>
    typed(apply(primitive, {}, expectTensor(x, primitive.name)));

type Numeric = Exclude<DType, 'bool'>;

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
 * Whether x is neither infinite nor NaN.
 *
 * Shape     [...s] → [...s]
 * @example
 * isFinite(tensor([1, Infinity, NaN])) // [true, false, false]
 */
export const isFinite = unary<Float, 'bool'>(compare.isFinite);

/**
 * eˣ.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·y
 * @example
 * exp(tensor([0, 1])) // [1, 2.71828]
 */
export const exp = unary<Float>(elementary.exp);

/**
 * eˣ − 1, exact near 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(y + 1)
 * @example
 * expm1(tensor([0, 1e-10])) // [0, 1e-10]
 */
export const expm1 = unary<Float>(elementary.expm1);

/**
 * ln x; NaN below 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/x
 * @example
 * log(tensor([1, 10])) // [0, 2.30259]
 */
export const log = unary<Float>(elementary.log);

/**
 * ln(1 + x), exact near 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/(1 + x)
 * @example
 * log1p(tensor([0, 1e-10])) // [0, 1e-10]
 */
export const log1p = unary<Float>(elementary.log1p);

/**
 * √x; NaN below 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/2y
 * @example
 * sqrt(tensor([4, 2])) // [2, 1.41421]
 */
export const sqrt = unary<Float>(elementary.sqrt);

/**
 * 1/√x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = −ȳ·y/2x
 * @example
 * rsqrt(tensor([4, 2])) // [0.5, 0.707107]
 */
export const rsqrt = unary<Float>(elementary.rsqrt);

/**
 * sin x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·cos x
 * @example
 * sin(tensor([0, 1])) // [0, 0.841471]
 */
export const sin = unary<Float>(elementary.sin);

/**
 * cos x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = −ȳ·sin x
 * @example
 * cos(tensor([0, 1])) // [1, 0.540302]
 */
export const cos = unary<Float>(elementary.cos);

/**
 * tanh x.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·(1 − y²)
 * @example
 * tanh(tensor([0, 1])) // [0, 0.761594]
 */
export const tanh = unary<Float>(elementary.tanh);

/**
 * σ(x) = 1/(1 + e⁻ˣ).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·y·(1 − y)
 * Source    deck rows N1, N4
 * @example
 * sigmoid(tensor([0, 1000])) // [0.5, 1]
 */
export const sigmoid = unary<Float>(elementary.sigmoid);

/**
 * erf x = 2/√π ∫₀ˣ e^(−t²) dt.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ·2/√π·e^(−x²)
 * @example
 * erf(tensor([0, 1])) // [0, 0.842701]
 */
export const erf = unary<Float>(elementary.erf);

/**
 * The x with erf x = y.
 *
 * Shape     [...s] → [...s]
 * Gradient  ȳ of the result times √π/2·e^(x²)
 * @example
 * erfInv(tensor([0, 0.5])) // [0, 0.476936]
 */
export const erfInv = unary<Float>(elementary.erfInv);

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
