import { boxFilter, close, dilate, erode, median, open, rank } from '../../src/image/index.js';
import type { NeighbourhoodOptions } from '../../src/image/index.js';
import { iotaAlong } from '../../src/primitive/create.js';
import { add, divide, multiply, negate } from '../../src/ops/index.js';
import { typed } from '../../src/tensor/tensor.js';
import { prove } from '../law.js';
import type { Numbers } from '../law.js';
import { laws, pairLaws } from './order.js';
import type { LawName, Morphology, Order, PairLawName } from './order.js';
import '../../test/reference.js';

const first = (): number => 0;
const last = (count: number): number => count - 1;
const middle = (count: number): number => Math.floor(count / 2);

const orders: Readonly<Record<string, Order>> = {
  median: { filter: (x, options) => median(x, options), rank: middle, reflected: false },
  'the second smallest, or the only one': {
    filter: (x, options) => rank(x, { ...options, percentile: 30 }),
    rank: (count) => Math.floor((count * 30) / 100),
    reflected: false,
  },
  'the largest by its rank': {
    filter: (x, options) => rank(x, { ...options, rank: -1 }),
    rank: last,
    reflected: false,
  },
  erode: { filter: (x, options) => erode(x, options), rank: first, reflected: false },
  dilate: { filter: (x, options) => dilate(x, options), rank: last, reflected: true },
};

const faulty = (filter: Order['filter']): Order => ({ filter, rank: middle, reflected: false });
const ramp = (x: Numbers): Numbers => typed(iotaAlong(x.shape, 0, 'float64'));

const faults: Readonly<Record<LawName, Readonly<Record<string, Order>>>> = {
  'takes the element that sorting finds': {
    'the one above the median': faulty((x, options) => rank(x, { ...options, percentile: 60 })),
    'what stands on the other side': faulty((x, options) => negate(median(negate(x), options))),
    'a reflection left out': { filter: (x, options) => rank(x, { ...options, rank: -1 }), rank: last, reflected: true },
    'another edge': faulty((x, options) => median(x, { ...options, boundary: 'mirror' })),
  },
  'commutes with every map that never falls': {
    'a mean': faulty((x) => boxFilter(x, { size: 3 })),
    'the middle of the range': faulty((x, options) => divide(add(erode(x, options), dilate(x, options)), 2)),
  },
  'is monotone': {
    'a range': faulty((x, options) => add(dilate(x, options), erode(negate(x), options))),
  },
  'leaves a constant as it is': {
    'a sum': faulty((x, options) => add(median(x, options), erode(x, options))),
    'an edge of zeros': faulty((x, options) => erode(x, { ...options, boundary: 'zero' })),
  },
  'moves with the image on the torus': {
    'a gain that depends on the row': faulty((x, options) => multiply(median(x, options), ramp(x))),
    'an edge': faulty((x, options) => median(x, { ...options, boundary: 'reflect' })),
  },
};

prove(laws, () => orders, faults);

const pair: Morphology = {
  erode: (x, options) => erode(x, options),
  dilate: (x, options) => dilate(x, options),
  open: (x, options) => open(x, options),
  close: (x, options) => close(x, options),
};
/** the largest of what is seen, not of what sees */
const straight = (x: Numbers, options: NeighbourhoodOptions): Numbers => rank(x, { ...options, rank: -1 });

const pairFaults: Readonly<Record<PairLawName, Readonly<Record<string, Morphology>>>> = {
  'dilation is the erosion of the negative, seen from the other side': {
    'a reflection left out': { ...pair, dilate: straight },
  },
  'dilation is below y where and only where x is below the erosion of y': {
    'a reflection left out': { ...pair, dilate: straight },
    'a median for an erosion': { ...pair, erode: (x, options) => median(x, options) },
  },
  'opening goes down, closing up, and neither does anything the second time': {
    'an opening with the reflection left out': { ...pair, open: (x, options) => straight(erode(x, options), options) },
    'an erosion for an opening': { ...pair, open: pair.erode },
    'opening and closing exchanged': { ...pair, open: pair.close, close: pair.open },
  },
  'opening and closing lie between erosion and dilation': {
    'an opening that erodes twice': { ...pair, open: (x, options) => erode(erode(x, options), options) },
    'a closing that is an opening': { ...pair, close: pair.open },
  },
};

prove(pairLaws, () => ({ 'erode, dilate, open and close': pair }), pairFaults);
