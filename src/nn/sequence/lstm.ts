import { layer, type Layer } from '../layer.js';
import type { Known, Setting } from '../options.js';
import { cells } from './cell.js';
import { recurrent, type Recurrent, type RecurrentOptions } from './recurrent.js';

/**
 * A long short-term memory: i, f, o = σ(W x_t + b + U h_{t−1} + b′) and g = tanh(…) of the same kind; c_t = f c_{t−1} + i g,
 * h_t = o tanh c_t. The memory c is added to, so that gradients reach far back.
 * Shape       [T, D] → [T, width], or [width] with `returns: 'last'`; twice as wide with `bidirectional`
 * Parameters  weight_ih_l0 W [4 · width, D], weight_hh_l0 U [4 · width, width], bias_ih_l0 b and bias_hh_l0 b′ [4 · width], the gates in the order
 *             i, f, g, o; names, layout and start as of `rnn`
 * Errors      "lstm: expected an input [T, D], got [784]", "lstm: width 0 is not a positive integer"
 * Source      Hochreiter and Schmidhuber 1997, Gers et al. 2000 (the gate f); deck row S11
 * @example
 * build([20, 8], { lstm: lstm({ width: 16, bidirectional: true }) }).output // [20, 32]
 */
export const lstm = <const O extends RecurrentOptions & Known<O, keyof RecurrentOptions, 'lstm'>>(
  options: O,
): Layer<
  Recurrent<
    'lstm',
    4,
    O['width'],
    Setting<O, 'bidirectional', false, boolean>,
    Setting<O, 'returns', 'all', 'all' | 'last'>
  >
> => layer(recurrent('lstm', cells.lstm, options));
