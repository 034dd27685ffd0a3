/** Row C10: the norms against PyTorch, what they leave behind, and batch norm folded away. */
import '../../src/index.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  abs,
  add,
  divide,
  identity,
  matmul,
  max,
  mean,
  multiply,
  permute,
  reshape,
  square,
  subtract,
} from '../../src/ops/index.js';
import { key, normal, uniform } from '../../src/random/index.js';
import * as nn from '../../src/nn/index.js';
import type { Shape } from '../../src/shape/index.js';
import { item, tensor, zeros } from '../../src/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import type { Case } from './golden.js';
import { expectAsInTorch } from './torch.js';

const golden = JSON.parse(
  readFileSync(new URL('../golden/nn/normalisation.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Case>>;

const layers: Readonly<Record<string, nn.Layer<unknown>>> = {
  groupNorm: nn.groupNorm(3),
  'groupNorm without γ and β': nn.groupNorm(2, { epsilon: 0.01, affine: false }),
  instanceNorm: nn.instanceNorm(),
  'instanceNorm with γ and β': nn.instanceNorm({ affine: true }),
  rmsNorm: nn.rmsNorm(),
  decorrelatedBatchNorm: nn.decorrelatedBatchNorm({ epsilon: 1e-3, iterations: 30 }),
  'decorrelatedBatchNorm of features': nn.decorrelatedBatchNorm({ epsilon: 1e-3, iterations: 30 }),
};

describe('norms are those of PyTorch, forward and backward', () => {
  it('for every golden case', () => expect(Object.keys(layers)).toEqual(Object.keys(golden)));
  it.each(Object.entries(golden))('%s', (name, given) => expectAsInTorch(layers[name], given));
});

/** channels first, one row for each */
const rowsOf = (y: Tensor): Tensor => reshape(permute(y, [1, 0, 2, 3]), [y.shape[1] ?? 0, -1]);
const covarianceOf = (y: Tensor): Tensor => {
  const rows = rowsOf(y);
  const centred: Tensor = subtract(rows, mean(rows, 1, { keepDimensions: true }));
  return divide(matmul(centred, permute(centred, [1, 0])), rows.shape[1] ?? 1);
};
const distance = (a: Tensor, b: Tensor | number): number => {
  const difference: Tensor = subtract(a, b);
  return item(max(abs(difference)));
};

describe('C10: decorrelated batch norm', () => {
  const net = nn.build([6, 5, 5], { white: nn.decorrelatedBatchNorm({ momentum: 0.5 }) });
  const start = net.init(key(0));
  /** six channels that are mixtures of six others: with variances up to 40 and correlations up to 0.9 */
  const mixture = normal(key(9), [6, 6]);
  const images = (batch: number, seed: number): Tensor<[number, 6, 5, 5]> => {
    const sources = normal(key(seed), [batch, 25, 6]);
    return reshape(permute(add(matmul(sources, mixture), 3), [0, 2, 1]), [batch, 6, 5, 5]);
  };
  const unit = identity(6) as Tensor;

  it('C10: in training the covariance of what it makes is the identity, and its mean 0', () => {
    const x = images(16, 1);
    expect(distance(covarianceOf(x), unit)).toBeGreaterThan(1);
    const [y] = net.forward(start, x, nn.train(key(2)));
    expect(distance(covarianceOf(y), unit)).toBeLessThan(1e-3);
    expect(distance(mean(rowsOf(y), 1), 0)).toBeLessThan(1e-5);
  });

  it('C10: batch norm leaves the channels correlated', () => {
    const plain = nn.build([6, 5, 5], { norm: nn.batchNorm() });
    const [y] = plain.forward(plain.init(key(0)), images(16, 1), nn.train(key(2)));
    expect(distance(covarianceOf(y), unit)).toBeGreaterThan(0.3);
  });

  it('in use takes the running mean and matrix, which have come to those of the batches', () => {
    const end = Array.from({ length: 12 }).reduce<typeof start>(
      ({ params, state }, _, k) => ({
        params,
        state: net.forward({ params, state }, images(64, k), nn.train(key(2)))[1],
      }),
      start,
    );
    const [y, same] = net.forward(end, images(64, 99), nn.evaluate);
    expect(distance(covarianceOf(y), unit)).toBeLessThan(0.15);
    expect(same).toEqual(end.state);
    const [other] = net.forward(start, images(4, 1), nn.evaluate);
    expect(distance(other, images(4, 1))).toBe(0);
  });

  it('moves the numbers no more than it must: what is white already stays', () => {
    const [y] = net.forward(start, images(16, 1), nn.train(key(2)));
    const [again] = net.forward(start, y, nn.train(key(2)));
    expect(distance(again, y)).toBeLessThan(5e-3);
  });

  it('stays finite where channels are equal, and for one example', () => {
    for (const x of [multiply(images(8, 3), 0), images(1, 4)])
      expect(Number.isFinite(distance(net.forward(start, x, nn.train(key(2)))[0], 0))).toBe(true);
  });
});

describe('C10: what a norm leaves behind', () => {
  const x = add(multiply(normal(key(1), [3, 4, 6, 5]), 7), 2);
  const moments = (y: Tensor, over: Shape, shape: Shape): readonly [number, number] => {
    const groups = reshape(y, shape);
    const centre: Tensor = mean(groups, over, { keepDimensions: true });
    const spread: Tensor = mean(square(subtract(groups, centre)), over);
    return [distance(centre, 0), distance(spread, 1)];
  };
  it.each<[string, nn.Layer<nn.Pure>, Shape, Shape]>([
    ['an instance norm: each channel of each example', nn.instanceNorm(), [2, 3], x.shape],
    ['a group norm: each group of channels', nn.groupNorm(2, { affine: false }), [2], [3, 2, 60]],
    ['a group norm of one group: the example', nn.groupNorm(1, { affine: false }), [1], [3, 120]],
  ])('%s has mean 0 and variance 1', (_, layer, over, shape) => {
    const net = nn.model([4, 6, 5], layer);
    const [y] = net.forward({ params: {}, state: {} }, x, nn.evaluate);
    const [centre, spread] = moments(y, over, shape);
    expect(centre).toBeLessThan(1e-5);
    expect(spread).toBeLessThan(1e-4);
  });

  it('RMS norm: the mean of the squares is 1, whatever the scale', () => {
    const net = nn.build([4, 6, 5], { norm: nn.rmsNorm() });
    const variables = net.init(key(0));
    const [y] = net.forward(variables, x, nn.evaluate);
    expect(distance(mean(square(y), -1), 1)).toBeLessThan(1e-4);
    expect(distance(net.forward(variables, multiply(x, 8), nn.evaluate)[0], y)).toBeLessThan(1e-4);
  });
});

describe('C10: batch norm in use folds into the layer before it', () => {
  const norm = (out: number) => ({
    params: { weight: normal(key(1), [out]), bias: normal(key(2), [out]) },
    state: { mean: normal(key(3), [out]), variance: uniform(key(4), [out], { low: 0.5, high: 2 }) },
  });

  it('C10: a convolution, with and without a bias, strided and in groups', () => {
    for (const bias of [true, false]) {
      const conv = nn.conv2d({ out: 6, kernel: 3, stride: 2, padding: 1, groups: 2, bias });
      const both = nn.model([4, 9, 9], nn.sequential({ conv }, { norm: nn.batchNorm() }));
      const { params } = both.init(key(5));
      const { params: learned, state } = norm(6);
      const x = normal(key(6), [2, 4, 9, 9]);
      const [y] = both.forward(
        { params: { ...params, norm: learned }, state: { norm: state } } as never,
        x,
        nn.evaluate,
      );
      const one = nn.build([4, 9, 9], { conv: nn.conv2d({ out: 6, kernel: 3, stride: 2, padding: 1, groups: 2 }) });
      const folded = nn.foldBatchNorm(params.conv, { params: learned, state });
      const [z] = one.forward({ params: { conv: folded }, state: {} } as never, x, nn.evaluate);
      expect(distance(z as Tensor, y as Tensor)).toBeLessThan(1e-5);
    }
  });

  it('C10: a linear layer', () => {
    const both = nn.build([5], { fc: nn.linear(3) }, { norm: nn.batchNorm({ epsilon: 0.1 }) });
    const { params } = both.init(key(5));
    const { params: learned, state } = norm(3) as never;
    const x = normal(key(6), [7, 5]);
    const [y] = both.forward({ params: { fc: params.fc, norm: learned }, state: { norm: state } }, x, nn.evaluate);
    const folded = nn.foldBatchNorm(params.fc, { params: learned, state }, { epsilon: 0.1 });
    const [z] = nn.build([5], { fc: nn.linear(3) }).forward({ params: { fc: folded }, state: {} }, x, nn.evaluate);
    expect(distance(z, y)).toBeLessThan(1e-5);
  });

  it('says what does not follow', () => {
    const four = zeros([4]);
    const given = { params: { weight: four, bias: four }, state: { mean: four, variance: four } };
    expect(() => nn.foldBatchNorm({ weight: tensor([[1, 2]]) }, given as never)).toThrow(
      'foldBatchNorm: a norm of [4] does not follow weights of [1, 2]',
    );
  });
});

describe('norms refuse', () => {
  it.each<[string, () => unknown]>([
    ['instanceNorm: expected an epsilon of 0 or more, got -1', () => nn.instanceNorm({ epsilon: -1 })],
    ['groupNorm: expected an epsilon of 0 or more, got NaN', () => nn.groupNorm(2, { epsilon: NaN })],
    ['rmsNorm: expected an epsilon of 0 or more, got NaN', () => nn.rmsNorm({ epsilon: NaN })],
    ['decorrelatedBatchNorm: expected a momentum from 0 to 1, got 2', () => nn.decorrelatedBatchNorm({ momentum: 2 })],
    [
      'decorrelatedBatchNorm: iterations 0 is not a positive integer',
      () => nn.decorrelatedBatchNorm({ iterations: 0 }),
    ],
  ])('%s', (sentence, act) => {
    expect(act).toThrow(expect.objectContaining({ message: sentence }) as Error);
  });
});
