import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaries } from '../../src/image/index.js';
import { add, flip, multiply, slice, stopGradient, subtract } from '../../src/ops/index.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { LawError } from '../../src/testing/laws/index.js';
import { cases, correct, laws } from './linear.js';
import type { Filters, Image, LawName } from './linear.js';
import '../../test/reference.js';

const names = Object.keys(laws) as LawName[];

describe('linear filters', () => {
  it.each(names)('%s', (law) => {
    fc.assert(fc.property(cases, (one) => { laws[law](correct, one); }), { numRuns: 150 }); // prettier-ignore
  });
});

const { extend, correlate, convolve, separable, windowSum } = correct;

/** x with a gradient of the wrong sign */
const against = (x: Image): Image => subtract(multiply(stopGradient(x), 2), x);

/** Filters changed on purpose, for each law one or more that it must catch. */
const faults: Readonly<Record<LawName, readonly Partial<Filters>[]>> = {
  'extend is a plain loop over the continued axes': [
    /* mirror and reflect taken for each other, which a border within one element does not show */
    {
      extend: (x, border, { boundary, ...value }) =>
        extend(x, border, { ...value, boundary: boundary === 'mirror' ? 'reflect' : (boundary ?? 'reflect') }),
    },
    /* one period only */
    {
      extend: (x, { top, bottom, left, right }, beyond) =>
        extend(
          extend(x, { top: Math.min(top, 2), bottom, left, right }, beyond),
          { top: Math.max(0, top - 2), bottom: 0, left: 0, right: 0 },
          beyond,
        ),
    },
    { extend: (x, { left, right, ...others }, beyond) => extend(x, { ...others, left: right, right: left }, beyond) },
  ],
  'extend is linear where nothing constant stands beyond, and its gradient is its transpose': [
    { extend: (x, border, beyond) => add(extend(x, border, beyond), 1) },
    { extend: (x, border, beyond) => against(extend(x, border, beyond)) },
  ],
  'correlate is a plain sum over the kernel, at every size': [
    { correlate: convolve },
    {
      correlate: (x, h, options) => correlate(x, h, options.size === 'full' ? { size: 'full' } : options),
    },
  ],
  'convolve is the correlation with the turned kernel': [
    { convolve: correlate },
    /* the centre of an even kernel on the wrong side */
    { convolve: (x, h, options) => correlate(x, flip(h, [0, 1]), options) },
  ],
  'correlate is linear in the image and in the kernel': [
    { correlate: (x, h, options) => correlate(multiply(x, x), h, options) },
  ],
  'correlate commutes with shifts: in a circle with wrap, in the interior whatever stands beyond': [
    /* a gain that depends on the place */
    { correlate: (x, h, options) => { const y = correlate(x, h, options); return multiply(y, fromArray(toArray(y).map((_, k) => k), y.shape)); } }, // prettier-ignore
    {
      correlate: (x, h, { boundary, ...others }) =>
        correlate(x, h, { ...others, boundary: boundary === 'wrap' ? 'reflect' : (boundary ?? 'reflect') }),
    },
  ],
  'full convolution is commutative and associative': [
    { convolve: correlate },
    { convolve: (x, h, options) => convolve(x, h, { ...options, boundary: 'reflect' }) },
  ],
  'separable is the correlation with the outer product, under every boundary': [
    { separable: (x, v, h, options) => separable(x, h, v, options) },
  ],
  'the gradients of a correlation are its transposes': [
    {
      correlate: (x, h, options) => against(correlate(x, h, options)),
    },
  ],
  'sums over windows are sums over windows': [
    { windowSum: (x, [height, width]) => windowSum(flip(x, [0]), [height, width]) },
  ],
  'a kernel falls apart exactly if its rank is 1': [
    { factor: () => undefined },
    {
      factor: (h) =>
        [slice(h, [null, { end: 1 }]), slice(h, [{ end: 1 }])].map((part) =>
          fromArray(toArray(part), [toArray(part).length]),
        ) as never,
    },
  ],
};

describe('a law counts once it has been seen to fail', () => {
  it.each(names.flatMap((law) => faults[law].map((fault, k) => [law, k, fault] as const)))(
    '%s: fault %i',
    (law, _, fault) => {
      const found = fc.check(fc.property(cases, (one) => { laws[law]({ ...correct, ...fault }, one); }), { numRuns: 300 }); // prettier-ignore
      expect(found.failed).toBe(true);
      expect(found.errorInstance).toBeInstanceOf(LawError);
    },
  );

  it('every boundary is drawn', () => {
    const drawn = new Set(fc.sample(cases, 300).map(({ beyond }) => beyond.boundary));
    expect(drawn).toEqual(new Set(Object.keys(boundaries)));
  });
});
