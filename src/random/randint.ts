import { add, multiply, remainder } from '../ops/index.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result } from '../tensor/tensor.js';
import { expectDims, naturalOf, word, wordOf } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';
import { split } from './split.js';

const isWord = (n: number): boolean => Number.isSafeInteger(n) && Math.abs(n) <= 2 ** 31;

/** words modulo a number up to 2³² */
const modulo = (bits: AnyTensor, span: number): AnyTensor => wordOf(remainder(naturalOf(bits), span));

/**
 * Whole numbers uniform in low … high − 1: of 64 random bits, the remainder. Each has its probability to within 2⁻⁶⁴;
 * to within 2⁻³² where high − low > 2¹⁶, since there, as in JAX, the upper word drops out.
 *
 * Errors   "randint: expected whole numbers low < high from -2^31 to 2^31, got low 3 and high 3"
 * Source   JAX, random.randint
 * @example
 * randint(key(42), [5], 0, 10) // [4, 4, 1, 9, 9]
 */
export const randint = <const S extends Shape>(
  key: Key,
  shape: Arg<ValidShape<S, 'randint'>, readonly [...S]>,
  low: number,
  high: number,
): Result<ValidShape<S, 'randint'>, 'int32'> => {
  if (!(isWord(low) && isWord(high) && low < high))
    throw new RangeError(
      `randint: expected whole numbers low < high from -2^31 to 2^31, got low ${low} and high ${high}`,
    );
  const dims = expectDims(shape, 'randint');
  const span = high - low;
  const [upper, lower] = split(expectKey(key, 'randint'));
  const factor = span > 2 ** 16 ? 0 : 2 ** 32 % span;
  const sum = add(multiply(modulo(word(upper, dims), span), factor), modulo(word(lower, dims), span));
  return result(add(modulo(sum, span), low));
};
