import type * as TE from 'fp-ts/lib/TaskEither.js';
import * as E from 'fp-ts/lib/Either.js';

/** What the user has to change, in one sentence; ends the program with status 2. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

const sentence = (left: string | { readonly message: string }): string =>
  typeof left === 'string' ? left : left.message;

/** The value of an `Either`, or the end of the program. */
export const given = <A>(either: E.Either<string | { readonly message: string }, A>): A => {
  if (E.isLeft(either)) throw new Refusal(sentence(either.left));
  return either.right;
};

/** The value of a task, or the end of the program. */
export const awaited = async <A>(task: TE.TaskEither<string | { readonly message: string }, A>): Promise<A> =>
  given(await task());
