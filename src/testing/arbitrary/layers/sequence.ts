import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { every, int, made } from './row.js';
import type { Rows } from './row.js';

/** The rows of the layers of `nn/sequence`. */
export const sequence = {
  classToken: made(nn.classToken, [2], fc.constant(null), () => []),
  multiHeadAttention: made(nn.multiHeadAttention, [2], int(0, 3), (n, [, width = 1]) => {
    const heads = [1, 2, 3, 4].filter((h) => width % h === 0);
    return [heads[n % heads.length] ?? 1];
  }),
  positionEmbedding: made(nn.positionEmbedding, every, fc.constant(null), () => []),
} satisfies Rows;
