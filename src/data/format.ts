import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { DecodeError } from './decode-error.js';
import { uint8Array } from './types.js';

/**
 * A file format: values of `A` as bytes.
 * Law      decode(encode(a)) = right(a); of JPEG, which loses what the eye does not see, only nearly
 * Errors   `decode` never throws and allocates nothing before the sizes are checked; `encode` throws a `RangeError` for a value
 *          whose parts contradict each other, such as a shape and the number of elements
 */
export interface Format<A> {
  readonly name: string;
  readonly is: t.Is<A>;
  readonly decode: (bytes: Uint8Array) => E.Either<DecodeError, A>;
  readonly encode: (value: A) => Uint8Array;
}

/**
 * A format as an io-ts codec, to compose with others.
 * @example
 * import * as t from 'io-ts';
 * const run = t.type({ name: t.string, weights: ioType(formats.safetensors) });
 * run.is({ name: 'first', weights: { tensors: new Map(), metadata: new Map() } }) // true
 */
export const ioType = <A>({ name, is, decode, encode }: Format<A>): t.Type<A, Uint8Array> =>
  new t.Type<A, Uint8Array>(
    name,
    is,
    (input, context) => {
      if (!uint8Array.is(input)) return t.failure(input, context, `${name}: expected bytes`);
      const value = decode(input);
      return E.isLeft(value) ? t.failure(input, context, value.left.message) : value;
    },
    encode,
  );
