import { add, dotGeneral, reshape } from '../ops/index.js';
import { ShapeError, dimension, show, type Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { rowsOf } from './examples.js';
import type { CountOf } from './examples.js';

/** W and b: a row of weights and a bias for each of the outputs K, of which a single one has K = []. */
export interface LinearMap<K extends Shape, D extends Float> {
  readonly weight: Tensor<readonly [...K, number], D>;
  readonly bias: Tensor<K, D>;
}

/**
 * f(x, W) = Wx + b of each example, whatever its shape.
 * Shape     W [...K, Π s], b [...K], examples [m, ...s] → [m, ...K]
 * Gradient  W̄ = ȳᵀx, b̄ = Σ ȳ, x̄ = ȳW
 * Errors    "scores: examples [5, 28, 28] have 784 numbers each, but the weights are [10, 3072]"
 * Source    deck row K2
 * @example
 * scores({ weight: tensor([[1, 2], [3, 4]]), bias: tensor([10, 20]) }, tensor([[1, 1]])) // [[13, 27]]
 * scores({ weight: tensor([1, 2]), bias: tensor(-1) }, tensor([[1, 1], [0, 0]])) // [2, -1]
 */
export const scores = <K extends Shape, X extends Shape, D extends Float>(
  { weight, bias }: LinearMap<K, D>,
  examples: Tensor<X, D>,
): Tensor<[CountOf<X>, ...K], D> => {
  const rows = rowsOf('scores', examples);
  const [w, b]: readonly [Tensor<Shape, Float>, Tensor<Shape, Float>] = [weight, bias];
  const [features, last] = [rows.shape[1], w.shape.length - 1];
  if (dimension(w.shape, -1) !== features)
    throw new ShapeError(
      `scores: examples ${show(examples.shape)} have ${features} numbers each, but the weights are ${show(w.shape)}`,
      [examples.shape, w.shape],
    );
  return typed(add(dotGeneral(rows, w, { contract: [[1], [last]] }), b));
};

/**
 * The rows of W as images: what each class looks for.
 * Shape     W [K, Π s] → [K, ...s]
 * Errors    "reshape: [10, 784] has 7840 elements but [10, 3, 32, 32] has 30720"
 * Source    deck row K2
 * @example
 * templates(tensor([[1, 2, 3, 4]]), [2, 2]) // [[[1, 2], [3, 4]]]
 */
export const templates = <N extends number, const S extends Shape, D extends Float>(
  weight: Tensor<readonly [N, number], D>,
  shape: S,
): Tensor<[N, ...S], D> => {
  const all: Tensor<Shape, D> = weight;
  const images: Shape = [weight.shape[0], ...shape];
  return typed(reshape(all, images));
};
