/** Activations made of straight pieces. At a corner the slope is that of the flat piece; NaN stays NaN. */
import { plus, times } from '../primitive/arithmetic.js';
import { choose, greaterEqual, less, lessEqual } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { activation } from './elementwise.js';

/** a constant where x ≤ low or x ≥ high, what is given between */
const between = (x: AnyTensor, [low, high]: Ends, [first, last]: Ends, inside: AnyTensor): AnyTensor =>
  choose(
    apply(lessEqual, {}, x, like(x, low)),
    like(x, first),
    choose(apply(greaterEqual, {}, x, like(x, high)), like(x, last), inside),
  );
type Ends = readonly [number, number];

/**
 * 1 where x ≥ 0, else 0.
 *
 * Shape     [...s] → [...s]
 * Gradient  zero
 * Source    deck rows N1, K5
 * @example
 * step(tensor([-1, 0, 2])) // [0, 1, 1]
 */
export const step = activation('step', (x) =>
  choose(apply(greaterEqual, {}, x, like(x, 0)), like(x, 1), choose(apply(less, {}, x, like(x, 0)), like(x, 0), x)),
);

/**
 * min(max(0, x), 6): a ReLU whose results fit few bits.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where 0 < x < 6, else 0, also at 0 and 6
 * Source    Krizhevsky 2010; Howard et al. 2017
 * @example
 * relu6(tensor([-1, 2, 8])) // [0, 2, 6]
 */
export const relu6 = activation('relu6', (x) => between(x, [0, 6], [0, 6], x));

/**
 * min(max(−1, x), 1).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ where −1 < x < 1, else 0, also at −1 and 1
 * Source    Collobert 2004
 * @example
 * hardTanh(tensor([-2, 0.5, 2])) // [-1, 0.5, 1]
 */
export const hardTanh = activation('hardTanh', (x) => between(x, [-1, 1], [-1, 1], x));

const sixth = (x: AnyTensor): AnyTensor => between(x, [-3, 3], [0, 1], plus(times(x, like(x, 1 / 6)), like(x, 0.5)));

/**
 * 0 below −3, 1 above 3, x/6 + ½ between.
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = ȳ/6 where −3 < x < 3, else 0, also at −3 and 3
 * Source    Howard et al. 2019
 * @example
 * hardSigmoid(tensor([-4, 0, 1.5])) // [0, 0.5, 0.75]
 */
export const hardSigmoid = activation('hardSigmoid', sixth);

/**
 * x·hardSigmoid(x).
 *
 * Shape     [...s] → [...s]
 * Gradient  x̄ = 0 where x ≤ −3, ȳ where x ≥ 3, ȳ·(x/3 + ½) between
 * Source    Howard et al. 2019
 * @example
 * hardSwish(tensor([-4, 1.5, 4])) // [0, 1.125, 4]
 */
export const hardSwish = activation('hardSwish', (x) => times(x, sixth(x)));
