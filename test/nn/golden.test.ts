import '../reference.js';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { multiply, sum } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import { toArray } from '../../src/tensor/literal.js';
import type { Shape } from '../../src/shape/index.js';
import { fromArray, item } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad, valueAndGrad } from '../../src/transform/index.js';
import { expectClose, float64, golden, tensors } from './golden.js';

const { conv2d, batchNorm, relu, sequential } = nn;

/** The layer of each golden case. */
const layers: Readonly<Record<string, nn.Layer<unknown>>> = {
  conv2d: conv2d({ out: 4, kernel: 3 }),
  'conv2d strided': conv2d({ out: 3, kernel: [3, 2], stride: [2, 3], padding: [1, 2] }),
  'conv2d dilated, in groups, without bias': conv2d({
    out: 6,
    kernel: 3,
    dilation: 2,
    groups: 2,
    padding: 1,
    bias: false,
  }),
  conv1d: nn.conv1d({ out: 2, kernel: 3, stride: 2, padding: 1 }),
  conv3d: nn.conv3d({ out: 3, kernel: 2 }),
  convTranspose2d: nn.convTranspose2d({ out: 2, kernel: 2, stride: 2 }),
  'convTranspose2d in groups': nn.convTranspose2d({
    out: 6,
    kernel: 3,
    stride: 2,
    padding: 1,
    outputPadding: 1,
    groups: 2,
  }),
  linear: nn.linear(4),
  'linear of rows, without bias': nn.linear(4, { bias: false }),
  maxPool2d: nn.maxPool2d({ kernel: 3, stride: 2, ceil: true }),
  avgPool2d: nn.avgPool2d({ kernel: 3, stride: 2, padding: 1 }),
  globalAvgPool: nn.globalAvgPool,
  leakyRelu: nn.leakyRelu(0.1),
  elu: nn.elu(0.7),
  gelu: nn.gelu,
  sigmoid: nn.sigmoid,
  softmax: nn.softmax({ axis: 0 }),
  layerNorm: nn.layerNorm(),
  localResponseNorm: nn.localResponseNorm({ size: 4, alpha: 0.5, beta: 0.75, k: 2 }),
  batchNorm: batchNorm(),
  'batchNorm of features': batchNorm(),
  multiHeadAttention: nn.multiHeadAttention(2),
  'residual block': sequential(
    nn.sum(
      sequential(
        { conv1: conv2d({ out: 4, kernel: 3, stride: 2, padding: 1, bias: false }) },
        { bn1: batchNorm() },
        relu,
        { conv2: conv2d({ out: 4, kernel: 3, padding: 1, bias: false }) },
        { bn2: batchNorm() },
      ),
      { proj: conv2d({ out: 4, kernel: 1, stride: 2, bias: false }) },
    ),
    relu,
  ),
};

const close = (input: Shape, layer: unknown) =>
  nn.withDType(Reflect.apply(nn.model, undefined, [input, layer]) as nn.Model<Shape, Shape, object, object>, 'float64');

describe('a layer does what PyTorch does, forward and backward', () => {
  it('for every golden case', () => expect(Object.keys(layers)).toEqual(Object.keys(golden.cases)));

  it.each(Object.entries(golden.cases))(
    '%s',
    (name, { input, params, output, cotangent, inputGradient, gradients }) => {
      const net = close(input.shape.slice(1), layers[name]);
      const { state } = net.init(key(0));
      const given = { params: tensors(params), x: float64(input) };
      const run = (p: typeof given): Tensor<Shape, 'float64'> =>
        net.forward({ params: p.params, state }, p.x, nn.train(key(0)))[0];
      expectClose(run(given), output);
      const loss = (p: typeof given): Tensor<[], 'float64'> => sum(multiply(run(p), float64(cotangent)));
      const gradient = grad(loss)(given);
      expectClose(gradient.x, inputGradient, 1e-8);
      expectClose(gradient.params, gradients, 1e-8);
    },
  );
});

describe('batchNorm', () => {
  const { params, batches, outputs, mean, variance, evaluated } = golden.statistics;
  const net = close([3, 2, 5], batchNorm({ momentum: 0.3, epsilon: 1e-3 }));
  const given = tensors(params);

  it('keeps running statistics over two batches and uses them afterwards, as PyTorch does', () => {
    const { state } = net.init(key(0));
    const [y1, after1] = net.forward({ params: given, state }, float64(batches[0]), nn.train(key(1)));
    const [y2, after2] = net.forward({ params: given, state: after1 }, float64(batches[1]), nn.train(key(1)));
    expectClose(y1, outputs[0]);
    expectClose(y2, outputs[1]);
    expectClose(after2, { mean, variance });
    const [y, same] = net.forward({ params: given, state: after2 }, float64(batches[1]), nn.evaluate);
    expectClose(y, evaluated);
    expectClose(same, { mean, variance });
  });
});

describe('softmaxCrossEntropy', () => {
  const { logits, labels, loss, gradient, each } = golden.losses.softmaxCrossEntropy;
  const classes = fromArray(Int32Array.from(labels.data), labels.shape);

  it('is that of PyTorch, with its gradient, reduced or not', () => {
    const [value, slope] = valueAndGrad((x: Tensor<Shape, 'float64'>) => nn.softmaxCrossEntropy(x, classes))(
      float64(logits),
    );
    expect(item(value)).toBeCloseTo(loss, 12);
    expectClose(slope, gradient);
    expectClose(nn.softmaxCrossEntropy(float64(logits), classes, { reduction: 'none' }), each);
    expect(item(nn.softmaxCrossEntropy(float64(logits), classes, { reduction: 'sum' }))).toBeCloseTo(6 * loss, 11);
  });

  it('is stable for logits of ±1000: the gradient is p − onehot', () => {
    const extreme = fromArray(Float32Array.of(1000, -1000, 0, -1000, 1000, 1000), [2, 3]);
    const wrong = fromArray(Int32Array.of(1, 1), [2]);
    const [value, slope] = valueAndGrad((x: Tensor<readonly [2, 3]>) => nn.softmaxCrossEntropy(x, wrong))(extreme);
    expect(item(value)).toBeCloseTo((2000 + Math.log(2)) / 2, 3);
    expect([...toArray(slope)].map((v) => Math.round(v * 1e6) / 1e6)).toEqual([0.5, -0.5, 0, 0, -0.25, 0.25]);
  });
});

describe('meanSquaredError', () => {
  it('is that of PyTorch, with its gradient', () => {
    const { predictions, targets, loss, gradient } = golden.losses.meanSquaredError;
    const [value, slope] = valueAndGrad((y: Tensor<Shape, 'float64'>) => nn.meanSquaredError(y, float64(targets)))(
      float64(predictions),
    );
    expect(item(value)).toBeCloseTo(loss, 12);
    expectClose(slope, gradient);
  });
});
