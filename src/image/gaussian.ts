/** Smoothing by a Gaussian, its derivatives, and the differences made of them; and their kernels. */
import { negative, plus } from '../primitive/arithmetic.js';
import { reshapeTo } from '../primitive/layout.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { isNatural } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import { boundaryNames } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { correlated } from './correlate.js';
import type { Filter } from './filter.js';
import { expectPerAxis, matrix, vector } from './parameters.js';
import type { OfFloat, PerAxis } from './parameters.js';

/** Where a Gaussian is cut off. */
interface Truncated {
  /** in standard deviations: the kernel reaches ⌊truncate·σ + ½⌋ elements; 3 unless said otherwise, for derivatives 4 (SciPy: 4) */
  readonly truncate?: number;
}

/** How wide a Gaussian is. */
export interface GaussianShape extends Truncated {
  /** the standard deviation, in elements; 0 leaves an axis as it is */
  readonly sigma: PerAxis;
}

/** A Gaussian or a derivative of one. */
export interface GaussianKernel extends GaussianShape {
  /** which derivative, along each axis or along both; 0 unless said otherwise: the Gaussian itself */
  readonly order?: PerAxis;
}

/** The standard deviations of two Gaussians. */
export interface GaussianPair extends Truncated {
  readonly sigmas: readonly [narrow: number, wide: number];
}

/** The outer product of a column and a row of weights, which is added or taken away. */
interface Term {
  readonly column: readonly number[];
  readonly row: readonly number[];
  readonly sign: 1 | -1;
}

const hermite = (order: number, t: number): number => {
  let [last, next] = [0, 1];
  for (let n = 0; n < order; n++) [last, next] = [next, t * next - n * last];
  return next;
};

/**
 * What a correlation takes for the n-th derivative of φ(x) = exp(−x²/2σ²)/Σ: φ⁽ⁿ⁾(−x) = φ(x)·Heₙ(x/σ)/σⁿ, where
 * Heₙ₊₁(t) = t·Heₙ(t) − n·Heₙ₋₁(t).
 */
const weights = (sigma: number, truncate: number, order: number, operation: string): readonly number[] => {
  const radius = Math.floor(truncate * sigma + 0.5);
  if (radius === 0 && order > 0)
    throw new RangeError(`${operation}: a Gaussian of sigma ${sigma}, cut to one element, has no derivative`);
  if (radius === 0) return [1];
  const places = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius);
  const bell = places.map((x) => Math.exp((-0.5 * x * x) / (sigma * sigma)));
  const total = bell.reduce((sum, w) => sum + w, 0);
  return places.map((x, i) => (((bell[i] ?? 0) / total) * hermite(order, x / sigma)) / sigma ** order);
};

const term = ({ sigma, truncate, order = 0 }: GaussianKernel, operation: string, sign: 1 | -1 = 1): Term => {
  const finite = (n: number): boolean => Number.isFinite(n) && n >= 0;
  const sigmas = expectPerAxis(sigma, finite, (n) => `${operation}: sigma ${String(n)} is not a number ≥ 0`);
  const orders = expectPerAxis(order, isNatural, (n) => `${operation}: order ${String(n)} is not an integer ≥ 0`);
  const cut = truncate ?? (orders[0] + orders[1] > 0 ? 4 : 3);
  if (!Number.isFinite(cut) || cut <= 0) throw new RangeError(`${operation}: truncate ${cut} is not a number > 0`);
  return {
    column: weights(sigmas[0], cut, orders[0], operation),
    row: weights(sigmas[1], cut, orders[1], operation),
    sign,
  };
};

const curvature = (options: GaussianShape, operation: string): readonly Term[] => [
  term({ ...options, order: [2, 0] }, operation),
  term({ ...options, order: [0, 2] }, operation),
];

const difference = ({ sigmas, ...truncated }: GaussianPair, operation: string): readonly Term[] => {
  const [narrow, wide]: readonly number[] = Array.isArray(sigmas) ? sigmas : [];
  if (narrow === undefined || wide === undefined)
    throw new TypeError(`${operation}: sigmas ${String(sigmas)} is not [narrow, wide]`);
  if (!(narrow < wide)) throw new RangeError(`${operation}: sigma ${narrow} is not below ${wide}`);
  return [term({ ...truncated, sigma: narrow }, operation), term({ ...truncated, sigma: wide }, operation, -1)];
};

