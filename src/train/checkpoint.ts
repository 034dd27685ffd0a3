import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { fromErrors } from '../data/decode-error.js';
import type { Format } from '../data/format.js';
import { safetensors } from '../data/safetensors.js';
import { restore, store } from './restore.js';
import type { Training } from './training.js';

/** A run, and what its owner wants to remember about it: the seed, the name of the model, the command. */
export interface Checkpoint<P, S> {
  readonly training: Training<P, S>;
  readonly notes: Readonly<Record<string, string>>;
}

const count = new t.Type<number, string>(
  'a count',
  t.number.is,
  (input, context) =>
    typeof input === 'string' && /^\d{1,15}$/.test(input) ? t.success(Number(input)) : t.failure(input, context),
  String,
);
const counts = t.strict({ step: count, epoch: count, batch: count });
const prefix = 'note.';

/**
 * A run as a safetensors file, which resumes bit for bit: parameters, state, what the optimiser remembers and the key under the names that lead to
 * them ("params.conv1.weight", "optimizer.0.step"), the counters and notes as metadata. `like` is a run of the same model and optimiser, such as a fresh one.
 *
 * Errors   "checkpoint: params.conv1.weight: expected float32 [6, 3, 5, 5], got nothing"
 */
export const checkpoint = <P, S>(like: Training<P, S>): Format<Checkpoint<P, S>> => ({
  name: 'checkpoint',
  is: (input): input is Checkpoint<P, S> =>
    t
      .type({
        training: t.intersection([t.type({ step: t.number, epoch: t.number, batch: t.number }), t.UnknownRecord]),
        notes: t.record(t.string, t.string),
      })
      .is(input),
  decode: (bytes) =>
    pipe(
      safetensors.decode(bytes),
      E.chain(({ tensors, metadata }) =>
        pipe(
          counts.decode(Object.fromEntries(metadata)),
          E.mapLeft((errors) => fromErrors('checkpoint', '', errors)),
          E.chain((counted) =>
            pipe(
              restore(tensors, trees(like)),
              E.map((restored) => ({
                training: { ...restored, ...counted },
                notes: Object.fromEntries(
                  [...metadata].flatMap(([name, text]) =>
                    name.startsWith(prefix) ? [[name.slice(prefix.length), text]] : [],
                  ),
                ),
              })),
            ),
          ),
        ),
      ),
    ),
  encode: ({ training, notes }) =>
    safetensors.encode({
      tensors: store(trees(training)),
      metadata: new Map([
        ...Object.entries(counts.encode(training)),
        ...Object.entries(notes).map(([name, text]) => [prefix + name, text] as const),
      ]),
    }),
});

/** the part of a run that is made of tensors */
const trees = <P, S>({
  params,
  state,
  optimizer,
  key,
}: Training<P, S>): Pick<Training<P, S>, 'params' | 'state' | 'optimizer' | 'key'> => ({
  params,
  state,
  optimizer,
  key,
});
