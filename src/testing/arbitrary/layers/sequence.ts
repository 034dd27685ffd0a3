import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import { every, int, made } from './row.js';
import type { Row, Rows } from './row.js';

/** A layer that can only stand first in a network. */
const first = (row: Row): Row => ({
  ...row,
  plans: (name, inner) =>
    row.plans(name, inner).map((plan) => (input, place) => (place.name === 'a' ? plan(input, place) : undefined)),
});

/** The rows of the layers of `nn/sequence`. */
export const sequence = {
  classToken: made(nn.classToken, [2], fc.constant(null), () => []),
  embedding: first(
    made(nn.embedding, [1, 2], fc.record({ count: int(2, 4), width: int(1, 3) }), (options) => [options]),
  ),
  multiHeadAttention: made(nn.multiHeadAttention, [2], int(0, 3), (n, [, width = 1]) => {
    const heads = [1, 2, 3, 4].filter((h) => width % h === 0);
    return [heads[n % heads.length] ?? 1];
  }),
  positionEmbedding: made(nn.positionEmbedding, every, fc.constant(null), () => []),
} satisfies Rows;
