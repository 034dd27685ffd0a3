import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Shape } from '../../shape/shape.js';
import type { WindowOptions } from '../../shape/windowOptions.js';
import { integers } from './leaf.js';

/** What `conv2d` is given, and the shape of what it makes. */
export interface Conv2dConfiguration {
  readonly input: Shape;
  readonly weights: Shape;
  readonly options: WindowOptions;
  readonly output: Shape;
}

/** What `conv2d` refuses, and the sentence with which it does. */
export interface Conv2dMisfit extends Omit<Conv2dConfiguration, 'output'> {
  readonly sentence: string;
}

/** What a pooling in two dimensions is given, and the shape of what it makes. */
export interface Pool2dConfiguration {
  readonly input: Shape;
  readonly options: WindowOptions & { readonly kernel: readonly [number, number] };
  readonly output: Shape;
}

/** What a pooling refuses, and the sentence with which it does, without the operation in front. */
export interface Pool2dMisfit extends Omit<Pool2dConfiguration, 'output'> {
  readonly sentence: string;
}

/** one dimension: a window that fits so often, with so much left over at the end */
const line = fc
  .record({
    kernel: integers(1, 3),
    stride: integers(1, 3),
    dilation: integers(1, 2),
    count: integers(1, 3),
    rest: integers(0, 2),
    low: integers(0, 2),
    high: integers(0, 2),
  })
  .map(({ rest, ...window }) => {
    const { kernel, stride, dilation, count, low, high } = window;
    /* the inverse of n = ⌊(w + l + h − d(k − 1) − 1) / s⌋ + 1 */
    const padded = (count - 1) * stride + dilation * (kernel - 1) + 1 + (rest % stride);
    return { ...window, width: padded - low - high };
  })
  .filter(({ width }) => width >= 1);

/** one dimension with a kernel that is too large by so much */
const tight = fc.record({
  width: integers(1, 4),
  padding: integers(0, 1),
  excess: integers(1, 3),
});

const channels = fc.record({
  groups: integers(1, 2),
  depth: integers(1, 2),
  outputs: integers(1, 2),
  batch: fc.array(integers(1, 2), { maxLength: 1 }),
});

type Line = typeof line extends Arbitrary<infer L> ? L : never;

const moves = (lines: readonly [Line, Line]) => ({
  stride: lines.map(({ stride }) => stride),
  dilation: lines.map(({ dilation }) => dilation),
  padding: lines.map(({ low, high }): readonly [number, number] => [low, high]),
});

/** Convolutions that fit, each with the shape of its output, which is drawn first: the input is made to fit. */
export const conv2dConfigurations: Arbitrary<Conv2dConfiguration> = fc
  .record({ channels, lines: fc.tuple(line, line) })
  .map(({ channels: { groups, depth, outputs, batch }, lines }) => ({
    input: [...batch, groups * depth, ...lines.map(({ width }) => width)],
    weights: [groups * outputs, depth, ...lines.map(({ kernel }) => kernel)],
    options: { ...moves(lines), groups },
    output: [...batch, groups * outputs, ...lines.map(({ count }) => count)],
  }));

/** Convolutions that do not fit: a kernel too large, other channels, groups that do not divide, or a stride of 0. */
export const conv2dMisfits: Arbitrary<Conv2dMisfit> = fc.oneof(
  fc.record({ channels, tight }).map(({ channels: { depth, outputs, batch }, tight: { width, padding, excess } }) => {
    const kernel = width + 2 * padding + excess;
    return {
      input: [...batch, depth, width, width],
      weights: [outputs, depth, kernel, 1],
      options: { padding: [padding, 0] },
      sentence: `conv2d: kernel ${kernel} is larger than padded input ${width + 2 * padding}`,
    };
  }),
  fc.record({ channels, more: integers(1, 2) }).map(({ channels: { groups, depth, outputs, batch }, more }) => ({
    input: [...batch, groups * depth + more, 3, 3],
    weights: [groups * outputs, depth, 1, 1],
    options: { groups },
    sentence: `conv2d: the input has ${groups * depth + more} channels but the weights expect ${groups * depth}`,
  })),
  channels.map(({ depth, outputs, batch }) => ({
    input: [...batch, 2 * depth, 3, 3],
    weights: [2 * outputs + 1, depth, 1, 1],
    options: { groups: 2 },
    sentence: `conv2d: ${2 * outputs + 1} output channels do not divide into 2 groups`,
  })),
  channels.map(({ depth, outputs, batch }) => ({
    input: [...batch, depth, 3, 3],
    weights: [outputs, depth, 1, 1],
    options: { stride: 0 },
    sentence: 'conv2d: stride 0 is not a positive integer',
  })),
);

/** Poolings that fit, each with the shape of its output. */
export const pool2dConfigurations: Arbitrary<Pool2dConfiguration> = fc
  .record({ channels, lines: fc.tuple(line, line) })
  .filter(({ lines }) =>
    /* every window sees something other than padding */
    lines.every(({ low, high, kernel, dilation }) => Math.max(low, high) <= dilation * (kernel - 1)),
  )
  .map(({ channels: { depth, batch }, lines }) => ({
    input: [...batch, depth, ...lines.map(({ width }) => width)],
    options: { ...moves(lines), kernel: [lines[0].kernel, lines[1].kernel] },
    output: [...batch, depth, ...lines.map(({ count }) => count)],
  }));

/** Poolings that do not fit: their window is larger than the padded input. */
export const pool2dMisfits: Arbitrary<Pool2dMisfit> = fc
  .record({ channels, tight })
  .map(({ channels: { depth, batch }, tight: { width, excess } }) => ({
    input: [...batch, depth, width, width],
    options: { kernel: [width + excess, 1] },
    sentence: `kernel ${width + excess} is larger than padded input ${width}`,
  }));
