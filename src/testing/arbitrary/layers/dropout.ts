import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { drawing, every, made } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/dropout`. */
export const dropout = {
  alphaDropout: drawing(made(nn.alphaDropout, every, fc.constantFrom(0.5, 0.25, 0), (rate) => [rate])),
  dropout: drawing(made(nn.dropout, every, fc.constantFrom(0.5, 0.25, 0, 1), (rate) => [rate])),
  dropPath: drawing(made(nn.dropPath, every, fc.constantFrom(0.5, 0.25, 0, 1), (rate) => [rate])),
  spatialDropout: drawing(made(nn.spatialDropout, every, fc.constantFrom(0.5, 0.25, 0, 1), (rate) => [rate])),
} satisfies Rows;
