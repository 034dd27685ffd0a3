import * as fc from 'fast-check';
import * as nn from '../../../nn/index.js';
import type { Layer } from '../../../nn/index.js';
import { every, flag, int, kinked, made } from './row.js';
import type { Row, Rows } from './row.js';

/** A layer that holds names of its own, and so gets one. */
const named = (row: Row): Row => ({
  ...row,
  plans: (name, inner) =>
    row.plans(name, inner).map((plan) => (input, place) => {
      const written = plan(input, place);
      return written && { ...written, named: true };
    }),
});

/** A layer that can only stand first in a network. */
const first = (row: Row): Row => ({
  ...row,
  plans: (name, inner) =>
    row.plans(name, inner).map((plan) => (input, place) => (place.name === 'a' ? plan(input, place) : undefined)),
});

const recurrent = fc.record({
  width: int(1, 2),
  bidirectional: flag,
  returns: fc.constantFrom('all' as const, 'last' as const),
});

/** one of the numbers of heads into which a width divides */
const headsOf = (drawn: number, width = 1): number => {
  const heads = [1, 2, 3, 4].filter((h) => width % h === 0);
  return heads[drawn % heads.length] ?? 1;
};

const blocks = fc.record({
  hidden: int(1, 2),
  norm: fc.constantFrom('pre' as const, 'post' as const),
  causal: flag,
});

const embed = { embed: nn.embedding({ count: 2, width: 2 }) };

/** a layer that attends to another sequence, below an encoder that leaves the first row as it is */
const decoding = (
  make: (heads: number, drawn: { readonly hidden: number; readonly norm: 'pre' | 'post' }) => Layer<unknown>,
): Row =>
  named(
    made(
      (heads: number, drawn: { readonly hidden: number; readonly norm: 'pre' | 'post' }) =>
        nn.attending(1, nn.identity, { decode: make(heads, drawn) }),
      [2],
      fc.tuple(int(0, 3), blocks),
      ([n, drawn], [, width]) => [headsOf(n, width), drawn] as const,
    ),
  );

/** The rows of the layers of `nn/sequence`. */
export const sequence = {
  attending: named(
    made(
      (source: number, heads: number, bias: boolean) =>
        nn.attending(source, { encode: nn.linear(heads, { bias }) }, { decode: nn.linear(heads, { bias }) }),
      [2],
      fc.tuple(int(1, 2), int(1, 2), flag),
      (drawn) => drawn,
    ),
  ),
  classToken: made(nn.classToken, [2], fc.constant(null), () => []),
  crossAttention: decoding((heads) => nn.crossAttention(heads)),
  decoderBlock: decoding((heads, { hidden, norm }) => nn.decoderBlock({ heads, hidden, norm })),
  embedding: first(
    made(nn.embedding, [1, 2], fc.record({ count: int(2, 4), width: int(1, 3) }), (options) => [options]),
  ),
  encoderBlock: made(nn.encoderBlock, [2], fc.tuple(int(0, 3), blocks), ([n, drawn], [, width]) => [
    { heads: headsOf(n, width), ...drawn },
  ]),
  gru: made(nn.gru, [2], recurrent, (options) => [options]),
  lstm: made(nn.lstm, [2], recurrent, (options) => [options]),
  multiHeadAttention: made(nn.multiHeadAttention, [2], fc.tuple(int(0, 3), flag), ([n, causal], [, width]) => [
    headsOf(n, width),
    { causal },
  ]),
  positionEmbedding: made(nn.positionEmbedding, every, fc.constant(null), () => []),
  ragged: first(
    made(
      (padding: number, returns: 'all' | 'last', attention: boolean) =>
        nn.ragged(
          { padding },
          nn.sequential(embed, ...(attention ? [{ attn: nn.multiHeadAttention(1) }] : []), {
            gru: nn.gru({ width: 1, returns }),
          }),
        ),
      [1],
      fc.tuple(int(0, 1), fc.constantFrom('all' as const, 'last' as const), flag),
      (drawn) => drawn,
    ),
  ),
  rnn: kinked(
    made(
      nn.rnn,
      [2],
      fc
        .tuple(fc.constantFrom('tanh' as const, 'relu' as const), recurrent)
        .map(([activation, drawn]) => ({ ...drawn, activation })),
      (options) => [options],
    ),
  ),
  sinusoidalEncoding: made(
    () => nn.sinusoidalEncoding,
    [2],
    fc.constant(null),
    () => [],
  ),
} satisfies Rows;
