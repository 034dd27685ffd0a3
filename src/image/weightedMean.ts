/** Means of the pixels around each pixel, weighted by how alike two of them are: what bilateral filter and non-local means share. */
import { minus, over, plus, times } from '../primitive/arithmetic.js';
import { fill } from '../primitive/create.js';
import { reshapeTo } from '../primitive/layout.js';
import { at } from '../primitive/primitive.js';
import { sliceAxis, stackAlong } from '../primitive/slice.js';
import { dimension } from '../shape/shape.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { scan } from '../transform/regions.js';
import { extendBy } from './boundary.js';
import type { Beyond } from './boundary.js';
import { vector } from './parameters.js';
import { viewAt } from './selection.js';

/** How alike two pixels are. */
export interface Likeness {
  /** how far from each other two pixels are compared, in rows and in columns */
  readonly reach: readonly [rows: number, columns: number];
  /** how far around the two pixels it looks */
  readonly margin: number;
  /**
   * The weights of pairs: `squared` has, with a margin around, Σ (x(p + t) − x(p))² over the channels; `rows` and `columns` are t, the first a
   * tensor of no axes.
   */
  readonly weight: (squared: AnyTensor, rows: AnyTensor, columns: number) => AnyTensor;
}

type Planes = readonly AnyTensor[];

const sumOf = (terms: Planes): AnyTensor => terms.reduce(plus);

/** terms that are added up together: each is read once, and few are alive at a time */
const together = 4;

const accumulated = (terms: Planes, sum?: AnyTensor): AnyTensor => {
  const [first, rest] = [sumOf(terms.slice(0, together)), terms.slice(together)];
  const next = sum === undefined ? first : plus(sum, first);
  return rest.length === 0 ? next : accumulated(rest, next);
};

/** the i-th of each list */
const transposed = (lists: readonly Planes[]): readonly Planes[] =>
  at(lists, 0).map((_, i) => lists.map((list) => at(list, i)));

/** 1, …, n */
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, k) => k + 1);

/**
 * y(p) = Σ w(p, p + t) x(p + t) / Σ w(p, p + t) over |t| ≤ reach, in each channel; w is symmetric and 1 where t = 0. Each pair is compared once, for
 * both its pixels: the rows of offsets t below 0 come from those above, by a loop over the latter.
 */
export const weightedMean = (
  channels: Planes,
  { reach: [below, beside], margin, weight }: Likeness,
  beyond: Beyond,
  operation: string,
): Planes => {
  const { shape, dtype } = at(channels, 0);
  const [height, width] = [dimension(shape, 0), dimension(shape, 1)];
  const [vertical, horizontal] = [below + margin, beside + margin];
  const border = { top: vertical, bottom: vertical, left: horizontal, right: horizontal };
  const extended = channels.map((channel) => extendBy(channel, border, beyond, operation));
  const [tall, wide] = [height + below, width + 2 * horizontal];
  /** what is compared with the pixels from row −below on: as many rows, from `row` rows further down */
  const lowerBy = (row: number): Planes => extended.map((plane) => viewAt(plane, [row, 0], [tall + 2 * margin, wide]));

  /**
   * Pixels and those some rows below them, at several columns: for each of these the terms of the sums for the upper pixels, and for the lower ones
   * of the rows from −below on.
   */
  const pairs = (lower: Planes, rows: AnyTensor, across: readonly number[]): readonly [Planes[], Planes[]] => {
    const given = across.map((columns): readonly [Planes, Planes] => {
      const left = Math.max(columns, 0);
      const region = [tall + 2 * margin, width + Math.abs(columns) + 2 * margin] as const;
      const differences = extended.map((plane, c) =>
        minus(viewAt(at(lower, c), [0, beside - left + columns], region), viewAt(plane, [0, beside - left], region)),
      );
      const weights = weight(sumOf(differences.map((d) => times(d, d))), rows, columns);
      const forth = viewAt(weights, [below, left], [height, width]);
      const back = viewAt(weights, [0, left - columns], [tall, width]);
      const seen = lower.map((plane) => viewAt(plane, [vertical, horizontal + columns], [height, width]));
      const seeing = extended.map((plane) => viewAt(plane, [margin, horizontal - columns], [tall, width]));
      return [
        [...seen.map((x) => times(forth, x)), forth],
        [...seeing.map((x) => times(back, x)), back],
      ];
    });
    return [given.map(([forth]) => forth), given.map(([, back]) => back)];
  };

  /** with the pixels beside each in its own row */
  const alongRows = (sums: Planes): Planes => {
    const [forth, back] = pairs(lowerBy(0), fill([], 0, dtype), upTo(beside));
    const backs = transposed(back).map((terms) => viewAt(accumulated(terms), [below, 0], [height, width]));
    return transposed(forth).map((terms, c) => plus(at(backs, c), accumulated(terms, at(sums, c))));
  };

  /** with those of the rows above and below */
  const acrossRows = (sums: Planes): Planes => {
    const rows = upTo(below);
    const columns = Array.from({ length: 2 * beside + 1 }, (_, k) => k - beside);
    const lowers = transposed(rows.map(lowerBy)).map((planes) => stackAlong(planes, 0));
    const [last, backs] = scan(
      (carried: Planes, { lower, row }: { readonly lower: Planes; readonly row: AnyTensor }) => {
        const [forth, back] = pairs(lower, row, columns);
        return [
          transposed(forth).map((terms, c) => accumulated(terms, at(carried, c))),
          transposed(back).map((terms) => accumulated(terms)),
        ] as const;
      },
      sums,
      { lower: lowers, row: vector(rows, dtype) },
    );
    return last.map((sum, c) => {
      const stacked = at(backs, c);
      const terms = rows.map((row, k) =>
        viewAt(reshapeTo(sliceAxis(stacked, 0, k, 1), [tall, width]), [below - row, 0], [height, width]),
      );
      return accumulated(terms, sum);
    });
  };

  const own = [...channels, fill([height, width], 1, dtype)];
  const level = beside === 0 ? own : alongRows(own);
  const sums = below === 0 ? level : acrossRows(level);
  return channels.map((_, c) => over(at(sums, c), at(sums, channels.length)));
};
