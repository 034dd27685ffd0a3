/** jax-js on WebAssembly, every program compiled whole; a value used is a value given away, so each use takes a reference. */
import { defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad, vjp, type Array as T } from '@jax-js/jax';
import { floats, integers, type Inputs } from '../inputs.js';
import { learning, type Convolution, type NetworkWork, type Window } from '../workloads/index.js';
import { nets } from './nets.js';
import type { Ops } from './ops.js';
import { serve, type Program } from './serve.js';

type Weights = Record<string, T>;

const convolve = (x: T, weight: T, { stride, padding }: Window): T =>
  lax.conv(
    x.ref,
    weight.ref,
    [stride, stride],
    [
      [padding, padding],
      [padding, padding],
    ],
  );

const perChannel = (bias: T): T => bias.ref.reshape([-1, 1, 1]);

const normalised = (x: T, mean: T, variance: T, epsilon: number): T =>
  x.ref.sub(mean).mul(np.reciprocal(np.sqrt(variance.add(epsilon))));

const variance = (x: T, axes: number[] | number): T => np.var_(x.ref, axes, { keepdims: true });

const ops: Ops<T> = {
  linear: (x, weight, bias) => np.matmul(x.ref, weight.ref.transpose()).add(bias.ref),
  conv: (x, weight, bias, window) => {
    const y = convolve(x, weight, window);
    return bias === undefined ? y : y.add(perChannel(bias));
  },
  upsample: (x, weight, bias) =>
    lax.convTranspose(x.ref, weight.ref, [2, 2], 'VALID', { transposeKernel: true }).add(perChannel(bias)),
  maxPool: (x) => {
    const [n = 0, c = 0, h = 0, w = 0] = x.shape;
    return lax.reduceWindow(x.ref, (window) => np.max(window), [2, 2], [2, 2]).reshape([n, c, h >> 1, w >> 1]);
  },
  halve: (x) => {
    const [n = 0, c = 0, h = 0, w = 0] = x.shape;
    const rows = x.ref.reshape([n, c, h / 2, 2, w / 2, 2]).slice([], [], [], 0, [], 0);
    return np.pad(rows, [[0, 0], [c / 2, c / 2], [0, 0], [0, 0]]); // prettier-ignore
  },
  globalAvgPool: (x) => x.ref.mean([2, 3]),
  join: (x, y) => np.concatenate([x.ref, y.ref], 1),
  batchNorm: (x, weight, bias, running) => {
    const [mean, spread] =
      running === undefined
        ? [x.ref.mean([0, 2, 3], { keepdims: true }), variance(x, [0, 2, 3])]
        : [perChannel(running[0]), perChannel(running[1])];
    return normalised(x, mean, spread, 1e-5).mul(perChannel(weight)).add(perChannel(bias));
  },
  layerNorm: (x, weight, bias) =>
    normalised(x, x.ref.mean(-1, { keepdims: true }), variance(x, -1), 1e-6)
      .mul(weight.ref)
      .add(bias.ref),
  relu: (x) => nn.relu(x.ref),
  tanh: (x) => np.tanh(x.ref),
  gelu: (x) => nn.gelu(x.ref, { approximate: false }),
  softmax: (x) => nn.softmax(x.ref),
  add: (x, y) => x.ref.add(y.ref),
  scale: (x, factor) => x.ref.mul(factor),
  matmul: (x, y) => np.matmul(x.ref, y.ref),
  permute: (x, axes) => x.ref.transpose([...axes]),
  reshape: (x, shape) => x.ref.reshape([...shape]),
  at: (x, index) => x.ref.slice(index),
  append: (x, y) => np.concatenate([x.ref, y.ref], 1),
  flatten: (x) => x.ref.reshape([x.shape[0] ?? 0, -1]),
  pixels: (x) => {
    const [n = 0, c = 0, h = 0, w = 0] = x.shape;
    return x.ref.reshape([n, c, h * w]).transpose([0, 2, 1]);
  },
};

