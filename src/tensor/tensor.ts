import type { Shape } from '../shape/shape.js';
import type { ArrayData } from './array-data.js';
import type { Data, DType } from './dtype.js';

/** The key of a tensor's {@link Cell}; internal to the library. */
export const cell: unique symbol = Symbol('pullback.cell');

/**
 * An immutable n-dimensional array: a shape, an element type, and an expression that denotes its numbers. Building one computes nothing.
 *
 * Shape  covariant: a `Tensor<[2, 3]>` is a `Tensor<[number, 3]>` is a `Tensor`.
 */
export interface Tensor<out S extends readonly unknown[] = Shape, out D extends DType = 'float32'> {
  readonly shape: S;
  readonly dtype: D;
  readonly [cell]: Cell;
  /** The numbers, laid out for a person; evaluates the tensor. */
  toString(): string;
}

/** A tensor of whatever shape and element type. */
export type AnyTensor = Tensor<Shape, DType>;

/** A tensor, or `undefined` for a zero that nobody has to compute. */
export type Maybe = AnyTensor | undefined;

/** The shape and element type of a tensor. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * The one mutable place of the language. Asking a tensor for its numbers replaces its expression by the constant it denotes; the
 * value is the same before and after, so nobody can observe it, and the history can be collected.
 */
export interface Cell {
  // eslint-disable-next-line no-restricted-syntax -- the one place that changes, see above
  source: Source;
  /** whether a parameter of a trace occurs below; such a tensor keeps its expression, which the trace still needs */
  readonly free: boolean;
}

/** Where the numbers of a tensor come from. */
export type Source =
  /** the numbers themselves */
  | { readonly kind: 'constant'; readonly data: Data }
  /** a variable of a function that is being traced; `value` is what it stands for, where that is known */
  | { readonly kind: 'parameter'; readonly value: Maybe }
  /** the `index`-th output of a primitive applied to other tensors */
  | { readonly kind: 'output'; readonly application: Application; readonly index: number };

/** The tensors on both sides of an application. */
export interface Ends {
  readonly inputs: readonly AnyTensor[];
  readonly outputs: readonly AnyTensor[];
}

/** One node of the expression graph: an operation, the tensors it is applied to, and the tensors it makes. */
export interface Application extends Ends {
  readonly operation: Operation;
}

/** A primitive with its attributes: what a transform or an engine has to know of one node. */
export interface Operation {
  readonly name: string;
  readonly attributes: object;
  /** the named axis over which it works, which an enclosing `vmap` has to supply */
  readonly axis: string | undefined;
  /** the numbers of the outputs, by obvious loops */
  readonly evaluate: (inputs: readonly ArrayData[], outputs: readonly Spec[]) => readonly Data[];
  /** cotangents of the inputs from cotangents of the outputs */
  readonly vjp: (cotangents: readonly Maybe[], ends: Ends) => readonly Maybe[];
  /** tangents of the outputs from tangents of the inputs */
  readonly jvp: (tangents: readonly Maybe[], ends: Ends) => readonly Maybe[];
  /** the same operation on many examples at once */
  readonly batch: (batch: Batch) => Batched;
}

/** Inputs of a batching rule: those with `batched[i]` carry a leading axis of length `size`. */
export interface Batch {
  readonly size: number;
  /** the name of the axis, which collective operations refer to */
  readonly axis: string | undefined;
  readonly inputs: readonly AnyTensor[];
  readonly batched: readonly boolean[];
}

/** Outputs of a batching rule: those with `batched[i]` carry a leading axis, the others are the same for every example. */
export interface Batched {
  readonly outputs: readonly AnyTensor[];
  readonly batched: readonly boolean[];
}

/**
 * The constructor of the branded type: a tensor whose shape the caller has established. Every function of the library gets from
 * untyped to typed tensors through here.
 */
export const typed = <S extends Shape, D extends DType>(tensor: AnyTensor): Tensor<S, D> => tensor as Tensor<S, D>;

/**
 * The result of an operation: a tensor of the shape, or `never` where the arguments were already refused. It asks for no more than a list, because
 * the checker can answer that of [N, 4] at once, whatever N is.
 */
export type Result<R, D extends DType = 'float32'> = R extends readonly unknown[] ? Tensor<R, D> : never;

/** The constructor of a {@link Result}: the shape rule `R` has been checked, and `tensor` has the shape it gives. */
export const result = <R, D extends DType>(tensor: AnyTensor): Result<R, D> => tensor as Result<R, D>;
