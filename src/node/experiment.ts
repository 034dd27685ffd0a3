import { appendFile, mkdir, truncate } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { decodeError, within, type DecodeError } from '../data/decode-error.js';
import { record, type Line, type Settings } from '../train/index.js';
import { readBytes } from './read-file.js';

/** The record of an experiment on disk. */
export interface Experiment {
  /** what stood there before */
  readonly lines: readonly Line[];
  readonly append: (line: Line) => TE.TaskEither<DecodeError, void>;
}

/** What an experiment is started with, and where it goes on from if it does: a run. */
export interface ExperimentOptions {
  readonly settings: Settings;
  readonly from?: { readonly step: number; readonly epoch: number };
}

/**
 * Opens the record of an experiment, or begins one. A line that was cut short is removed. Where there are lines already, they must be of the same
 * settings, and it is noted from where the run goes on.
 *
 * Errors   "record: runs/digits.jsonl: expected the settings {"seed":1}, got {"seed":2}"
 * @example
 * ```ts no-run
 * const opened = await experiment('runs/digits.jsonl', { settings: { seed: 1 } })();
 * ```
 */
export const experiment =
  (
    path: string,
    { settings, from = { step: 0, epoch: 0 } }: ExperimentOptions,
  ): TE.TaskEither<DecodeError, Experiment> =>
  async () => {
    const effect = (action: () => Promise<void>): TE.TaskEither<DecodeError, void> =>
      TE.tryCatch(action, (error) =>
        decodeError(
          'record',
          path,
          'a file that can be written',
          error instanceof Error ? error.message : String(error),
        ),
      );
    const append = (line: Line): TE.TaskEither<DecodeError, void> =>
      effect(() => appendFile(path, record.encode([line])));
    const begun = (lines: readonly Line[], line: Line): TE.TaskEither<DecodeError, Experiment> =>
      TE.map(() => ({ lines, append }))(append(line));

    if (!existsSync(path)) {
      const made = await effect(async () => {
        await mkdir(dirname(path), { recursive: true });
      })();
      return E.isLeft(made) ? made : begun([], { kind: 'begin', settings })();
    }
    const bytes = await readBytes(path)();
    if (E.isLeft(bytes)) return bytes;
    const lines = record.decode(bytes.right);
    if (E.isLeft(lines)) return E.left(within(path, lines.left));
    const cut = await effect(() => truncate(path, bytes.right.lastIndexOf(newline) + 1))();
    if (E.isLeft(cut)) return cut;
    const [first] = lines.right;
    if (first === undefined) return begun([], { kind: 'begin', settings })();
    const found = first.kind === 'begin' ? textOf(first.settings) : 'a record without a beginning';
    return found === textOf(settings)
      ? begun(lines.right, { kind: 'resume', step: from.step, epoch: from.epoch })()
      : E.left(decodeError('record', path, `the settings ${textOf(settings)}`, found));
  };
const newline = 0x0a;

const textOf = (settings: Settings): string =>
  JSON.stringify(Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))));
