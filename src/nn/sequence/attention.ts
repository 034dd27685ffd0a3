import { expectSpelt } from '../../shape/index.js';
import type { OptionNames } from '../../shape/index.js';
import { dimension } from '../../shape/index.js';
import { stateless } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Known } from '../options.js';
import type { Stateless } from '../rule.js';
import { attended, attentionSlots, toItself, toMemory, type Attended, type AttentionParams } from './attend.js';

/** The rule of `multiHeadAttention` and `crossAttention`. */
export interface Attention<Op extends string, H extends number> extends Stateless<Op> {
  readonly Out: Attended<this['In'], H, Op>;
  readonly Params: this['In'] extends readonly [unknown, infer D extends number] ? AttentionParams<D> : never;
}
export type MultiHeadAttention<H extends number> = Attention<'multiHeadAttention', H>;
export type CrossAttention<H extends number> = Attention<'crossAttention', H>;

/** What an attention may be told. */
export interface AttentionOptions {
  /** Whether each row sees only the rows before it and itself, as what continues a text has to. */
  readonly causal?: boolean;
}
const optionNames: OptionNames<AttentionOptions> = { causal: true };

/**
 * Self-attention with h heads: the rows of a sequence, averaged by how well they match. Each head maps them to queries,
 * keys and values of width d = D/h; A = softmax(Q Kᵀ / √d) V; the heads side by side go through a last linear map.
 * Rows that fill up the sequence are not looked at, see `ragged`.
 * Shape       [T, D], unchanged
 * Parameters  qkv { weight [3D, D] xavier uniform, bias [3D] zeros }, out { weight [D, D] uniform in ±1/√D, bias [D] zeros }
 * Errors      "multiHeadAttention: width 768 does not divide into 7 heads",
 *             "multiHeadAttention: expected an input [T, D], got [784]"
 * Source      Vaswani et al. 2017; where the parameters start, PyTorch
 * @example
 * build([64, 32], { attn: multiHeadAttention(4, { causal: true }) }).output // [64, 32]
 */
export const multiHeadAttention = <
  const H extends number,
  const O extends AttentionOptions & Known<O, keyof AttentionOptions, 'multiHeadAttention'> = AttentionOptions,
>(
  heads: H,
  options?: O,
): Layer<MultiHeadAttention<H>> => {
  const { causal = false }: AttentionOptions = options ?? {};
  expectSpelt(options ?? {}, optionNames, 'multiHeadAttention');
  return layer(
    stateless(
      'multiHeadAttention',
      (input) => attended(input, heads, 'multiHeadAttention'),
      (input) => attentionSlots(dimension(input, -1)),
      (params, x, context) => toItself(params, x, heads, causal, context),
    ),
  );
};

/**
 * Attention to another sequence, inside the decoder of `attending`: queries of the rows here, keys and values of the rows that the encoder
 * made, which are as wide.
 * Shape       [T, D], unchanged
 * Parameters  as of {@link multiHeadAttention}
 * Errors      a `TypeError` outside of `attending`: "crossAttention: there is nothing to attend to outside of the decoder of `attending`"
 * Source      Vaswani et al. 2017
 */
export const crossAttention = <const H extends number>(heads: H): Layer<CrossAttention<H>> =>
  layer(
    stateless(
      'crossAttention',
      (input) => attended(input, heads, 'crossAttention'),
      (input) => attentionSlots(dimension(input, -1)),
      (params, x, context) => toMemory(params, x, heads, 'crossAttention', context),
    ),
  );
