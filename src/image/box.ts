/** Means over a window: the box filter of an image, and the moving average of a signal. */
import { reshapeTo } from '../primitive/layout.js';
import { ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import { boundaryNames } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { correlated } from './correlate.js';
import type { Filter } from './filter.js';
import { expectOdd, matrix, vector } from './parameters.js';
import type { OfFloat, PerAxis } from './parameters.js';

/** What a mean over a window may be told. */
export interface BoxOptions extends BoundaryOptions {
  /** how many elements the window spans, an odd number; one for each axis, or for both */
  readonly size: PerAxis;
}

const boxNames: OptionNames<BoxOptions> = { ...boundaryNames, size: true };

const means = (operation: string, image: AnyTensor, { size: window, ...beyond }: BoxOptions): AnyTensor => {
  const [height, width] = expectOdd(window, operation);
  const mean = (n: number): AnyTensor => vector(Array<number>(n).fill(1 / n), image.dtype);
  const kernels = [reshapeTo(mean(height), [height, 1]), reshapeTo(mean(width), [1, width])];
  return correlated(operation, image, { kernels, shape: [height, width] }, beyond);
};

/**
 * The mean over the window of h × w elements around each: y(i, j) = 1/hw Σ_q Σ_r x(i + q, j + r). Its frequency response sin(Nω/2)/(N sin(ω/2))
 * changes sign: it rings, and what is finer than the window may come out inverted.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  the adjoint: the box filter of ȳ, folded back at the edges
 * Errors    a `RangeError`: "boxFilter: size 4 is not an odd positive integer"; those of the boundary
 * Cost      h + w products an element
 * Source    scipy.ndimage.uniform_filter; deck row I4
 * @example
 * boxFilter(tensor([[0, 9, 0], [9, 9, 9], [0, 9, 0]]), { size: 3, boundary: 'zero' }) // [[3, 4, 3], [4, 5, 4], [3, 4, 3]]
 */
export const boxFilter: Filter<'boxFilter', BoxOptions> = (image, options) => {
  expectSpelt(options, boxNames, 'boxFilter');
  return typed(means('boxFilter', expectTensor(image, 'boxFilter'), options));
};

/**
 * The kernel of {@link boxFilter}: 1/n² everywhere.
 *
 * Shape     [n, n]; float32 unless said otherwise
 * Errors    a `RangeError`: "boxKernel: size 4 is not an odd positive integer"
 * Source    deck rows I4, I10
 * @example
 * boxKernel(1) // [[1]]
 */
export const boxKernel = <const N extends number, D extends Float = 'float32'>(
  size: N,
  { dtype, ...others }: OfFloat<D> = {},
): Tensor<[N, N], NoInfer<D>> => {
  expectSpelt(others, {}, 'boxKernel');
  const [height, width] = expectOdd(size, 'boxKernel');
  const row = Array<number>(width).fill(1 / (height * width));
  return typed(matrix(Array<readonly number[]>(height).fill(row), dtype ?? 'float32'));
};

/** What a moving average may be told. */
export interface MovingAverageOptions extends BoundaryOptions {
  /** how many elements are averaged, an odd number */
  readonly size: number;
}

/**
 * The mean of N neighbours along the last axis, N odd: X̂(i) = 1/N Σ_{j = −(N−1)/2}^{(N−1)/2} X(i − j).
 *
 * Shape     [...s, n] → [...s, n]
 * Gradient  the adjoint: the moving average of ȳ, folded back at the ends
 * Errors    a `RangeError`: "movingAverage: size 2 is not an odd positive integer"; those of the boundary
 * Source    deck row I3
 * @example
 * movingAverage(tensor([1, 2, 6, 4, 5]), { size: 3 }) // [1.33333, 3, 4, 5, 4.66667]
 */
export const movingAverage = <S extends Shape, D extends Float>(
  signal: Tensor<S, D>,
  options: MovingAverageOptions,
): Tensor<S, D> => {
  expectSpelt(options, boxNames, 'movingAverage');
  const x = expectTensor(signal, 'movingAverage');
  const length = x.shape.at(-1);
  if (length === undefined) throw new ShapeError('movingAverage: expected a signal [..., length], got []', [x.shape]);
  expectOdd(options.size, 'movingAverage');
  const lines = reshapeTo(x, [size(x.shape.slice(0, -1)), 1, length]);
  return typed(reshapeTo(means('movingAverage', lines, { ...options, size: [1, options.size] }), x.shape));
};
