import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { sin } from '../../../ops/index.js';
import { every, int, kinked, made, plain } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/activation`. */
export const activation = {
  elu: kinked(made(nn.elu, every, fc.constantFrom(1, 0.5), (alpha) => [alpha])),
  gelu: plain(nn.gelu, every),
  identity: plain(nn.identity, every),
  leakyRelu: kinked(made(nn.leakyRelu, every, fc.constantFrom(0.25, 0.01), (slope) => [slope])),
  pointwise: made(
    (operation: string) => nn.pointwise(operation, (x) => sin(x)),
    every,
    fc.constant('sin'),
    (o) => [o],
  ),
  relu: kinked(plain(nn.relu, every)),
  sigmoid: plain(nn.sigmoid, every),
  softmax: made(
    (options: { readonly axis: number }) => nn.softmax(options),
    every,
    int(0, 3),
    (n, input) => [{ axis: (n % input.length) - (n % 2) * input.length }],
  ),
  tanh: plain(nn.tanh, every),
} satisfies Rows;
