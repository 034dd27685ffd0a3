import { describe } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { expectTwins, gives, refuses, type Twin } from './twins.js';

const { conv2d, linear, relu, sequential } = nn;

const accepted: readonly Twin[] = [
  gives([4, 5], nn.convTranspose1d({ out: 6, kernel: 3, stride: 2, outputPadding: 1, groups: 2 }), [6, 12], {
    weight: [4, 3, 3],
    bias: [6],
  }),
  gives([2, 3, 4, 5], nn.convTranspose3d({ out: 1, kernel: 2, stride: [1, 2, 2], bias: false }), [1, 4, 8, 10], {
    weight: [2, 1, 2, 2, 2],
  }),
  gives([3, 9], nn.depthwiseConv1d({ kernel: 3, padding: 'same', stride: 2 }), [3, 5], {
    weight: [3, 1, 3],
    bias: [3],
  }),
  gives([32, 56, 56], nn.depthwiseConv2d({ kernel: 3, stride: 2, padding: 1, bias: false }), [32, 28, 28], {
    weight: [32, 1, 3, 3],
  }),
  gives([2, 4, 4, 4], nn.depthwiseConv3d({ kernel: [1, 2, 3], multiplier: 3 }), [6, 4, 3, 2], {
    weight: [6, 1, 1, 2, 3],
    bias: [6],
  }),
  gives([32, 56, 56], nn.separableConv2d({ out: 64, kernel: 3, padding: 1, multiplier: 2 }), [64, 56, 56], {
    depthwise: { weight: [64, 1, 3, 3] },
    pointwise: { weight: [64, 64, 1, 1], bias: [64] },
  }),
  gives([3, 32, 32], nn.locallyConnected2d({ out: 6, kernel: 5, bias: false }), [6, 28, 28], {
    weight: [6, 3, 5, 5, 28, 28],
  }),
  gives([4, 9], nn.locallyConnected1d({ out: 2, kernel: 3, stride: 2 }), [2, 4], {
    weight: [2, 4, 3, 4],
    bias: [2, 4],
  }),
  gives([1, 3, 3, 3], nn.locallyConnected3d({ out: 2, kernel: [1, 2, 3] }), [2, 3, 2, 1], {
    weight: [2, 1, 1, 2, 3, 3, 2, 1],
    bias: [2, 3, 2, 1],
  }),
  gives([64, 7, 7], nn.upsample(2), [64, 14, 14], {}),
  gives([3, 4], nn.upsample(3), [3, 12], {}),
  gives([3, 2, 4, 5], nn.bedOfNails([1, 2, 3]), [3, 2, 8, 15], {}),
  gives([3, 2, 4, 5], nn.interpolate(2), [3, 4, 8, 10], {}),
  gives([21, 16, 16], nn.resize({ size: [500, 375] }), [21, 500, 375], {}),
  gives([12, 8, 8], nn.pixelShuffle(2), [3, 16, 16], {}),
  gives([3, 16, 24], nn.pixelUnshuffle(4), [48, 4, 6], {}),
  gives(
    [3, 9, 8],
    nn.maxUnpooled2d(2, sequential({ a: conv2d({ out: 8, kernel: 1 }) }, relu, { b: conv2d({ out: 3, kernel: 1 }) })),
    [3, 9, 8],
    { a: { weight: [8, 3, 1, 1], bias: [8] }, b: { weight: [3, 8, 1, 1], bias: [3] } },
  ),
  gives([3, 8], nn.maxUnpooled1d({ kernel: 3, stride: 2, padding: 1 }, { a: linear(4) }), [3, 8], {
    a: { weight: [4, 4], bias: [4] },
  }),
  gives([1, 8, 8, 8], nn.maxUnpooled3d(2, nn.maxUnpooled3d(2, relu)), [1, 8, 8, 8], {}),
  gives([1, 4, 6, 8], nn.maxPool3d(2), [1, 2, 3, 4], {}),
  gives([1, 4, 6, 8], nn.avgPool3d([1, 2, 4]), [1, 4, 3, 2], {}),
  gives([3, 9], nn.avgPool1d({ kernel: 3, stride: 2, padding: 1, countPadding: false }), [3, 5], {}),
  gives([3, 9], nn.lpPool1d(3), [3, 3], {}),
  gives([3, 9, 8], nn.lpPool2d({ kernel: 2, norm: 3, ceil: true }), [3, 5, 4], {}),
  gives([3, 9, 8, 7], nn.lpPool3d({ kernel: 3, stride: 1 }), [3, 7, 6, 5], {}),
  gives([512, 15, 20], nn.adaptiveAvgPool2d(7), [512, 7, 7], {}),
  gives([512, 15, 20], nn.adaptiveMaxPool2d([1, 2]), [512, 1, 2], {}),
  gives([5, 3], nn.adaptiveAvgPool1d(4), [5, 4], {}),
  gives([5, 3], nn.adaptiveMaxPool1d([2]), [5, 2], {}),
  gives([5, 3, 4, 5], nn.adaptiveAvgPool3d(1), [5, 1, 1, 1], {}),
  gives([5, 3, 4, 5], nn.adaptiveMaxPool3d([1, 2, 3]), [5, 1, 2, 3], {}),
  gives([5, 3, 4, 5], nn.globalMaxPool, [5], {}),
  gives([5, 3], nn.globalLpPool({ norm: 4 }), [5], {}),
  gives([3, 4, 5], nn.pad(1), [3, 6, 7], {}),
  gives([3, 4, 5], nn.pad([[1, 0], 2], { boundary: 'mirror' }), [3, 5, 9], {}),
  gives([64, 32, 32], nn.crop([2, [0, 1]]), [64, 28, 31], {}),
  gives([3, 9], nn.crop(4), [3, 1], {}),
  gives([3, 256, 320], nn.centreCrop(224), [3, 224, 224], {}),
  gives([3, 4, 5, 6], nn.centreCrop([1, 5, 2]), [3, 1, 5, 2], {}),
  gives([64, 7, 7], nn.gated(sequential({ mask: conv2d({ out: 64, kernel: 1 }) }, nn.sigmoid)), [64, 7, 7], {
    mask: { weight: [64, 64, 1, 1], bias: [64] },
  }),
  gives([64, 56, 56], nn.squeezeExcite(16), [64, 56, 56], {
    fc1: { weight: [4, 64], bias: [4] },
    fc2: { weight: [64, 4], bias: [64] },
  }),
  gives([3, 9, 9], nn.sum(nn.crop(1), { conv: conv2d({ out: 3, kernel: 3 }) }), [3, 7, 7], {
    conv: { weight: [3, 3, 3, 3], bias: [3] },
  }),
];

