import { add, multiply, where } from '../../ops/index.js';
import { bernoulli } from '../../random/index.js';
import { show, type Shape, type Show } from '../../shape/index.js';
import { exampleKey } from '../context.js';
import { pure, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pointwise } from '../activation/pointwise.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';

/** what is dropped together becomes 0, the rest is scaled up; `mask` is the shape of the draws, which spreads over the example */
const dropping = (
  operation: string,
  rate: number,
  mask: (x: Shape) => Shape,
  refuse?: (x: Shape) => string,
): Definition => {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`${operation}: the rate ${rate} is not between 0 and 1`);
  const scale = rate === 1 ? 0 : 1 / (1 - rate);
  return pure(
    operation,
    (input) => (refuse === undefined || input.length > 0 ? input : refuse(input)),
    (x, context) => {
      const key = exampleKey(context);
      return key === undefined ? x : where(bernoulli(key, 1 - rate, mask(x.shape)), multiply(x, scale), 0);
    },
  );
};

/**
 * In training, each number is dropped with a probability and the others are scaled up: y = x · m / (1 − rate), m drawn
 * anew for each example and each step from the key of `train`. In use, y = x.
 * Shape   unchanged
 * Errors  "dropout: the rate 1.5 is not between 0 and 1"
 * Source  Srivastava et al. 2014
 */
export const dropout = (rate: number): Layer<Pointwise<'dropout'>> =>
  layer(dropping('dropout', rate, (shape) => shape));

/** The rule of `spatialDropout`. */
export interface SpatialDropout extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly []
      ? `spatialDropout: expected an input [C, ...spatial], got ${Show<X>}`
      : X
    : never;
}

/**
 * Dropout of whole channels: neighbours in a picture say the same, so a number that is dropped alone is not missed.
 * Shape   [C, ...spatial], unchanged
 * Errors  "spatialDropout: the rate 1.5 is not between 0 and 1"
 * Source  Tompson et al. 2015
 */
export const spatialDropout = (rate: number): Layer<SpatialDropout> =>
  layer(
    dropping(
      'spatialDropout',
      rate,
      (shape) => shape.map((n, k) => (k === 0 ? n : 1)),
      (input) => `spatialDropout: expected an input [C, ...spatial], got ${show(input)}`,
    ),
  );

/**
 * Stochastic depth: in training, an example is dropped whole with a probability, and scaled up otherwise. At the end of a residual branch,
 * `residual(sequential(…, dropPath(0.1)))`, it leaves out the block. In use, y = x.
 * Shape   unchanged
 * Errors  "dropPath: the rate 1.5 is not between 0 and 1"
 * Source  Huang et al. 2016; Larsson et al. 2017
 */
export const dropPath = (rate: number): Layer<Pointwise<'dropPath'>> => layer(dropping('dropPath', rate, () => []));

/* the limit of `selu` far below zero, −λα */
const floor = -1.7580993408473766;

/**
 * Dropout for `selu`: what is dropped becomes −λα, the floor of `selu`, and all is scaled and moved so that mean 0 and variance 1
 * stay. y = a · (x or −λα) + b with a = ((1 − rate)(1 + rate · λ²α²))^{−½} and b = a · rate · λα. In use, y = x.
 * Shape   unchanged
 * Errors  "alphaDropout: the rate 1 is not between 0 and 1, without 1"
 * Source  Klambauer et al. 2017
 */
export const alphaDropout = (rate: number): Layer<Pointwise<'alphaDropout'>> => {
  if (!(rate >= 0 && rate < 1))
    throw new RangeError(`alphaDropout: the rate ${rate} is not between 0 and 1, without 1`);
  const a = ((1 - rate) * (1 + rate * floor ** 2)) ** -0.5;
  return layer(
    pure(
      'alphaDropout',
      (input) => input,
      (x, context): Values => {
        const key = exampleKey(context);
        if (key === undefined) return x;
        return add(multiply(where(bernoulli(key, 1 - rate, x.shape), x, floor), a), -a * rate * floor);
      },
    ),
  );
};
