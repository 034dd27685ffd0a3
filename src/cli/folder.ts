import * as TE from 'fp-ts/lib/TaskEither.js';
import { mkdir } from 'node:fs/promises';

/** Makes a folder with all above it, unless it is there. */
export const makeFolder = (folder: string): TE.TaskEither<string, void> =>
  TE.tryCatch(
    async () => {
      await mkdir(folder, { recursive: true });
    },
    (error) => `${folder}: expected a folder, got ${error instanceof Error ? error.message : String(error)}`,
  );