const refused: readonly Twin[] = [
  refuses(
    [4, 5],
    nn.convTranspose1d({ out: 5, kernel: 3, groups: 2 }),
    'convTranspose1d: 5 output channels do not divide into 2 groups',
  ),
  refuses(
    [4, 5, 5],
    nn.convTranspose3d({ out: 5, kernel: 3 }),
    'convTranspose3d: expected an input [..., C, D, H, W], got [4, 5, 5]',
  ),
  refuses([3, 5, 5], nn.depthwiseConv2d({ kernel: 7 }), 'depthwiseConv2d: kernel 7 is larger than padded input 5'),
  refuses(
    [3, 5, 5],
    nn.depthwiseConv2d({ kernel: 3, multiplier: 0.5 }),
    'depthwiseConv2d: multiplier 0.5 is not a positive integer',
  ),
  refuses([3], nn.depthwiseConv1d({ kernel: 3 }), 'depthwiseConv1d: expected an input [..., C, W], got [3]'),
  refuses(
    [3, 5, 5],
    sequential({ block: nn.separableConv2d({ out: 4, kernel: 7 }) }),
    'block: depthwise: depthwiseConv2d: kernel 7 is larger than padded input 5',
  ),
  refuses([3, 5, 5], nn.separableConv2d({ out: 0, kernel: 3 }), 'pointwise: conv2d: out 0 is not a positive integer'),
  refuses(
    [3, 5, 5],
    nn.locallyConnected2d({ out: -1, kernel: 3 }),
    'locallyConnected2d: out -1 is not a positive integer',
  ),
  refuses(
    [784],
    nn.locallyConnected2d({ out: 1, kernel: 3 }),
    'locallyConnected2d: expected an input [..., C, H, W], got [784]',
  ),
  refuses(
    [3, 8],
    nn.locallyConnected1d({ out: 1, kernel: 3, stride: 2, exact: true }),
    'locallyConnected1d: kernel 3 at stride 2 does not cover padded input 8 exactly',
  ),
  refuses([784], nn.upsample(2), 'upsample: expected an input [C, ...spatial], got [784]'),
  refuses([3, 4, 4], nn.upsample(0), 'upsample: factor 0 is not a positive integer'),
  refuses([3, 4, 4], nn.bedOfNails([2, 1.5]), 'bedOfNails: factor 1.5 is not a positive integer'),
  refuses([3, 4, 4], nn.interpolate([2, 2, 2]), 'interpolate: factor has 3 entries for 2 spatial dimensions'),
  refuses([784], nn.resize({ size: [2, 2] }), 'resize: expected an image [..., height, width], got [784]'),
  refuses([3, 4, 4], nn.resize({ size: [2, 0] }), 'resize: size [2, 0] is not two positive integers'),
  refuses([10, 4, 4], nn.pixelShuffle(2), 'pixelShuffle: 10 channels do not divide into blocks of 2 x 2'),
  refuses([10, 4], nn.pixelShuffle(1), 'pixelShuffle: expected an input [C, H, W], got [10, 4]'),
  refuses([10, 4, 4], nn.pixelShuffle(-2), 'pixelShuffle: factor -2 is not a positive integer'),
  refuses([3, 5, 4], nn.pixelUnshuffle(2), 'pixelUnshuffle: [3, 5, 4] does not divide into blocks of 2 x 2'),
  refuses([3, 4, 5], nn.pixelUnshuffle(2), 'pixelUnshuffle: [3, 4, 5] does not divide into blocks of 2 x 2'),
  refuses(
    [3, 8, 8],
    nn.maxUnpooled2d(2, { a: conv2d({ out: 6, kernel: 1 }) }),
    'maxUnpooled2d: the pooled [3, 8, 8] is [3, 4, 4], not [6, 4, 4]',
  ),
  refuses([3, 1, 8], nn.maxUnpooled2d(2, relu), 'maxUnpooled2d: kernel 2 is larger than padded input 1'),
  refuses(
    [3, 8, 8],
    sequential({ down: nn.maxUnpooled2d(2, { a: conv2d({ out: 6, kernel: 5 }) }) }),
    'down: a: conv2d: kernel 5 is larger than padded input 4',
  ),
  refuses(
    [3, 8, 8],
    nn.maxUnpooled2d(2, conv2d({ out: 3, kernel: 1 })),
    'conv2d: a layer with tensors needs a name: { name: conv2d(…) }',
  ),
  refuses([1, 4, 4], nn.maxPool3d(2), 'maxPool3d: expected an input [..., C, D, H, W], got [1, 4, 4]'),
  refuses([1, 1, 4], nn.lpPool2d(2), 'lpPool2d: kernel 2 is larger than padded input 1'),
  refuses([784], nn.adaptiveAvgPool2d(1), 'adaptiveAvgPool2d: expected an input [..., C, H, W], got [784]'),
  refuses([3, 4, 4], nn.adaptiveAvgPool2d(0), 'adaptiveAvgPool2d: size 0 is not a positive integer'),
  refuses([3, 4, 4], nn.adaptiveMaxPool2d([2, 2.5]), 'adaptiveMaxPool2d: size 2.5 is not a positive integer'),
  refuses([3, 4, 4], nn.adaptiveMaxPool2d([2]), 'adaptiveMaxPool2d: size has 1 entries for 2 spatial dimensions'),
  refuses([3, 0], nn.adaptiveMaxPool1d(2), 'adaptiveMaxPool1d: a spatial dimension of the input is 0'),
  refuses([784], nn.globalMaxPool, 'globalMaxPool: expected an input [C, ...spatial], got [784]'),
  refuses([784], nn.globalLpPool(), 'globalLpPool: expected an input [C, ...spatial], got [784]'),
  refuses([784], nn.pad(1), 'pad: expected an input [C, ...spatial], got [784]'),
  refuses([3, 4, 5], nn.pad(-1), 'pad: width -1 is not a non-negative integer'),
  refuses([3, 4, 5], nn.pad([1, [0, 0.5]]), 'pad: width 0.5 is not a non-negative integer'),
  refuses([3, 4, 5], nn.pad([1, 1, 1]), 'pad: width has 3 entries for 2 spatial dimensions'),
  refuses([3, 4, 5], nn.crop([1, [3, 2]]), 'crop: 3 + 2 leaves nothing of dimension 5'),
  refuses([3, 4, 4], nn.centreCrop(5), 'centreCrop: [3, 4, 4] cannot be cropped to [3, 5, 5]'),
  refuses([3, 4, 4], nn.centreCrop([4, 0]), 'centreCrop: size 0 is not a positive integer'),
  refuses([3, 4, 4], nn.centreCrop([4]), 'centreCrop: size has 1 entries for 2 spatial dimensions'),
  refuses([784], nn.centreCrop(4), 'centreCrop: expected an input [C, ...spatial], got [784]'),
  refuses([64, 7, 7], nn.gated(nn.padChannels(65)), 'gated: [64, 7, 7] cannot be scaled by [65, 7, 7]'),
  refuses([10, 7, 7], nn.squeezeExcite(4), 'squeezeExcite: 10 channels do not divide by 4'),
  refuses([10, 7, 7], nn.squeezeExcite(0), 'squeezeExcite: reduction 0 is not a positive integer'),
  refuses([0, 7, 7], nn.squeezeExcite(1), 'squeezeExcite: there is no channel'),
  refuses([10], nn.squeezeExcite(2), 'squeezeExcite: expected an input [C, ...spatial], got [10]'),
];

describe('a spatial layer at an input', () => expectTwins(accepted, refused));
