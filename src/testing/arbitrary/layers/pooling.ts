import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { int, kinked, made, plain } from './row.js';
import type { Rows } from './row.js';

const options = fc.record({ kernel: int(1, 3), stride: int(1, 2), padding: int(0, 1) });
const pool = ({
  kernel,
  stride,
  padding,
}: {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
}) => [{ kernel, stride, padding: Math.min(padding, Math.floor(kernel / 2)) }] as const;

/** The rows of the layers of `nn/pooling`. */
export const pooling = {
  maxPool1d: kinked(made(nn.maxPool1d, [2], options, pool)),
  maxPool2d: kinked(made(nn.maxPool2d, [3], options, pool)),
  avgPool1d: made(nn.avgPool1d, [2], options, pool),
  avgPool2d: made(nn.avgPool2d, [3], options, pool),
  globalAvgPool: plain(nn.globalAvgPool, [2, 3, 4]),
} satisfies Rows;
