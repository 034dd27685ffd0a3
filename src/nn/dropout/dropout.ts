import { multiply, where } from '../../ops/index.js';
import { bernoulli } from '../../random/index.js';
import { exampleKey } from '../context.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pointwise } from '../activation/pointwise.js';

/**
 * In training, each number is dropped with a probability and the others are scaled up: y = x · m / (1 − rate), m drawn
 * anew for each example and each step from the key of `train`. In use, y = x.
 * Shape   unchanged
 * Errors  "dropout: the rate 1.5 is not between 0 and 1"
 * Source  Srivastava et al. 2014
 */
export const dropout = (rate: number): Layer<Pointwise<'dropout'>> => {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`dropout: the rate ${rate} is not between 0 and 1`);
  const scale = rate === 1 ? 0 : 1 / (1 - rate);
  return layer(
    pure(
      'dropout',
      (input) => input,
      (x, context) => {
        const key = exampleKey(context);
        return key === undefined ? x : where(bernoulli(key, 1 - rate, x.shape), multiply(x, scale), 0);
      },
    ),
  );
};
