import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { sin } from '../../../ops/index.js';
import { every, flag, int, kinked, made, plain } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/activation`. */
export const activation = {
  celu: made(nn.celu, every, fc.constantFrom(1, 0.5), (alpha) => [alpha]),
  elu: kinked(made(nn.elu, every, fc.constantFrom(1, 0.5), (alpha) => [alpha])),
  gelu: plain(nn.gelu, every),
  geluTanh: plain(nn.geluTanh, every),
  glu: made(
    (options: { readonly axis: number }) => nn.glu(options),
    every,
    int(0, 3),
    (n, input) => [{ axis: (n % input.length) - (n % 2) * input.length }],
  ),
  hardSigmoid: kinked(plain(nn.hardSigmoid, every)),
  hardSwish: kinked(plain(nn.hardSwish, every)),
  hardTanh: kinked(plain(nn.hardTanh, every)),
  identity: plain(nn.identity, every),
  leakyRelu: kinked(made(nn.leakyRelu, every, fc.constantFrom(0.25, 0.01), (slope) => [slope])),
  logSoftmax: made(
    (options: { readonly axis: number }) => nn.logSoftmax(options),
    every,
    int(0, 3),
    (n, input) => [{ axis: (n % input.length) - (n % 2) * input.length }],
  ),
  maxout: kinked(
    made(
      (options: { readonly out: number; readonly pieces: number }) => nn.maxout(options),
      every,
      fc.record({ out: int(1, 3), pieces: int(1, 3) }),
      (o) => [o],
    ),
  ),
  maxoutChannels: kinked(made(nn.maxoutChannels, every, int(1, 3), (pieces) => [pieces])),
  mish: plain(nn.mish, every),
  pointwise: made(
    (operation: string) => nn.pointwise(operation, (x) => sin(x)),
    every,
    fc.constant('sin'),
    (o) => [o],
  ),
  prelu: kinked(
    made(
      (options: { readonly perChannel: boolean }) => nn.prelu(options),
      every,
      flag,
      (perChannel) => [{ perChannel }],
    ),
  ),
  relu: kinked(plain(nn.relu, every)),
  relu6: kinked(plain(nn.relu6, every)),
  selu: kinked(plain(nn.selu, every)),
  sigmoid: plain(nn.sigmoid, every),
  silu: plain(nn.silu, every),
  softmax: made(
    (options: { readonly axis: number }) => nn.softmax(options),
    every,
    int(0, 3),
    (n, input) => [{ axis: (n % input.length) - (n % 2) * input.length }],
  ),
  softplus: plain(nn.softplus, every),
  step: kinked(plain(nn.step, every)),
  tanh: plain(nn.tanh, every),
} satisfies Rows;
