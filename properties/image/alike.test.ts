import { bilateral, boxFilter, nonLocalMeans } from '../../src/image/index.js';
import { add, maximum, mean, multiply, stopGradient, square } from '../../src/ops/index.js';
import { iotaAlong } from '../../src/primitive/create.js';
import { typed } from '../../src/tensor/tensor.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { laws, limits } from './alike.js';
import type { Alike, LawName, LimitName, Smoothing } from './alike.js';
import '../../test/reference.js';

type Filter = Alike['filter'];

const plain: Filter = (x, boundary) => bilateral(x, { sigma: 1, tau: 0.4, size: [3, 5], boundary });

const filters: Readonly<Record<string, Alike>> = {
  bilateral: { filter: plain, channels: 0, sight: 2 },
  'bilateral, in colour': {
    filter: (x, boundary) => bilateral(x, { sigma: 0.7, tau: 0.4, boundary }),
    channels: 2,
    sight: 2,
  },
  'non-local means': {
    filter: (x, boundary) => nonLocalMeans(x, { h: 0.5, patch: 3, search: 5, boundary }),
    channels: 0,
    sight: 3,
  },
  'non-local means in colour, of Gaussian patches and with known noise': {
    filter: (x, boundary) =>
      nonLocalMeans(x, { h: 0.5, sigma: 0.1, patch: 5, search: 3, weights: 'gaussian', boundary }),
    channels: 2,
    sight: 3,
  },
};

const faulty = (filter: Filter): Alike => ({ filter, channels: 0, sight: 2 });
const ramp = (x: Numbers): Numbers => typed(iotaAlong(x.shape, x.shape.length - 1, 'float64'));
let calls = 0;
const tilted = faulty((x, boundary) => add(plain(x, boundary), multiply(ramp(x), 0.1)));

const faults: Readonly<Record<LawName, Readonly<Record<string, Alike>>>> = {
  'leaves a constant as it is': {
    'weights that add up to a little more than one': faulty((x, boundary) => multiply(plain(x, boundary), 1 + 1e-9)),
    'an edge of zeros': faulty((x) => plain(x, 'zero')),
  },
  'stays between the smallest and the largest': {
    'a sharpened result': faulty((x, boundary) => add(x, multiply(plain(x, boundary), 0.5))),
  },
  'commutes with brightening': {
    'an edge of zeros': faulty((x) => plain(x, 'zero')),
    'an image cut off': faulty((x, boundary) => plain(maximum(x, -1), boundary)),
  },
  'moves with the image on the torus': {
    'a gain that depends on the column': tilted,
    'an edge': faulty((x) => plain(x, 'reflect')),
  },
  'away from the edge sees only what is near': {
    'a look at all of the image': faulty((x, boundary) => add(plain(x, boundary), mean(square(x)))),
    'a sight too far by one': faulty((x, boundary) => boxFilter(plain(x, boundary), { size: 3, boundary })),
  },
  'is mirrored with the image': { 'a gain that depends on the column': tilted },
  'has the derivative of its differences': {
    'weights taken for constants': faulty((x, boundary) =>
      add(multiply(stopGradient(plain(x, boundary)), 0.5), multiply(plain(x, boundary), 0.5)),
    ),
  },
  'does the same to many images at once': {
    'a filter that remembers': faulty((x, boundary) => multiply(plain(x, boundary), (calls += 1))),
  },
};
prove(laws, () => filters, faults);

const smoothing =
  (tau: number): Smoothing =>
  (x, sigma, boundary) =>
    bilateral(x, { sigma, tau, boundary });

const limitFaults: Readonly<Record<LimitName, Readonly<Record<string, Smoothing>>>> = {
  'with any colour as good as another is the Gaussian filter': {
    'a deviation that is finite': smoothing(20),
    'a window too small': (x, sigma, boundary) => bilateral(x, { sigma, tau: Infinity, size: 1, boundary }),
  },
};

prove(limits, () => ({ bilateral: smoothing(Infinity) }), limitFaults);
