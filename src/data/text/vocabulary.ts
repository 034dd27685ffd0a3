import * as E from 'fp-ts/lib/Either.js';
import { fromArray } from '../../tensor/literal.js';
import type { Tensor } from '../../tensor/tensor.js';
import { decodeError, type DecodeError } from '../decode-error.js';

/** A text as whole numbers, one for each character. */
export type Ids = Tensor<[number], 'int32'>;

/** The characters of a language and their numbers 0 … count − 1. */
export interface Vocabulary {
  /** in the order of their code points */
  readonly characters: readonly string[];
  /** The numbers of a text, or the first character that has none. */
  readonly encode: (text: string) => E.Either<DecodeError, Ids>;
  /** The text of numbers; a number without a character is a `RangeError`. */
  readonly decode: (ids: Iterable<number>) => string;
}

/**
 * The vocabulary of the characters of a text.
 * Law      decode(encode(text)) is the text, for any text of these characters
 * Errors   an empty text is a `RangeError`
 * @example
 * vocabulary('hello').characters // ['e', 'h', 'l', 'o']
 */
export const vocabulary = (text: string): Vocabulary => {
  const characters = [...new Set(text)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  if (characters.length === 0) throw new RangeError('vocabulary: the text is empty');
  const numbers = new Map(characters.map((character, id) => [character, id]));
  return {
    characters,
    encode: (given) => {
      const ids: number[] = [];
      for (const character of given) {
        const id = numbers.get(character);
        if (id === undefined)
          return E.left(
            decodeError('text', `character ${ids.length}`, 'a character of the vocabulary', JSON.stringify(character)),
          );
        ids.push(id);
      }
      return E.right(fromArray(Int32Array.from(ids), [ids.length]));
    },
    decode: (ids) =>
      Array.from(ids, (id) => {
        const character = characters[id];
        if (character === undefined)
          throw new RangeError(`vocabulary: ${id} is not among the ${characters.length} characters`);
        return character;
      }).join(''),
  };
};
