import type { Window } from '../workloads/index.js';

/** What the networks are written in, over the tensors of a peer; images are [N, C, H, W] here, however a peer keeps them. */
export interface Ops<T> {
  /** x wᵀ + b along the last axis, w [out, in] */
  readonly linear: (x: T, weight: T, bias: T) => T;
  readonly conv: (x: T, weight: T, bias: T | undefined, window: Window) => T;
  /** the transposed convolution of 2 × 2 with stride 2, w [in, out, 2, 2] */
  readonly upsample: (x: T, weight: T, bias: T) => T;
  /** the maxima of 2 × 2 */
  readonly maxPool: (x: T) => T;
  /** every second row and column, between channels of zeros up to twice as many */
  readonly halve: (x: T) => T;
  readonly globalAvgPool: (x: T) => T;
  /** the channels of both */
  readonly join: (x: T, y: T) => T;
  /** y = γ (x − μ) / √(σ² + 10⁻⁵) + β in each channel, with the statistics of the batch where none are given */
  readonly batchNorm: (x: T, weight: T, bias: T, running: readonly [mean: T, variance: T] | undefined) => T;
  /** the same along the last axis, ε = 10⁻⁶ */
  readonly layerNorm: (x: T, weight: T, bias: T) => T;
  readonly relu: (x: T) => T;
  readonly tanh: (x: T) => T;
  readonly gelu: (x: T) => T;
  readonly softmax: (x: T) => T;
  readonly add: (x: T, y: T) => T;
  readonly scale: (x: T, factor: number) => T;
  readonly matmul: (x: T, y: T) => T;
  readonly permute: (x: T, axes: readonly number[]) => T;
  readonly reshape: (x: T, shape: readonly number[]) => T;
  /** x at one index of axis 0 */
  readonly at: (x: T, index: number) => T;
  /** both, one after the other along axis 1 */
  readonly append: (x: T, y: T) => T;
  /** images to rows [N, C·H·W] */
  readonly flatten: (x: T) => T;
  /** images to rows of pixels [N, H·W, C] */
  readonly pixels: (x: T) => T;
}
