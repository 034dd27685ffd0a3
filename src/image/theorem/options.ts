import * as random from '../../random/index.js';
import type { Key } from '../../random/index.js';
import { expectSpelt } from '../../shape/options.js';
import type { OptionNames } from '../../shape/options.js';

/** How to look for counterexamples. */
export interface SearchOptions {
  /** what the images are drawn from; `random.key(0)` unless said otherwise */
  readonly key?: Key;
  /** how many random images each law is tried on, for each size; 100 unless said otherwise */
  readonly cases?: number;
  /** how far the two sides of a law may be apart, in units of the larger of 1 and their largest element; 1e-9 unless said otherwise */
  readonly tolerance?: number;
}

/** {@link SearchOptions}, all there. */
export type Search = Required<SearchOptions>;

export const searchNames: OptionNames<SearchOptions> = { key: true, cases: true, tolerance: true };

/** The options with their defaults, checked. */
export const searchOf = (operation: string, options: SearchOptions, names: object): Search => {
  expectSpelt(options, names, operation);
  const { key = random.key(0), cases = 100, tolerance = 1e-9 } = options;
  if (!Number.isSafeInteger(cases) || cases < 1)
    throw new RangeError(`${operation}: expected cases to be a whole number from 1, got ${cases}`);
  if (!(tolerance >= 0 && tolerance < Infinity))
    throw new RangeError(`${operation}: expected a tolerance from 0, got ${tolerance}`);
  return { key, cases, tolerance };
};
