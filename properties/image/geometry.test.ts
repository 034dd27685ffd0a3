import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  concat,
  flip,
  multiply,
  resize,
  slice,
  stopGradient,
  subtract,
  tensor,
  transpose,
} from '../../src/index.js';
import { invertAffine, matchTemplate, translation, warpAffine } from '../../src/image/index.js';
import { cases, laws, type Geometry, type Plane } from './geometry.js';

const correct: Geometry = { resize, warpAffine, matchTemplate };

const check = (name: keyof typeof laws, geometry: Geometry, numRuns: number): void => {
  fc.assert(
    fc.property(cases, (one) => laws[name](geometry, one)),
    { numRuns, endOnFailure: true },
  );
};

const names = Object.keys(laws) as (keyof typeof laws)[];

describe('geometry', () => {
  it.each(names)('%s', (name) => check(name, correct, 40));
});

const first = tensor([[1]], { dtype: 'float64' });
/** the first pixel, once more */
const nudged = (y: Plane): Plane => {
  const [height, width] = y.shape;
  return add(
    y,
    multiply(
      warpAffine(first, translation([0, 0], { dtype: 'float64' }), { size: [height, width], boundary: 'zero' }),
      1,
    ),
  );
};
const onceMore = (x: Plane): Plane => {
  const [height, width] = x.shape;
  return slice(concat([slice(x, [{ end: 1 }]), x], 0), [{ end: height }, { end: width }]);
};

let calls = 0;

/** Implementations with a fault, and the laws that must notice it. */
const planted: Readonly<Record<string, readonly [Partial<Geometry>, ...(keyof typeof laws)[]]>> = {
  'a resize that adds a pixel': [
    { resize: (x, options) => nudged(resize(x, options)) },
    'resizing to the same size changes nothing',
    'resizing keeps a constant',
    'resizing continues a ramp, as far as the kernel sees the picture',
    'resizing is linear, and its pullback its transpose',
  ],
  'a resize that keeps the corners, not the edges': [
    {
      resize: (x, options) => {
        const [h, w] = x.shape;
        const [m, n] = options.size;
        const scale = (from: number, to: number): number => (to > 1 ? (from - 1) / (to - 1) : 1);
        const matrix = tensor(
          [
            [scale(h, m), 0, 0],
            [0, scale(w, n), 0],
          ],
          { dtype: 'float64' },
        );
        return warpAffine(x, matrix, { size: [m, n] });
      },
    },
    'resizing continues a ramp, as far as the kernel sees the picture',
  ],
  'a resize to the other size': [
    { resize: (x, { size: [m, n], ...options }) => transpose(resize(transpose(x), { ...options, size: [m, n] })) },
    'resizing to the same size changes nothing',
  ],
  'a resize that favours one end': [
    { resize: (x, options) => resize(onceMore(x), options) },
    'resizing to the same size changes nothing',
    'resizing treats rows and columns, and both ends of them, alike',
  ],
  'a constant too much': [
    {
      resize: (x, options) => resize(subtract(x, 1), options),
      warpAffine: (x, m, options) => add(warpAffine(x, m, options), 1),
    },
    'resizing keeps a constant',
    'the identity warps nothing',
    'a translation by whole pixels moves them, and the boundary stands behind',
    'a mirror is a flip, and two quarter turns are two flips',
    'warps compose like matrices',
    'a warp continues a ramp',
    'a warp is linear in the picture, and differentiable in the matrix too',
  ],
  'another picture each time': [
    { resize: (x, options) => add(resize(x, options), calls++) },
    'a batch is resized and warped like each picture',
  ],
  'a template without a gradient': [
    { matchTemplate: (x, t, options) => matchTemplate(x, stopGradient(t), options) },
    'scores are differentiable',
  ],
  'a warp by the inverse': [
    { warpAffine: (x, m, options) => warpAffine(x, invertAffine(m), options) },
    'a translation by whole pixels moves them, and the boundary stands behind',
    'a mirror is a flip, and two quarter turns are two flips',
    'a warp continues a ramp',
  ],
  'a warp that takes columns for rows': [
    { warpAffine: (x, m, options) => warpAffine(x, flip(m, [0, 1]), options) },
    'the identity warps nothing',
    'a mirror is a flip, and two quarter turns are two flips',
  ],
  'a warp that takes reflect for mirror': [
    {
      warpAffine: (x, m, { boundary = 'reflect', ...options }) =>
        warpAffine(x, m, { ...options, boundary: boundary === 'reflect' ? 'mirror' : boundary }),
    },
    'a translation by whole pixels moves them, and the boundary stands behind',
  ],
  'a match of the squares': [
    { matchTemplate: (x, t, options) => matchTemplate(multiply(x, x), t, options) },
    'squared differences are 0 where the template is, and follow from the correlation',
    'correlation is linear in the picture',
    'normalised correlation is at most 1, and the same in any light',
  ],
  'a match that flips the template': [
    { matchTemplate: (x, t, options) => matchTemplate(x, flip(t, [0, 1]), options) },
    'squared differences are 0 where the template is, and follow from the correlation',
  ],
};

describe('a planted fault is noticed', () => {
  it('by every law', () => {
    expect(new Set(Object.values(planted).flatMap(([, ...broken]) => broken))).toEqual(new Set(names));
  });

  for (const [fault, [change, ...broken]] of Object.entries(planted))
    it.each(broken)(`${fault}: %s`, (name) => {
      expect(() => check(name, { ...correct, ...change }, 300)).toThrow();
    });
});
