/** First and second differences of images: how steep an image is, where it rises, and how it is curved. */
import { plus, times } from '../primitive/arithmetic.js';
import { choose, equal } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { sqrt } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import type { ImageShape } from '../shape/plane.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import { angle } from './angle.js';
import { boundaryNames } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { correlated } from './correlate.js';
import type { PlainFilter } from './filter.js';
import { gaussianDerivative } from './gaussian.js';
import { kernels } from './kernels.js';
import { matrix } from './parameters.js';

/** The kernels that take differences along a row (x, growing to the right) and along a column (y, growing downwards). */
const operators = {
  sobel: { x: kernels.sobelX, y: kernels.sobelY },
  prewitt: { x: kernels.prewittX, y: kernels.prewittY },
  scharr: { x: kernels.scharrX, y: kernels.scharrY },
  central: { x: [[-1, 0, 1]], y: [[-1], [0], [1]] },
} as const;

/** A pair of kernels by name, or the derivatives of a Gaussian. */
export type GradientOperator = keyof typeof operators | { readonly sigma: number };

/** What first differences may be told. */
export interface GradientOptions extends BoundaryOptions {
  /** `sobel` unless said otherwise */
  readonly operator?: GradientOperator;
}

const gradientNames: OptionNames<GradientOptions> = { ...boundaryNames, operator: true };

const difference = (operation: string, x: AnyTensor, along: 'x' | 'y', options: GradientOptions): AnyTensor => {
  const { operator = 'sobel' } = options;
  if (typeof operator === 'object')
    return gaussianDerivative(operation, x, { sigma: operator.sigma, order: along === 'x' ? [0, 1] : [1, 0] }, options);
  if (!Object.hasOwn(operators, operator))
    throw new RangeError(`${operation}: operator '${operator}' is none of ${Object.keys(operators).join(', ')}`);
  const kernel = matrix(operators[operator][along], x.dtype);
  return correlated(operation, x, { kernels: [kernel], shape: kernel.shape }, options);
};

const differences = (operation: string, image: unknown, options: GradientOptions = {}) => {
  expectSpelt(options, gradientNames, operation);
  const x = expectTensor(image, operation);
  return { x: difference(operation, x, 'x', options), y: difference(operation, x, 'y', options) };
};

/** The two components of a gradient. */
export interface Gradient<S extends Shape, D extends Float> {
  /** along a row, to the right */
  readonly x: Tensor<S, D>;
  /** along a column, downwards */
  readonly y: Tensor<S, D>;
}

/**
 * First differences along rows and columns, x̂ = K_x ⋆ I and ŷ = K_y ⋆ I. They are not scaled: on a slope of 1, `sobel` gives 8, `prewitt` 6,
 * `scharr` 32, `central` 2, and { sigma } 1.
 *
 * Shape     [...planes, h, w] → { x, y } of the same
 * Gradient  the adjoint: correlation with the flipped kernels
 * Errors    a `RangeError`: "gradient: operator 'roberts' is none of sobel, prewitt, scharr, central"; those of the boundary
 * Source    scipy.ndimage.sobel, prewitt, gaussian_filter; deck row I10
 * @example
 * gradient(tensor([[1, 2, 4], [1, 2, 4], [1, 2, 4]]), { boundary: 'nearest' }).x // [[4, 12, 8], [4, 12, 8], [4, 12, 8]]
 */
export const gradient = <S extends Shape, D extends Float>(
  image: Arg<ImageShape<S, 'gradient'>, Tensor<S, D>>,
  options?: GradientOptions,
): Gradient<S, D> => {
  const { x, y } = differences('gradient', image, options);
  return { x: typed(x), y: typed(y) };
};

/** What a Sobel filter may be told. */
export interface SobelOptions extends BoundaryOptions {
  /** the axis along which to take differences: x, along a row, unless said otherwise; y, along a column */
  readonly along?: 'x' | 'y';
}