/** the terms as a filter; an axis with a single weight, which is 1, stays as it is */
const filtered = (operation: string, x: AnyTensor, terms: readonly Term[], beyond: BoundaryOptions): AnyTensor =>
  terms
    .map(({ column, row, sign }) => {
      const kernels = [
        ...(column.length === 1 ? [] : [reshapeTo(vector(column, x.dtype), [column.length, 1])]),
        ...(row.length === 1 ? [] : [reshapeTo(vector(row, x.dtype), [1, row.length])]),
      ];
      const y = correlated(operation, x, { kernels, shape: [column.length, row.length] }, beyond);
      return sign === 1 ? y : negative(y);
    })
    .reduce(plus);

/** The derivative of a smoothed image, for another filter. */
export const gaussianDerivative = (
  operation: string,
  x: AnyTensor,
  options: GaussianKernel,
  beyond: BoundaryOptions,
): AnyTensor => filtered(operation, x, [term(options, operation)], beyond);

/** the terms as one kernel, the smaller ones in the middle */
const sampled = (terms: readonly Term[], dtype: Float = 'float32'): AnyTensor => {
  const places = (axis: 'column' | 'row'): readonly number[] => {
    const length = Math.max(...terms.map((one) => one[axis].length));
    return Array.from({ length }, (_, i) => i - (length - 1) / 2);
  };
  const at = (line: readonly number[], place: number): number => line[place + (line.length - 1) / 2] ?? 0;
  const rows = places('column').map((i) =>
    places('row').map((j) => terms.reduce((sum, { column, row, sign }) => sum + sign * at(column, i) * at(row, j), 0)),
  );
  return matrix(rows, dtype);
};

/** What a Gaussian filter may be told. */
export interface GaussianOptions extends GaussianKernel, BoundaryOptions {}

/** What a Laplacian of a Gaussian may be told. */
export interface LaplacianOfGaussianOptions extends GaussianShape, BoundaryOptions {}

/** What a difference of Gaussians may be told. */
export interface DifferenceOfGaussiansOptions extends GaussianPair, BoundaryOptions {}

const shapeNames: OptionNames<GaussianShape> = { sigma: true, truncate: true };
const kernelNames: OptionNames<GaussianKernel> = { ...shapeNames, order: true };
const pairNames: OptionNames<GaussianPair> = { sigmas: true, truncate: true };

/**
 * Smoothing by a Gaussian of standard deviation σ, φ(x) = exp(−x²/2σ²), cut off and normalised to sum 1:
 * y(i, j) = Σ_q Σ_r φ(q)·φ(r)·x(i + q, j + r). With `order`, the n-th derivative along an axis of the smoothed image.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  the adjoint: the same filter of ȳ, folded back at the edges
 * Errors    a `RangeError`: "gaussian: sigma -1 is not a number ≥ 0", "gaussian: a Gaussian of sigma 0.1, cut to one element, has no derivative";
 *           those of the boundary
 * Cost      2⌊truncate·σ + ½⌋ + 1 products an element and axis
 * Source    scipy.ndimage.gaussian_filter; deck row I4
 * @example
 * gaussian(tensor([[0, 0, 1, 0, 0]]), { sigma: [0, 0.5] }) // [[0.000263865, 0.106451, 0.786571, 0.106451, 0.000263865]]
 */
export const gaussian: Filter<'gaussian', GaussianOptions> = (image, options) => {
  expectSpelt(options, { ...kernelNames, ...boundaryNames }, 'gaussian');
  return typed(filtered('gaussian', expectTensor(image, 'gaussian'), [term(options, 'gaussian')], options));
};

/**
 * The kernel of {@link gaussian}: exp(−(i² + j²)/2σ²), normalised to sum 1. A derivative is turned as a correlation takes it.
 *
 * Shape     [2⌊truncate·σ + ½⌋ + 1, …]; float32 unless said otherwise
 * Errors    as of {@link gaussian}
 * Source    deck row I4
 * @example
 * gaussianKernel({ sigma: 0.5, truncate: 2 }) // [[0.0113437, 0.0838195, 0.0113437], [0.0838195, 0.619347, 0.0838195], [0.0113437, 0.0838195, 0.0113437]]
 */
