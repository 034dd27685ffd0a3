/** Images: filters, noise, geometry, matching; and what it takes for an operator to be a convolution. An image is [...planes, height, width]. */
export { centreOf, composeAffine, invertAffine, reflection, rotation, scaling, shear, translation } from './affine.js';
export type { AffineMatrix, CentreOptions, Point, Scalar, ShearOptions } from './affine.js';
export { boundaries, extend } from './boundary.js';
export type { Boundary, BoundaryOptions, Continuation } from './boundary.js';
export { boxFilter, boxKernel, movingAverage } from './box.js';
export type { BoxOptions, MovingAverageOptions } from './box.js';
export { convolve, correlate, separable } from './correlate.js';
export type { CorrelateOptions, Correlation, Separated } from './correlate.js';
export { factor } from './factor.js';
export type { Factored } from './factor.js';
export type { Filter, PlainFilter } from './filter.js';
export {
  differenceOfGaussians,
  differenceOfGaussiansKernel,
  gaussian,
  gaussianKernel,
  laplacianOfGaussian,
  laplacianOfGaussianKernel,
} from './gaussian.js';
export type {
  DifferenceOfGaussiansOptions,
  GaussianKernel,
  GaussianOptions,
  GaussianPair,
  GaussianShape,
  LaplacianOfGaussianOptions,
} from './gaussian.js';
export { gradient, gradientMagnitude, gradientOrientation, laplacian, sobel } from './gradient.js';
export type { Gradient, GradientOperator, GradientOptions, LaplacianOptions, SobelOptions } from './gradient.js';
export { integral, windowSum } from './integral.js';
export type { WindowSumOptions } from './integral.js';
export { kernel, kernels } from './kernels.js';
export type { KernelName } from './kernels.js';
export type { PerAxis } from './parameters.js';
export { bilateral } from './bilateral.js';
export type { BilateralOptions } from './bilateral.js';
export { matchTemplate } from './matchTemplate.js';
export type { MatchMethod, MatchOptions } from './matchTemplate.js';
export { close, dilate, erode, open } from './morphology.js';
export type { Footprint, Neighbourhood, NeighbourhoodOptions } from './neighbourhood.js';
export { gaussianNoise, saltAndPepper } from './noise.js';
export { nonLocalMeans } from './nonLocalMeans.js';
export type { NonLocalMeansOptions, PatchWeights } from './nonLocalMeans.js';
export { peaks } from './peaks.js';
export type { Peak, PeakOptions } from './peaks.js';
export { psnr } from './psnr.js';
export { median, rank } from './rank.js';
export type { Ranked, RankOptions } from './rank.js';
export { crop, drawBoxes } from './region.js';
export type { Box, DrawOptions } from './region.js';
export { resize } from '../ops/resize.js';
export type { Interpolation, ResizeOptions } from '../ops/resize.js';
export { toGrey } from './toGrey.js';
export type { GreyOptions, GreyWeights } from './toGrey.js';
export { warpAffine } from './warp.js';
export type { WarpOptions } from './warp.js';
export * from './theorem/index.js';
