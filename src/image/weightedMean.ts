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
  const [{ shape, dtype }] = [at(channels, 0)];
  const [height, width] = [dimension(shape, 0), dimension(shape, 1)];
  const [vertical, horizontal] = [below + margin, beside + margin];
  const border = { top: vertical, bottom: vertical, left: horizontal, right: horizontal };
  const extended = channels.map((channel) => extendBy(channel, border, beyond, operation));
  const [tall, wide] = [height + below, width + 2 * horizontal];

  /** what pairs t rows apart, the lower of which are rows of `lower`, give the upper pixels, and the lower ones from row −below on */
  const pairs = (lower: Planes, rows: AnyTensor, offsets: readonly number[]): readonly [Planes[], Planes[]] => {
    const given = offsets.map((columns): readonly [Planes, Planes] => {
      const left = Math.max(columns, 0);
      const region = [tall + 2 * margin, width + Math.abs(columns) + 2 * margin] as const;
      const differences = extended.map((plane, c) =>
        minus(viewAt(at(lower, c), [0, beside - left + columns], region), viewAt(plane, [0, beside - left], region)),
      );
      const weights = weight(sumOf(differences.map((d) => times(d, d))), rows, columns);
      const forth = viewAt(weights, [below, left], [height, width]);
      const back = viewAt(weights, [0, left - columns], [tall, width]);
      return [
        [
          ...lower.map((plane) => times(forth, viewAt(plane, [vertical, horizontal + columns], [height, width]))),
          forth,
        ],
        [...extended.map((plane) => times(back, viewAt(plane, [margin, horizontal - columns], [tall, width]))), back],
      ];
    });
    return [given.map(([forth]) => forth), given.map(([, back]) => back)];
  };

  const rowsFrom = (plane: AnyTensor, row: number): AnyTensor => viewAt(plane, [row, 0], [tall + 2 * margin, wide]);
  const own = [...channels, fill([height, width], 1, dtype)];
  const beside1 = Array.from({ length: beside }, (_, k) => k + 1);
  const level =
    beside === 0
      ? own
      : ((): Planes => {
          const [forth, back] = pairs(
            extended.map((plane) => rowsFrom(plane, 0)),
            fill([], 0, dtype),
            beside1,
          );
          const backs = transposed(back).map((terms) => viewAt(accumulated(terms), [below, 0], [height, width]));
          return transposed(forth).map((terms, c) => plus(at(backs, c), accumulated(terms, at(own, c))));
        })();
  const sums =
    below === 0
      ? level
      : ((): Planes => {
          const rows = Array.from({ length: below }, (_, k) => k + 1);
          const across = Array.from({ length: 2 * beside + 1 }, (_, k) => k - beside);
          const lowers = extended.map((plane) =>
            stackAlong(
              rows.map((row) => rowsFrom(plane, row)),
              0,
            ),
          );
          const [sum, backs] = scan(
            (carried: Planes, { lower, row }: { readonly lower: Planes; readonly row: AnyTensor }) => {
              const [forth, back] = pairs(lower, row, across);
              return [
                transposed(forth).map((terms, c) => accumulated(terms, at(carried, c))),
                transposed(back).map((terms) => accumulated(terms)),
              ] as const;
            },
            level,
            { lower: lowers, row: vector(rows, dtype) },
          );
          return sum.map((total, c) =>
            accumulated(
              rows.map((row, k) =>
                viewAt(reshapeTo(sliceAxis(at(backs, c), 0, k, 1), [tall, width]), [below - row, 0], [height, width]),
              ),
              total,
            ),
          );
        })();
  return channels.map((_, c) => over(at(sums, c), at(sums, channels.length)));
};
