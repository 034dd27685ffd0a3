import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { decodeError, type DecodeError } from '../data/decode-error.js';
import type { Format } from '../data/format.js';
import type { Checkpoint } from '../train/index.js';
import { readFile } from './read-file.js';
import { writeFile } from './write-file.js';

/** How often to save, by steps or by the clock, and how many files to keep: 3 unless told otherwise. */
export interface CheckpointsOptions {
  readonly every: { readonly steps: number } | { readonly seconds: number };
  readonly keep?: number;
}

/** The newest checkpoint that can be read, and what is wrong with those that are newer. */
export interface Latest<P, S> {
  readonly path: string;
  readonly checkpoint: Checkpoint<P, S>;
  readonly skipped: readonly DecodeError[];
}

/** The checkpoints of one run. */
export interface Checkpoints<P, S> {
  /** saves if it is time to, and says where */
  readonly offer: (checkpoint: Checkpoint<P, S>) => TE.TaskEither<DecodeError, string | undefined>;
  /** saves whatever the time is */
  readonly save: (checkpoint: Checkpoint<P, S>) => TE.TaskEither<DecodeError, string>;
}

const pattern = /^step-(\d{15})\.safetensors$/;
const unfinished = /^\.step-\d{15}\.safetensors\..*\.tmp$/;
const fileOf = (step: number): string => `step-${String(step).padStart(15, '0')}.safetensors`;

/** the files of a folder that are checkpoints, by step, the newest first */
const files = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder))
    .filter((name) => pattern.test(name))
    .sort()
    .reverse();

const failed = (folder: string, error: unknown): DecodeError =>
  decodeError('checkpoints', folder, 'a folder of checkpoints', error instanceof Error ? error.message : String(error));

/**
 * Keeps a run in a folder: a file for the step at which it was saved, the last few of them. A file is whole or not there, so what kills the program loses
 * the steps since the last one and no more. One run writes to a folder at a time.
 *
 * Errors   "checkpoints: expected every 1 step or more, got 0"; a `Left` where the folder cannot be written
 * @example
 * ```ts no-run
 * import { checkpoint, type Training } from 'pullback/train';
 * const kept = (run: Training<unknown, unknown>) => checkpoints('runs/digits', checkpoint(run), { every: { seconds: 60 } });
 * const offer = (run: Training<unknown, unknown>) => kept(run).offer({ training: run, notes: { seed: '1' } });
 * ```
 */
export const checkpoints = <P, S>(
  folder: string,
  format: Format<Checkpoint<P, S>>,
  { every, keep = 3 }: CheckpointsOptions,
): Checkpoints<P, S> => {
  const interval = 'steps' in every ? every.steps : every.seconds;
  if ('steps' in every ? !Number.isSafeInteger(interval) || interval < 1 : !(interval >= 0))
    throw new RangeError(
      `checkpoints: expected every ${'steps' in every ? '1 step' : '0 seconds'} or more, got ${interval}`,
    );
  if (!Number.isSafeInteger(keep) || keep < 1)
    throw new RangeError(`checkpoints: expected to keep 1 file or more, got ${keep}`);
  const seconds = (): number => performance.now() / 1000;
  let saved = { step: NaN, at: seconds() };
  const due = (step: number): boolean =>
    'steps' in every
      ? Math.floor(step / interval) > Math.floor((Number.isNaN(saved.step) ? step - 1 : saved.step) / interval)
      : seconds() - saved.at >= interval;

  const prepared = TE.tryCatch(
    async () => {
      await mkdir(folder, { recursive: true });
      const left = (await readdir(folder)).filter((name) => unfinished.test(name));
      await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
    },
    (error) => failed(folder, error),
  );
  /** of the files up to a step, all but the newest go; newer ones are of a run that got further */
  const pruned = (step: number): TE.TaskEither<DecodeError, void> =>
    TE.tryCatch(
      async () => {
        const old = (await files(folder)).filter((name) => name <= fileOf(step)).slice(keep);
        await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
      },
      (error) => failed(folder, error),
    );
  const save: Checkpoints<P, S>['save'] = (checkpoint) => {
    const { step } = checkpoint.training;
    const path = join(folder, fileOf(step));
    return pipe(
      Number.isNaN(saved.step) ? prepared : TE.right(undefined),
      TE.chain(() => writeFile(path, format, checkpoint)),
      TE.chain(() => {
        saved = { step, at: seconds() };
        return pruned(step);
      }),
      TE.map(() => path),
    );
  };
  return {
    save,
    offer: (checkpoint) => (due(checkpoint.training.step) ? save(checkpoint) : TE.right(undefined)),
  };
};

/**
 * The newest checkpoint of a folder that can be read; nothing where there is none, or no folder. What another program has damaged is passed over, and said.
 *
 * Errors   the refusal of the newest, where there are files and none can be read: of another model, for instance
 * @example
 * ```ts no-run
 * import { checkpoint, type Training } from 'pullback/train';
 * const found = (fresh: Training<unknown, unknown>) => latest('runs/digits', checkpoint(fresh));
 * ```
 */
export const latest = <P, S>(
  folder: string,
  format: Format<Checkpoint<P, S>>,
): TE.TaskEither<DecodeError, Latest<P, S> | undefined> =>
  pipe(
    TE.tryCatch(
      () => files(folder),
      (error) => failed(folder, error),
    ),
    TE.orElse((error) => (existsSync(folder) ? TE.left(error) : TE.right<DecodeError, readonly string[]>([]))),
    TE.chain((names) => async () => {
      const skipped: DecodeError[] = [];
      for (const name of names) {
        const path = join(folder, name);
        const found = await readFile(path, format)();
        if (E.isRight(found)) return E.right({ path, checkpoint: found.right, skipped });
        skipped.push(found.left);
      }
      const [newest] = skipped;
      return newest === undefined ? E.right(undefined) : E.left(newest);
    }),
  );
