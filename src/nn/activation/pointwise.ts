import * as ops from '../../ops/index.js';
import { pure } from '../definition.js';
import type { Values } from '../values.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of what keeps the shape. */
export interface Pointwise<Op extends string> extends Pure {
  readonly Out: this['In'];
  readonly Operation: Op;
}

/** A layer y = f(x) that keeps the shape, from its name and f. */
export const pointwise = <Op extends string>(operation: Op, f: (x: Values) => Values): Layer<Pointwise<Op>> =>
  layer(pure(operation, (input) => input, f));

/** y = x: the branch of a `sum` that is the input itself. */
export const identity = pointwise('identity', (x) => x);

/** y = max(0, x). Source: Nair and Hinton 2010. */
export const relu = pointwise('relu', (x) => ops.relu(x));

/** y = x where x > 0, slope · x elsewhere. Source: Maas et al. 2013. */
export const leakyRelu = (slope = 0.01): Layer<Pointwise<'leakyRelu'>> =>
  pointwise('leakyRelu', (x) => ops.leakyRelu(x, { slope }));

/** y = x where x > 0, α(eˣ − 1) elsewhere. Source: Clevert et al. 2016. */
export const elu = (alpha = 1): Layer<Pointwise<'elu'>> => pointwise('elu', (x) => ops.elu(x, { alpha }));

/** y = 1 / (1 + e⁻ˣ). */
export const sigmoid = pointwise('sigmoid', (x) => ops.sigmoid(x));

/** y = tanh x. */
export const tanh = pointwise('tanh', (x) => ops.tanh(x));

/** y = x · Φ(x), Φ the distribution function of the normal distribution. Source: Hendrycks and Gimpel 2016. */
export const gelu = pointwise('gelu', (x) => ops.gelu(x));
