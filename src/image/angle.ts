/** The angle of a vector, made of arithmetic: the primitives have no arctangent. */
import { minus, negative, over, plus, times } from '../primitive/arithmetic.js';
import { choose, equal, greater, less } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import type { AnyTensor } from '../tensor/tensor.js';

/* (arctan s − s)/s³ = P(s²)/Q(s²) for |s| ≤ 0.66, to 2·10⁻¹⁶ */
const numerator = [
  -0.8750608600031904122785, -16.15753718733365076637, -75.0085579231470466734, -122.886668449013617341,
  -64.85021904942025371773,
];
const denominator = [
  1, 24.85846490142306297962, 165.0270098316988542046, 432.8810604912902668951, 485.3903996359136964868,
  194.5506571482613964425,
];

/** Horner's rule, the highest power first */
const polynomial = (coefficients: readonly number[], z: AnyTensor): AnyTensor =>
  coefficients.map((c) => like(z, c)).reduce((sum, c) => plus(times(sum, z), c));

/** arctan t for 0 ≤ t ≤ 1; beyond tan π/8 it is π/4 + arctan((t − 1)/(t + 1)) */
const arctangent = (t: AnyTensor): AnyTensor => {
  const far = apply(greater, {}, t, like(t, Math.SQRT2 - 1));
  const one = like(t, 1);
  const s = choose(far, over(minus(t, one), plus(t, one)), t);
  const z = times(s, s);
  const angle = plus(s, times(times(s, z), over(polynomial(numerator, z), polynomial(denominator, z))));
  return plus(angle, choose(far, like(t, Math.PI / 4), like(t, 0)));
};

/**
 * The angle of the vector (x, y) against the x axis, −π < θ ≤ π; 0 for the vector 0.
 *
 * Shape     [...s] and [...s] → [...s]
 * Gradient  x̄ = −θ̄·y/(x² + y²), ȳ = θ̄·x/(x² + y²); 0 for the vector 0
 * Source    Moshier, Cephes, atan.c
 */
export const angle = (y: AnyTensor, x: AnyTensor): AnyTensor => {
  const zero = like(x, 0);
  const [left, below] = [apply(less, {}, x, zero), apply(less, {}, y, zero)];
  /* not abs, whose derivative at 0 is 0 */
  const [across, up] = [choose(left, negative(x), x), choose(below, negative(y), y)];
  const steep = apply(greater, {}, up, across);
  const [short, long] = [choose(steep, across, up), choose(steep, up, across)];
  const none = apply(equal, {}, long, zero);
  const t = choose(none, zero, over(short, choose(none, like(x, 1), long)));
  const eighth = arctangent(t);
  const quarter = choose(steep, minus(like(x, Math.PI / 2), eighth), eighth);
  const half = choose(left, minus(like(x, Math.PI), quarter), quarter);
  return choose(below, negative(half), half);
};
