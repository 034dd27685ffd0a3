import { add, multiply, remainder } from '../ops/elementwise.js';
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
 * Whole numbers uniform in low … high − 1: the remainder of 64 random bits. The probability of a number is off by at most (high − low)·2⁻⁶⁴ where
 * high − low ≤ 2¹⁶; above that the product wraps as it does in JAX, and it is off by about 2⁻³².
 *
 * Errors   "randint: expected whole numbers low < high from -2^31 to 2^31, got low 3 and high 3"
 * Source   JAX, random.randint
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
  const root = 2 ** 16 % span;
  const factor = (Math.imul(root, root) >>> 0) % span;
  const sum = add(multiply(modulo(word(upper, dims), span), factor), modulo(word(lower, dims), span));
  return result(add(modulo(sum, span), low));
};
