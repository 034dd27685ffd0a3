import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { formats } from '../data/index.js';
import type { ChannelStatistics, Safetensors } from '../data/index.js';
import { readFile } from '../node/index.js';
import { fromTorch } from '../models/index.js';
import type { Variables } from '../nn/index.js';
import { checkpoint, restore } from '../train/index.js';
import type { Training } from '../train/index.js';
import type { Classifier, Params, State } from './classifier.js';
import type { Flags } from './flags.js';
import { statisticsNames } from './save.js';

/** A run to begin with, and the statistics its images were standardised by, if they came with it. */
export interface Start {
  readonly training: Training<Params, State>;
  readonly statistics: ChannelStatistics | undefined;
}

/** "0.5,0.25,1" → [0.5, 0.25, 1] */
const numbers = (text: string | undefined): readonly number[] | undefined => {
  const found = text?.split(',').map(Number);
  return found?.every(Number.isFinite) === true ? found : undefined;
};

const statisticsOf = (noted: (name: string) => string | undefined): ChannelStatistics | undefined => {
  const [mean, deviation] = [numbers(noted(statisticsNames.mean)), numbers(noted(statisticsNames.deviation))];
  return mean === undefined || deviation === undefined ? undefined : { mean, deviation };
};

type Weights = Variables<Params, State> & Pick<Start, 'statistics'>;

/** parameters and state of a file, which has names of its own if `--save` wrote it, and those of PyTorch otherwise */
const weightsOf = (
  model: Classifier,
  { params, state }: Variables<Params, State>,
  file: Safetensors,
): E.Either<string, Weights> => {
  const { tensors, metadata } = file;
  const own = new Map([...tensors].filter(([name]) => /^(params|state)\./.test(name)));
  const found: E.Either<string, Variables<Params, State>> = own.size === 0
    ? fromTorch(model, tensors)
    : pipe(
        restore(own, { params, state }),
        E.mapLeft(({ message }) => message),
      );
  const statistics = statisticsOf((name) => metadata.get(name) ?? metadata.get(`note.${name}`));
  return pipe(
    found,
    E.map((variables) => ({ ...variables, statistics })),
  );
};

/** The run that the flags ask for: a fresh one, one with given weights, or one that was left. */
export const startOf = (
  model: Classifier,
  fresh: Training<Params, State>,
  { weights, resume }: Flags,
  notes: Readonly<Record<string, string>>,
): TE.TaskEither<string, Start> => {
  if (weights !== undefined)
    return pipe(
      readFile(weights, formats.safetensors),
      TE.mapLeft(({ message }) => message),
      TE.chainEitherK((file) =>
        pipe(
          weightsOf(model, fresh, file),
          E.mapLeft((message) => `${weights}: ${message}`),
        ),
      ),
      TE.map(({ params, state, statistics }) => ({ training: { ...fresh, params, state }, statistics })),
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
