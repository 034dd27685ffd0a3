/**
 * The element of a given rank among those that each element of an image sees: a network of comparators over shifted views of the image, one
 * elementwise expression. Lists of planes are merged by Batcher's odd-even merge, and of every list only those planes go on that can still
 * become the result; what a comparator makes and nobody reads is never computed. In a rectangle the windows of 2, 4, … rows, then columns, are
 * sorted once for all places that share them.
 */
import * as compare from '../primitive/compare.js';
import { apply, at } from '../primitive/primitive.js';
import type { Pair, Primitive } from '../primitive/primitive.js';
import { sliceAxis } from '../primitive/slice.js';
import { dimension } from '../shape/shape.js';
import type { DType } from '../tensor/dtype.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { extendBy } from './boundary.js';
import type { Beyond } from './boundary.js';
import type { Place, Seen } from './neighbourhood.js';

const numbers = [compare.minimum, compare.maximum] as const;

/** The smaller and the larger of two elements. */
const comparators: { readonly [D in DType]: Pair<Primitive<object>> } = {
  float32: numbers,
  float64: numbers,
  int32: numbers,
  bool: [compare.and, compare.or],
};

const exchange = (x: AnyTensor, y: AnyTensor): Pair<AnyTensor> => {
  const [smaller, larger] = comparators[x.dtype];
  return [apply(smaller, {}, x, y), apply(larger, {}, x, y)];
};

type Planes = readonly AnyTensor[];

const everySecond = (planes: Planes, from: 0 | 1): Planes => planes.filter((_, k) => k % 2 === from);

/** two sorted lists as one: what is odd in both, what is even in both, and one comparator for each two that meet (Knuth 5.3.4) */
const merged = (a: Planes, b: Planes): Planes => {
  if (a.length === 0 || b.length === 0) return [...a, ...b];
  if (a.length === 1 && b.length === 1) return exchange(at(a, 0), at(b, 0));
  const [first, ...odd] = merged(everySecond(a, 0), everySecond(b, 0));
  const even = merged(everySecond(a, 1), everySecond(b, 1));
  const met = (odd.length > even.length ? odd : even).flatMap((_, k): Planes => {
    const [x, y] = [odd[k], even[k]];
    return x === undefined || y === undefined ? [...(x ? [x] : []), ...(y ? [y] : [])] : exchange(y, x);
  });
  return first === undefined ? met : [first, ...met];
};

/** The elements, in order, that may be the one looked for; `below` others are not above it, `above` others not below it. */
interface Candidates {
  readonly sorted: Planes;
  readonly below: number;
  readonly above: number;
}

/** the candidates of two disjoint sets: with more than `rank` elements below it, or more than the rest above, an element is none */
const joined = (a: Candidates, b: Candidates, rank: number, count: number): Candidates => {
  const all = merged(a.sorted, b.sorted);
  const [below, above] = [a.below + b.below, a.above + b.above];
  const from = Math.max(0, all.length + above - (count - rank));
  const to = Math.min(all.length, rank - below + 1);
  return { sorted: all.slice(from, to), below: below + from, above: above + all.length - to };
};

const single = (x: AnyTensor): Candidates => ({ sorted: [x], below: 0, above: 0 });

const part = ({ sorted, ...counts }: Candidates, axis: number, start: number, length: number): Candidates => ({
  sorted: sorted.map((x) => sliceAxis(x, axis, start, length)),
  ...counts,
});

type Join = (a: Candidates, b: Candidates) => Candidates;

/** one list for each `n` that follow each other along an axis */
const alongAxis = (x: Candidates, axis: number, n: number, join: Join): Candidates => {
  if (n === 1) return x;
  const [low, high] = n % 2 === 0 ? [alongAxis(x, axis, n / 2, join)] : [alongAxis(x, axis, n - 1, join), x];
  const [second, offset] = high === undefined ? [low, n / 2] : [high, n - 1];
  const length = dimension(at(second.sorted, 0).shape, axis) - offset;
  return join(part(low, axis, 0, length), part(second, axis, offset, length));
};

const inRectangle = (x: AnyTensor, { height, width }: Seen, join: Join): Candidates => {
  const [vertical, horizontal] = [x.shape.length - 2, x.shape.length - 1];
  return alongAxis(alongAxis(single(x), vertical, height, join), horizontal, width, join);
};

/** each element of an image of [height, width] from the place on */
export const viewAt = (x: AnyTensor, [row, column]: Place, [height, width]: Place): AnyTensor =>
  sliceAxis(sliceAxis(x, x.shape.length - 2, row, height), x.shape.length - 1, column, width);

const inFootprint = (views: Planes, join: Join): Candidates => {
  const half = Math.ceil(views.length / 2);
  return views.length === 1
    ? single(at(views, 0))
    : join(inFootprint(views.slice(0, half), join), inFootprint(views.slice(half), join));
};

/** For each element of an image that of rank `rank`, 0 the smallest, among those it sees; NaN where it sees one. */
export const selected = (x: AnyTensor, seen: Seen, rank: number, beyond: Beyond, operation: string): AnyTensor => {
  const { height, width, places } = seen;
  const [vertical, horizontal] = [(height - 1) / 2, (width - 1) / 2];
  const border = { top: vertical, bottom: vertical, left: horizontal, right: horizontal };
  const extended = extendBy(x, border, beyond, operation);
  const size = [dimension(x.shape, -2), dimension(x.shape, -1)] as const;
  const join: Join = (a, b) => joined(a, b, rank, places.length);
  const found =
    places.length === height * width
      ? inRectangle(extended, seen, join)
      : inFootprint(
          places.map((place) => viewAt(extended, place, size)),
          join,
        );
  return at(found.sorted, 0);
};
