import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { join } from 'node:path';
import { readFile, writeFile } from '../node/index.js';
import { checkpoint } from '../train/index.js';
import type { Training } from '../train/index.js';
import { awaited } from './refusal.js';
import type { Workshop } from './task.js';

/** What a checkpoint says besides its tensors. */
export type Notes = Readonly<Record<string, string>>;

/** The user has ended the program; what was learned is saved. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Writes a run with its notes, so that it can be used or resumed, and says so. */
export const save = async <P, S>(
  file: string,
  training: Training<P, S>,
  notes: Notes,
  { terminal }: Workshop,
): Promise<void> => {
  await awaited(writeFile(file, checkpoint(training), { training, notes }));
  terminal.print(`saved after step ${training.step}: ${file}`);
};

/** Saves a run that was interrupted, says how to go on with it, and ends the task. */
export const park = async <P, S>(training: Training<P, S>, notes: Notes, workshop: Workshop): Promise<never> => {
  const file = workshop.flags.save ?? join(workshop.report, 'checkpoint.safetensors');
  await save(file, training, notes, workshop);
  workshop.terminal.print(`interrupted; the same command with --resume ${file} goes on from there`);
  throw new Interrupted();
};

/**
 * The run that --resume names, or the fresh one. The notes of the file must be those of this run.
 * Errors   a `Refusal`: "run.safetensors: seed: expected 2, as in this run, got 1"
 */
export const resumed = async <P, S>(
  fresh: Training<P, S>,
  notes: Notes,
  { flags: { resume } }: Workshop,
): Promise<Training<P, S>> =>
  resume === undefined
    ? fresh
    : awaited(
        pipe(
          readFile(resume, checkpoint(fresh)),
          TE.mapLeft(({ message }) => message),
          TE.chainEitherK(({ training, notes: noted }) => {
            const other = Object.entries(notes).find(([name, value]) => noted[name] !== value);
            return other === undefined
              ? E.right(training)
              : E.left(
                  `${resume}: ${other[0]}: expected ${other[1]}, as in this run, got ${noted[other[0]] ?? 'nothing'}`,
                );
          }),
        ),
      );
