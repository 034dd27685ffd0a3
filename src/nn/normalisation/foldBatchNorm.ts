import { add, divide, multiply, reshape, sqrt, subtract } from '../../ops/index.js';
import { ShapeError, show, type Shape } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import type { Values } from '../values.js';

/** Weights [out, ...] of a convolution or a linear layer, and its bias. */
export interface Folded<O extends number, K extends Shape, D extends Float> {
  readonly weight: Tensor<[O, ...K], D>;
  readonly bias: Tensor<[O], D>;
}

/** What a batch norm learned and what it remembers. */
export interface Norm<O extends number, D extends Float> {
  readonly params: { readonly weight: Tensor<readonly [O], D>; readonly bias: Tensor<readonly [O], D> };
  readonly state: { readonly mean: Tensor<readonly [O], D>; readonly variance: Tensor<readonly [O], D> };
}

/**
 * A layer followed by a batch norm in use as one layer, exactly: W′ = γ/√(σ² + ε)·W, b′ = γ/√(σ² + ε)·(b − μ) + β. The new layer has a
 * bias, also where the old one had none.
 * Shape   weight [out, ...] of a convolution (not a transposed one) or of `linear`; bias and what the norm holds [out]
 * Errors  "foldBatchNorm: a norm of [4] does not follow weights of [6, 3, 5, 5]"
 * Source  deck row C10; Jacob et al. 2018, section 3.2
 * @example
 * const norm = { params: { weight: tensor([2]), bias: tensor([1]) }, state: { mean: tensor([3]), variance: tensor([4]) } };
 * foldBatchNorm({ weight: tensor([[1, 2]]) }, norm, { epsilon: 0 }) // { weight: [[1, 2]], bias: [-2] }
 */
export const foldBatchNorm = <O extends number, K extends Shape, D extends Float>(
  layer: { readonly weight: Tensor<readonly [O, ...K], D>; readonly bias?: Tensor<readonly [O], D> },
  norm: Norm<O, D>,
  { epsilon = 1e-5 }: { readonly epsilon?: number } = {},
): Folded<O, K, D> => {
  const [weight, bias]: readonly [Values, Values | undefined] = [layer.weight, layer.bias];
  const { gain, shift, mean, variance }: Readonly<Record<'gain' | 'shift' | 'mean' | 'variance', Values>> = {
    ...{ gain: norm.params.weight, shift: norm.params.bias },
    ...norm.state,
  };
  if (gain.shape[0] !== weight.shape[0])
    throw new ShapeError(
      `foldBatchNorm: a norm of ${show(gain.shape)} does not follow weights of ${show(weight.shape)}`,
      [gain.shape, weight.shape],
    );
  const factor = divide(gain, sqrt(add(variance, epsilon)));
  const rows: Values = reshape(factor, [...factor.shape, ...weight.shape.slice(1).map(() => 1)]);
  const moved = bias === undefined ? multiply(mean, -1) : subtract(bias, mean);
  return { weight: typed(multiply(weight, rows)), bias: typed(add(multiply(moved, factor), shift)) };
};
