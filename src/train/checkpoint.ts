import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { fromErrors } from '../data/decode-error.js';
import type { DecodeError } from '../data/decode-error.js';
import type { Format } from '../data/format.js';
import { safetensors } from '../data/safetensors.js';
import type { Variables } from '../nn/definition.js';
import type { ArrayData } from '../tensor/array-data.js';
import type { Watch } from './early-stopping.js';
import type { Course } from './epochs.js';
import { restore, store } from './restore.js';
import type { Training } from './training.js';

/** A run, or a course of epochs, and what its owner wants to remember about it: the seed, the name of the model, the command. */
export interface Checkpoint<P, S> {
  readonly training: Training<P, S> | Course<P, S>;
  readonly notes: Readonly<Record<string, string>>;
}

const numeral = (name: string, form: RegExp): t.Type<number, string> =>
  new t.Type<number, string>(
    name,
    t.number.is,
    (input, context) =>
      typeof input === 'string' && form.test(input) ? t.success(Number(input)) : t.failure(input, context),
    (value) => (Object.is(value, -0) ? '-0' : String(value)),
  );
const count = numeral('a count', /^\d{1,15}$/);
const number = numeral('a number', /^(NaN|-?Infinity|-?\d+(\.\d+)?(e[+-]\d+)?)$/);
const counts = t.strict({ step: count, epoch: count, batch: count });
const judged = t.strict({ examples: count, rate: number, lowest: number, waited: count, stopped: count });
const sums = t.record(t.string, number);
const prefixes = { note: 'note.', sum: 'sum.', best: 'best.' } as const;

/**
 * A run as a safetensors file, which resumes bit for bit: parameters, state, what the optimiser remembers and the key under the names that lead to
 * them ("params.conv1.weight", "optimizer.0.step"), the counters and notes as metadata; of a course also its best variables ("best.params.…") and
 * what its epoch has measured so far. `like` is a run of the same model and optimiser, such as a fresh one.
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
  decode: (bytes) => {
    const file = safetensors.decode(bytes);
    if (E.isLeft(file)) return file;
    const { tensors, metadata } = file.right;
    const counted = counts.decode(Object.fromEntries(metadata));
    if (E.isLeft(counted)) return E.left(fromErrors('checkpoint', '', counted.left));
    const isBest = (name: string): boolean => name.startsWith(prefixes.best);
    const restored = restore(new Map([...tensors].filter(([name]) => !isBest(name))), trees(like));
    if (E.isLeft(restored)) return restored;
    const run = { ...restored.right, ...counted.right };
    const notes = below(metadata, prefixes.note);
    if (!metadata.has('waited')) return E.right({ training: run, notes });
    const course = courseOf(run, new Map([...tensors].filter(([name]) => isBest(name))), metadata);
    return E.isLeft(course) ? course : E.right({ training: course.right, notes });
  },
  encode: ({ training, notes }) =>
    safetensors.encode({
      tensors: new Map([...store(trees(training)), ...('watch' in training ? store(bestOf(training.watch)) : [])]),
      metadata: new Map([
        ...Object.entries(counts.encode(training)),
        ...('watch' in training ? remembered(training) : []),
        ...under(prefixes.note, notes),
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

const bestOf = <P, S>({ best }: Watch<Variables<P, S>>): { readonly best?: Variables<P, S> } =>
  best === undefined ? {} : { best: { params: best.params, state: best.state } };

/** what else a course consists of, as text */
const remembered = <P, S>({ tally, watch }: Course<P, S>): readonly (readonly [string, string])[] => [
  ...Object.entries(judged.encode({ ...tally, ...watch, stopped: watch.stop ? 1 : 0 })),
  ...under(prefixes.sum, sums.encode(tally.sums)),
];

/** the course that a run belongs to */
const courseOf = <P, S>(
  run: Training<P, S>,
  stored: ReadonlyMap<string, ArrayData>,
  metadata: ReadonlyMap<string, string>,
): E.Either<DecodeError, Course<P, S>> => {
  const found = judged.decode(Object.fromEntries(metadata));
  if (E.isLeft(found)) return E.left(fromErrors('checkpoint', '', found.left));
  const summed = sums.decode(below(metadata, prefixes.sum));
  if (E.isLeft(summed)) return E.left(fromErrors('checkpoint', 'sum', summed.left));
  const { examples, rate, lowest, waited, stopped } = found.right;
  const { params, state } = run;
  const best = restore(stored, lowest === Infinity ? {} : { best: { params, state } });
  if (E.isLeft(best)) return best;
  return E.right({
    ...run,
    tally: { examples, rate, sums: summed.right },
    watch: { lowest, best: best.right.best, waited, stop: stopped > 0 },
  });
};

const under = (prefix: string, entries: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
  Object.entries(entries).map(([name, text]) => [prefix + name, text]);

const below = (metadata: ReadonlyMap<string, string>, prefix: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...metadata].flatMap(([name, text]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), text]] : [])),
  );
