import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { every, flag, int, made } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/linear`. */
export const linear = {
  linear: made(nn.linear, every, fc.tuple(int(1, 4), flag), ([out, bias]) => [out, { bias }]),
} satisfies Rows;
