/** Gradients of functions to a number. */
import { filled } from '../primitive/body.js';
import { like } from '../primitive/create.js';
import { pull } from '../primitive/graph.js';
import { DTypeError, ShapeError } from '../shape/error.js';
import { show } from '../shape/shape.js';
import type { Arg, Shape, Show } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { Float } from '../tensor/dtype.js';
import { isTensor } from '../tensor/node.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { build, leaves, named } from '../tree/tree.js';
import { traceAt } from './diff.js';
import type { Cotangent } from './diff.js';

/** A function whose gradient exists is fine; for another, the sentence that says why not. */
export type Scalar<Op extends string, L> =
  L extends Tensor<infer S extends Shape, infer D>
    ? D extends Float
      ? number extends S['length']
        ? unknown
        : S extends readonly []
          ? unknown
          : `${Op}: the function returns shape ${Show<S>}; a gradient needs a number (sum it, or use vjp)`
      : `${Op}: the function returns ${D}; a gradient needs a float`
    : `${Op}: the function returns no tensor`;

const expectScalar = (operation: string, loss: unknown): AnyTensor => {
  if (!isTensor(loss)) throw new TypeError(`${operation}: the function returns no tensor`);
  if (loss.shape.length !== 0)
    throw new ShapeError(
      `${operation}: the function returns shape ${show(loss.shape)}; a gradient needs a number (sum it, or use vjp)`,
      [loss.shape],
    );
  if (!dtypes[loss.dtype].float)
    throw new DTypeError(`${operation}: the function returns ${loss.dtype}; a gradient needs a float`);
  return loss;
};

/** One of the leaves has to be a float, or there is nothing to derive by. */
const expectFloats = (operation: string, a: unknown): void => {
  const entries = named(a, operation);
  if (!entries.some(([, { dtype }]) => dtypes[dtype].float))
    throw new DTypeError(`${operation}: there is no float among the tensors to derive by`);
};

/** value, whatever else the function returned, and gradient */
const evaluated = <A, B>(operation: string, f: (a: A) => B, a: A, lossOf: (b: B) => unknown): readonly [B, A] => {
  expectFloats(operation, a);
  const losses: AnyTensor[] = [];
  const { graph, result } = traceAt(
    operation,
    (variables: A) => {
      const b = f(variables);
      losses.push(expectScalar(operation, lossOf(b)));
      return b;
    },
    a,
  );
  const position = leaves(result).findIndex((tensor) => losses.includes(tensor));
  const inputs = leaves(a);
  const [outputs, pullback] = pull(graph, inputs);
  const loss = outputs[position];
  const seed = outputs.map((output, index) => (index === position && loss !== undefined ? like(output, 1) : undefined));
  return [build(result, outputs), build(a, filled(pullback(seed), inputs))];
};

/** ∇f(a), where f returns a number */
export const slope = <A>(operation: string, f: (a: A) => unknown, a: A): A =>
  evaluated(operation, f, a, (loss) => loss)[1];

/**
 * ∇f: the gradient of a function to a number by its first argument, a tensor or a tree of tensors, with the same names and shapes.
 * Parameters that are not used get zeros, integers and booleans too.
 *
 * Errors   "grad: the function returns shape [3]; a gradient needs a number (sum it, or use vjp)"
 * @example
 * grad((x: Tensor<[3]>) => sum(multiply(x, x)))(tensor([1, 2, 3])) // [2, 4, 6]
 */
export const grad =
  <A, R extends readonly unknown[], L>(
    f: (a: A, ...rest: R) => Arg<Scalar<'grad', L>, L>,
  ): ((a: A, ...rest: R) => Cotangent<A>) =>
  (a, ...rest) =>
    slope('grad', (x: A) => f(x, ...rest), a);

/** What {@link valueAndGrad} may be told. */
export interface WithAux {
  /** the function returns the number and something else besides: `[loss, aux]` */
  readonly aux?: boolean;
}

/** the number among what a function returns */
type LossOf<L, O> = O extends { readonly aux: true }
  ? L extends readonly [infer First, ...unknown[]]
    ? First
    : never
  : L;

/**
 * f and its gradient, computed together. With `aux`, f returns `[loss, aux]`, and so does the value.
 *
 * @example
 * valueAndGrad((x: Tensor<[2]>) => sum(multiply(x, x)))(tensor([1, 2])) // [ 5, [2, 4] ]
 */
export const valueAndGrad =
  <A, R extends readonly unknown[], L, const O extends WithAux = WithAux>(
    f: (a: A, ...rest: R) => Arg<Scalar<'valueAndGrad', LossOf<L, O>>, L>,
    options?: O,
  ): ((a: A, ...rest: R) => readonly [value: Arg<Scalar<'valueAndGrad', LossOf<L, O>>, L>, gradient: Cotangent<A>]) =>
  (a, ...rest) =>
    evaluated(
      'valueAndGrad',
      (x: A) => f(x, ...rest),
      a,
      (value) => (options?.aux === true && Array.isArray(value) ? value[0] : value),
    );
