import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { formats } from '../../../data/index.js';
import type { ChannelStatistics, Safetensors } from '../../../data/index.js';
import { fromTorch } from '../../../models/index.js';
import { readFile } from '../../../node/index.js';
import type { Variables } from '../../../nn/index.js';
import { restore } from '../../../train/index.js';
import type { Notes } from '../../keep.js';
import { awaited } from '../../refusal.js';
import type { Classifier, Params, State } from './classifier.js';

/** The names under which the statistics of the images stand among the notes of a file. */
const names = { mean: 'normalize_mean', deviation: 'normalize_std' } as const;

/** How the images of a run were standardised, as its notes say it. */
export const standardised = ({ mean, deviation }: ChannelStatistics): Notes => ({
  [names.mean]: mean.join(),
  [names.deviation]: deviation.join(),
});

/** Parameters and state, and the statistics the images were standardised by, if they came with them. */
export interface Weights extends Variables<Params, State> {
  readonly statistics: ChannelStatistics | undefined;
}

/** "0.5,0.25,1" → [0.5, 0.25, 1] */
const numbers = (text: string | undefined): readonly number[] | undefined => {
  const found = text?.split(',').map(Number);
  return found?.every(Number.isFinite) === true ? found : undefined;
};

const statisticsOf = (noted: (name: string) => string | undefined): ChannelStatistics | undefined => {
  const [mean, deviation] = [numbers(noted(names.mean)), numbers(noted(names.deviation))];
  return mean === undefined || deviation === undefined ? undefined : { mean, deviation };
};

/** parameters and state of a file, which has names of its own if `--save` wrote it, and those of PyTorch otherwise */
const weightsIn = (
  model: Classifier,
  { params, state }: Variables<Params, State>,
  { tensors, metadata }: Safetensors,
): E.Either<string, Weights> => {
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

/** The weights of a file, for a model of which these are some. */
export const weightsOf = (file: string, model: Classifier, like: Variables<Params, State>): Promise<Weights> =>
  awaited(
    pipe(
      readFile(file, formats.safetensors),
      TE.mapLeft(({ message }) => message),
      TE.chainEitherK((read) =>
        pipe(
          weightsIn(model, like, read),
          E.mapLeft((message) => `${file}: ${message}`),
        ),
      ),
    ),
  );
