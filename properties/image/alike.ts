/** What is claimed of filters that take means of pixels that are alike. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { circularShift, gaussian } from '../../src/image/index.js';
import type { Boundary } from '../../src/image/index.js';
import { add, flip, full, index, multiply, slice, stack, sum } from '../../src/ops/index.js';
import { item } from '../../src/tensor/literal.js';
import { read } from '../../src/tensor/read.js';
import { typed } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { grad, vmap } from '../../src/transform/index.js';
import { inner, int, law, real, same, whole } from '../law.js';
import type { Numbers } from '../law.js';

/** Such a filter, of images in grey or of several channels, and how far from a pixel it looks. */
export interface Alike {
  readonly filter: (x: Numbers, boundary: Boundary) => Numbers;
  readonly channels: 0 | 2;
  readonly sight: number;
}

const repeating = ['reflect', 'mirror', 'nearest', 'wrap'] as const;
const edge = fc.constantFrom<Boundary>(...repeating);

const image = ({ channels }: Alike, most = 6, least = 1): Arbitrary<Numbers> =>
  fc
    .tuple(int(least, most), int(least, most))
    .chain(([height, width]) => real([...(channels === 0 ? [] : [channels]), height, width], -1, 1));

const tolerance = 1e-12;

const runs = 12;

/** the part of an image between two corners */
const between = (
  x: Numbers,
  [top, left]: readonly [number, number],
  [bottom, right]: readonly [number, number],
): Numbers => slice(x, [...x.shape.slice(2).map(() => null), { start: top, end: bottom }, { start: left, end: right }]);

export const laws = {
  'leaves a constant as it is': law(
    (subject: Alike) => fc.tuple(image(subject), edge, fc.double({ min: -3, max: 3, noNaN: true })),
    ({ filter }, [x, boundary, value]) => {
      const flat: Numbers = full(x.shape, value, { dtype: 'float64' });
      same('constant', filter(flat, boundary), flat, tolerance);
    },
  ),

  'stays between the smallest and the largest': law(
    (subject: Alike) => fc.tuple(image({ ...subject, channels: 0 }), edge),
    ({ filter }, [x, boundary]) => {
      const all = [...read(x)];
      const [low, high] = [Math.min(...all) - tolerance, Math.max(...all) + tolerance];
      const out = [...read(filter(x, boundary))].find((value) => !(value >= low && value <= high));
      if (out !== undefined) throw new LawError(`${out} is not from ${low} to ${high}`);
    },
  ),

  'commutes with brightening': law(
    (subject: Alike) => fc.tuple(image(subject), edge, fc.double({ min: -3, max: 3, noNaN: true })),
    ({ filter }, [x, boundary, more]) =>
      same('brighter', filter(add(x, more), boundary), add(filter(x, boundary), more), 1e-9),
  ),

  'moves with the image on the torus': law(
    (subject: Alike) => fc.tuple(image(subject), int(-3, 3), int(-3, 3)),
    ({ filter }, [x, i, j]) =>
      same('shift', filter(circularShift(x, [i, j]), 'wrap'), circularShift(filter(x, 'wrap'), [i, j]), tolerance),
  ),

  'away from the edge sees only what is near': law(
    (subject: Alike) =>
      fc.tuple(image(subject, 2 * subject.sight + 4, 2 * subject.sight + 3), int(0, 2), int(0, 2), edge),
    ({ filter, sight }, [x, top, left, boundary]) => {
      const [height = 0, width = 0] = x.shape.slice(-2);
      const part = between(x, [top, left], [height, width]);
      const [from, to] = [[sight, sight] as const, [height - sight, width - sight] as const];
      const inner = between(filter(part, boundary), from, [to[0] - top, to[1] - left]);
      same('interior', inner, between(filter(x, boundary), [sight + top, sight + left], to), tolerance);
    },
  ),

  'is mirrored with the image': law(
    (subject: Alike) => fc.tuple(image(subject), edge),
    ({ filter }, [x, boundary]) =>
      same('mirror', filter(flip(x, [-1]), boundary), flip(filter(x, boundary), [-1]), tolerance),
  ),

  'has the derivative of its differences': law(
    (subject: Alike) => image(subject, 3).chain((x) => fc.tuple(fc.constant(x), whole(x.shape), whole(x.shape), edge)),
    ({ filter }, [x, direction, weights, boundary]) => {
      const f = (y: Numbers) => sum(multiply(filter(y, boundary), weights));
      const step = 1e-5;
      const ahead = item(f(add(x, multiply(direction, step))));
      const behind = item(f(add(x, multiply(direction, -step))));
      const [slope, found] = [(ahead - behind) / (2 * step), inner(grad(f)(x), direction)];
      if (!(Math.abs(slope - found) <= 1e-6 * (1 + Math.abs(slope))))
        throw new LawError(`the derivative is ${found}, the difference quotient ${slope}`);
    },
    runs,
  ),

  'does the same to many images at once': law(
    (subject: Alike) => image(subject, 4).chain((x) => fc.tuple(fc.constant(x), real(x.shape, -1, 1), edge)),
    ({ filter }, [a, b, boundary]) => {
      const both = typed<[number, ...number[]], 'float64'>(stack([a, b], 0));
      const many: Numbers = vmap((x: Numbers) => filter(x, boundary))(both);
      same('the second of two', index(many, 1), filter(b, boundary), tolerance);
    },
    runs,
  ),
};
export type LawName = keyof typeof laws;

/** A filter by its deviation in space. */
export type Smoothing = (x: Numbers, sigma: number, boundary: Boundary) => Numbers;

export const limits = {
  'with any colour as good as another is the Gaussian filter': law(
    () =>
      fc.tuple(
        fc.tuple(int(1, 7), int(1, 7)).chain((shape) => real(shape, -1, 1)),
        fc.double({ min: 0.2, max: 1.5, noNaN: true }),
        edge,
      ),
    (filter: Smoothing, [x, sigma, boundary]) =>
      same('bilateral', filter(x, sigma, boundary), gaussian(x, { sigma, boundary }), tolerance),
  ),
};
export type LimitName = keyof typeof limits;
