/** Pictures laid over each other, and their classes with them. */
import { add, cos, divide, index, maximum, multiply, power, reshape, sqrt, subtract, take } from '../ops/index.js';
import { cast } from '../ops/create.js';
import { expectTensor } from '../ops/operand.js';
import { permutation, split, splitBatch, uniform } from '../random/index.js';
import type { Key } from '../random/index.js';
import { DTypeError, ShapeError } from '../shape/error.js';
import { show } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { vmap } from '../transform/index.js';

/** Examples, and how much of each class they are. */
export interface Mixture<I extends Shape, L extends Shape, D extends Float, E extends Float> {
  readonly images: Tensor<I, D>;
  readonly labels: Tensor<L, E>;
}

/**
 * λ with density proportional to λ^(α−1)(1 − λ)^(α−1), from two uniform numbers u, v: (1 + s)/2 with s = c√(1 − w)/√(w + c²(1 − w)),
 * w = u^(1/α), c = cos 2πv. An α of 0 gives 1.
 *
 * Source    Devroye 1996, "Random variate generation in one line of code"
 */
const share = (key: Key, alpha: number): Tensor<[]> => {
  const draw = uniform(key, [2]);
  const w = power(index(draw, 0), 1 / alpha);
  const c = cos(multiply(index(draw, 1), 2 * Math.PI));
  const rest = subtract(1, w);
  const length = sqrt(maximum(add(w, multiply(multiply(c, c), rest)), 2 ** -126));
  return multiply(add(divide(multiply(c, sqrt(rest)), length), 1), 0.5);
};

/**
 * Each example mixed with another of the batch: x̃ᵢ = λᵢxᵢ + (1 − λᵢ)x_π(i), and so its label, one-hot or soft; λ is drawn from Beta(α, α) for each, π is a random
 * order. An α of 0 changes nothing.
 *
 * Shape     images [n, ...s] and labels [n, classes] → the same
 * Errors    "mixup: alpha -1 is not a finite number from 0 on", "mixup: 4 images with 3 labels"
 * Source    Zhang, Cisse, Dauphin and Lopez-Paz 2018
 * @example
 * mixup(0.2)(random.key(1), { images: zeros([2, 1, 28, 28]), labels: oneHot(tensor([3, 7], { dtype: 'int32' }), 10) }).labels // Tensor<[2, 10]>
 */
export const mixup = (
  alpha: number,
): (<I extends Shape, L extends Shape, D extends Float, E extends Float>(
  key: Key,
  batch: Mixture<I, L, D, E>,
) => Mixture<I, L, D, E>) => {
  if (!(alpha >= 0 && alpha < Infinity)) throw new RangeError(`mixup: alpha ${alpha} is not a finite number from 0 on`);
  return (key, { images, labels }) => {
    const [x, y] = [expectBatch(images), expectBatch(labels)];
    const [n = 0, m = 0] = [x.shape[0], y.shape[0]];
    if (n !== m) throw new ShapeError(`mixup: ${n} images with ${m} labels`, [x.shape, y.shape]);
    if (alpha === 0) return { images, labels };
    const [shares, order] = split(key);
    const others = permutation(order, n);
    const weights: AnyTensor = vmap((own: Key) => share(own, alpha))(splitBatch(shares, n));
    /* x + (1 − λ)(x' − x), which is x where λ is 1 */
    const mixed = (one: AnyTensor): AnyTensor => {
      const rest = reshape(subtract(1, cast(weights, one.dtype)), [n, ...one.shape.slice(1).map(() => 1)]);
      return add(one, multiply(subtract(take(one, others), one), rest));
    };
    return { images: typed(mixed(x)), labels: typed(mixed(y)) };
  };
};

const expectBatch = (value: unknown): AnyTensor => {
  const x = expectTensor(value, 'mixup');
  if (!dtypes[x.dtype].float)
    throw new DTypeError(`mixup: expected floating-point examples and labels, got ${x.dtype}`);
  if (x.shape.length === 0) throw new ShapeError(`mixup: expected a batch, got ${show(x.shape)}`, [x.shape]);
  return x;
};
