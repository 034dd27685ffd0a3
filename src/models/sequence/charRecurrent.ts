import { embedding, gru, linear, lstm, repeat, rnn, sequential } from '../../nn/index.js';

/** What a recurrent language model is told. */
export interface CharRecurrentOptions<V extends number, W extends number> {
  /** The size of the vocabulary. */
  readonly characters: V;
  /** The width of every layer. */
  readonly width: W;
  /** How many recurrent layers there are. */
  readonly depth: number;
}

/**
 * A language model: after each character, the scores of the one that comes next. Recurrent layers between an embedding and a linear layer.
 * Shape       [T] of int32 → [T, characters]
 * Parameters  2VW + V for V characters of width W, and for each layer 2W² + 2W
 * Source      Elman 1990; deck row S11
 * @example
 * model([128], charRnn({ characters: 65, width: 256, depth: 1 }))
 */
export const charRnn = <const V extends number, const W extends number>({
  characters,
  width,
  depth,
}: CharRecurrentOptions<V, W>) =>
  sequential(
    { embed: embedding({ count: characters, width }) },
    { rnn: repeat(depth, rnn({ width })) },
    { head: linear(characters) },
  );

/**
 * {@link charRnn} of long short-term memories.
 * Parameters  2VW + V, and for each layer 8W² + 8W
 * Source      Hochreiter and Schmidhuber 1997, Graves 2013; deck row S11
 * @example
 * model([128], charLstm({ characters: 65, width: 256, depth: 1 }))
 */
export const charLstm = <const V extends number, const W extends number>({
  characters,
  width,
  depth,
}: CharRecurrentOptions<V, W>) =>
  sequential(
    { embed: embedding({ count: characters, width }) },
    { lstm: repeat(depth, lstm({ width })) },
    { head: linear(characters) },
  );

/**
 * {@link charRnn} of gated recurrent units.
 * Parameters  2VW + V, and for each layer 6W² + 6W
 * Source      Cho et al. 2014; deck row S11
 * @example
 * model([128], charGru({ characters: 65, width: 256, depth: 1 }))
 */
export const charGru = <const V extends number, const W extends number>({
  characters,
  width,
  depth,
}: CharRecurrentOptions<V, W>) =>
  sequential(
    { embed: embedding({ count: characters, width }) },
    { gru: repeat(depth, gru({ width })) },
    { head: linear(characters) },
  );
