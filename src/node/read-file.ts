import { open } from 'node:fs/promises';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { decodeError, within, type DecodeError } from '../data/decode-error.js';
import type { Format } from '../data/format.js';

/**
 * The bytes of a regular file.
 * Errors   "file: weights.npy: expected a readable file, got ENOENT: no such file or directory, open 'weights.npy'"
 */
export const readBytes = (path: string): TE.TaskEither<DecodeError, Uint8Array> =>
  TE.tryCatch(
    async () => {
      const file = await open(path);
      try {
        if (!(await file.stat()).isFile()) throw new Error('something that is no regular file');
        const { buffer, byteOffset, byteLength } = await file.readFile();
        return new Uint8Array(buffer, byteOffset, byteLength);
      } finally {
        await file.close();
      }
    },
    (error) => decodeError('file', path, 'a readable file', error instanceof Error ? error.message : String(error)),
  );

/**
 * The value in a file of a given format.
 * @example
 * ```ts no-run
 * import { formats } from 'pullback/data';
 * const weights = await readFile('resnet20.safetensors', formats.safetensors)();
 * ```
 */
export const readFile = <A>(path: string, format: Format<A>): TE.TaskEither<DecodeError, A> =>
  TE.chainEitherK((bytes: Uint8Array) => E.mapLeft((error: DecodeError) => within(path, error))(format.decode(bytes)))(
    readBytes(path),
  );
