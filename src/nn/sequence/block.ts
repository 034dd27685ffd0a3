import { dimension, expectSpelt, isNatural } from '../../shape/index.js';
import type { NotPositive, OptionNames, Shape } from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import * as activations from '../activation/index.js';
import { residual } from '../combine/residual.js';
import { sequential } from '../combine/sequential.js';
import type { Definition } from '../definition.js';
import { dropout as dropping } from '../dropout/dropout.js';
import { layer, type Layer } from '../layer.js';
import { linear } from '../linear/linear.js';
import type { Item } from '../named.js';
import { layerNorm } from '../normalisation/layerNorm.js';
import type { Known } from '../options.js';
import type { Stateless } from '../rule.js';
import { attended, type Attended, type AttentionParams } from './attend.js';
import { crossAttention, multiHeadAttention } from './attention.js';

/** What a block of a transformer is told. */
export interface BlockOptions {
  readonly heads: number;
  /** The width of the hidden layer after the attention. */
  readonly hidden: number;
  /** Whether a norm stands before each part, as in what is trained today, or after it, as in the paper. 'pre' unless given. */
  readonly norm?: 'pre' | 'post';
  /** gelu unless given; the paper has relu. */
  readonly activation?: 'gelu' | 'relu';
  /** Whether each row sees only the rows before it and itself. A decoder block always does. */
  readonly causal?: boolean;
  /** How much of what each part adds is dropped in training; nothing unless given. */
  readonly dropout?: number;
}

/** The rules of `encoderBlock` and `decoderBlock`. */
export interface EncoderBlock<H extends number, M extends number> extends Stateless<'encoderBlock'> {
  readonly Out: Blocked<this['In'], H, M, 'encoderBlock'>;
  readonly Params: this['In'] extends readonly [unknown, infer D extends number] ? BlockParams<D, M> : never;
}
export interface DecoderBlock<H extends number, M extends number> extends Stateless<'decoderBlock'> {
  readonly Out: Blocked<this['In'], H, M, 'decoderBlock'>;
  readonly Params: this['In'] extends readonly [unknown, infer D extends number] ? DecoderParams<D, M> : never;
}
type Blocked<X, H extends number, M extends number, Op extends string> = [NotPositive<M>] extends [never]
  ? Attended<X, H, Op>
  : `${Op}: hidden ${M} is not a positive integer`;
interface BlockParams<D extends number, M extends number> {
  readonly norm1: Vectors<D>;
  readonly attn: AttentionParams<D>;
  readonly norm2: Vectors<D>;
  readonly linear1: { readonly weight: Result<[M, D]>; readonly bias: Result<[M]> };
  readonly linear2: { readonly weight: Result<[D, M]>; readonly bias: Result<[D]> };
}
interface DecoderParams<D extends number, M extends number> extends BlockParams<D, M> {
  readonly cross: AttentionParams<D>;
  readonly norm3: Vectors<D>;
}
interface Vectors<D extends number> {
  readonly weight: Result<[D]>;
  readonly bias: Result<[D]>;
}

const optionNames: OptionNames<BlockOptions> = {
  heads: true,
  hidden: true,
  norm: true,
  activation: true,
  causal: true,
  dropout: true,
};

/** The parts of a block in a row, each around its input and with its norm. */
const block = (
  operation: string,
  options: BlockOptions,
  parts: (width: number) => readonly (readonly Item[])[],
): Definition => {
  expectSpelt(options, optionNames, operation);
  const { heads, hidden, norm = 'pre', activation = 'gelu', dropout = 0 } = options;
  if (!['pre', 'post'].includes(norm)) throw new RangeError(`${operation}: norm '${norm}' is neither 'pre' nor 'post'`);
  if (!['gelu', 'relu'].includes(activation))
    throw new RangeError(`${operation}: activation '${activation}' is neither 'gelu' nor 'relu'`);
  const thinned = dropout === 0 ? [] : [dropping(dropout)];
  const whole = (width: number): Definition =>
    sequential(
      ...parts(width).flatMap((part, index): readonly Item[] => {
        const normed = { [`norm${index + 1}`]: layerNorm() };
        return norm === 'pre'
          ? [residual(sequential(normed, ...part, ...thinned))]
          : [residual(sequential(...part, ...thinned)), normed];
      }),
    ).definition;
  const at = (input: Shape): Definition => whole(dimension(input, -1));
  return {
    operation,
    leaf: true,
    names: [],
    output: (input) =>
      !isNatural(hidden) || hidden === 0
        ? `${operation}: hidden ${hidden} is not a positive integer`
        : attended(input, heads, operation),
    parameters: (input) => at(input).parameters(input),
    state: () => ({}),
    parts: (input) => [{ definition: at(input), input }],
    apply: (variables, x, context) => at(x.shape).apply(variables, x, context),
  };
};

const forward = ({ hidden, activation = 'gelu' }: BlockOptions, width: number): readonly Item[] => [
  { linear1: linear(hidden) },
  activations[activation],
  { linear2: linear(width) },
];

/**
 * A block of a transformer: attention, then two linear layers on each row, both added to their input:
 * y = x + attn(norm₁ x), z = y + W₂ f(W₁ norm₂ y + b₁) + b₂; with `norm: 'post'`, y = norm₁(x + attn x) and z likewise.
 * With `causal`, a stack of them is a GPT.
 * Shape       [T, D], unchanged
 * Parameters  norm1, attn as of `multiHeadAttention`, norm2, linear1 [hidden, D], linear2 [D, hidden]
 * Errors      "encoderBlock: width 768 does not divide into 7 heads", "encoderBlock: expected an input [T, D], got [784]"
 * Source      Vaswani et al. 2017; norms first: Xiong et al. 2020; deck row S12
 * @example
 * build([64, 32], { block: encoderBlock({ heads: 4, hidden: 128, causal: true }) }).output // [64, 32]
 */
export const encoderBlock = <const O extends BlockOptions & Known<O, keyof BlockOptions, 'encoderBlock'>>(
  options: O,
): Layer<EncoderBlock<O['heads'], O['hidden']>> => {
  const { heads, causal = false }: BlockOptions = options;
  return layer(
    block('encoderBlock', options, (width) => [
      [{ attn: multiHeadAttention(heads, { causal }) }],
      forward(options, width),
    ]),
  );
};

/**
 * A block of a decoder: attention to the rows before, attention to what the encoder made, then two linear layers on each row, each added to
 * its input and normed as in {@link encoderBlock}. It stands in the decoder of `attending`.
 * Shape       [T, D], unchanged
 * Parameters  those of an encoder block, and cross, norm3
 * Errors      as of an encoder block; outside of `attending`, those of `crossAttention`
 * Source      Vaswani et al. 2017, figure 1
 */
export const decoderBlock = <const O extends BlockOptions & Known<O, keyof BlockOptions, 'decoderBlock'>>(
  options: O,
): Layer<DecoderBlock<O['heads'], O['hidden']>> => {
  const { heads }: BlockOptions = options;
  return layer(
    block('decoderBlock', options, (width) => [
      [{ attn: multiHeadAttention(heads, { causal: true }) }],
      [{ cross: crossAttention(heads) }],
      forward(options, width),
    ]),
  );
};
