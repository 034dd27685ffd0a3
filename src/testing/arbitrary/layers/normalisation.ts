import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { coupling, every, int, made } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/normalisation`. */
export const normalisation = {
  batchNorm: coupling(
    made(
      nn.batchNorm,
      every,
      fc.record({ momentum: fc.constantFrom(0.1, 0.5), epsilon: fc.constantFrom(0.25, 0.125) }),
      (o) => [o],
    ),
  ),
  decorrelatedBatchNorm: coupling(
    made(
      nn.decorrelatedBatchNorm,
      every,
      fc.record({ momentum: fc.constantFrom(0.1, 0.5), epsilon: fc.constantFrom(0.25, 0.125), iterations: int(4, 9) }),
      (o) => [o],
    ),
  ),
  groupNorm: made(
    (groups: number, options: { readonly epsilon: number }) => nn.groupNorm(groups, options),
    every,
    fc.tuple(int(1, 3), fc.constantFrom(0.25, 0.125)),
    ([groups, epsilon]) => [groups, { epsilon }],
  ),
  instanceNorm: made(
    (options: { readonly epsilon: number }) => nn.instanceNorm(options),
    every,
    fc.constantFrom(0.25, 0.125),
    (epsilon) => [{ epsilon }],
  ),
  layerNorm: made(nn.layerNorm, every, fc.constantFrom(0.25, 0.125), (epsilon) => [{ epsilon }]),
  localResponseNorm: made(
    nn.localResponseNorm,
    every,
    fc.record({
      size: int(1, 4),
      alpha: fc.constantFrom(1, 0.5),
      beta: fc.constantFrom(0.75, 1),
      k: fc.constantFrom(1, 2),
    }),
    (o) => [o],
  ),
  rmsNorm: made(nn.rmsNorm, every, fc.constantFrom(0.25, 0.125), (epsilon) => [{ epsilon }]),
} satisfies Rows;