export const gaussianKernel = <D extends Float = 'float32'>({
  dtype,
  ...options
}: GaussianKernel & OfFloat<D>): Tensor<[number, number], NoInfer<D>> => {
  expectSpelt(options, kernelNames, 'gaussianKernel');
  return typed(sampled([term(options, 'gaussianKernel')], dtype));
};

/**
 * The Laplacian of the smoothed image: ∂²/∂i² + ∂²/∂j² of {@link gaussian}. Its zeros are edges, its extremes the middles of blobs of radius √2·σ.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  the adjoint, as of {@link gaussian}
 * Errors    as of {@link gaussian}
 * Source    scipy.ndimage.gaussian_laplace; Marr & Hildreth 1980
 * @example
 * laplacianOfGaussian(tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]]), { sigma: 0.5, truncate: 2, boundary: 'zero' })
 * // [[0.27225, 0.670556, 0.27225], [0.670556, -4.95478, 0.670556], [0.27225, 0.670556, 0.27225]]
 */
export const laplacianOfGaussian: Filter<'laplacianOfGaussian', LaplacianOfGaussianOptions> = (image, options) => {
  const operation = 'laplacianOfGaussian';
  expectSpelt(options, { ...shapeNames, ...boundaryNames }, operation);
  return typed(filtered(operation, expectTensor(image, operation), curvature(options, operation), options));
};

/**
 * The kernel of {@link laplacianOfGaussian}, the Mexican hat upside down: (i² + j² − 2σ²)/σ⁴·exp(−(i² + j²)/2σ²)/Σ. Cut
 * off, its sum is only nearly 0.
 *
 * Shape     [2⌊truncate·σ + ½⌋ + 1, …]; float32 unless said otherwise
 * Errors    as of {@link gaussian}
 * Source    Marr & Hildreth 1980
 * @example
 * sum(laplacianOfGaussianKernel({ sigma: 2 })) // -0.000173379
 */
export const laplacianOfGaussianKernel = <D extends Float = 'float32'>({
  dtype,
  ...options
}: GaussianShape & OfFloat<D>): Tensor<[number, number], NoInfer<D>> => {
  expectSpelt(options, shapeNames, 'laplacianOfGaussianKernel');
  return typed(sampled(curvature(options, 'laplacianOfGaussianKernel'), dtype));
};

/**
 * The image smoothed by a narrow Gaussian less the image smoothed by a wide one: what is of a size between the two.
 *
 * Shape     [...planes, h, w] → the same
 * Gradient  the adjoint, as of {@link gaussian}
 * Errors    a `RangeError`: "differenceOfGaussians: sigma 2 is not below 1"; as of {@link gaussian}
 * Source    skimage.filters.difference_of_gaussians
 * @example
 * differenceOfGaussians(tensor([[5, 5], [5, 5]]), { sigmas: [1, 1.6] }) // [[0, 0], [0, 0]]
 */
export const differenceOfGaussians: Filter<'differenceOfGaussians', DifferenceOfGaussiansOptions> = (
  image,
  options,
) => {
  const operation = 'differenceOfGaussians';
  expectSpelt(options, { ...pairNames, ...boundaryNames }, operation);
  return typed(filtered(operation, expectTensor(image, operation), difference(options, operation), options));
};

/**
 * The kernel of {@link differenceOfGaussians}.
 *
 * Shape     that of the wide one; float32 unless said otherwise
 * Errors    as of {@link differenceOfGaussians}
 * @example
 * differenceOfGaussiansKernel({ sigmas: [0.5, 0.8], truncate: 2 }).shape // [5, 5]
 */
export const differenceOfGaussiansKernel = <D extends Float = 'float32'>({
  dtype,
  ...options
}: GaussianPair & OfFloat<D>): Tensor<[number, number], NoInfer<D>> => {
  expectSpelt(options, pairNames, 'differenceOfGaussiansKernel');
  return typed(sampled(difference(options, 'differenceOfGaussiansKernel'), dtype));
};
