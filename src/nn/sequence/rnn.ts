import type { Known, Setting } from '../options.js';
import { layer, type Layer } from '../layer.js';
import { cells } from './cell.js';
import { recurrent, type Recurrent, type RecurrentOptions } from './recurrent.js';

/** What an `rnn` is told. */
export interface RnnOptions extends RecurrentOptions {
  /** What is applied to the sum, tanh unless given. */
  readonly activation?: 'tanh' | 'relu';
}

/**
 * A recurrent layer: h_t = f(W x_t + b + U h_{t−1} + b′), h₋₁ = 0.
 * Shape       [T, D] → [T, width], or [width] with `returns: 'last'`; twice as wide with `bidirectional`
 * Parameters  weight_ih_l0 W [width, D], weight_hh_l0 U [width, width], bias_ih_l0 b [width], bias_hh_l0 b′ [width], and the same with
 *             `_reverse` where there is a second direction; all uniform in ±1/√width (names, layout and start of PyTorch)
 * Errors      "rnn: expected an input [T, D], got [784]", "rnn: width 0 is not a positive integer"
 * Source      Elman 1990; deck row S11
 * @example
 * build([20, 8], { rnn: rnn({ width: 16, returns: 'last' }) }).output // [16]
 */
export const rnn = <const O extends RnnOptions & Known<O, keyof RnnOptions, 'rnn'>>(
  options: O,
): Layer<
  Recurrent<
    'rnn',
    1,
    O['width'],
    Setting<O, 'bidirectional', false, boolean>,
    Setting<O, 'returns', 'all', 'all' | 'last'>
  >
> => {
  const { activation = 'tanh' }: RnnOptions = options;
  if (!['tanh', 'relu'].includes(activation))
    throw new RangeError(`rnn: activation '${activation}' is neither 'tanh' nor 'relu'`);
  return layer(recurrent('rnn', cells[activation], options, { activation: true }));
};
