import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { formats } from '../data/index.js';
import type { ChannelStatistics, Safetensors } from '../data/index.js';
import { readFile } from '../node/index.js';
import { checkpoint, restore } from '../train/index.js';
import type { Training } from '../train/index.js';
import type { Flags } from './flags.js';

/** A run to begin with, and the statistics its images were standardised by, if they came with it. */
export interface Start<P, S> {
  readonly training: Training<P, S>;
  readonly statistics: ChannelStatistics | undefined;
}

/** The names under which the statistics stand among the metadata of a file. */
export const statisticsNames = { mean: 'normalize_mean', deviation: 'normalize_std' } as const;

/** "0.5,0.25,1" → [0.5, 0.25, 1] */
const numbers = (text: string | undefined): readonly number[] | undefined => {
  const found = text?.split(',').map(Number);
  return found?.every(Number.isFinite) === true ? found : undefined;
};

const statisticsOf = (noted: (name: string) => string | undefined): ChannelStatistics | undefined => {
  const [mean, deviation] = [numbers(noted(statisticsNames.mean)), numbers(noted(statisticsNames.deviation))];
  return mean === undefined || deviation === undefined ? undefined : { mean, deviation };
};

/** parameters and state of a file under the names of a checkpoint */
const ours = <P, S>({ tensors, metadata }: Safetensors, { params, state }: Training<P, S>) =>
  pipe(
    restore(new Map([...tensors].filter(([name]) => /^(params|state)\./.test(name))), { params, state }, 'weights'),
    E.map((variables) => ({ variables, statistics: statisticsOf((name) => metadata.get(`note.${name}`)) })),
  );

/** The run that the flags ask for: a fresh one, one with given weights, or one that was left. */
export const startOf = <P, S>(
  { weights, resume }: Flags,
  fresh: Training<P, S>,
  notes: Readonly<Record<string, string>>,
): TE.TaskEither<string, Start<P, S>> => {
  if (weights !== undefined)
    return pipe(
      readFile(weights, formats.safetensors),
      TE.chainEitherK((file) => ours(file, fresh)),
      TE.bimap(
        ({ message }) => message,
        ({ variables, statistics }) => ({ training: { ...fresh, ...variables }, statistics }),
      ),
    );
  if (resume !== undefined)
    return pipe(
      readFile(resume, checkpoint(fresh)),
      TE.mapLeft(({ message }) => message),
      TE.chainEitherK(({ training, notes: noted }) => {
        const other = Object.entries(notes).find(([name, value]) => noted[name] !== value);
        return other === undefined
          ? E.right({ training, statistics: statisticsOf((name) => noted[name]) })
          : E.left(`${resume}: ${other[0]}: expected ${other[1]}, as in this run, got ${noted[other[0]] ?? 'nothing'}`);
      }),
    );
  return TE.right({ training: fresh, statistics: undefined });
};
