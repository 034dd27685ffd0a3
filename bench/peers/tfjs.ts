/** TensorFlow.js on its backend `cpu` or `wasm`: images lie [N, H, W, C], filters [H, W, in, out]. */
import * as tf from '@tensorflow/tfjs-core';
// Brings the gradients of the operations with it.
import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { floats, integers, type Inputs } from '../inputs.js';
import { learning, type Convolution, type NetworkWork } from '../workloads/index.js';
import { nets } from './nets.js';
import type { Ops } from './ops.js';
import { serve, type Program } from './serve.js';

type T = tf.Tensor;

const normalised = (x: T, mean: T, variance: T, [weight, bias, epsilon]: readonly [T, T, number]): T =>
  tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon))), weight), bias);

const ops: Ops<T> = {
  linear: (x, weight, bias) => {
    const flat = x.rank === 2 ? x : tf.reshape(x, [-1, weight.shape[1] ?? 0]);
    const y = tf.add(tf.matMul(flat, weight, false, true), bias);
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), weight.shape[0] ?? 0]);
  },
  conv: (x, weight, bias, { stride, padding }) => {
    const y = tf.conv2d(x, weight, stride, padding);
    return bias === undefined ? y : tf.add(y, bias);
  },
  upsample: (x, weight, bias) => {
    const [n = 0, h = 0, w = 0] = x.shape;
    return tf.add(tf.conv2dTranspose(x, weight, [n, 2 * h, 2 * w, weight.shape[2] ?? 0], 2, 'valid'), bias);
  },
  maxPool: (x) => tf.maxPool(x, 2, 2, 'valid'),
  halve: (x) => {
    const half = (x.shape[3] ?? 0) / 2;
    const none = [0, 0] as const;
    // Means of single pixels: the strided slice has no gradient.
    return tf.pad(tf.avgPool(x, 1, 2, 'valid'), [[...none], [...none], [...none], [half, half]]);
  },
  globalAvgPool: (x) => tf.mean(x, [1, 2]),
  join: (x, y) => tf.concat([x, y], 3),
  batchNorm: (x, weight, bias, running) => {
    if (running !== undefined) return normalised(x, running[0], running[1], [weight, bias, 1e-5]);
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return normalised(x, mean, variance, [weight, bias, 1e-5]);
  },
  layerNorm: (x, weight, bias) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return normalised(x, mean, variance, [weight, bias, 1e-6]);
  },
  relu: tf.relu,
  tanh: tf.tanh,
  gelu: (x) => tf.mul(tf.mul(x, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)), 0.5),
  softmax: (x) => tf.softmax(x),
  add: tf.add,
  scale: tf.mul,
  matmul: (x, y) => tf.matMul(x, y),
  permute: (x, axes) => tf.transpose(x, [...axes]),
  reshape: (x, shape) => tf.reshape(x, [...shape]),
  at: (x, index) => tf.squeeze(tf.slice(x, [index], [1]), [0]),
  append: (x, y) => tf.concat([x, y], 1),
  flatten: (x) => tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0] ?? 0, -1]),
  pixels: (x) => tf.reshape(x, [x.shape[0] ?? 0, -1, x.shape[3] ?? 0]),
};

/** An array of the inputs, images and filters turned to the order of the axes here. */
const load = (inputs: Inputs, name: string, filter = name.endsWith('weight')): T => {
  const { shape = [] } = inputs.get(name) ?? {};
  const x = tf.tensor(floats(inputs, name), [...shape]);
  return shape.length === 4 ? tf.tidy(() => tf.transpose(x, filter ? [2, 3, 1, 0] : [0, 2, 3, 1])) : x;
};

/** A result read and released, or only released. */
const program = (compute: () => T): Program => {
  const using = <A>(use: (y: T) => A): A => {
    const y = tf.tidy(compute);
    const result = use(y);
    y.dispose();
    return result;
  };
  return { run: () => using(() => undefined), read: () => using((y) => y.dataSync()) };
};

const convolution = (work: Convolution, inputs: Inputs): (() => Program) => {
  const { part, stride, padding } = work;
  const [x, w, g] = [load(inputs, 'x'), load(inputs, 'w', true), load(inputs, 'g')];
  const attributes = { strides: stride, pad: padding, dataFormat: 'NHWC' };
  const parts: Readonly<Record<Convolution['part'], () => T>> = {
    forward: () => tf.conv2d(x, w, stride, padding),
    'input gradient': () =>
      tf.engine().runKernel('Conv2DBackpropInput', { dy: g, filter: w }, { ...attributes, inputShape: x.shape }),
    'filter gradient': () =>
      tf.engine().runKernel('Conv2DBackpropFilter', { x, dy: g }, { ...attributes, filterShape: w.shape }),
  };
  return () => program(parts[part]);
};

const network = ({ kind, network, batch }: NetworkWork, inputs: Inputs): (() => Program) => {
  const names = [...inputs.keys()].filter((name) => name !== 'images' && name !== 'labels');
  const [images, labels] = [load(inputs, 'images'), tf.tensor(integers(inputs, 'labels'))];
  const training = kind === 'training';
  return () => {
    const weights = new Map(
      names.map((name) => [name, tf.variable(load(inputs, name), !name.includes('running'))] as const),
    );
    const weight = (name: string): T => {
      const found = weights.get(name);
      if (found === undefined) throw new Error(`no weight ${name}`);
      return found;
    };
    const logits = (): T => nets[network](ops, weight, images, { batch, training });
    if (!training) return program(logits);
    const optimizer = tf.train.momentum(learning.rate, learning.momentum);
    const oneHot = tf.oneHot(labels, network === 'xor' || network === 'unet' ? 2 : 10);
    const loss = (): tf.Scalar => {
      const y = logits();
      return tf.losses.softmaxCrossEntropy(oneHot, tf.reshape(y, [-1, y.shape.at(-1) ?? 0]));
    };
    const step = (): readonly number[] => {
      const value = optimizer.minimize(loss, true);
      const numbers = [...(value?.dataSync() ?? [])];
      value?.dispose();
      return numbers;
    };
    return { run: step, read: step };
  };
};

await tf.setBackend(process.argv[3] ?? 'cpu');
await serve((work, inputs) => {
  switch (work.kind) {
    case 'matmul': {
      const [a, b] = [load(inputs, 'a'), load(inputs, 'b')];
      return () => program(() => tf.matMul(a, b));
    }
    case 'convolution':
      return convolution(work, inputs);
    case 'image':
      throw new Error('there are no filters of images here');
    case 'training':
    case 'inference':
      return network(work, inputs);
  }
});
