/** What large weights cost: R(W) in data loss + λR(W). */
import { abs, add, multiply, square, sum } from '../ops/index.js';
import { DTypeError } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { named } from '../tree/index.js';
import type { Shape } from '../shape/index.js';
import { isValues, type Values } from './values.js';

/** The element type of the tensors of a tree. */
export type FloatOf<P> =
  P extends Tensor<Shape, infer D> ? Extract<D, Float> : { [K in keyof P]: FloatOf<P[K]> }[keyof P];

const penalty =
  (operation: string, term: (w: Values) => Values) =>
  <P>(params: P): Tensor<[], FloatOf<P>> => {
    const terms = named(params, operation).map(([path, w]): Values => {
      if (isValues(w)) return sum(term(w));
      throw new DTypeError(`${operation}: ${path} is ${w.dtype}; only floats have a size to penalise`);
    });
    return typed(terms.length === 0 ? scalar(0) : terms.reduce((total, next) => add(total, next)));
  };

/**
 * R(W) = Σ |w| over the tensors of a tree: it drives weights to exactly 0.
 * Gradient  sign(w), 0 at 0
 * Errors    "l1Penalty: step is int32; only floats have a size to penalise", "add: float32 with float64: cast one of them"
 * Source    deck row K4
 * @example
 * l1Penalty({ weight: tensor([[1, -2]]), bias: tensor([3]) }) // 6
 */
export const l1Penalty = penalty('l1Penalty', abs);

/**
 * R(W) = Σ w² over the tensors of a tree; λR is weight decay of 2λ.
 * Gradient  2w
 * Errors    as of {@link l1Penalty}
 * Source    deck row K4
 * @example
 * l2Penalty({ weight: tensor([[1, -2]]), bias: tensor([3]) }) // 14
 */
export const l2Penalty = penalty('l2Penalty', square);

/** The weights λ of the penalties on a tree, 0 unless given. */
export interface Penalty {
  readonly l1?: number;
  readonly l2?: number;
}

/**
 * λ₁ Σ |w| + λ₂ Σ w².
 * Errors    "regularisation: expected l1 of 0 or more, got -1"
 * Source    deck row K4; Zou and Hastie 2005 for both together
 * @example
 * regularisation(tensor([1, -2]), { l1: 1, l2: 10 }) // 53
 */
export const regularisation = <P>(params: P, { l1 = 0, l2 = 0 }: Penalty): Tensor<[], FloatOf<P>> => {
  for (const [name, weight] of Object.entries({ l1, l2 }))
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`regularisation: expected ${name} of 0 or more, got ${weight}`);
  const [absolute, squared]: readonly [Values, Values] = [l1Penalty(params), l2Penalty(params)];
  return typed(add(multiply(absolute, l1), multiply(squared, l2)));
};
