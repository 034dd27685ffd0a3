import type { Pair } from '../primitive/primitive.js';
import { DTypeError } from '../shape/error.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import type { DType, Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result } from '../tensor/tensor.js';
import { cast } from '../ops/create.js';
import { add, maximum, minimum, multiply, shiftRight, xor } from '../ops/index.js';
import { expectDims, naturalOf, words } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';
import { below, roundings } from './neighbour.js';

/** Options of a draw of floating-point numbers. */
export interface Drawn<D extends Float> {
  readonly dtype?: D;
}

/** An element type that has to be floating. */
export const expectFloat = (dtype: DType, operation: string): Float => {
  if (dtype !== 'float32' && dtype !== 'float64')
    throw new DTypeError(`${operation}: expected float32 or float64, got ${dtype}`);
  return dtype;
};

/** The upper 23 or 52 bits of two words, over 2²³ or 2⁵². */
const fractions: { readonly [D in Float]: (words: Pair<AnyTensor>) => AnyTensor } = {
  float32: ([a, b]) => multiply(cast(shiftRight(xor(a, b), 9), 'float32'), 2 ** -23),
  float64: ([a, b]) => multiply(add(multiply(naturalOf(a), 2 ** 20), cast(shiftRight(b, 12), 'float64')), 2 ** -52),
};

/** Uniform on the multiples of 2⁻²³ (float32) or 2⁻⁵² (float64) in [0, 1). */
export const fraction = (key: Key, shape: Shape, dtype: Float): AnyTensor => fractions[dtype](words(key, shape));

/** Uniform between two numbers of the element type; rounding may give the upper one. */
export const between = (key: Key, shape: Shape, low: number, high: number, dtype: Float): AnyTensor =>
  add(multiply(fraction(key, shape, dtype), high - low), low);

/** x, held between two bounds that may have changed places: then the lower one decides. */
export const within = (x: AnyTensor, low: number, high: number): AnyTensor => maximum(minimum(x, high), low);

/**
 * Uniform in [low, high): low + (high − low)·k/2²³ with k uniform in 0 … 2²³ − 1, or 2⁵² in float64. Never `high`, unless it
 * equals `low`. (Compiled, JAX may round product and sum once, and differ in the last place.)
 *
 * Errors   "uniform: expected finite low <= high, got low 1 and high 0"
 * Source   JAX, random.uniform
 * @example
 * uniform(key(42), [3]) // [0.48871, 0.679797, 0.616271]
 */
export const uniform = <const S extends Shape, D extends Float = 'float32'>(
  key: Key,
  shape: Arg<ValidShape<S, 'uniform'>, readonly [...S]>,
  options: Drawn<D> & { readonly low?: number; readonly high?: number } = {},
): Result<ValidShape<S, 'uniform'>, NoInfer<D>> => {
  const { low = 0, high = 1 } = options;
  const dtype = expectFloat(options.dtype ?? 'float32', 'uniform');
  const { round } = roundings[dtype];
  const [from, to] = [round(low), round(high)];
  if (!(from <= to && Number.isFinite(round(to - from))))
    throw new RangeError(`uniform: expected finite low <= high, got low ${low} and high ${high}`);
  const draw = between(expectKey(key, 'uniform'), expectDims(shape, 'uniform'), from, to, dtype);
  return result(within(draw, from, below(to, dtype)));
};
