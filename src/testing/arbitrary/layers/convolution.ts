import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Shape } from '../../../shape/index.js';
import { flag, int, made } from './row.js';
import type { Rows } from './row.js';

const options = fc.record({
  out: int(1, 3),
  kernel: int(1, 3),
  stride: int(1, 2),
  padding: int(0, 2),
  dilation: int(1, 2),
  bias: flag,
});
/** two groups where the channels allow it */
const grouped = <O extends { readonly out: number }>(options: O, two: boolean, [channels = 1]: Shape) => ({
  ...options,
  ...(two && channels % 2 === 0 ? { groups: 2, out: 2 * Math.ceil(options.out / 2) } : {}),
});

const transposed = fc.tuple(
  fc.record({
    out: int(1, 2),
    kernel: int(1, 3),
    stride: int(1, 2),
    padding: int(0, 1),
    dilation: int(1, 2),
    bias: flag,
  }),
  flag,
  flag,
);
/** an element more at the end where the stride leaves room for it */
const spread = <O extends { readonly out: number; readonly stride: number }>(
  o: O,
  [two, more]: readonly [boolean, boolean],
  input: Shape,
) => ({ ...grouped(o, two, input), outputPadding: more && o.stride > 1 ? 1 : 0 });

/** The rows of the layers of `nn/convolution`. */
export const convolution = {
  conv1d: made(nn.conv1d, [2], fc.tuple(options, flag), ([o, two], input) => [grouped(o, two, input)]),
  conv2d: made(nn.conv2d, [3], fc.tuple(options, flag), ([o, two], input) => [grouped(o, two, input)]),
  conv3d: made(nn.conv3d, [4], options, (o) => [{ ...o, kernel: Math.min(2, o.kernel), dilation: 1 }]),
  convTranspose1d: made(nn.convTranspose1d, [2], transposed, ([o, ...more], input) => [spread(o, more, input)]),
  convTranspose2d: made(nn.convTranspose2d, [3], transposed, ([o, ...more], input) => [spread(o, more, input)]),
  convTranspose3d: made(nn.convTranspose3d, [4], transposed, ([o, ...more], input) => [
    { ...spread(o, more, input), kernel: Math.min(2, o.kernel), dilation: 1 },
  ]),
} satisfies Rows;
