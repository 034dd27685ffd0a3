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

/** a + b. Gradient: ā = b̄ = z̄. */
export const add = binary('add', arithmetic.add);
/** a − b. Gradient: ā = z̄, b̄ = −z̄. */
export const subtract = binary('subtract', arithmetic.subtract);
/** a·b, element by element. Gradient: ā = z̄·b, b̄ = z̄·a. */
export const multiply = binary('multiply', arithmetic.multiply);
/** a/b. Gradient: ā = z̄/b, b̄ = −z̄·z/b. */
export const divide = binary('divide', arithmetic.divide);
/** aᵇ. Gradient: ā = z̄·b·a^(b−1), 0 where b is 0; b̄ = z̄·z·ln a, 0 where a is 0. */
export const power = binary('power', elementary.power);
/** The rest of a/b, with the sign of a. Gradient: ā = z̄, b̄ = −z̄·trunc(a/b). */
export const remainder = binary('remainder', compare.remainder);
/** max(a, b). Gradient: to the larger, half to each at a tie. */
export const maximum = binary('maximum', compare.maximum);
/** min(a, b). Gradient: to the smaller, half to each at a tie. */
export const minimum = binary('minimum', compare.minimum);

/** a = b */
export const equal = binary<'equal', 'bool'>('equal', compare.equal);
/** a ≠ b */
export const notEqual = binary<'notEqual', 'bool'>('notEqual', compare.notEqual);
/** a < b */
export const less = binary<'less', 'bool'>('less', compare.less);
/** a ≤ b */
export const lessEqual = binary<'lessEqual', 'bool'>('lessEqual', compare.lessEqual);
/** a > b */
export const greater = binary<'greater', 'bool'>('greater', compare.greater);
/** a ≥ b */
export const greaterEqual = binary<'greaterEqual', 'bool'>('greaterEqual', compare.greaterEqual);

/** a ∧ b, on bool, or bit by bit on int32. */
export const and = binary('and', compare.and);
/** a ∨ b, on bool, or bit by bit on int32. */
export const or = binary('or', compare.or);
/** a ⊕ b, on bool, or bit by bit on int32. */
export const xor = binary('xor', compare.xor);
/** The bits of a moved b places up. */
export const shiftLeft = binary('shiftLeft', compare.shiftLeft);
/** The bits of a moved b places down, zeros moving in. */
export const shiftRight = binary('shiftRight', compare.shiftRight);
/** ¬x */
export const not = unary<'bool'>(compare.not);

/** −x */
export const negate = unary<Numeric>(arithmetic.negate);
/** |x|. Gradient: x̄ = ȳ·sign x, 0 at 0. */
export const abs = unary<Numeric>(compare.abs);
/** −1, 0 or 1. Gradient: zero. */
export const sign = unary<Numeric>(compare.sign);
/** ⌊x⌋. Gradient: zero. */
export const floor = unary<Float>(compare.floor);
/** ⌈x⌉. Gradient: zero. */
export const ceil = unary<Float>(compare.ceil);
/** The nearest integer, halves to even. Gradient: zero. */
export const round = unary<Float>(compare.round);
/** Whether x is neither infinite nor NaN. */
export const isFinite = unary<Float, 'bool'>(compare.isFinite);

/** eˣ. Gradient: x̄ = ȳ·y. */
export const exp = unary<Float>(elementary.exp);
/** eˣ − 1, exact near 0. */
export const expm1 = unary<Float>(elementary.expm1);
/** ln x. Gradient: x̄ = ȳ/x. */
export const log = unary<Float>(elementary.log);
/** ln(1 + x), exact near 0. */
export const log1p = unary<Float>(elementary.log1p);
/** √x. Gradient: x̄ = ȳ/2y. */
export const sqrt = unary<Float>(elementary.sqrt);
/** 1/√x. */
export const rsqrt = unary<Float>(elementary.rsqrt);
/** sin x. Gradient: x̄ = ȳ·cos x. */
export const sin = unary<Float>(elementary.sin);
/** cos x. Gradient: x̄ = −ȳ·sin x. */
export const cos = unary<Float>(elementary.cos);
/** tanh x. Gradient: x̄ = ȳ·(1 − y²). */
export const tanh = unary<Float>(elementary.tanh);
/** σ(x) = 1/(1 + e⁻ˣ). Gradient: x̄ = ȳ·y(1 − y). Source: deck rows N1, N4. */
export const sigmoid = unary<Float>(elementary.sigmoid);
/** erf x = 2/√π ∫₀ˣ e^(−t²) dt. */
export const erf = unary<Float>(elementary.erf);
/** The x with erf x = y. */
export const erfInv = unary<Float>(elementary.erfInv);

/** x². Gradient: x̄ = 2xȳ. */
export const square = <S extends Shape, D extends Numeric>(x: Tensor<S, D>): Tensor<S, D> =>
  typed(apply(arithmetic.multiply, {}, x, x));

/** x held between two bounds. Gradient: passes where x lies strictly between them, half at a bound. */
export const clip = <S extends Shape, D extends Numeric>(x: Tensor<S, D>, low: number, high: number): Tensor<S, D> =>
  typed(apply(compare.minimum, {}, ...meet('clip', apply(compare.maximum, {}, ...meet('clip', x, low)), high)));

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
 * a where the condition holds, b elsewhere; the three broadcast. Gradient: ā = z̄ where it holds, b̄ = z̄ elsewhere.
 *
 * Errors   "where: the condition must be bool, got float32"
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
