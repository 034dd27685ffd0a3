/** Which elements around it an element of an image is compared with: all of a rectangle, or those a footprint marks. */
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { boundaryNames } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { expectOdd } from './parameters.js';
import type { PerAxis } from './parameters.js';

/** A mark for each place of a rectangle with odd sides, the element itself in the middle. */
export type Footprint = readonly (readonly (boolean | 0 | 1)[])[];

/** A rectangle by its odd sides, one for both or [height, width], or a footprint. */
export type Neighbourhood =
  { readonly size: PerAxis; readonly footprint?: never } | { readonly footprint: Footprint; readonly size?: never };

/** What a filter by order is told. */
export type NeighbourhoodOptions = Neighbourhood & BoundaryOptions;

export const neighbourhoodNames: OptionNames<NeighbourhoodOptions> = { ...boundaryNames, size: true, footprint: true };

/** A place of a neighbourhood, from its upper left corner. */
export type Place = readonly [row: number, column: number];

/** A rectangle, and the places in it that are seen. */
export interface Seen {
  readonly height: number;
  readonly width: number;
  readonly places: readonly Place[];
}

const expectMarks = (footprint: Footprint, operation: string): Seen => {
  const height = footprint.length;
  const width = footprint[0]?.length ?? 0;
  const marks = footprint.flat();
  if (footprint.some((row) => row.length !== width))
    throw new RangeError(`${operation}: the rows of the footprint differ in length`);
  if (height % 2 === 0 || width % 2 === 0)
    throw new RangeError(`${operation}: the footprint [${height}, ${width}] has no middle: its sides must be odd`);
  if (marks.some((mark: unknown) => ![0, 1, false, true].some((known) => known === mark)))
    throw new RangeError(`${operation}: a footprint is made of 0 and 1`);
  const places = marks.flatMap((mark, k): readonly Place[] =>
    Number(mark) === 1 ? [[Math.floor(k / width), k % width]] : [],
  );
  if (places.length === 0) throw new RangeError(`${operation}: the footprint marks nothing`);
  return { height, width, places };
};

/** The places of a rectangle, row by row. */
export const rectangle = (height: number, width: number): readonly Place[] =>
  Array.from({ length: height * width }, (_, k) => [Math.floor(k / width), k % width] as const);

/**
 * The elements that options speak of.
 *
 * Errors    a `RangeError`: "median: size 4 is not an odd positive integer", "median: the footprint marks
 *           nothing"; a `TypeError`: "median: expected a size or a footprint, got both"
 */
export const expectNeighbourhood = (options: NeighbourhoodOptions, names: object, operation: string): Seen => {
  expectSpelt(options, names, operation);
  const { size, footprint } = options;
  if ('size' in options && 'footprint' in options)
    throw new TypeError(`${operation}: expected a size or a footprint, got both`);
  if (footprint !== undefined) return expectMarks(footprint, operation);
  const [height, width] = expectOdd(size, operation);
  return { height, width, places: rectangle(height, width) };
};

/** The same neighbourhood seen from the other side: b is in it where −b is in the other. */
export const reflected = ({ height, width, places }: Seen): Seen => ({
  height,
  width,
  places: places.map(([row, column]) => [height - 1 - row, width - 1 - column]),
});
