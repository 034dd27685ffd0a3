import { ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { show } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { toArray } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';

/** A place where a score is not exceeded nearby. */
export interface Peak {
  readonly position: readonly [row: number, column: number];
  readonly score: number;
}

/** Which peaks are wanted. */
export interface PeakOptions {
  /** at most so many, the best first; all unless said otherwise */
  readonly count?: number;
  /** rows or columns, whichever are more, between any two; 1 unless said otherwise */
  readonly minDistance?: number;
  /** the score that a peak has to reach */
  readonly threshold?: number;
  /** whether a peak is where the score is least, as for a sum of squared differences; `false` unless said otherwise */
  readonly lowest?: boolean;
}

const names: OptionNames<PeakOptions> = { count: true, minDistance: true, threshold: true, lowest: true };

const expectAtLeast = (what: string, least: number, value: number): void => {
  if (value !== Infinity && !(Number.isSafeInteger(value) && value >= least))
    throw new RangeError(`peaks: ${what} ${value} is not a whole number of at least ${least}`);
};

/**
 * The peaks of a map of scores, the best first: places that none of their eight neighbours exceeds, of which those closer than `minDistance` to a
 * better one are left out (non-maximum suppression); of equal neighbours the first counts. NaN is no peak. Asks for the numbers, so it is of no use in a trace.
 *
 * Shape     [h, w]
 * Errors    "peaks: count 0.5 is not a whole number of at least 0", "peaks: expected scores [height, width], got [3]"
 * Source    Neubeck & Van Gool 2006
 * @example
 * peaks(tensor([[1, 5, 2, 7]]), { count: 1 }) // [{ position: [0, 3], score: 7 }]
 */
export const peaks = (scores: Tensor<readonly [number, number], Float>, options: PeakOptions = {}): readonly Peak[] => {
  expectSpelt(options, names, 'peaks');
  const { count = Infinity, minDistance = 1, lowest = false } = options;
  const { threshold = lowest ? Infinity : -Infinity } = options;
  expectAtLeast('count', 0, count);
  expectAtLeast('minDistance', 1, minDistance);
  if (Number.isNaN(threshold)) throw new RangeError('peaks: threshold NaN is no score');
  const shape: Shape = scores.shape;
  if (shape.length !== 2) throw new ShapeError(`peaks: expected scores [height, width], got ${show(shape)}`, [shape]);
  const [height, width] = scores.shape;
  const numbers = toArray(scores);
  const sign = lowest ? -1 : 1;
  const at = (i: number, j: number): number =>
    i < 0 || j < 0 || i >= height || j >= width ? -Infinity : sign * (numbers[i * width + j] ?? NaN);
  const isPeak = (index: number): boolean => {
    const [i, j] = [Math.floor(index / width), index % width];
    const here = at(i, j);
    const neighbours = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((across) => [i + down, j + across] as const));
    return (
      here >= sign * threshold &&
      neighbours.every(([k, l]) => (k * width + l < index ? !(at(k, l) >= here) : !(at(k, l) > here)))
    );
  };
  const candidates = Array.from(numbers.keys())
    .filter(isPeak)
    .sort((a, b) => sign * ((numbers[b] ?? 0) - (numbers[a] ?? 0)) || a - b);
  const found: Peak[] = [];
  for (const index of candidates) {
    if (found.length >= count) break;
    const [row, column] = [Math.floor(index / width), index % width];
    const distance = ({ position: [i, j] }: Peak): number => Math.max(Math.abs(i - row), Math.abs(j - column));
    if (found.every((peak) => distance(peak) >= minDistance))
      found.push({ position: [row, column], score: numbers[index] ?? NaN });
  }
  return found;
};
