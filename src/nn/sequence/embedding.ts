import { take } from '../../ops/index.js';
import { isNatural, type NotPositive, type OptionNames, expectSpelt, type Shape } from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import { stateless, type Definition } from '../definition.js';
import { initializers, type Initializer } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Known } from '../options.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';
import { ids } from '../values.js';

/** What an embedding is told. */
export interface EmbeddingOptions {
  /** How many different numbers there are: 0 … count − 1. */
  readonly count: number;
  /** The length of the row for each. */
  readonly width: number;
  /** Where the rows start, normal unless given. */
  readonly initial?: { readonly weight?: Initializer };
}

/** The rule of `embedding`. */
export interface Embedding<Count extends number, Width extends number> extends Stateless<'embedding'> {
  readonly Takes: 'int32';
  readonly Out: [NotPositive<Count>] extends [never]
    ? [NotPositive<Width>] extends [never]
      ? this['In'] extends infer X extends Shape
        ? [...X, Width]
        : never
      : `embedding: width ${Width} is not a positive integer`
    : `embedding: count ${Count} is not a positive integer`;
  readonly Params: { readonly weight: Result<[Count, Width]> };
}

/**
 * A learned row for each of some whole numbers, as of the words of a language: y_t = E[x_t]. A network that begins with it takes int32.
 * Shape       [...s] of int32 → [...s, width]
 * Parameters  weight E [count, width], standard normal (the default of PyTorch)
 * Gradient    ȳ added up at the rows that were read
 * Errors      an `IndexError` for a number outside 0 … count − 1; "sequential: a layer that takes int32 must come first"
 * Source      Bengio et al. 2003
 * @example
 * build([64], { embed: embedding({ count: 65, width: 32 }) }).output // [64, 32]
 */
export const embedding = <
  const Count extends number,
  const Width extends number,
  const O extends EmbeddingOptions & Known<O, keyof EmbeddingOptions, 'embedding'>,
>(
  options: O & { readonly count: Count; readonly width: Width },
): Layer<Embedding<Count, Width>> => layer(table(options));

const optionNames: OptionNames<EmbeddingOptions> = { count: true, width: true, initial: true };

const table = (options: EmbeddingOptions): Definition => {
  expectSpelt(options, optionNames, 'embedding');
  const { count, width, initial } = options;
  const wrong = Object.entries({ count, width }).find(([, n]) => !isNatural(n) || n === 0);
  return {
    ...stateless(
      'embedding',
      (input) =>
        wrong === undefined ? [...input, width] : `embedding: ${wrong[0]} ${wrong[1]} is not a positive integer`,
      () => ({ weight: { shape: [count, width], initializer: initial?.weight ?? initializers.normal() } }),
      (params, x) => take(values(params, 'weight'), ids(x, 'embedding')),
    ),
    takes: 'int32',
  };
};
