import { plus, times } from '../primitive/arithmetic.js';
import { fill } from '../primitive/create.js';
import { broadcastTo } from '../primitive/broadcast.js';
import * as elementary from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { boundaryNames, expectBoundary } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { colourFilter } from './colours.js';
import { scaled } from './planes.js';
import { expectOdd } from './parameters.js';
import type { PerAxis } from './parameters.js';
import { weightedMean } from './weightedMean.js';

/** What a bilateral filter is told. */
export interface BilateralOptions extends BoundaryOptions {
  /** σ: how far away, in pixels */
  readonly sigma: number;
  /** τ: how different in colour; `Infinity` for a Gaussian filter */
  readonly tau: number;
  /** the odd sides of the window; 2⌊3σ + ½⌋ + 1 unless said otherwise, as of a Gaussian filter */
  readonly size?: PerAxis;
}

const names: OptionNames<BilateralOptions> = { ...boundaryNames, sigma: true, tau: true, size: true };

/**
 * The bilateral filter: a mean of the pixels around, weighted by how near they are and how alike:
 * y(p) = Σ w x(q) / Σ w with w = exp(−|p − q|²/2σ²)·exp(−‖x(p) − x(q)‖²/2τ²), the norm over the channels. It smooths and keeps edges.
 *
 * Shape     [h, w] or [channels, h, w] → the same
 * Gradient  through the mean and through the weights
 * Errors    "bilateral: tau 0 is not a positive number", "bilateral: sigma -1 is not a positive number",
 *           "bilateral: size 4 is not an odd positive integer",
 *           "bilateral: expected [height, width] or [channels, height, width], got [2, 3, 4, 4]"
 * NaN       a window that sees one gives NaN
 * Cost      (size² − 1)/2 exponentials for a pixel: each pair is compared once
 * Source    deck row I6; Tomasi & Manduchi 1998; skimage.restoration: denoise_bilateral, which reads the weight of a colour from a table
 * @example
 * bilateral(tensor([[0, 0, 1, 1]]), { sigma: 1, tau: 0.05 }) // [[0, 0, 1, 1]]
 */
export const bilateral = colourFilter('bilateral', (channels, options: BilateralOptions, operation) => {
  expectSpelt(options, names, operation);
  const { sigma, tau } = options;
  if (!(sigma > 0 && sigma < Infinity)) throw new RangeError(`${operation}: sigma ${sigma} is not a positive number`);
  if (!(tau > 0)) throw new RangeError(`${operation}: tau ${tau} is not a positive number`);
  const [height, width] = expectOdd(options.size ?? 2 * Math.floor(3 * sigma + 0.5) + 1, operation);
  return weightedMean(
    channels,
    {
      reach: [(height - 1) / 2, (width - 1) / 2],
      margin: 0,
      weight: (squared, rows, columns) => {
        const apart = plus(times(rows, rows), fill([], columns ** 2, rows.dtype));
        const near = broadcastTo(scaled(apart, -0.5 / sigma ** 2), squared.shape);
        return apply(elementary.exp, {}, plus(scaled(squared, -0.5 / tau ** 2), near));
      },
    },
    expectBoundary(options, channels[0]?.dtype ?? 'float32', operation),
    operation,
  );
});