const load = (inputs: Inputs, name: string): T =>
  np.array(floats(inputs, name), { shape: [...(inputs.get(name)?.shape ?? [])] });

/** A function of some arrays, compiled. */
const program = (f: (...args: T[]) => T, args: readonly T[]): Program => {
  const compiled = jit(f);
  const compute = (): T => compiled(...args.map((x) => x.ref));
  return {
    run: async () => {
      const y = compute();
      await y.blockUntilReady();
      y.dispose();
    },
    read: () => compute().data(),
  };
};

const convolution = (work: Convolution, inputs: Inputs): (() => Program) => {
  const parts: Readonly<Record<Convolution['part'], (x: T, w: T, g: T) => T>> = {
    forward: (x, w) => convolve(x, w, work),
    'input gradient': (x, w, g) => {
      const [gradient] = vjp((free: T) => convolve(free, w, work), [x.ref])[1](g.ref);
      return gradient;
    },
    'filter gradient': (x, w, g) => {
      const [gradient] = vjp((free: T) => convolve(x, free, work), [w.ref])[1](g.ref);
      return gradient;
    },
  };
  return () => program(parts[work.part], [load(inputs, 'x'), load(inputs, 'w'), load(inputs, 'g')]);
};

const network = ({ kind, network, batch }: NetworkWork, inputs: Inputs): (() => Program) => {
  const names = [...inputs.keys()].filter((name) => name !== 'images' && name !== 'labels');
  const training = kind === 'training';
  const logits = (weights: Weights, x: T): T =>
    nets[network](
      ops,
      (name) => {
        const found = weights[name];
        if (found === undefined) throw new Error(`no weight ${name}`);
        return found;
      },
      x,
      { batch, training },
    );
  const loss = (weights: Weights, x: T, labels: T): T => {
    const y = logits(weights, x);
    return np.negative(nn.logSoftmax(y).reshape(labels.shape).mul(labels.ref).sum(-1).mean());
  };
  const learned = (name: string): boolean => !name.includes('running');
  return () => {
    const images = load(inputs, 'images');
    const weights = Object.fromEntries(
      names.filter((name) => !training || learned(name)).map((name) => [name, load(inputs, name)]),
    );
    if (!training) {
      const order = Object.keys(weights);
      return program(
        (x, ...values) => logits(Object.fromEntries(order.map((name, index) => [name, values[index] ?? x])), x),
        [images, ...Object.values(weights)],
      );
    }
    const labels = nn.oneHot(np.array(integers(inputs, 'labels')), network === 'xor' || network === 'unet' ? 2 : 10);
    const update = jit((params: Weights, velocity: Weights, x: T, y: T): [T, Weights, Weights] => {
      const [value, gradients] = valueAndGrad(loss)(tree.ref(params), x.ref, y.ref);
      const next = zip(velocity, gradients, (v, g) => v.ref.mul(learning.momentum).add(g.ref));
      return [value, zip(params, next, (w, v) => w.ref.sub(v.ref.mul(learning.rate))), next];
    });
    let now = [weights, zip(weights, weights, (w) => np.zerosLike(w.ref))] as const;
    const step = async (): Promise<ArrayLike<number>> => {
      const [value, params, velocity] = update(...now, images.ref, labels.ref);
      now = [params, velocity];
      return value.data();
    };
    return { run: step, read: step };
  };
};

const zip = (a: Weights, b: Weights, f: (x: T, y: T) => T): Weights =>
  Object.fromEntries(Object.entries(a).map(([name, x]) => [name, f(x, b[name] ?? x)]));

await init('wasm');
defaultDevice('wasm');
await serve((work, inputs) => {
  switch (work.kind) {
    case 'matmul':
      return () => program((a, b) => np.matmul(a.ref, b.ref), [load(inputs, 'a'), load(inputs, 'b')]);
    case 'convolution':
      return convolution(work, inputs);
    case 'image':
      throw new Error('there are no filters of images here');
    case 'training':
    case 'inference':
      return network(work, inputs);
  }
});
