/** What is claimed of every filter by order, and of erosion and dilation as a pair. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { boundaries, circularShift } from '../../src/image/index.js';
import type { Boundary, Footprint, Neighbourhood, NeighbourhoodOptions } from '../../src/image/index.js';
import { add, exp, floor, full, maximum, multiply, negate, square, subtract } from '../../src/ops/index.js';
import { read } from '../../src/tensor/read.js';
import { LawError } from '../../src/testing/laws/index.js';
import { int, law, numbers, same, whole } from '../law.js';
import type { Numbers } from '../law.js';

export type ByOrder = (x: Numbers, options: NeighbourhoodOptions) => Numbers;

/** A filter by order: which element it takes of those seen, and whether it sees them from the other side. */
export interface Order {
  readonly filter: ByOrder;
  readonly rank: (count: number) => number;
  readonly reflected: boolean;
}

/** The filters of morphology. */
export interface Morphology {
  readonly erode: ByOrder;
  readonly dilate: ByOrder;
  readonly open: ByOrder;
  readonly close: ByOrder;
}

/** What is seen, as options say it and mark by mark. */
interface Seen {
  readonly options: Neighbourhood;
  readonly marks: Footprint;
}

const odd = (most: number): Arbitrary<number> => int(0, (most - 1) / 2).map((k) => 2 * k + 1);
const rows = <T>(mark: Arbitrary<T>, height: number, width: number): Arbitrary<readonly (readonly T[])[]> =>
  fc.array(fc.array(mark, { minLength: width, maxLength: width }), { minLength: height, maxLength: height });

const rectangle: Arbitrary<Seen> = fc
  .tuple(odd(5), odd(5))
  .chain(([height, width]) =>
    rows(fc.constant(1 as const), height, width).map((marks) => ({ options: { size: [height, width] }, marks })),
  );

const footprint: Arbitrary<Seen> = fc
  .tuple(odd(3), odd(5))
  .chain(([height, width]) => rows(fc.constantFrom<0 | 1>(0, 1), height, width))
  .filter((marks) => marks.flat().includes(1))
  .map((marks) => ({ options: { footprint: marks }, marks }));

/** An image, what is seen, and what stands beyond the edge. */
interface Case {
  readonly x: Numbers;
  readonly options: NeighbourhoodOptions;
  readonly marks: Footprint;
  readonly boundary: Boundary;
}

const repeating = ['reflect', 'mirror', 'nearest', 'wrap'] as const;

const cases = (seen: Arbitrary<Seen>, edges: readonly Boundary[]): Arbitrary<Case> =>
  fc
    .tuple(
      fc.tuple(int(1, 6), int(1, 6)).chain((shape) => whole(shape, -9, 9)),
      seen,
      fc.constantFrom(...edges),
    )
    .map(([x, { options, marks }, boundary]) => ({ x, options: { ...options, boundary }, marks, boundary }));

const any = fc.oneof(rectangle, footprint);

/** where an adjunction holds: any footprint on the torus, rectangles where the edge repeats what is seen */
const adjoint = fc.oneof(cases(any, ['wrap']), cases(rectangle, ['reflect', 'nearest']));

/** the filter by sorting what each element sees */
const sorted = ({ rank, reflected }: Order, { x, marks, boundary }: Case): Numbers => {
  const [height = 0, width = 0] = x.shape;
  const values = read(x);
  const sign = reflected ? -1 : 1;
  const places = marks.flatMap((row, i) =>
    row.flatMap((mark, j) =>
      Number(mark) === 1 ? [[sign * (i - (marks.length - 1) / 2), sign * (j - (row.length - 1) / 2)] as const] : [],
    ),
  );
  const at = (i: number, j: number): number => {
    const [row, column] = [boundaries[boundary](i, height), boundaries[boundary](j, width)];
    return row === undefined || column === undefined ? 0 : (values[row * width + column] ?? NaN);
  };
  const taken = Array.from({ length: height * width }, (_, k) => {
    const seen = places.map(([i, j]) => at(Math.floor(k / width) + i, (k % width) + j));
    return seen.sort((a, b) => a - b)[rank(seen.length)] ?? NaN;
  });
  return numbers(taken, x.shape);
};