/**
 * The difference along one axis, smoothed by [1, 2, 1] along the other.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  the adjoint: correlation with the flipped kernel
 * Errors    a `RangeError`: "sobel: along 'z' is neither x nor y"; those of the boundary
 * Source    scipy.ndimage.sobel
 * @example
 * sobel(tensor([[0, 0, 8, 8], [0, 0, 8, 8]])) // [[0, 32, 32, 0], [0, 32, 32, 0]]
 */
export const sobel: PlainFilter<'sobel', SobelOptions> = (image, options = {}) => {
  const { along = 'x', ...beyond } = options;
  expectSpelt(beyond, boundaryNames, 'sobel');
  if (!Object.hasOwn(operators.sobel, along)) throw new RangeError(`sobel: along '${along}' is neither x nor y`);
  return typed(difference('sobel', expectTensor(image, 'sobel'), along, beyond));
};

/** √(x² + y²), whose gradient at 0 is 0 */
const length = (x: AnyTensor, y: AnyTensor): AnyTensor => {
  const squares = plus(times(x, x), times(y, y));
  const none = apply(equal, {}, squares, like(squares, 0));
  return choose(none, like(squares, 0), apply(sqrt, {}, choose(none, like(squares, 1), squares)));
};

/**
 * How steep an image is: √(x̂² + ŷ²) of {@link gradient}.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  of x̂ and ŷ, in the direction in which the image rises; 0 where it is flat
 * Errors    as of {@link gradient}
 * Source    scipy.ndimage.gaussian_gradient_magnitude
 * @example
 * gradientMagnitude(tensor([[0, 3], [4, 7]]), { operator: 'central', boundary: 'nearest' }) // [[5, 5], [5, 5]]
 */
export const gradientMagnitude: PlainFilter<'gradientMagnitude', GradientOptions> = (image, options) => {
  const { x, y } = differences('gradientMagnitude', image, options);
  return typed(length(x, y));
};

/**
 * The direction in which an image rises most: the angle −π < θ ≤ π with cos θ : sin θ = x̂ : ŷ of {@link gradient}. As y grows downwards, a quarter
 * turn leads from right to down. 0 where the image is flat.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  of x̂ −ŷ/(x̂² + ŷ²), of ŷ x̂/(x̂² + ŷ²); 0 where the image is flat
 * Errors    as of {@link gradient}
 * @example
 * gradientOrientation(tensor([[0, 0], [1, 1]]), { operator: 'central' }) // [[1.5708, 1.5708], [1.5708, 1.5708]]
 */
export const gradientOrientation: PlainFilter<'gradientOrientation', GradientOptions> = (image, options) => {
  const { x, y } = differences('gradientOrientation', image, options);
  return typed(angle(y, x));
};

/** What a Laplacian may be told. */
export interface LaplacianOptions extends BoundaryOptions {
  /** whether an element is compared with the 4 beside it, above and below, or with all 8; 4 unless said otherwise */
  readonly neighbours?: 4 | 8;
}

const laplacians = { 4: kernels.laplacian4, 8: kernels.laplacian8 } as const;

/**
 * Second differences: y(i, j) = Σ (x(neighbour) − x(i, j)).
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  the adjoint: the Laplacian of ȳ, folded back at the edges
 * Errors    a `RangeError`: "laplacian: 6 neighbours; expected 4 or 8"; those of the boundary
 * Source    scipy.ndimage.laplace; deck row I10
 * @example
 * laplacian(tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]])) // [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
 */
export const laplacian: PlainFilter<'laplacian', LaplacianOptions> = (image, options = {}) => {
  const { neighbours = 4, ...beyond } = options;
  expectSpelt(beyond, boundaryNames, 'laplacian');
  if (!Object.hasOwn(laplacians, neighbours))
    throw new RangeError(`laplacian: ${String(neighbours)} neighbours; expected 4 or 8`);
  const x = expectTensor(image, 'laplacian');
  const kernel = matrix(laplacians[neighbours], x.dtype);
  return typed(correlated('laplacian', x, { kernels: [kernel], shape: kernel.shape }, beyond));
};
