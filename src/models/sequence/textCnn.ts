import { concat, conv1d, embedding, globalMaxPool, linear, permute, relu, sequential } from '../../nn/index.js';

/** What a text CNN is told. */
export interface TextCnnOptions<V extends number, W extends number, F extends number, N extends number> {
  /** The size of the vocabulary. */
  readonly words: V;
  /** The width of the rows V of the words. */
  readonly width: W;
  /** How many filters there are of each of the lengths 3, 4 and 5. */
  readonly filters: F;
  readonly classes: N;
}

/**
 * A classifier of sentences: filters along the words, the largest answer of each, a linear layer: z_j = max_t f(V * K_j + b_j)_t.
 * Shape       [T] of int32 → [classes], T at least 5
 * Parameters  for V words of width W, F filters and N classes: VW + F(12W + 3) + 3FN + N
 * Source      Kim 2014; deck row C7
 * @example
 * model([20], textCnn({ words: 1000, width: 32, filters: 16, classes: 2 })).output // [2]
 */
export const textCnn = <
  const V extends number,
  const W extends number,
  const F extends number,
  const N extends number,
>({
  words,
  width,
  filters,
  classes,
}: TextCnnOptions<V, W, F, N>) => {
  return sequential(
    { embed: embedding({ count: words, width }) },
    permute(1, 0),
    concat(
      sequential({ conv3: conv1d({ out: filters, kernel: 3 }) }, relu, globalMaxPool),
      sequential({ conv4: conv1d({ out: filters, kernel: 4 }) }, relu, globalMaxPool),
      sequential({ conv5: conv1d({ out: filters, kernel: 5 }) }, relu, globalMaxPool),
    ),
    { fc: linear(classes) },
  );
};
