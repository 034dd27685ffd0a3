import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { size } from '../../../shape/index.js';
import { every, flag, int, made, plain } from './row.js';
import type { Rows } from './row.js';

/** the n-th way to order axes */
const ordered = (axes: readonly number[], n: number): readonly number[] => {
  const [first] = axes.slice(n % Math.max(1, axes.length));
  return first === undefined
    ? []
    : [
        first,
        ...ordered(
          axes.filter((axis) => axis !== first),
          Math.floor(n / axes.length),
        ),
      ];
};

const width = int(0, 2);
const margins = fc.array(fc.tuple(width, width), { minLength: 3, maxLength: 3 });

/** The rows of the layers of `nn/layout`. */
export const layout = {
  centreCrop: made(nn.centreCrop, [2, 3, 4], fc.tuple(int(0, 2), int(0, 2), int(0, 2)), (less, [, ...spatial]) => [
    spatial.map((n, index) => Math.max(1, n - (less[index] ?? 0))),
  ]),
  crop: made(nn.crop, [2, 3, 4], margins, (widths, [, ...spatial]) => [
    spatial.map((n, index) => {
      const [low, high] = widths[index] ?? [0, 0];
      return low + high < n ? ([low, high] as const) : 0;
    }),
  ]),
  flatten: plain(nn.flatten, every),
  pad: made(
    nn.pad,
    [2, 3, 4],
    fc.tuple(margins, fc.constantFrom('zero', 'mirror', 'replicate', 'wrap')),
    ([widths, boundary], [, ...spatial]) => [spatial.map((_, index) => widths[index] ?? 0), { boundary }],
  ),
  padChannels: made(nn.padChannels, every, int(0, 2), (more, [channels = 0]) => [channels + more]),
  permute: made(nn.permute, every, int(0, 23), (n, input) => [...ordered([...input.keys()], n)]),
  reshape: made(nn.reshape, every, fc.tuple(int(1, 4), flag), ([n, deep], input) => {
    const rows = size(input) % n === 0 ? n : 1;
    return deep ? [rows, -1, 1] : [rows, -1];
  }),
  selectFirst: plain(nn.selectFirst, [2, 3, 4]),
  subsample: made(nn.subsample, [3], int(1, 3), (stride) => [stride]),
} satisfies Rows;
