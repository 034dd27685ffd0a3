/** Filters by order: the median of a neighbourhood, and its element of any rank. */
import type { OptionNames } from '../shape/options.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { expectBoundary } from './boundary.js';
import { planeFilter } from './planes.js';
import { expectNeighbourhood, neighbourhoodNames } from './neighbourhood.js';
import type { NeighbourhoodOptions } from './neighbourhood.js';
import { selected } from './selection.js';

/** which element to take of the `count` that are seen */
type RankOf<O> = (options: O, count: number) => number;

const order =
  <O extends NeighbourhoodOptions>(names: OptionNames<O>, rankOf: RankOf<O>) =>
  (x: AnyTensor, options: O, operation: string): AnyTensor => {
    const seen = expectNeighbourhood(options, names, operation);
    const beyond = expectBoundary(options, x.dtype, operation);
    return selected(x, seen, rankOf(options, seen.places.length), beyond, operation);
  };

/**
 * The median of what each element sees: the element of rank ⌊n/2⌋ of the n that a rectangle or a footprint holds, so with an even n the larger
 * of the two in the middle; of bool the majority. It is no convolution: med(a + b) is not med(a) + med(b).
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Gradient  ȳ to the element taken, by halves at ties
 * Errors    "median: size 4 is not an odd positive integer", those of {@link extend}
 * NaN       where one is seen the result is NaN, as of {@link erode} and {@link dilate}
 * Cost      an element 22 minima and maxima for 3 × 3, 89 for 5 × 5, 239 for 7 × 7; up to size² planes are alive at once
 * Source    deck row I5; Tukey 1977; Batcher 1968
 * @example
 * median(tensor([[1, 1, 1], [1, 9, 1], [1, 1, 1]]), { size: 3 }) // [[1, 1, 1], [1, 1, 1], [1, 1, 1]]
 */
export const median = planeFilter<'median', NeighbourhoodOptions>(
  'median',
  order(neighbourhoodNames, (_, count) => Math.floor(count / 2)),
);

/** Which element a rank filter takes. */
export type Ranked =
  /** 0 the smallest; −1 the largest, −2 the one below it */
  | { readonly rank: number; readonly percentile?: never }
  /** the element of rank ⌊n·percentile/100⌋, the largest at 100 */
  | { readonly percentile: number; readonly rank?: never };

export type RankOptions = Ranked & NeighbourhoodOptions;

const rankNames: OptionNames<RankOptions> = { ...neighbourhoodNames, rank: true, percentile: true };

const expectRank = (options: RankOptions, count: number): number => {
  const { rank, percentile } = options;
  if ('rank' in options && 'percentile' in options)
    throw new TypeError('rank: expected a rank or a percentile, got both');
  if (percentile !== undefined) {
    if (!(percentile >= 0 && percentile <= 100))
      throw new RangeError(`rank: percentile ${percentile} is not from 0 to 100`);
    return Math.min(Math.floor((count * percentile) / 100), count - 1);
  }
  const place = rank < 0 ? rank + count : rank;
  if (!Number.isInteger(place) || place < 0 || place >= count)
    throw new RangeError(`rank: there is no element of rank ${rank} among ${count}`);
  return place;
};

/**
 * Of what each element sees, the element of a rank or percentile.
 *
 * Shape     [...planes, h, w] → [...planes, h, w]
 * Gradient  ȳ to the element taken, by halves at ties
 * Errors    "rank: there is no element of rank 9 among 9", "rank: percentile 101 is not from 0 to 100", those of {@link median}
 * Source    scipy.ndimage: rank_filter, percentile_filter
 * @example
 * rank(tensor([[3, 1, 2]]), { rank: 0, size: [1, 3] }) // [[1, 1, 1]]
 * rank(tensor([[3, 1, 2]]), { percentile: 100, size: [1, 3] }) // [[3, 3, 2]]
 */
export const rank = planeFilter<'rank', RankOptions>('rank', order(rankNames, expectRank));
