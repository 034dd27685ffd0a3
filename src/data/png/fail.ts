import * as E from 'fp-ts/lib/Either.js';
import { decodeError, type DecodeError } from '../decode-error.js';

/** A refusal of a PNG file. */
export const fail = (at: string, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('png', at, expected, got));
