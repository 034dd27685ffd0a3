import { errorFunction } from '../primitive/special.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { add, erfInv, multiply } from '../ops/index.js';
import { expectDims } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';
import { above, below, roundings } from './neighbour.js';
import { between, expectFloat, within } from './uniform.js';
import type { Drawn } from './uniform.js';

/** √2·erf⁻¹(u) = Φ⁻¹((1 + u)/2): a normal number from a uniform one in (−1, 1) */
const quantile = (u: AnyTensor, deviation = 1): AnyTensor => {
  const x: Tensor<Shape, Float> = typed(u);
  return multiply(erfInv(x), Math.SQRT2 * deviation);
};

/**
 * Normal: mean + deviation·√2·erf⁻¹(u), u uniform in (−1, 1). The farthest from the mean is 5.4 deviations in float32, 8.3 in
 * float64. JAX computes erf⁻¹ by a polynomial, which is up to 7 units off in the last place of float32.
 *
 * Errors   "normal: [2, -1] is not a shape"
 * Source   JAX, random.normal
 * @example
 * normal(key(42), [3]) // [-0.0283046, 0.467132, 0.295703]
 */
export const normal = <const S extends Shape, D extends Float = 'float32'>(
  key: Key,
  shape: Arg<ValidShape<S, 'normal'>, readonly [...S]>,
  options: Drawn<D> & { readonly mean?: number; readonly deviation?: number } = {},
): Result<ValidShape<S, 'normal'>, NoInfer<D>> => {
  const dtype = expectFloat(options.dtype ?? 'float32', 'normal');
  const u = between(expectKey(key, 'normal'), expectDims(shape, 'normal'), above(-1, dtype), 1, dtype);
  return result(add(quantile(u, options.deviation), options.mean ?? 0));
};

/**
 * Normal with mean 0 and deviation 1, given that it lies in the open interval (low, high); a bound may be infinite.
 * An interval of numbers beyond ±5.4 (float32) or ±8.3 (float64) alone cannot be resolved: its draws are all one number.
 *
 * Errors   "truncatedNormal: expected low < high, got low 1 and high -1"
 * Source   JAX, random.truncated_normal
 * @example
 * truncatedNormal(key(42), -2, 2, [3]) // [-0.0270165, 0.444381, 0.281877]
 */
export const truncatedNormal = <const S extends Shape, D extends Float = 'float32'>(
  key: Key,
  low: number,
  high: number,
  shape: Arg<ValidShape<S, 'truncatedNormal'>, readonly [...S]>,
  options: Drawn<D> = {},
): Result<ValidShape<S, 'truncatedNormal'>, NoInfer<D>> => {
  const dtype = expectFloat(options.dtype ?? 'float32', 'truncatedNormal');
  const { round } = roundings[dtype];
  const [from, to] = [round(low), round(high)];
  if (!(from < to)) throw new RangeError(`truncatedNormal: expected low < high, got low ${low} and high ${high}`);
  const mass = (x: number): number => round(errorFunction(round(x / round(Math.SQRT2))));
  const [a, b] = [mass(from), mass(to)];
  const u = between(expectKey(key, 'truncatedNormal'), expectDims(shape, 'truncatedNormal'), a, b, dtype);
  const finite = (x: number): number => Math.min(Math.max(x, above(-1, dtype)), below(1, dtype));
  const inside = within(u, finite(a), finite(b));
  return result(within(quantile(inside), above(from, dtype), below(to, dtype)));
};
