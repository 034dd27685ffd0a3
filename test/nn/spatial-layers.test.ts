import '../reference.js';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { sum } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import { ShapeError } from '../../src/shape/index.js';
import { tensor } from '../../src/tensor/literal.js';
import { read } from '../../src/tensor/read.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';

const { conv2d, evaluate, model, parameterCount, sequential } = nn;
const none = { params: {}, state: {} };

describe('the rows of the curriculum, as layers', () => {
  it('C5: six 5 × 5 filters on 3 × 32 × 32 have 450 weights shared and 352,800 of their own', () => {
    const options = { out: 6, kernel: 5, bias: false } as const;
    expect(parameterCount(model([3, 32, 32], conv2d(options)))).toBe(450);
    expect(parameterCount(model([3, 32, 32], nn.locallyConnected2d(options)))).toBe(352_800);
  });

  it('C7: a separable convolution has C·k² + out·C weights in place of out·C·k²', () => {
    const options = { out: 64, kernel: 3, bias: false } as const;
    expect(parameterCount(model([32, 9, 9], conv2d(options)))).toBe(64 * 32 * 9);
    expect(parameterCount(model([32, 9, 9], nn.separableConv2d(options)))).toBe(32 * 9 + 64 * 32);
  });

  const map = tensor([
    [
      [1, 1, 2, 4],
      [5, 6, 7, 8],
      [3, 2, 1, 0],
      [1, 2, 3, 4],
    ],
  ]);

  it('C8: 2 × 2 pooling of the worked example, by the window and by the size, and where its gradient goes', () => {
    expect([...read(model([1, 4, 4], nn.maxPool2d(2)).forward(none, map, evaluate)[0])]).toEqual([6, 8, 3, 4]);
    expect([...read(model([1, 4, 4], nn.adaptiveMaxPool2d(2)).forward(none, map, evaluate)[0])]).toEqual([6, 8, 3, 4]);
    const pooled = (x: Tensor<[1, 4, 4]>) =>
      sum(model([1, 4, 4], nn.adaptiveMaxPool2d(2)).forward(none, x, evaluate)[0]);
    expect([...read(grad(pooled)(map))]).toEqual([0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1]);
    expect([...read(model([1, 4, 4], nn.globalMaxPool).forward(none, map, evaluate)[0])]).toEqual([8]);
  });

  it('C9: nearest neighbour, bed of nails, and unpooling at the places of the paired pooling', () => {
    const small = tensor([
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    const by = <F extends nn.Rule>(layer: nn.Layer<F>): readonly number[] => {
      const [y] = layer.definition.apply(none, small, { key: undefined, axis: 'batch' });
      return [...read(y)];
    };
    expect(by(nn.upsample(2))).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
    expect(by(nn.bedOfNails(2))).toEqual([1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0]);
    const unpooled = model([1, 4, 4], nn.maxUnpooled2d(2, nn.identity)).forward(none, map, evaluate)[0];
    expect([...read(unpooled)]).toEqual([0, 0, 0, 0, 0, 6, 0, 8, 3, 0, 0, 0, 0, 0, 0, 4]);
  });
});

describe('what is wrong with a layer whatever it meets is said at once', () => {
  /* as who calls without types */
  const called =
    (name: keyof typeof nn, ...given: readonly unknown[]) =>
    (): void =>
      void Reflect.apply(nn[name] as () => unknown, undefined, given);

  it.each([
    [called('depthwiseConv2d', { kernel: 3, groups: 2 }), "depthwiseConv2d: there is no option 'groups'"],
    [called('separableConv2d', { out: 3, kernel: 3, initial: {} }), "separableConv2d: there is no option 'initial'"],
    [called('locallyConnected1d', { out: 3, kernel: 3, groups: 2 }), "locallyConnected1d: there is no option 'groups'"],
    [called('convTranspose3d', { out: 3, kernel: 3, exact: true }), "convTranspose3d: there is no option 'exact'"],
    [called('maxPool2d', { kernel: 3, norm: 2 }), "maxPool2d: there is no option 'norm'"],
    [called('avgPool2d', { kernel: 3, norm: 2 }), "avgPool2d: there is no option 'norm'"],
    [called('maxUnpooled2d', { kernel: 3, strid: 2 }, nn.relu), "maxUnpooled2d: there is no option 'strid'"],
    [called('lpPool2d', { kernel: 2, norm: 0.5 }), 'lpPool2d: norm 0.5 is not a finite number from 1 up'],
    [called('lpPool1d', { kernel: 2, norm: NaN }), 'lpPool1d: norm NaN is not a finite number from 1 up'],
    [called('globalLpPool', { norm: Infinity }), 'globalLpPool: norm Infinity is not a finite number from 1 up'],
    [called('globalLpPool', { p: 2 }), "globalLpPool: there is no option 'p'"],
    [
      called('resize', { size: [2, 2], interpolation: 'cubic' }),
      "resize: interpolation 'cubic' is none of nearest, bilinear, bicubic",
    ],
    [called('pad', 1, { boundary: 'reflect' }), "pad: boundary 'reflect' is none of zero, mirror, replicate, wrap"],
    [called('pad', 1, { mode: 'zero' }), "pad: there is no option 'mode'"],
  ])('%#', (make, sentence) => expect(make).toThrow(sentence));
});

it('the mean of what lies inside is refused where a window sees nothing but padding', () => {
  const loose = model([1, 4, 4], nn.avgPool2d({ kernel: 2, padding: 2, countPadding: false }));
  const x = nn.initializers.ones(key(0), [1, 4, 4], 'float32');
  expect(() => void Reflect.apply(loose.forward, undefined, [none, x, evaluate])).toThrow(ShapeError);
});

describe('weights start as those of PyTorch', () => {
  it.each([
    ['depthwise: 1/√(KH·KW)', nn.depthwiseConv2d({ kernel: 3, multiplier: 8 }), 1 / 3],
    ['locally connected: 1/√(C·KH·KW)', nn.locallyConnected2d({ out: 4, kernel: 2 }), 1 / Math.sqrt(16)],
    ['transposed: 1/√(out·K)', nn.convTranspose1d({ out: 9, kernel: 4 }), 1 / 6],
  ] as const)('%s', (_, layer, bound) => {
    const input = layer.definition.operation === 'convTranspose1d' ? [4, 9] : [4, 9, 9];
    const slots = layer.definition.parameters(input);
    const weight = Reflect.get(slots, 'weight') as nn.Slot;
    const drawn = [...read(weight.initializer(key(3), weight.shape, 'float64'))];
    const largest = Math.max(...drawn.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.9 * bound);
    expect(new Set(drawn).size).toBe(drawn.length);
    const variance = drawn.reduce((total, w) => total + w * w, 0) / drawn.length;
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 0);
  });

  it('an initializer of a locally connected layer is asked for one position at a time', () => {
    const shapes: (readonly number[])[] = [];
    const weight: nn.Initializer = (drawn, shape, dtype) => {
      shapes.push(shape);
      return nn.initializers.heNormal()(drawn, shape, dtype);
    };
    const local = model([2, 4, 4], nn.locallyConnected2d({ out: 3, kernel: 2, bias: false, initial: { weight } }));
    expect(local.init(key(0)).params.weight.shape).toEqual([3, 2, 2, 2, 3, 3]);
    expect(shapes).toEqual([[3, 2, 2, 2]]);
  });
});

it('the summary shows the pooling of an unpooling and what lies between', () => {
  const net = model([3, 8, 8], sequential({ down: nn.maxUnpooled2d(2, { conv: conv2d({ out: 3, kernel: 1 }) }) }));
  expect(nn.summaryRows(net)).toMatchObject([
    { path: 'down', layer: 'maxPool2d', output: [3, 4, 4], parameters: 0 },
    { path: 'down.conv', layer: 'conv2d', output: [3, 4, 4], parameters: 12 },
  ]);
});

it('the summary shows what squeezes and what excites', () => {
  const rows = nn.summaryRows(model([8, 3, 3], sequential({ gate: nn.squeezeExcite(4) })));
  expect(rows.map(({ path, layer }) => [path, layer])).toEqual([
    ['gate', 'globalAvgPool'],
    ['gate.fc1', 'linear'],
    ['gate', 'relu'],
    ['gate.fc2', 'linear'],
    ['gate', 'sigmoid'],
  ]);
  expect(rows.reduce((total, { parameters }) => total + parameters, 0)).toBe(8 * 2 + 2 + 2 * 8 + 8);
});
