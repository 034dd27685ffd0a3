import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Shape } from '../../../shape/index.js';
import { flag, int, made } from './row.js';
import type { Row, Rows } from './row.js';

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

const depthwise = fc.tuple(
  fc.record({
    multiplier: int(1, 2),
    kernel: int(1, 3),
    stride: int(1, 2),
    padding: int(0, 1),
    dilation: int(1, 2),
    bias: flag,
  }),
  int(1, 3),
);
const local = fc.record({
  out: int(1, 2),
  kernel: int(1, 3),
  stride: int(1, 2),
  padding: int(0, 1),
  dilation: int(1, 2),
  bias: flag,
});

/** a composition with names of its own, which would meet those of its neighbours */
const underName = (row: Row): Row => ({
  ...row,
  plans: (name, inner) =>
    row.plans(name, inner).map((plan) => (input, place) => {
      const made = plan(input, place);
      return made && { ...made, named: true };
    }),
});

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
  depthwiseConv1d: made(nn.depthwiseConv1d, [2], depthwise, ([o]) => [o]),
  depthwiseConv2d: made(nn.depthwiseConv2d, [3], depthwise, ([o]) => [o]),
  depthwiseConv3d: made(nn.depthwiseConv3d, [4], depthwise, ([o]) => [{ ...o, kernel: 2, dilation: 1 }]),
  separableConv2d: underName(made(nn.separableConv2d, [3], depthwise, ([o, out]) => [{ ...o, out }])),
  locallyConnected1d: made(nn.locallyConnected1d, [2], local, (o) => [o]),
  locallyConnected2d: made(nn.locallyConnected2d, [3], local, (o) => [o]),
  locallyConnected3d: made(nn.locallyConnected3d, [4], local, (o) => [{ ...o, out: 1, kernel: 2, dilation: 1 }]),
} satisfies Rows;
