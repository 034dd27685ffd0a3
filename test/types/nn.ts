import {
  batchNorm,
  build,
  conv2d,
  convTranspose2d,
  dropout,
  embedding,
  evaluate,
  flatten,
  linear,
  maxPool2d,
  maxUnpooled2d,
  model,
  relu,
  repeat,
  residual,
  separableConv2d,
  sequential,
  skipConcat,
  squeezeExcite,
  times,
  withDType,
  type Layer,
  type Rule,
} from '../../src/nn/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { claim, type Equal } from './equal.js';

const lenet = build(
  [1, 28, 28],
  { conv1: conv2d({ out: 6, kernel: 5, padding: 2 }) },
  relu,
  maxPool2d(2),
  { conv2: conv2d({ out: 16, kernel: 5 }) },
  relu,
  maxPool2d(2),
  flatten,
  { fc1: linear(120) },
  relu,
  { fc2: linear(84) },
  relu,
  { fc3: linear(10) },
);
type Variables<M extends { readonly init: (...key: never) => unknown }> = ReturnType<M['init']>;
type LeNet = Variables<typeof lenet>;

claim<Equal<(typeof lenet)['input'], [1, 28, 28]>>();
claim<Equal<(typeof lenet)['output'], [10]>>();
claim<Equal<LeNet['params']['conv2'], { readonly weight: Tensor<[16, 6, 5, 5]>; readonly bias: Tensor<[16]> }>>();
claim<Equal<LeNet['params']['fc1']['weight'], Tensor<[120, 400]>>>();
claim<Equal<keyof LeNet['params'], 'conv1' | 'conv2' | 'fc1' | 'fc2' | 'fc3'>>();
claim<Equal<keyof LeNet['state'], never>>();

/* Batches: none, one axis, several, of unknown size, of symbolic size. */
declare const variables: LeNet;
declare const data: {
  readonly one: Tensor<[1, 28, 28]>;
  readonly batch: Tensor<[64, 1, 28, 28]>;
  readonly grid: Tensor<[4, 2, 1, 28, 28]>;
  readonly unknown: Tensor<[number, 1, 28, 28]>;
};
export const run = {
  one: () => lenet.forward(variables, data.one, evaluate)[0],
  batch: () => lenet.forward(variables, data.batch, evaluate)[0],
  grid: () => lenet.forward(variables, data.grid, evaluate)[0],
  unknown: () => lenet.forward(variables, data.unknown, evaluate)[0],
};
claim<Equal<ReturnType<typeof run.one>, Tensor<[10]>>>();
claim<Equal<ReturnType<typeof run.batch>, Tensor<[64, 10]>>>();
claim<Equal<ReturnType<typeof run.grid>, Tensor<[4, 2, 10]>>>();
claim<Equal<ReturnType<typeof run.unknown>, Tensor<[number, 10]>>>();
export const leading = <B extends readonly number[]>(x: Tensor<readonly [...B, 1, 28, 28]>): Tensor<[...B, 10]> =>
  lenet.forward(variables, x, evaluate)[0];
export const symbolic = <N extends number>(x: Tensor<[N, 1, 28, 28]>): Tensor<[N, 10]> =>
  lenet.forward(variables, x, evaluate)[0];

/* The state has the names of what remembers, and no others. */
const normed = model(
  [3, 8, 8],
  sequential(
    { stem: sequential({ conv: conv2d({ out: 4, kernel: 3, bias: false }) }, { norm: batchNorm() }) },
    { body: repeat(2, residual(sequential({ norm: batchNorm() }, relu))) },
    dropout(0.5),
    { head: sequential(flatten, { fc: linear(2) }) },
  ),
);
type Normed = Variables<typeof normed>;
interface Statistics {
  readonly mean: Tensor<[4]>;
  readonly variance: Tensor<[4]>;
}
claim<Equal<Normed['params']['stem']['conv'], { readonly weight: Tensor<[4, 3, 3, 3]> }>>();
claim<Equal<keyof Normed['state'], 'stem' | 'body'>>();
claim<Equal<keyof Normed['state']['stem'], 'norm'>>();
claim<Statistics extends Normed['state']['body'][number]['norm'] ? true : false>();

/* Another element type, for parameters, state and data. */
export const double = withDType(normed, 'float64');
type Double = Variables<typeof double>;
claim<Equal<Double['params']['head']['fc']['weight'], Tensor<[2, 144], 'float64'>>>();
claim<Equal<Double['state']['body'][number]['norm']['mean'], Tensor<[4], 'float64'>>>();

/* A network that begins with an embedding takes whole numbers, in any element type of its parameters. */
const language = model(
  [64],
  sequential({ tokens: sequential({ embed: embedding({ count: 65, width: 32 }) }) }, { fc: linear(65) }),
);
declare const ids: Tensor<[8, 64], 'int32'>;
declare const written: Variables<typeof language>;
export const spoken: Tensor<[8, 64, 65]> = language.forward(written, ids, evaluate)[0];
claim<Equal<Variables<typeof language>['params']['tokens']['embed'], { readonly weight: Tensor<[65, 32]> }>>();
export const precise = withDType(language, 'float64');
declare const exact: Variables<typeof precise>;
export const said: Tensor<[8, 64, 65], 'float64'> = precise.forward(exact, ids, evaluate)[0];

/* Blocks written as functions of channels and of inner blocks. */
const twice = <C extends number>(out: C) =>
  sequential({ conv1: conv2d({ out, kernel: 3 }) }, relu, { conv2: conv2d({ out: times(2, out), kernel: 3 }) }, relu);
const level = <C extends number, F extends Rule>(out: C, inner: Layer<F>) =>
  sequential(
    { encode: twice(out) },
    skipConcat(sequential(maxPool2d(2), { inner }, { up: convTranspose2d({ out, kernel: 2, stride: 2 }) })),
    { decode: twice(out) },
  );
export const unet = model([1, 140, 140], level(8, level(16, twice(32))));
claim<Equal<(typeof unet)['output'], [16, 100, 100]>>();
claim<Equal<Variables<typeof unet>['params']['inner']['decode']['conv1']['weight'], Tensor<[16, 48, 3, 3]>>>();

/* An encoder and its decoder, nested: sizes come back, odd ones as well. */
const stage = <const C extends number, F extends Rule>(channels: C, below: Layer<F>) =>
  sequential({ encode: conv2d({ out: channels, kernel: 3, padding: 1 }) }, maxUnpooled2d(2, { below }), {
    decode: separableConv2d({ out: channels, kernel: 3, padding: 1 }),
  });
export const segnet = model([3, 50, 75], stage(16, stage(16, sequential({ gate: squeezeExcite(4) }))));
claim<Equal<(typeof segnet)['output'], [16, 50, 75]>>();
type Segnet = Variables<typeof segnet>['params'];
claim<Equal<Segnet['below']['decode']['depthwise'], { readonly weight: Tensor<[16, 1, 3, 3]> }>>();
claim<Equal<Segnet['below']['below']['gate']['fc1']['weight'], Tensor<[4, 16]>>>();
