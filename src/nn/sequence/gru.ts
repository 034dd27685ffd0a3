import { layer, type Layer } from '../layer.js';
import type { Known, Setting } from '../options.js';
import { cells } from './cell.js';
import { recurrent, type Recurrent, type RecurrentOptions } from './recurrent.js';

/**
 * A gated recurrent unit: r, z = σ(W x_t + b + U h_{t−1} + b′), n = tanh(W x_t + b + r (U h_{t−1} + b′)), h_t = (1 − z) n + z h_{t−1}.
 * Shape       [T, D] → [T, width], or [width] with `returns: 'last'`; twice as wide with `bidirectional`
 * Parameters  weight_ih_l0 W [3 · width, D], weight_hh_l0 U [3 · width, width], bias_ih_l0 b and bias_hh_l0 b′ [3 · width], the gates in the order
 *             r, z, n; names, layout and start as of `rnn`
 * Errors      "gru: expected an input [T, D], got [784]", "gru: width 0 is not a positive integer"
 * Source      Cho et al. 2014, in the form of cuDNN and PyTorch, where r follows the product; deck row S11
 * @example
 * build([20, 8], { gru: gru({ width: 16 }) }).output // [20, 16]
 */
export const gru = <const O extends RecurrentOptions & Known<O, keyof RecurrentOptions, 'gru'>>(
  options: O,
): Layer<
  Recurrent<
    'gru',
    3,
    O['width'],
    Setting<O, 'bidirectional', false, boolean>,
    Setting<O, 'returns', 'all', 'all' | 'last'>
  >
> => layer(recurrent('gru', cells.gru, options));
