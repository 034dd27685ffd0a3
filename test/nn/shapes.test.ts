import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import * as ops from '../../src/ops/index.js';
import { expectTwins, gives, refuses, type Twin } from './twins.js';

const { conv2d, linear, relu, maxPool2d, sequential, residual, sum, concat, repeat, skipConcat, batchNorm } = nn;
const noLayer =
  'layer: a function is no layer: call it if it makes one, or import the layer of its name from pullback/nn';
const late = 'sequential: a layer that takes int32 must come first';
const double = <C extends number>(out: C) =>
  sequential({ a: conv2d({ out, kernel: 3 }) }, relu, { b: conv2d({ out, kernel: 3 }) });

const accepted: readonly Twin[] = [
  gives([3, 32, 32], conv2d({ out: 6, kernel: 5 }), [6, 28, 28], { weight: [6, 3, 5, 5], bias: [6] }),
  gives([3, 224, 224], conv2d({ out: 64, kernel: 7, stride: 2, padding: 3, bias: false }), [64, 112, 112], {
    weight: [64, 3, 7, 7],
  }),
  gives([48, 27, 27], conv2d({ out: 128, kernel: 5, padding: 2, groups: 2 }), [128, 27, 27], {
    weight: [128, 24, 5, 5],
    bias: [128],
  }),
  gives([4, 9, 12], conv2d({ out: 8, kernel: [3, 2], stride: [2, 1], padding: 'same', dilation: 2 }), [8, 5, 12], {
    weight: [8, 4, 3, 2],
    bias: [8],
  }),
  gives([4, 20], nn.conv1d({ out: 2, kernel: 3 }), [2, 18], { weight: [2, 4, 3], bias: [2] }),
  gives([1, 8, 8, 8], nn.conv3d({ out: 2, kernel: 3, stride: 2 }), [2, 3, 3, 3], {
    weight: [2, 1, 3, 3, 3],
    bias: [2],
  }),
  gives([128, 28, 28], nn.convTranspose2d({ out: 64, kernel: 2, stride: 2 }), [64, 56, 56], {
    weight: [128, 64, 2, 2],
    bias: [64],
  }),
  gives(
    [4, 5, 5],
    nn.convTranspose2d({ out: 6, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
    [6, 10, 10],
    {
      weight: [4, 3, 3, 3],
      bias: [6],
    },
  ),
  gives([400], linear(120), [120], { weight: [120, 400], bias: [120] }),
  gives([7, 16], linear(4, { in: 16, bias: false }), [7, 4], { weight: [4, 16] }),
  gives([6, 28, 28], maxPool2d(2), [6, 14, 14], {}),
  gives([64, 112, 112], maxPool2d({ kernel: 3, stride: 2, ceil: true }), [64, 56, 56], {}),
  gives([6, 9], nn.maxPool1d(2), [6, 4], {}),
  gives([6, 9], nn.avgPool1d({ kernel: 3, stride: 1 }), [6, 7], {}),
  gives([6, 28, 28], nn.avgPool2d([2, 4]), [6, 14, 7], {}),
  gives([2048, 7, 7], nn.globalAvgPool, [2048], {}),
  gives([512, 7, 7], nn.flatten, [25088], {}),
  gives([20, 8], nn.lstm({ width: 16, bidirectional: true }), [20, 32], {
    weight_ih_l0: [64, 8],
    weight_hh_l0: [64, 16],
    bias_ih_l0: [64],
    bias_hh_l0: [64],
    weight_ih_l0_reverse: [64, 8],
    weight_hh_l0_reverse: [64, 16],
    bias_ih_l0_reverse: [64],
    bias_hh_l0_reverse: [64],
  }),
  gives([20, 8], nn.gru({ width: 16, returns: 'last' }), [16], {
    weight_ih_l0: [48, 8],
    weight_hh_l0: [48, 16],
    bias_ih_l0: [48],
    bias_hh_l0: [48],
  }),
  gives([20, 8], nn.rnn({ width: 3 }), [20, 3], {
    weight_ih_l0: [3, 8],
    weight_hh_l0: [3, 3],
    bias_ih_l0: [3],
    bias_hh_l0: [3],
  }),
  gives([20, 8], nn.encoderBlock({ heads: 2, hidden: 16 }), [20, 8], {
    norm1: { weight: [8], bias: [8] },
    attn: { qkv: { weight: [24, 8], bias: [24] }, out: { weight: [8, 8], bias: [8] } },
    norm2: { weight: [8], bias: [8] },
    linear1: { weight: [16, 8], bias: [16] },
    linear2: { weight: [8, 16], bias: [8] },
  }),
  gives([5, 4], nn.attending(2, { encode: nn.linear(3) }, { decode: nn.linear(6) }), [3, 6], {
    encode: { weight: [3, 4], bias: [3] },
    decode: { weight: [6, 4], bias: [6] },
  }),
  gives([5, 4], nn.sinusoidalEncoding, [5, 4], {}),
  gives([7], nn.ragged({ padding: 0 }, { embed: nn.embedding({ count: 5, width: 2 }) }), [7, 2], {
    embed: { weight: [5, 2] },
  }),
  gives([64], nn.embedding({ count: 65, width: 32 }), [64, 32], { weight: [65, 32] }),
  gives([768, 14, 14], nn.reshape(768, -1), [768, 196], {}),
  gives([768, 196], nn.permute(1, 0), [196, 768], {}),
  gives([197, 768], nn.selectFirst, [768], {}),
  gives([10], nn.softmax(), [10], {}),
  gives([2, 3], nn.softmax({ axis: 0 }), [2, 3], {}),
  gives([2, 3], nn.identity, [2, 3], {}),
  gives([2, 3], nn.leakyRelu(0.1), [2, 3], {}),
  gives([2, 3], nn.elu(), [2, 3], {}),
  gives([2, 3], nn.sigmoid, [2, 3], {}),
  gives([2, 3], nn.tanh, [2, 3], {}),
  gives([2, 3], nn.gelu, [2, 3], {}),
  gives([2, 3], nn.dropout(0.5), [2, 3], {}),
  gives([64, 8, 8], batchNorm(), [64, 8, 8], { weight: [64], bias: [64] }),
  gives([64], batchNorm(), [64], { weight: [64], bias: [64] }),
  gives([196, 768], nn.layerNorm(), [196, 768], { weight: [768], bias: [768] }),
  gives([96, 27, 27], nn.localResponseNorm(), [96, 27, 27], {}),
  gives([196, 768], nn.multiHeadAttention(12), [196, 768], {
    qkv: { weight: [2304, 768], bias: [2304] },
    out: { weight: [768, 768], bias: [768] },
  }),
  gives([196, 768], nn.classToken(), [197, 768], [768]),
  gives([197, 768], nn.positionEmbedding(), [197, 768], [197, 768]),
  gives([16, 32, 32], sequential(nn.subsample(2), nn.padChannels(32)), [32, 16, 16], {}),
  gives([16, 7, 7], nn.subsample(3), [16, 3, 3], {}),
  gives([1, 28, 28], sequential({ c: conv2d({ out: 6, kernel: 5 }) }, sequential(relu, { d: linear(3) })), [6, 24, 3], {
    c: { weight: [6, 1, 5, 5], bias: [6] },
    d: { weight: [3, 24], bias: [3] },
  }),
  gives([4, 8, 8], residual(sequential(relu, { c: conv2d({ out: 4, kernel: 1 }) })), [4, 8, 8], {
    c: { weight: [4, 4, 1, 1], bias: [4] },
  }),
  gives([4, 8, 8], residual({ c: conv2d({ out: 4, kernel: 1 }) }), [4, 8, 8], {
    c: { weight: [4, 4, 1, 1], bias: [4] },
  }),
  gives([4, 8, 8], sum({ a: conv2d({ out: 2, kernel: 1 }) }, { b: conv2d({ out: 2, kernel: 1 }) }), [2, 8, 8], {
    a: { weight: [2, 4, 1, 1], bias: [2] },
    b: { weight: [2, 4, 1, 1], bias: [2] },
  }),
  gives([4, 8, 8], concat({ a: conv2d({ out: 2, kernel: 1 }) }, nn.identity), [6, 8, 8], {
    a: { weight: [2, 4, 1, 1], bias: [2] },
  }),
  gives(
    [1, 32, 32],
    sequential({ enc: double(4) }, skipConcat(sequential(maxPool2d(2), { in: double(8) }))),
    [12, 10, 10],
    {
      enc: { a: { weight: [4, 1, 3, 3], bias: [4] }, b: { weight: [4, 4, 3, 3], bias: [4] } },
      in: { a: { weight: [8, 4, 3, 3], bias: [8] }, b: { weight: [8, 8, 3, 3], bias: [8] } },
    },
  ),
  gives([4], sequential({ r: repeat(2, linear(4)) }), [4], {
    r: [
      { weight: [4, 4], bias: [4] },
      { weight: [4, 4], bias: [4] },
    ],
  }),
  gives([4], repeat(0, linear(4)), [4], []),
];

const deep = sequential({ conv: conv2d({ out: 64, kernel: 9 }) }, relu);
const refused: readonly Twin[] = [
  refuses(
    [3, 5, 5],
    sequential({ conv1: conv2d({ out: 6, kernel: 7 }) }, relu),
    'conv1: conv2d: kernel 7 is larger than padded input 5',
  ),
  refuses([3, 5, 5], conv2d({ out: 6, kernel: 3, stride: 0 }), 'conv2d: stride 0 is not a positive integer'),
  refuses([3, 5, 5], conv2d({ out: 0, kernel: 3 }), 'conv2d: out 0 is not a positive integer'),
  refuses([4, 5, 5], conv2d({ out: 6, kernel: 3, groups: 3 }), 'conv2d: 4 input channels do not divide into 3 groups'),
  refuses([3, 5, 5], conv2d({ out: 4, kernel: 3, groups: 3 }), 'conv2d: 4 output channels do not divide into 3 groups'),
  refuses(
    [784],
    sequential({ conv1: conv2d({ out: 6, kernel: 5 }) }),
    'conv1: conv2d: expected an input [..., C, H, W], got [784]',
  ),
  refuses([3, 5, 5], conv2d({ out: 4, kernel: [3, 3, 3] }), 'conv2d: kernel has 3 entries for 2 spatial dimensions'),
  refuses(
    [3, 2, 2],
    nn.convTranspose2d({ out: 4, kernel: 2, padding: 2 }),
    'convTranspose2d: padding 2 + 2 is not smaller than the full output 3',
  ),
  refuses([3, 2, 2], nn.convTranspose2d({ out: 2.5, kernel: 2 }), 'convTranspose2d: out 2.5 is not a positive integer'),
  refuses(
    [576],
    sequential({ fc1: linear(120, { in: 400 }) }),
    'fc1: linear: 400 features are declared but the input [576] has 576',
  ),
  refuses([576], linear(-1), 'linear: out -1 is not a positive integer'),
  refuses([], linear(1), 'linear: expected an input [..., features], got []'),
  refuses([6, 1, 1], maxPool2d(2), 'maxPool2d: kernel 2 is larger than padded input 1'),
  refuses([6], nn.avgPool2d(2), 'avgPool2d: expected an input [..., C, H, W], got [6]'),
  refuses([784], nn.globalAvgPool, 'globalAvgPool: expected an input [C, ...spatial], got [784]'),
  refuses([2, 3], nn.reshape(4, 2), 'reshape: [2, 3] has 6 elements but [4, 2] has 8'),
  refuses([2, 3, 4], nn.permute(1, 0), 'permute: 2 axes given for [2, 3, 4]'),
  refuses([], nn.selectFirst, 'selectFirst: axis 0 is out of range for []'),
  refuses([10], nn.softmax({ axis: 1 }), 'softmax: axis 1 is out of range for [10]'),
  refuses([], batchNorm(), 'batchNorm: expected an input [C, ...spatial], got []'),
  refuses([], nn.layerNorm(), 'layerNorm: expected an input [..., features], got []'),
  refuses([], nn.localResponseNorm(), 'localResponseNorm: expected an input [C, ...spatial], got []'),
  refuses([196, 768], nn.multiHeadAttention(7), 'multiHeadAttention: width 768 does not divide into 7 heads'),
  refuses([784], nn.multiHeadAttention(7), 'multiHeadAttention: expected an input [T, D], got [784]'),
  refuses([2, 4], nn.multiHeadAttention(0), 'multiHeadAttention: heads 0 is not a positive integer'),
  refuses([784], nn.classToken(), 'classToken: expected an input [T, D], got [784]'),
  refuses([64, 8, 8], nn.padChannels(32), 'padChannels: [64, 8, 8] has more than 32 channels'),
  refuses([], nn.padChannels(32), 'padChannels: expected an input [C, ...], got []'),
  refuses([64, 8, 8], nn.subsample(0), 'subsample: stride 0 is not a positive integer'),
  refuses(
    [64, 56, 56],
    sequential({
      block: residual(sequential({ c: conv2d({ out: 128, kernel: 3, stride: 2, padding: 1 }) }, { b: batchNorm() })),
    }),
    'block: residual: the block maps [64, 56, 56] to [128, 28, 28]; the two must be equal',
  ),
  refuses([3, 8, 8], sum(relu, maxPool2d(2)), 'sum: the branches give [3, 8, 8] and [3, 4, 4]'),
  refuses([3], sum(), 'sum: there is no branch'),
  refuses([3], concat(), 'concat: there is no tensor'),
  refuses(
    [192, 28, 28],
    sequential({ i3a: concat({ b1: conv2d({ out: 64, kernel: 1 }) }, { b2: conv2d({ out: 128, kernel: 3 }) }) }),
    'i3a: concat: [64, 28, 28] and [128, 26, 26] differ outside axis 0',
  ),
  refuses(
    [3, 8, 8],
    sequential({ r: repeat(2, maxPool2d(2)) }),
    'r: repeat: the block maps [3, 8, 8] to [3, 4, 4]; the two must be equal',
  ),
  refuses([3], repeat(-1, relu), 'repeat: -1 is not a number of copies'),
  refuses(
    [3, 8, 8],
    skipConcat(sequential({ a: conv2d({ out: 3, kernel: 1, padding: 1 }) })),
    'skipConcat: [3, 8, 8] cannot be cropped to [3, 10, 10]',
  ),
  refuses(
    [3, 8, 8],
    skipConcat(sequential({ a: conv2d({ out: 3, kernel: 1, padding: [1, 0] }) })),
    'skipConcat: [3, 8, 8] cannot be cropped to [3, 10, 8]',
  ),
  refuses([3, 8, 8], skipConcat(nn.flatten), 'skipConcat: [3, 8, 8] cannot be cropped to [192]'),
  refuses(
    [3, 64, 64],
    sequential({ stem: conv2d({ out: 64, kernel: 3, padding: 1 }) }, maxPool2d(8), {
      body: sequential({ a: sequential(relu) }, { b: sequential({ deep }) }),
    }),
    'body: b: deep: conv: conv2d: kernel 9 is larger than padded input 8',
  ),
  refuses(
    [3, 8, 8],
    sequential({ c: linear(6) }, relu, residual(sequential({ c: linear(6) }))),
    "sequential: the name 'c' occurs twice",
  ),
  refuses([3], concat({ c: linear(6) }, { c: linear(6) }), "concat: the name 'c' occurs twice"),
  refuses([3], sum({ c: linear(6) }, { c: linear(6) }), "sum: the name 'c' occurs twice"),
  refuses([3], sequential(linear(6)), 'linear: a layer with tensors needs a name: { name: linear(…) }'),
  refuses([3], residual(linear(6)), 'linear: a layer with tensors needs a name: { name: linear(…) }'),
  refuses([3], sequential(repeat(2, relu)), 'repeat: a layer with tensors needs a name: { name: repeat(…) }'),
  refuses([8], nn.lstm({ width: 2 }), 'lstm: expected an input [T, D], got [8]'),
  refuses([8, 2], nn.gru({ width: 0 }), 'gru: width 0 is not a positive integer'),
  refuses([4, 6], nn.encoderBlock({ heads: 4, hidden: 2 }), 'encoderBlock: width 6 does not divide into 4 heads'),
  refuses([4, 6], nn.encoderBlock({ heads: 2, hidden: 0 }), 'encoderBlock: hidden 0 is not a positive integer'),
  refuses([4, 6], nn.decoderBlock({ heads: 0, hidden: 2 }), 'decoderBlock: heads 0 is not a positive integer'),
  refuses([4, 6], nn.crossAttention(5), 'crossAttention: width 6 does not divide into 5 heads'),
  refuses([4], nn.sinusoidalEncoding, 'sinusoidalEncoding: expected an input [T, D], got [4]'),
  refuses([4, 2], nn.attending(4, relu, relu), 'attending: [4, 2] has no rows after a source of 4'),
  refuses([4, 2], nn.attending(0, relu, relu), 'attending: a source of 0 rows is none'),
  refuses([4, 2], nn.attending(1, { a: linear(2) }, { a: linear(2) }), "attending: the name 'a' occurs twice"),
  refuses([3], nn.ragged({ padding: 0 }, relu), 'ragged: expected a layer that takes int32'),
  refuses([3], nn.embedding({ count: 0, width: 2 }), 'embedding: count 0 is not a positive integer'),
  refuses([3], nn.embedding({ count: 2, width: 1.5 }), 'embedding: width 1.5 is not a positive integer'),
  refuses([3], sequential(relu, { embed: nn.embedding({ count: 2, width: 2 }) }), late),
  refuses([3], sequential(relu, { a: sequential({ embed: nn.embedding({ count: 2, width: 2 }) }) }), late),
  refuses([3], sequential({ a: relu, b: relu }), 'layer: one name goes with one layer: { name: layer }'),
  refuses([3], sequential({}), 'layer: one name goes with one layer: { name: layer }'),
  refuses([3], sequential(ops.relu), noLayer),
  refuses([3, 3], sequential(batchNorm), noLayer),
];

describe('a layer at an input', () => {
  expectTwins(accepted, refused);

  it('is no layer at all', () => {
    expect(() => void Reflect.apply(nn.model, undefined, [[3], 'relu'])).toThrow('model: expected a layer');
    expect(() => void Reflect.apply(nn.build, undefined, [[3], 'relu'])).toThrow('one name goes with one layer');
    expect(() => void Reflect.apply(nn.model, undefined, [[3, -1], relu])).toThrow('model: [3, -1] is not a shape');
  });
});
