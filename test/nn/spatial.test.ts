import '../reference.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import type { Case } from './golden.js';
import { expectAsInTorch } from './torch.js';

const golden = JSON.parse(readFileSync(new URL('../golden/nn/spatial.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Case>
>;

/** The layer of each golden case. */
const layers: Readonly<Record<string, nn.Layer<unknown>>> = {
  convTranspose1d: nn.convTranspose1d({ out: 6, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
  'convTranspose1d dilated, without bias': nn.convTranspose1d({
    out: 3,
    kernel: 2,
    dilation: 3,
    padding: 1,
    bias: false,
  }),
  'convTranspose2d of every option': nn.convTranspose2d({
    out: 2,
    kernel: [3, 2],
    stride: [2, 3],
    padding: [1, 0],
    outputPadding: [1, 2],
    dilation: [1, 2],
    groups: 2,
  }),
  convTranspose3d: nn.convTranspose3d({
    out: 2,
    kernel: 2,
    stride: [1, 2, 2],
    padding: [0, 1, 0],
    outputPadding: [0, 1, 0],
  }),
  depthwiseConv1d: nn.depthwiseConv1d({ kernel: 3, multiplier: 2, stride: 2, padding: 1 }),
  depthwiseConv2d: nn.depthwiseConv2d({
    kernel: [3, 2],
    multiplier: 2,
    stride: [2, 1],
    padding: [1, 0],
    dilation: [1, 2],
  }),
  'depthwiseConv3d, without bias': nn.depthwiseConv3d({ kernel: 2, bias: false }),
  separableConv2d: nn.separableConv2d({ out: 3, kernel: 3, multiplier: 2, padding: 1 }),
  locallyConnected1d: nn.locallyConnected1d({ out: 2, kernel: 3, stride: 2, padding: 1 }),
  locallyConnected2d: nn.locallyConnected2d({
    out: 2,
    kernel: [2, 3],
    stride: [2, 1],
    padding: [0, 1],
    dilation: [1, 2],
  }),
  'upsample in one dimension': nn.upsample(3),
  upsample: nn.upsample([2, 3]),
  'upsample in three dimensions': nn.upsample(2),
  'interpolate in one dimension': nn.interpolate(3),
  interpolate: nn.interpolate([2, 3]),
  'interpolate in three dimensions': nn.interpolate(2),
  resize: nn.resize({ size: [5, 3] }),
  'resize, bicubic': nn.resize({ size: [5, 3], interpolation: 'bicubic', cubic: -0.75 }),
  'resize, antialiased': nn.resize({ size: [2, 3], antialias: true }),
  'resize, nearest': nn.resize({ size: [5, 3], interpolation: 'nearest' }),
  pixelShuffle: nn.pixelShuffle(2),
  pixelUnshuffle: nn.pixelUnshuffle(2),
  maxUnpooled1d: nn.maxUnpooled1d(2, { conv: nn.conv1d({ out: 2, kernel: 1 }) }),
  maxUnpooled2d: nn.maxUnpooled2d(2, { conv: nn.conv2d({ out: 2, kernel: 3, padding: 1 }) }),
  'maxUnpooled2d with a stride': nn.maxUnpooled2d(
    { kernel: 2, stride: 3, padding: 1 },
    { conv: nn.conv2d({ out: 1, kernel: 1 }) },
  ),
  maxUnpooled3d: nn.maxUnpooled3d(2, { conv: nn.conv3d({ out: 1, kernel: 1 }) }),
  maxPool3d: nn.maxPool3d({ kernel: 2, stride: 1, padding: [1, 0, 1] }),
  avgPool3d: nn.avgPool3d([1, 2, 2]),
  'avgPool1d without padding': nn.avgPool1d({ kernel: 3, stride: 2, padding: 1, ceil: true, countPadding: false }),
  'avgPool2d without padding': nn.avgPool2d({ kernel: [3, 2], stride: [2, 1], padding: 1, countPadding: false }),
  lpPool1d: nn.lpPool1d({ kernel: 2, norm: 3 }),
  lpPool2d: nn.lpPool2d({ kernel: 2, stride: 1 }),
  lpPool3d: nn.lpPool3d(2),
  adaptiveAvgPool1d: nn.adaptiveAvgPool1d(3),
  adaptiveAvgPool2d: nn.adaptiveAvgPool2d([3, 5]),
  adaptiveAvgPool3d: nn.adaptiveAvgPool3d(2),
  adaptiveMaxPool1d: nn.adaptiveMaxPool1d(3),
  adaptiveMaxPool2d: nn.adaptiveMaxPool2d([3, 5]),
  'adaptiveMaxPool2d of ties': nn.adaptiveMaxPool2d([2, 3]),
  adaptiveMaxPool3d: nn.adaptiveMaxPool3d(2),
  globalMaxPool: nn.globalMaxPool,
  globalLpPool: nn.globalLpPool({ norm: 3 }),
  pad: nn.pad([
    [2, 1],
    [1, 0],
  ]),
  'pad, mirrored': nn.pad(
    [
      [1, 0],
      [2, 1],
    ],
    { boundary: 'mirror' },
  ),
  'pad, replicated': nn.pad(1, { boundary: 'replicate' }),
  'pad, wrapped': nn.pad([[2, 1]], { boundary: 'wrap' }),
  crop: nn.crop([
    [2, 1],
    [1, 0],
  ]),
  'convolution with a mirrored margin': nn.sequential(nn.pad(1, { boundary: 'mirror' }), {
    conv: nn.conv2d({ out: 2, kernel: 3 }),
  }),
  squeezeExcite: nn.squeezeExcite(2),
};

describe('a spatial layer does what PyTorch does, forward and backward', () => {
  it('for every golden case', () => expect(Object.keys(layers)).toEqual(Object.keys(golden)));

  it.each(Object.entries(golden))('%s', (name, one) => {
    expect.hasAssertions();
    expectAsInTorch(layers[name], one);
  });
});
