import * as E from 'fp-ts/lib/Either.js';
import type { DecodeError } from '../../src/data/decode-error.js';

/** The value, or the sentence thrown. */
export const value = <A>(result: E.Either<DecodeError, A>): A => {
  if (E.isLeft(result)) throw new Error(result.left.message);
  return result.right;
};

/** The sentence of a refusal. */
export const sentence = (result: E.Either<DecodeError, unknown>): string => {
  if (E.isRight(result)) throw new Error('expected a refusal, got a value');
  return result.left.message;
};

/** Bytes of letters. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A copy with some bytes replaced. */
export const patched = (bytes: Uint8Array, at: number, replacement: readonly number[]): Uint8Array => {
  const copy = bytes.slice();
  copy.set(replacement, at);
  return copy;
};