/** Maps of the line that never fall. */
const rising: Readonly<Record<string, (x: Numbers) => Numbers>> = {
  line: (x) => add(multiply(x, 3), 2),
  cube: (x) => multiply(square(x), x),
  exponential: (x) => exp(x),
  steps: (x) => floor(multiply(x, 0.5)),
};

const below = (what: string, lower: Numbers, upper: Numbers): void => {
  const rise = read(subtract(upper, lower));
  const fall = rise.findIndex((value) => !(value >= 0));
  if (fall >= 0) throw new LawError(`${what}: element ${fall} is larger by ${-(rise[fall] ?? 0)}`);
};

const everywhere = () => cases(any, [...repeating, 'zero']);

export const laws = {
  'takes the element that sorting finds': law(everywhere, (order: Order, one) =>
    same('filter', order.filter(one.x, one.options), sorted(order, one)),
  ),

  'commutes with every map that never falls': law(
    () => fc.tuple(cases(any, repeating), fc.constantFrom(...Object.keys(rising))),
    ({ filter }: Order, [{ x, options }, name]) => {
      const map = rising[name] ?? ((y: Numbers) => y);
      same(name, filter(map(x), options), map(filter(x, options)));
    },
  ),

  'is monotone': law(
    () => everywhere().chain((one) => whole(one.x.shape, 0).map((more) => ({ ...one, more }))),
    ({ filter }: Order, { x, more, options }) => below('monotone', filter(x, options), filter(add(x, more), options)),
  ),

  'leaves a constant as it is': law(
    () => cases(any, repeating),
    ({ filter }: Order, { x, options }) => {
      const flat: Numbers = full(x.shape, 7, { dtype: 'float64' });
      same('constant', filter(flat, options), flat);
    },
  ),

  'moves with the image on the torus': law(
    () => fc.tuple(cases(any, ['wrap']), int(-3, 3), int(-3, 3)),
    ({ filter }: Order, [{ x, options }, i, j]) =>
      same('shift', filter(circularShift(x, [i, j]), options), circularShift(filter(x, options), [i, j])),
  ),
};
export type LawName = keyof typeof laws;

export const pairLaws = {
  'dilation is the erosion of the negative, seen from the other side': law(
    everywhere,
    ({ erode, dilate }: Morphology, { x, options, marks, boundary }) => {
      const turned = { footprint: marks.map((row) => [...row].reverse()).reverse(), boundary };
      same('duality', dilate(x, options), negate(erode(negate(x), turned)));
    },
  ),

  'dilation is below y where and only where x is below the erosion of y': law(
    () =>
      adjoint.chain((one) =>
        fc.tuple(whole(one.x.shape, 0, 2), whole(one.x.shape, 0, 2)).map(([up, down]) => ({ ...one, up, down })),
      ),
    ({ erode, dilate }: Morphology, { x, options, up, down }) => {
      const upper = add(dilate(x, options), up);
      below('x and the erosion of what is above its dilation', x, erode(upper, options));
      const lower = subtract(erode(x, options), down);
      below('the dilation of what is below the erosion of y, and y', dilate(lower, options), x);
    },
  ),

  'opening goes down, closing up, and neither does anything the second time': law(
    () => adjoint,
    ({ open, close }: Morphology, { x, options }) => {
      const [opened, closed] = [open(x, options), close(x, options)];
      below('opening', opened, x);
      below('closing', x, closed);
      same('opening again', open(opened, options), opened);
      same('closing again', close(closed, options), closed);
    },
  ),

  'opening and closing lie between erosion and dilation': law(
    () => cases(rectangle, ['reflect', 'nearest', 'wrap']),
    ({ erode, dilate, open, close }: Morphology, { x, options }) => {
      below('opening', erode(x, options), open(x, options));
      below('closing', close(x, options), dilate(x, options));
      same('the larger', maximum(x, close(x, options)), close(x, options));
    },
  ),
};
export type PairLawName = keyof typeof pairLaws;
