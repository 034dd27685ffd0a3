/** What large weights cost: R(W) in data loss + λR(W). */
import { abs, add, multiply, square, sum } from '../ops/index.js';
import { DTypeError, expectSpelt, type Arg, type Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { choose, type Choice, type Chosen } from './params/choice.js';
import { isValues, type Values } from './values.js';

/** The element type of the tensors of a tree. */
export type FloatOf<P> =
  P extends Tensor<Shape, infer D>
    ? Extract<D, Float>
    : P extends readonly (infer E)[]
      ? FloatOf<E>
      : { [K in keyof P]: FloatOf<P[K]> }[keyof P];

/** A penalty on the tensors of a tree, or on the chosen ones. */
type PenaltyOf<Op extends string> = <P, const C extends Choice = '*'>(
  params: P,
  choice?: Arg<Chosen<P, C, Op>, C>,
) => Tensor<[], FloatOf<P>>;

const all: Choice = () => true;
const total = (operation: string, params: unknown, choice: Choice, term: (w: Values) => Values): Values => {
  const terms = choose(params, choice, operation).map(([path, w]): Values => {
    if (isValues(w)) return sum(term(w));
    throw new DTypeError(`${operation}: ${path} is ${w.dtype}; only floats have a size to penalise`);
  });
  return terms.length === 0 ? scalar(0) : terms.reduce((sum, next) => add(sum, next));
};
const penalty =
  <Op extends string>(operation: Op, term: (w: Values) => Values): PenaltyOf<Op> =>
  (params, choice) =>
    typed(total(operation, params, choice ?? all, term));

/**
 * R(W) = Σ |w| over the tensors of a tree, or the chosen ones: it drives weights to exactly 0.
 * Gradient  sign(w), 0 at 0
 * Errors    "l1Penalty: step is int32; only floats have a size to penalise", "l1Penalty: no tensor is at '*.wieght'", "add: float32 with float64: cast one of them"
 * Source    deck row K4
 * @example
 * l1Penalty({ weight: tensor([[1, -2]]), bias: tensor([3]) }) // 6
 */
export const l1Penalty = penalty('l1Penalty', abs);

/**
 * R(W) = Σ w² over the tensors of a tree, or the chosen ones; λR is weight decay of 2λ.
 * Gradient  2w
 * Errors    as of {@link l1Penalty}
 * Source    deck row K4
 * @example
 * l2Penalty({ weight: tensor([[1, -2]]), bias: tensor([3]) }) // 14
 */
export const l2Penalty = penalty('l2Penalty', square);

/** The weights λ of the penalties on a tree, 0 unless given, and what is penalised, everything unless given: `only: '*.weight'` spares the biases. */
export interface Penalty<C = Choice> {
  readonly l1?: number;
  readonly l2?: number;
  readonly only?: C;
}

/**
 * λ₁ Σ |w| + λ₂ Σ w².
 * Errors    "regularisation: expected l1 of 0 or more, got -1", "regularisation: no tensor is at '*.wieght'"
 * Source    deck row K4; Zou and Hastie 2005 for both together
 * @example
 * regularisation(tensor([1, -2]), { l1: 1, l2: 10 }) // 53
 */
export const regularisation = <P, const C extends Choice = '*'>(
  params: P,
  options: Penalty<Arg<Chosen<P, C, 'regularisation'>, C>>,
): Tensor<[], FloatOf<P>> => {
  expectSpelt(options, { l1: true, l2: true, only: true }, 'regularisation');
  const { l1 = 0, l2 = 0, only = all } = options;
  for (const [name, weight] of Object.entries({ l1, l2 }))
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`regularisation: expected ${name} of 0 or more, got ${weight}`);
  const of = (term: (w: Values) => Values): Values => total('regularisation', params, only, term);
  return typed(add(multiply(of(abs), l1), multiply(of(square), l2)));
};
