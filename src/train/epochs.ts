import type { Variables } from '../nn/definition.js';
import { earlyStopping, unwatched } from './early-stopping.js';
import type { EarlyStopping, Watch } from './early-stopping.js';
import { fit } from './fit.js';
import type { FitOptions } from './fit.js';
import type { StepRecord } from './step.js';
import type { Training } from './training.js';

/** Numbers by name. */
export type Measures = Readonly<Record<string, number>>;

/** What the steps of an epoch have said so far. */
export interface Tally {
  readonly examples: number;
  /** of the last step */
  readonly rate: number;
  /** Σ n·m over the steps, of n examples each, for each measure m */
  readonly sums: Measures;
}

/** A run that is judged after each epoch, with all that the rest of it depends on: saved and resumed at any step, it gives the same records. */
export interface Course<P, S> extends Training<P, S> {
  readonly tally: Tally;
  /** the best variables so far, and for how many epochs there were no better ones */
  readonly watch: Watch<Variables<P, S>>;
}

/** How an epoch went. */
export interface EpochRecord<M extends string, V extends string> {
  /** complete epochs, this one among them */
  readonly epoch: number;
  readonly step: number;
  readonly examples: number;
  readonly rate: number;
  /** while it learned: the mean over the examples */
  readonly training: Readonly<Record<M | 'loss', number>>;
  /** what was found behind it */
  readonly validation: Readonly<Record<V, number>>;
  /** whether no epoch before was as good */
  readonly best: boolean;
}

/** Something to tell of a course, and the course from there on: what to save. */
export type Moment<P, S, M extends string, V extends string> =
  | { readonly kind: 'step'; readonly record: StepRecord<P, S, M>; readonly course: Course<P, S> }
  | { readonly kind: 'epoch'; readonly record: EpochRecord<M, V>; readonly course: Course<P, S> };

/** The cost or the worth of what validation finds, and how many epochs without anything better are the end; Infinity unless given. */
export type Best<V extends string> = Partial<EarlyStopping> &
  ({ readonly lowest: Judgement<V> } | { readonly highest: Judgement<V> });
type Judgement<V extends string> = (validation: Readonly<Record<V, number>>) => number;

/** What a course consists of. */
export interface EpochsOptions<P, S, B, M extends string, V extends string> extends FitOptions<P, S, B, M> {
  /** what variables are worth on examples that they do not learn from */
  readonly validate?: (variables: Variables<P, S>) => Promise<Readonly<Record<V, number>>>;
  readonly best?: Best<NoInfer<V>>;
}

/** What a course ends with; the best is the last where nothing said what is best. */
export interface Trained<P, S> {
  readonly last: Course<P, S>;
  readonly best: Variables<P, S>;
}

/**
 * A run, judged after each of its epochs: every step and every epoch as it comes, in the end the last variables and the best. The caller prints,
 * saves, or stops by reading no further; {@link finished} reads to the end.
 *
 * Errors   "epochs: epoch 0 has no batches"; those of `fit` and `earlyStopping`
 * Source   deck row N11
 * @example
 * import { sgd } from 'pullback/optim';
 * import { startFrom, trainingStep } from 'pullback/train';
 * const objective = (variables: { params: Tensor<[]>; state: readonly [] }, target: Tensor<[]>) =>
 *   ({ loss: square(subtract(variables.params, target)), state: variables.state, measures: {} });
 * const step = trainingStep({ objective, optimizer: sgd({ rate: 0.25 }) });
 * const run = startFrom({ params: scalar(0), state: [] as const }, sgd({ rate: 0.25 }), random.key(1));
 * const validate = ({ params }: { params: Tensor<[]> }) => Promise.resolve({ error: Math.abs(item(params) - 2) });
 * const options = { step, batches: () => [scalar(3)], epochs: 100, validate };
 * const course = await finished(epochs(run, { ...options, best: { lowest: ({ error }) => error, patience: 2 } }));
 * item(course.best.params) // 2.25
 * course.last.epoch // 4
 */
export async function* epochs<P, S, B, M extends string, V extends string = never>(
  from: Training<P, S> | Course<P, S>,
  options: EpochsOptions<P, S, B, M, V>,
): AsyncGenerator<Moment<P, S, M, V>, Trained<P, S>> {
  const { step, batches, epochs: count, validate, best } = options;
  const watched = earlyStopping({ patience: Infinity, ...best });
  let course: Course<P, S> = 'watch' in from ? from : { ...from, tally: blank, watch: unwatched };
  while (course.epoch < count && !course.watch.stop) {
    const steps = fit(course, { step, batches, epochs: course.epoch + 1 });
    let next = await steps.next();
    while (next.done !== true) {
      const record: StepRecord<P, S, M> = next.value;
      course = { ...record.training, tally: tallied(course.tally, record), watch: course.watch };
      yield { kind: 'step', record, course };
      next = await steps.next();
    }
    const { tally, watch, epoch } = course;
    if (tally.examples === 0) throw new RangeError(`epochs: epoch ${epoch} has no batches`);
    const training = next.value;
    const { params, state } = training;
    const validation = validate === undefined ? nothing<V>() : await validate({ params, state });
    const seen = best === undefined ? watch : watched(watch, cost(best, validation), { params, state });
    course = { ...training, tally: blank, watch: seen };
    const record = {
      epoch: course.epoch,
      step: course.step,
      examples: tally.examples,
      rate: tally.rate,
      training: means<M | 'loss'>(tally),
      validation,
      best: best !== undefined && seen.waited === 0,
    };
    yield { kind: 'epoch', record, course };
  }
  return { last: course, best: course.watch.best ?? course };
}

/** What a generator returns, once it has been read to its end; for a course, its last and its best variables. */
export const finished = async <R>(moments: AsyncGenerator<unknown, R>): Promise<R> => {
  let next = await moments.next();
  while (next.done !== true) next = await moments.next();
  return next.value;
};

const blank: Tally = { examples: 0, rate: 0, sums: {} };
/** what a step says of itself rather than of its batch */
const counters: ReadonlySet<string> = new Set(['epoch', 'step', 'examples', 'rate']);

/** The loss and the other measures of a step, by name. */
export const measuresOf = (record: object): Measures =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]: readonly [string, unknown]) =>
      typeof value === 'number' && !counters.has(name) ? [[name, value]] : [],
    ),
  );

const tallied = <P, S, M extends string>({ examples, sums }: Tally, record: StepRecord<P, S, M>): Tally => ({
  examples: examples + record.examples,
  rate: record.rate,
  sums: Object.fromEntries(
    Object.entries(measuresOf(record)).map(([name, value]) => [name, (sums[name] ?? 0) + value * record.examples]),
  ),
});

const means = <M extends string>({ examples, sums }: Tally): Record<M, number> => {
  const entries: Record<string, number> = {};
  for (const name in sums) entries[name] = (sums[name] ?? 0) / examples;
  return entries;
};

const nothing = <V extends string>(): Record<V, number> => {
  const entries: Record<string, number> = {};
  return entries;
};

const cost = <V extends string>(best: Best<V>, validation: Readonly<Record<V, number>>): number =>
  'lowest' in best ? best.lowest(validation) : -best.highest(validation);
