import { minus, plus } from '../primitive/arithmetic.js';
import { like, zerosLike } from '../primitive/create.js';
import { maximum } from '../primitive/compare.js';
import * as elementary from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { sliceAxis } from '../primitive/slice.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { dimension } from '../shape/shape.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { boundaryNames, expectBoundary } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { colourFilter } from './colours.js';
import { scaled } from './planes.js';
import { expectOdd } from './parameters.js';
import { weightedMean } from './weightedMean.js';

/** What non-local means are told. */
export interface NonLocalMeansOptions extends BoundaryOptions {
  /** h: how different two patches may be, in units of the image */
  readonly h: number;
  /** the standard deviation of the noise, which makes equal patches differ; 0 unless said otherwise */
  readonly sigma?: number;
  /** the odd side of a patch; 7 unless said otherwise */
  readonly patch?: number;
  /** the odd side of the window in which patches are compared; 21 unless said otherwise */
  readonly search?: number;
  /** how the pixels of a patch count: all alike (`box`, the default) or by a Gaussian of deviation (patch − 1)/4 */
  readonly weights?: PatchWeights;
}

const names: OptionNames<NonLocalMeansOptions> = {
  ...boundaryNames,
  h: true,
  sigma: true,
  patch: true,
  search: true,
  weights: true,
};

/** the weights of one side of a patch of radius r, 1 in the middle */
const patchWeights = {
  box: () => 1,
  gaussian: (k: number, r: number) => (r === 0 ? 1 : Math.exp((-2 * k ** 2) / r ** 2)),
} as const satisfies Readonly<Record<string, (k: number, r: number) => number>>;

/** How the pixels of a patch count. */
export type PatchWeights = keyof typeof patchWeights;

/** Σₖ gₖ x(i + k) along an axis, wherever the sum fits */
const correlated = (x: AnyTensor, axis: number, weights: readonly number[]): AnyTensor =>
  weights
    .map((g, k) => {
      const view = sliceAxis(x, axis, k, dimension(x.shape, axis) - weights.length + 1);
      return g === 1 ? view : scaled(view, g);
    })
    .reduce(plus);

/**
 * Non-local means: a mean of the pixels of a search window, weighted by how alike the patches around them are:
 * y(p) = Σ w x(q) / Σ w with w = exp(−max(d² − 2σ², 0)/h²), d² the mean of (x(p + k) − x(q + k))² over the places k of a patch and the channels.
 *
 * Shape     [h, w] or [channels, h, w] → the same
 * Gradient  through the mean and through the weights
 * Errors    "nonLocalMeans: h 0 is not a positive number", "nonLocalMeans: patch 4 is not an odd positive integer"
 * NaN       a pixel whose search window or whose patches see one becomes NaN
 * Cost      for a pixel and each of (search² − 1)/2 offsets 2·patch additions and one exponential; about 3·search planes are alive at once
 * Source    deck row I7; Buades, Coll & Morel 2005; skimage.restoration: denoise_nl_means
 * @example
 * nonLocalMeans(tensor([[0, 1, 0, 1]]), { h: 0.05, patch: 1, search: 3 }) // [[0, 1, 0, 1]]
 */
export const nonLocalMeans = colourFilter('nonLocalMeans', (channels, options: NonLocalMeansOptions, operation) => {
  expectSpelt(options, names, operation);
  const { h, sigma = 0, weights = 'box' } = options;
  const [patch] = expectOdd(options.patch ?? 7, operation, 'patch');
  const [search] = expectOdd(options.search ?? 21, operation, 'search');
  if (!(h > 0 && h < Infinity)) throw new RangeError(`${operation}: h ${h} is not a positive number`);
  if (!(sigma >= 0 && sigma < Infinity))
    throw new RangeError(`${operation}: sigma ${sigma} is not a finite number from 0 on`);
  if (!Object.hasOwn(patchWeights, weights))
    throw new RangeError(`${operation}: weights '${weights}' are none of ${Object.keys(patchWeights).join(', ')}`);
  const [margin, reach] = [(patch - 1) / 2, (search - 1) / 2];
  const side = Array.from({ length: patch }, (_, k) => patchWeights[weights](k - margin, margin));
  const mass = side.reduce((sum, g) => sum + g) ** 2 * channels.length;
  return weightedMean(
    channels,
    {
      reach: [reach, reach],
      margin,
      weight: (squared) => {
        const distance = correlated(correlated(squared, 0, side), 1, side);
        const excess = minus(distance, like(distance, 2 * sigma ** 2 * mass));
        const counted = sigma === 0 ? distance : apply(maximum, {}, excess, zerosLike(excess));
        return apply(elementary.exp, {}, scaled(counted, -1 / (h ** 2 * mass)));
      },
    },
    expectBoundary(options, channels[0]?.dtype ?? 'float32', operation),
    operation,
  );
});
