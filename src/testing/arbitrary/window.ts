import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Convolution } from '../../primitive/convolution.js';
import type { Window } from '../../shape/window.js';
import type { Shape } from '../../shape/shape.js';
import { length } from './shape.js';

/** How a window moves along one axis: any stride, dilation, and padding, negative too. */
export const window: Arbitrary<Window> = fc.record({
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  low: fc.integer({ min: -1, max: 2 }),
  high: fc.integer({ min: -1, max: 2 }),
});

/** What a convolution does along one axis, with the lengths of input and kernel. */
const line = (longest: number) =>
  fc.record({
    input: length(longest),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    low: fc.integer({ min: -2, max: 3 }),
    high: fc.integer({ min: -2, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    spacing: fc.integer({ min: 1, max: 2 }),
  });

/** A convolution with the shapes of an input and weights that fit. */
export interface ConvolutionCase {
  readonly attributes: Convolution;
  readonly input: Shape;
  readonly weights: Shape;
}

/** Convolutions in one, two or three spatial dimensions, with every attribute drawn for itself along each axis. */
export const convolution: Arbitrary<ConvolutionCase> = fc
  .integer({ min: 1, max: 3 })
  .chain((rank) =>
    fc.record({
      lines: fc.array(line([5, 5, 4, 2][rank] ?? 2), { minLength: rank, maxLength: rank }),
      groups: fc.integer({ min: 1, max: 3 }),
      images: length(2),
      depth: fc.integer({ min: 1, max: 2 }),
      outputs: fc.integer({ min: 1, max: 2 }),
    }),
  )
  .map(({ lines, groups, images, depth, outputs }) => ({
    attributes: {
      stride: lines.map(({ stride }) => stride),
      low: lines.map(({ low }) => low),
      high: lines.map(({ high }) => high),
      dilation: lines.map(({ dilation }) => dilation),
      spacing: lines.map(({ spacing }) => spacing),
      groups,
    },
    input: [images, groups * depth, ...lines.map(({ input }) => input)],
    weights: [groups * outputs, depth, ...lines.map(({ kernel }) => kernel)],
  }));
