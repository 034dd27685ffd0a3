import { concat, where, zeros } from '../../ops/index.js';
import { dimension, expectSpelt, isNatural, show } from '../../shape/index.js';
import type { Mul, NotPositive, OptionNames, Shape, Show } from '../../shape/index.js';
import { typed, type AnyTensor, type Result } from '../../tensor/tensor.js';
import { scan } from '../../transform/index.js';
import type { Carry, Context, Mask } from '../context.js';
import { stateless, type Definition, type Slot, type Tree } from '../definition.js';
import { fanInUniform } from '../initializer.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';
import type { Values } from '../values.js';
import type { Cell, CellWeights } from './cell.js';

/** What a recurrent layer is told. */
export interface RecurrentOptions {
  /** The length of h. */
  readonly width: number;
  /** Whether a second layer reads the sequence from its end; the two results stand side by side. */
  readonly bidirectional?: boolean;
  /** Every h, or the last one alone: of a backward layer that of the first step. */
  readonly returns?: 'all' | 'last';
}

/** The rule of `rnn`, `lstm` and `gru`: G rows of weights for each of W units, in one or both directions. */
export interface Recurrent<
  Op extends string,
  G extends number,
  W extends number,
  Both extends boolean,
  Returns extends 'all' | 'last',
> extends Stateless<Op> {
  readonly Out: [NotPositive<W>] extends [never]
    ? this['In'] extends infer X extends Shape
      ? X extends readonly [infer T extends number, number]
        ? [...(Returns extends 'all' ? [T] : []), Both extends true ? Mul<2, W> : W]
        : `${Op}: expected an input [T, D], got ${Show<X>}`
      : never
    : `${Op}: width ${W} is not a positive integer`;
  readonly Params: this['In'] extends readonly [unknown, infer D extends number]
    ? Directions<Mul<G, W>, D, W, Both extends true ? '' | '_reverse' : ''>
    : never;
}
type Directions<Rows, D, W, Suffix extends string> = {
  readonly [N in `weight_ih_l0${Suffix}`]: Result<[Rows, D]>;
} & { readonly [N in `weight_hh_l0${Suffix}`]: Result<[Rows, W]> } & {
  readonly [N in `bias_ih_l0${Suffix}` | `bias_hh_l0${Suffix}`]: Result<[Rows]>;
} extends infer P
  ? { readonly [N in keyof P]: P[N] }
  : never;

const optionNames: OptionNames<RecurrentOptions> = { width: true, bidirectional: true, returns: true };

/** The definition of a recurrent layer, from what happens in one step. */
export const recurrent = (operation: string, cell: Cell, options: RecurrentOptions, more: object = {}): Definition => {
  expectSpelt(options, { ...optionNames, ...more }, operation);
  const { width, bidirectional = false, returns = 'all' } = options;
  if (!['all', 'last'].includes(returns))
    throw new RangeError(`${operation}: returns '${returns}' is neither 'all' nor 'last'`);
  const directions = bidirectional ? (['', '_reverse'] as const) : ([''] as const);
  const rows = cell.gates * width;
  return stateless(
    operation,
    (input) => {
      if (!isNatural(width) || width === 0) return `${operation}: width ${width} is not a positive integer`;
      if (input.length !== 2) return `${operation}: expected an input [T, D], got ${show(input)}`;
      return [...(returns === 'all' ? input.slice(0, 1) : []), directions.length * width];
    },
    (input) => {
      const initializer = fanInUniform(width);
      const slots = (suffix: string): readonly (readonly [string, Slot])[] => [
        [`weight_ih_l0${suffix}`, { shape: [rows, dimension(input, 1)], initializer }],
        [`weight_hh_l0${suffix}`, { shape: [rows, width], initializer }],
        [`bias_ih_l0${suffix}`, { shape: [rows], initializer }],
        [`bias_hh_l0${suffix}`, { shape: [rows], initializer }],
      ];
      return Object.fromEntries(directions.flatMap(slots));
    },
    (params, x, context) => {
      if (bidirectional && context.tap?.streams === true) throw new TypeError(bothWays(operation));
      const axis: number = returns === 'all' ? 1 : 0;
      const results = directions.map((suffix): Values => {
        const { all, last } = unroll(cell, weightsOf(params, suffix), x, width, suffix !== '', context);
        return returns === 'all' ? all : last;
      });
      const y: Values = typed(concat(results, axis));
      return y;
    },
  );
};

const bothWays = (operation: string): string =>
  `${operation}: a bidirectional layer sees the end of a sequence and cannot go through it in pieces`;

const weightsOf = (params: Tree<AnyTensor>, suffix: string): CellWeights => ({
  inputWeight: values(params, `weight_ih_l0${suffix}`),
  hiddenWeight: values(params, `weight_hh_l0${suffix}`),
  inputBias: values(params, `bias_ih_l0${suffix}`),
  hiddenBias: values(params, `bias_hh_l0${suffix}`),
});

interface Steps {
  readonly inputs: Values;
  /** one mask or none */
  readonly masks: readonly Mask[];
}

/** Every h and the last one of a cell led through a sequence. Where the mask says no, it stays as it is, and its output is 0. */
const unroll = (
  cell: Cell,
  weights: CellWeights,
  x: Values,
  width: number,
  reverse: boolean,
  { mask, tap }: Context,
): { readonly all: Values; readonly last: Values } => {
  const nothing = zeros([width], { dtype: x.dtype });
  const start: Carry = tap?.begin() ?? (cell.carried === 2 ? [nothing, nothing] : [nothing]);
  const [last, all] = scan<Carry, Steps, Values>(
    (carry, { inputs, masks: [counts] }) => {
      const next = cell.step(weights, inputs, carry);
      if (counts === undefined) return [next, next[0]];
      const kept = (after: Values, before: Values): Values => where(counts, after, before);
      const [[h, ...rest], [before, ...others]] = [next, carry];
      const stays = kept(h, before);
      return [[stays, ...rest.map((after, k) => kept(after, others[k] ?? after))], where(counts, stays, 0)];
    },
    start,
    { inputs: cell.inputs(weights, x), masks: mask === undefined ? [] : [mask] },
    { reverse },
  );
  tap?.end(last);
  return { all, last: last[0] };
};
