import * as TE from 'fp-ts/lib/TaskEither.js';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { verses } from '../../../data/index.js';
import type { Key } from '../../../random/index.js';

/** How large the networks are and how long they learn. */
export interface Scale {
  readonly length: number;
  readonly batch: number;
  readonly epochs: number;
  readonly recurrent: { readonly width: number; readonly depth: number; readonly peak: number };
  readonly transformer: {
    readonly width: number;
    readonly depth: number;
    readonly heads: number;
    readonly peak: number;
  };
}

/** A text to learn from. */
export interface Source {
  readonly scale: Scale;
  readonly load: (wanted: { readonly dir: string | undefined; readonly key: Key }) => TE.TaskEither<string, string>;
}

const folderOf = async (dir: string): Promise<string> => {
  const files = (await readdir(dir)).filter((file) => file.endsWith('.txt')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
  return texts.join('\n');
};

/** What can be learned from. */
export const sources = {
  verses: {
    scale: {
      length: 64,
      batch: 16,
      epochs: 6,
      recurrent: { width: 128, depth: 1, peak: 0.01 },
      transformer: { width: 64, depth: 2, heads: 4, peak: 0.006 },
    },
    load: ({ key }) => TE.right(verses(key, 320)),
  },
  text: {
    scale: {
      length: 64,
      batch: 32,
      epochs: 4,
      recurrent: { width: 256, depth: 1, peak: 0.006 },
      transformer: { width: 128, depth: 4, heads: 4, peak: 0.003 },
    },
    load: ({ dir }) =>
      dir === undefined
        ? TE.left('--data text needs --dir, the folder with its .txt files')
        : TE.tryCatch(
            () => folderOf(dir),
            (error) =>
              `${dir}: expected a folder of texts, got ${error instanceof Error ? error.message : String(error)}`,
          ),
  },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceName = keyof typeof sources;

/** enough to show that everything works */
export const quick: Scale = {
  length: 16,
  batch: 8,
  epochs: 2,
  recurrent: { width: 16, depth: 1, peak: 0.01 },
  transformer: { width: 16, depth: 1, heads: 2, peak: 0.01 },
};
