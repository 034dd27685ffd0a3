import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { join } from 'node:path';
import { writeBytes } from '../node/index.js';
import { page } from '../viz/index.js';
import { makeFolder } from './folder.js';
import { drawing } from './task.js';
import type { Findings } from './task.js';

const write = (folder: string, name: string, content: string): TE.TaskEither<string, void> =>
  pipe(
    writeBytes(join(folder, name), new TextEncoder().encode(content)),
    TE.mapLeft(({ message }) => message),
  );

/** Writes a page and its figures, each also as a file of its own; the path of the page. */
export const writeReport = (folder: string, { title, chapters }: Findings): TE.TaskEither<string, string> =>
  pipe(
    makeFolder(folder),
    TE.chain(() =>
      pipe(
        chapters.flatMap(drawing),
        TE.traverseSeqArray(([name, svg]) => write(folder, name, svg)),
      ),
    ),
    TE.chain(() => write(folder, 'index.html', page({ title, sections: chapters }))),
    TE.map(() => join(folder, 'index.html')),
  );
