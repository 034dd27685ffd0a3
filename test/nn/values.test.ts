import '../reference.js';
import { expect, it, describe } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { full } from '../../src/ops/index.js';
import { tensor, toNested } from '../../src/tensor/literal.js';

const { build, evaluate } = nn;
const state = {};
const image = tensor([
  [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10, 11, 12],
    [13, 14, 15, 16],
  ],
]);

describe('by hand', () => {
  it('linear: W x + b', () => {
    const params = {
      fc: {
        weight: tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        bias: tensor([10, 20, 30]),
      },
    };
    const net = build([2], { fc: nn.linear(3) });
    expect(toNested(net.forward({ params, state }, tensor([1, -1]), evaluate)[0])).toEqual([9, 19, 29]);
  });

  it('conv2d: the Sobel kernel on the worked image, and a bias for each channel', () => {
    const net = build([1, 3, 3], { conv: nn.conv2d({ out: 2, kernel: 3 }) });
    const weight = tensor([
      [
        [
          [-1, 0, 1],
          [-2, 0, 2],
          [-1, 0, 1],
        ],
      ],
      [
        [
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ],
      ],
    ]);
    const x = tensor([
      [
        [3, 2, 1],
        [1, 2, 3],
        [1, 1, 1],
      ],
    ]);
    const params = { conv: { weight, bias: tensor([0, 100]) } };
    expect(toNested(net.forward({ params, state }, x, evaluate)[0])).toEqual([[[2]], [[102]]]);
  });

  it('pooling: largest and mean of each window', () => {
    const pool = (layer: nn.Layer<nn.Pool<string, 2, nn.PoolSettings<2, 2, 0, 1, false, false>>>) =>
      toNested(nn.model([1, 4, 4], layer).forward({ params: {}, state }, image, evaluate)[0]);
    expect(pool(nn.maxPool2d(2))).toEqual([
      [
        [6, 8],
        [14, 16],
      ],
    ]);
    expect(pool(nn.avgPool2d(2))).toEqual([
      [
        [3.5, 5.5],
        [11.5, 13.5],
      ],
    ]);
  });

  it('globalAvgPool, flatten, reshape, permute and selectFirst move or average what is there', () => {
    const run = (layer: nn.Layer<nn.Rule>): unknown =>
      toNested(
        nn
          .model([1, 4, 4], nn.sequential(nn.reshape(2, 2, 4), layer))
          .forward({ params: {}, state }, image, evaluate)[0],
      );
    expect(run(nn.globalAvgPool)).toEqual([4.5, 12.5]);
    expect(run(nn.flatten)).toEqual(Array.from({ length: 16 }, (_, k) => k + 1));
    expect(run(nn.permute(2, 0, 1))).toEqual(
      [1, 2, 3, 4].map((k) => [
        [k, k + 4],
        [k + 8, k + 12],
      ]),
    );
    expect(run(nn.selectFirst)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('the shortcut without parameters: every second pixel, zeros for the new channels on both sides', () => {
    const net = nn.model([1, 4, 4], nn.sequential(nn.subsample(2), nn.padChannels(3)));
    expect(toNested(net.forward({ params: {}, state }, image, evaluate)[0])).toEqual([
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, 3],
        [9, 11],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
  });

  it('skipConcat: the centre of the input beside what the inner layers make', () => {
    const net = nn.model([1, 4, 4], nn.skipConcat(nn.maxPool2d(2)));
    expect(toNested(net.forward({ params: {}, state }, image, evaluate)[0])).toEqual([
      [
        [6, 7],
        [10, 11],
      ],
      [
        [6, 8],
        [14, 16],
      ],
    ]);
    const odd = nn.model([1, 4, 4], nn.skipConcat(nn.maxPool2d({ kernel: 2, stride: 1 })));
    expect(toNested(odd.forward({ params: {}, state }, image, evaluate)[0])[0]).toEqual([
      [1, 2, 3],
      [5, 6, 7],
      [9, 10, 11],
    ]);
  });

  it('residual, sum and concat: the branches see one input', () => {
    const doubled = { weight: tensor([[2]]), bias: tensor([1]) };
    const x = tensor([5]);
    const residual = build([1], nn.residual({ f: nn.linear(1) }));
    expect(toNested(residual.forward({ params: { f: doubled }, state }, x, evaluate)[0])).toEqual([16]);
    const sum = build([1], nn.sum({ f: nn.linear(1) }, { g: nn.linear(1) }, nn.identity));
    expect(toNested(sum.forward({ params: { f: doubled, g: doubled }, state }, x, evaluate)[0])).toEqual([27]);
    const concat = build([1], nn.concat({ f: nn.linear(1) }, nn.identity));
    expect(toNested(concat.forward({ params: { f: doubled }, state }, x, evaluate)[0])).toEqual([11, 5]);
  });

  it('repeat: each copy has parameters of its own, in order', () => {
    const net = build([1], { fs: nn.repeat(2, nn.linear(1)) });
    const fs = [
      { weight: tensor([[2]]), bias: tensor([1]) },
      { weight: tensor([[10]]), bias: tensor([0]) },
    ];
    expect(toNested(net.forward({ params: { fs }, state }, tensor([3]), evaluate)[0])).toEqual([70]);
  });

  it('classToken and positionEmbedding: a row before, a tensor added', () => {
    const net = build([2, 2], { cls: nn.classToken() }, { pos: nn.positionEmbedding() });
    const params = { cls: tensor([7, 8]), pos: full([3, 2], 100) };
    expect(
      toNested(
        net.forward(
          { params, state },
          tensor([
            [1, 2],
            [3, 4],
          ]),
          evaluate,
        )[0],
      ),
    ).toEqual([
      [107, 108],
      [101, 102],
      [103, 104],
    ]);
  });

  it('activations at chosen points', () => {
    const at = (layer: nn.Layer<nn.Pointwise<string>>): readonly number[] =>
      toNested(nn.model([3], layer).forward({ params: {}, state }, tensor([-2, 0, 2]), evaluate)[0]).map((v) =>
        Number(v.toFixed(4)),
      );
    expect(at(nn.relu)).toEqual([0, 0, 2]);
    expect(at(nn.identity)).toEqual([-2, 0, 2]);
    expect(at(nn.leakyRelu(0.1))).toEqual([-0.2, 0, 2]);
    expect(at(nn.elu())).toEqual([-0.8647, 0, 2]);
    expect(at(nn.sigmoid)).toEqual([0.1192, 0.5, 0.8808]);
    expect(at(nn.tanh)).toEqual([-0.964, 0, 0.964]);
    expect(at(nn.gelu)).toEqual([-0.0455, 0, 1.9545]);
  });

  it('batchNorm in training: mean 0 and variance 1 over batch and space, γ and β after', () => {
    const net = build([1, 2], { norm: nn.batchNorm({ epsilon: 0 }) });
    const norm = { weight: tensor([2]), bias: tensor([10]) };
    const start = { norm: { mean: tensor([0]), variance: tensor([1]) } };
    const x = tensor([[[0, 0]], [[4, 4]]]);
    const mode = nn.train(tensor([0, 0], { dtype: 'int32' }));
    const [y, after] = net.forward({ params: { norm }, state: start }, x, mode);
    expect(toNested(y)).toEqual([[[8, 8]], [[12, 12]]]);
    expect(toNested(after.norm.mean)[0]).toBeCloseTo(0.2, 6);
    expect(toNested(after.norm.variance)[0]).toBeCloseTo(0.9 + (0.1 * 16) / 3, 6);
    const single = build([1], { norm: nn.batchNorm() });
    const [alone, next] = single.forward({ params: { norm }, state: start }, tensor([5]), mode);
    expect([toNested(alone), toNested(next.norm.variance)]).toEqual([[10], [Math.fround(0.9)]]);
  });
});
