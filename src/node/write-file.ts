import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { decodeError, type DecodeError } from '../data/decode-error.js';
import type { Format } from '../data/format.js';

/**
 * Writes a file whole or not at all: into a temporary file beside it, flushed to the disk, then renamed. A failure leaves what was there before,
 * and no temporary file.
 * Errors   "file: runs/a.npy: expected a file that can be written, got ENOENT: no such file or directory, …"
 */
export const writeBytes = (path: string, bytes: Uint8Array): TE.TaskEither<DecodeError, void> =>
  TE.tryCatch(
    async () => {
      const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
      try {
        const file = await open(temporary, 'wx');
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    (error) =>
      decodeError('file', path, 'a file that can be written', error instanceof Error ? error.message : String(error)),
  );

/**
 * Writes a value in a given format, whole or not at all; see {@link writeBytes}.
 * @example
 * ```ts no-run
 * import { formats } from 'pullback/data';
 * await writeFile('zeros.npy', formats.npy, { dtype: 'float32', shape: [3], data: new Float32Array(3) })();
 * ```
 */
export const writeFile = <A>(path: string, format: Format<A>, value: A): TE.TaskEither<DecodeError, void> =>
  TE.chain((bytes: Uint8Array) => writeBytes(path, bytes))(
    TE.tryCatch(
      () => Promise.resolve(format.encode(value)),
      (error) =>
        decodeError(
          format.name,
          path,
          'a value that can be written',
          error instanceof Error ? error.message : String(error),
        ),
    ),
  );
