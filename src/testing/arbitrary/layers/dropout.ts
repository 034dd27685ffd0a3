import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { every, made } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/dropout`. */
export const dropout = {
  dropout: made(nn.dropout, every, fc.constantFrom(0.5, 0.25, 0, 1), (rate) => [rate]),
} satisfies Rows;
