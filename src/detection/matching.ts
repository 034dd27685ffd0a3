import {
  and,
  any,
  argMax,
  argSort,
  cast,
  equal,
  greater,
  greaterEqual,
  less,
  max,
  or,
  subtract,
  sum,
  where,
} from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import { uniform, split, type Key } from '../random/index.js';
import { DTypeError, expectSpelt, show, ShapeError } from '../shape/index.js';
import type { OptionNames, Shape } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { isValues, type Values } from '../nn/values.js';

/** For each proposal the place of its truth; −1 where it is background, −2 where it counts for neither. */
export type Matches<N extends number = number> = Tensor<readonly [N], 'int32'>;

/** What makes a match. */
export interface MatchingOptions {
  /** the overlap from which on a proposal is of a truth */
  readonly positive: number;
  /** the overlap below which it is background; `positive` unless given */
  readonly negative?: number;
  /** whether for each truth the proposals that overlap it most count, however little; `false` unless said otherwise */
  readonly everyTruth?: boolean;
}

const names: OptionNames<MatchingOptions> = { positive: true, negative: true, everyTruth: true };

/**
 * Which truth each proposal is of: the one that it overlaps most, the first of equals, if by at least `positive`; background, −1, below `negative`;
 * between them −2. With `everyTruth`, a truth that nothing overlaps enough takes those that overlap it most, if they do at all, for the truth that
 * they overlap most. A row of zeros, a truth that is not there, is matched by nothing.
 * Shape     overlaps [n, m] → [n], int32
 * Errors    "matchBoxes: 0.7 is not above 0 and at most 1", "matchBoxes: negative 0.8 is not from 0 to positive 0.7"
 * Source    Ren, He, Girshick and Sun 2015, section 3.1.2
 * @example
 * matchBoxes(tensor([[0.8, 0.1], [0.2, 0.4], [0, 0.1]]), { positive: 0.7, negative: 0.3 }) // [0, -2, -1]
 */
export const matchBoxes = <N extends number>(
  overlaps: Tensor<readonly [N, number], Float>,
  options: MatchingOptions,
): Matches<N> => {
  expectSpelt(options, names, 'matchBoxes');
  const { positive, negative = positive, everyTruth = false } = options;
  if (!(positive > 0 && positive <= 1))
    throw new RangeError(`matchBoxes: positive ${positive} is not above 0 and at most 1`);
  if (!(negative >= 0 && negative <= positive))
    throw new RangeError(`matchBoxes: negative ${negative} is not from 0 to positive ${positive}`);
  const iou = expectOverlaps(overlaps, 'matchBoxes');
  const best: Values = max(iou, 1);
  const nearest: Tensor<Shape, 'int32'> = argMax(iou, 1);
  const other = where(less(best, negative), scalar(-1, 'int32'), scalar(-2, 'int32'));
  const judged = where(greaterEqual(best, positive), nearest, other);
  if (!everyTruth) return typed(judged);
  const most: Values = max(iou, 0, { keepDimensions: true });
  const chosen = any(and(equal(iou, most), greater(iou, 0)), 1);
  return typed(where(chosen, nearest, judged));
};

const expectOverlaps = (value: unknown, operation: string): Values => {
  const x = expectTensor(value, operation);
  if (!isValues(x)) throw new DTypeError(`${operation}: expected overlaps of floats, got ${x.dtype}`);
  if (x.shape.length !== 2 || x.shape[1] === 0)
    throw new ShapeError(`${operation}: expected overlaps [proposals, truths], got ${show(x.shape)}`, [x.shape]);
  return x;
};

/** How many matches are learned from. */
export interface SampleOptions {
  readonly count: number;
  /** at most this share of them of a truth; a half unless given */
  readonly positives?: number;
}

/**
 * Some of the matches by chance: at most the given share of `count` of a truth, and background for the rest, as far as there is any. As most of a
 * picture is background, learning from all would be learning to say no.
 * Shape     [n] → [n], bool: which matches were chosen
 * Errors    "sampleMatches: count 0 is not a positive whole number", "sampleMatches: positives 2 is not a share"
 * Source    Ren, He, Girshick and Sun 2015, section 3.1.3
 */
export const sampleMatches = <N extends number>(
  key: Key,
  matches: Matches<N>,
  { count, positives = 0.5 }: SampleOptions,
): Tensor<readonly [N], 'bool'> => {
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`sampleMatches: count ${count} is not a positive whole number`);
  if (!(positives >= 0 && positives <= 1)) throw new RangeError(`sampleMatches: positives ${positives} is not a share`);
  const given: Tensor<Shape, 'int32'> = typed(expectTensor(matches, 'sampleMatches'));
  const [first, second] = split(key);
  const some = few(first, greaterEqual(given, 0), Math.floor(count * positives));
  const rest = few(second, equal(given, -1), subtract(count, sum(cast(some, 'int32'))));
  return typed(or(some, rest));
};

/** at most so many, by chance, of those that are marked */
const few = (key: Key, marked: Tensor<Shape, 'bool'>, most: number | Tensor<Shape, 'int32'>): Tensor<Shape, 'bool'> => {
  const numbers: Values = uniform(key, marked.shape);
  const rank: Tensor<Shape, 'int32'> = argSort(argSort(where(marked, numbers, 2)));
  return and(marked, less(rank, most));
};
