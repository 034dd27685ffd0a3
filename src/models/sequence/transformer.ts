import {
  attending,
  decoderBlock,
  embedding,
  encoderBlock,
  initializers,
  layerNorm,
  linear,
  positionEmbedding,
  repeat,
  sequential,
  sinusoidalEncoding,
} from '../../nn/index.js';

const small = { weight: initializers.normal({ deviation: 0.02 }) };

/** What a transformer for language is told. */
export interface CharTransformerOptions<V extends number, W extends number, H extends number, M extends number> {
  /** The size of the vocabulary. */
  readonly characters: V;
  /** The width of the rows. */
  readonly width: W;
  readonly heads: H;
  /** The width of the hidden layer after each attention, usually four times that of the rows. */
  readonly hidden: M;
  readonly depth: number;
  /** How much of what each part adds is dropped in training; nothing unless given. */
  readonly dropout?: number;
}

/**
 * A language model as GPT: learned positions, blocks that do not look ahead, norms first.
 * Shape       [T] of int32 → [T, characters]
 * Parameters  for V characters, width W and hidden width M: VW + TW + 2W + VW + V, and for each block 4W² + 2WM + 9W + M
 * Source      Radford et al. 2018; deck row S12
 * @example
 * model([128], charTransformer({ characters: 65, width: 128, heads: 4, hidden: 512, depth: 4 }))
 */
export const charTransformer = <
  const V extends number,
  const W extends number,
  const H extends number,
  const M extends number,
>({
  characters,
  width,
  heads,
  hidden,
  depth,
  dropout = 0,
}: CharTransformerOptions<V, W, H, M>) =>
  sequential(
    { embed: embedding({ count: characters, width, initial: small }) },
    { position: positionEmbedding() },
    { blocks: repeat(depth, encoderBlock({ heads, hidden, causal: true, dropout })) },
    { norm: layerNorm() },
    { head: linear(characters) },
  );

/**
 * The transformer of the paper: an encoder that reads a source, a decoder that writes a target and attends to it. Norms after each part,
 * waves for positions; source and target stand one after the other in the input.
 * Shape       [source + T] of int32 → [T, characters]
 * Source      Vaswani et al. 2017, figure 1; deck row S12
 * @example
 * model([24], transformer({ characters: 20, width: 32, heads: 4, hidden: 64, depth: 2, source: 12 })).output // [12, 20]
 */
export const transformer = <
  const V extends number,
  const W extends number,
  const H extends number,
  const M extends number,
  const S extends number,
>({
  characters,
  width,
  heads,
  hidden,
  depth,
  dropout = 0,
  source,
}: CharTransformerOptions<V, W, H, M> & { readonly source: S }) => {
  const options = { heads, hidden, norm: 'post', activation: 'relu', dropout } as const;
  return sequential(
    attending(
      source,
      {
        encoder: sequential({ embed: embedding({ count: characters, width }) }, sinusoidalEncoding, {
          blocks: repeat(depth, encoderBlock(options)),
        }),
      },
      {
        decoder: sequential({ embed: embedding({ count: characters, width }) }, sinusoidalEncoding, {
          blocks: repeat(depth, decoderBlock(options)),
        }),
      },
    ),
    { head: linear(characters) },
  );
};
