import { fit } from '../train/index.js';
import type { Epochs, Step, StepRecord, Training } from '../train/index.js';
import { park, save } from './keep.js';
import type { Notes } from './keep.js';
import { progress } from './progress.js';
import type { Workshop } from './task.js';
import { duration, percent } from './terminal.js';

/** Numbers by name. */
export type Measures = Readonly<Record<string, number>>;

/** How one epoch went. */
export interface Epoch {
  /** counted from 1 */
  readonly epoch: number;
  /** the loss and the measures of the objective, over the examples while they were learned */
  readonly training: Measures;
  /** what the examples for validation say after it */
  readonly validation: Measures;
}

/** What was learned, and how. */
export interface Learned<P, S> {
  readonly training: Training<P, S>;
  /** the loss of each step, by the number of epochs done */
  readonly losses: readonly (readonly [epochs: number, loss: number])[];
  readonly epochs: readonly Epoch[];
  readonly interrupted: boolean;
}

/** What to learn, from what, for how long. */
export interface Lesson<P, S, B, M extends string> {
  readonly from: Training<P, S>;
  readonly step: Step<P, S, B, M>;
  readonly batches: Epochs<B>;
  /** how many batches an epoch has */
  readonly perEpoch: number;
  readonly epochs: number;
  /** what lines and the progress bar call an epoch; "epoch" unless said otherwise */
  readonly label?: string;
  readonly validate?: (training: Training<P, S>) => Promise<Measures>;
  /** what must be the same for the run to be resumed, and whatever else belongs in a checkpoint */
  readonly notes?: Notes;
}

/** shares of a whole, which are told in percent */
const shares: readonly string[] = ['accuracy', 'f1', 'iou', 'precision', 'recall'];

/** A measure as the reader sees it. */
export const shown = (name: string, value: number): string =>
  shares.includes(name) ? percent(value) : value.toPrecision(3);

/** the mean over the examples of the records of an epoch, of everything that was measured */
const averages = <P, S, M extends string>(records: readonly StepRecord<P, S, M>[]): Measures => {
  const total = records.reduce((sum, { examples }) => sum + examples, 0);
  const mean = (of: (record: Measures) => number): number =>
    records.reduce((sum, record) => sum + of(numbersOf(record)) * record.examples, 0) / total;
  const [first] = records;
  if (first === undefined) return {};
  return Object.fromEntries(Object.keys(numbersOf(first)).map((name) => [name, mean((record) => record[name] ?? NaN)]));
};

/** what a step measured, without what it counted */
const numbersOf = <P, S, M extends string>(record: StepRecord<P, S, M>): Measures => {
  const counted: readonly string[] = ['epoch', 'step', 'examples', 'rate'];
  const measured = Object.entries<unknown>(record).flatMap(([name, value]): readonly (readonly [string, number])[] =>
    typeof value === 'number' && !counted.includes(name) ? [[name, value]] : [],
  );
  return { loss: record.loss, ...Object.fromEntries(measured) };
};

/** "loss 0.12, validation 0.15  accuracy 97.0 %, validation 96.1 %" */
const line = ({ training, validation }: Epoch): string =>
  [
    ...Object.entries(training).map(([name, value]) => {
      const judged = validation[name];
      return `${name} ${shown(name, value)}${judged === undefined ? '' : `, validation ${shown(name, judged)}`}`;
    }),
    ...Object.entries(validation).flatMap(([name, value]) =>
      name in training ? [] : [`validation ${name} ${shown(name, value)}`],
    ),
  ].join('  ');

/** Follows a lesson, saying how it goes, until its epochs are over or the user interrupts. */
export const learn = async <P, S, B, M extends string>(
  { from, step, batches, perEpoch, epochs, label = 'epoch', validate }: Lesson<P, S, B, M>,
  { terminal, interrupt }: Pick<Workshop, 'terminal' | 'interrupt'>,
): Promise<Learned<P, S>> => {
  const losses: (readonly [number, number])[] = [];
  const done: Epoch[] = [];
  let training = from;
  while (training.epoch < epochs) {
    const began = performance.now();
    const name = `${label} ${training.epoch + 1}/${epochs}`;
    const bar = progress(terminal, name, perEpoch);
    const records: StepRecord<P, S, M>[] = [];
    try {
      for await (const record of fit(training, { step, batches, epochs: training.epoch + 1 })) {
        records.push(record);
        losses.push([record.step / perEpoch, record.loss]);
        bar.step(record.training.batch, `loss ${record.loss.toFixed(3)}`);
        ({ training } = record);
        if (await interrupt.came()) return { training, losses, epochs: done, interrupted: true };
      }
    } finally {
      bar.end();
    }
    training = { ...training, epoch: training.epoch + 1, batch: 0 };
    if (records.length === 0) continue;
    const epoch = {
      epoch: training.epoch,
      training: averages(records),
      validation: (await validate?.(training)) ?? {},
    };
    done.push(epoch);
    terminal.print(`${name}  ${line(epoch)}  ${duration((performance.now() - began) / 1000)}`);
  }
  return { training, losses, epochs: done, interrupted: await interrupt.came() };
};

/** Follows the one lesson of a task; an interrupted one is saved and ends the task, a complete one goes where --save says. */
export const complete = async <P, S, B, M extends string>(
  lesson: Lesson<P, S, B, M>,
  workshop: Workshop,
): Promise<Learned<P, S>> => {
  const { notes = {} } = lesson;
  const learned = await learn(lesson, workshop);
  if (learned.interrupted) await park(learned.training, notes, workshop);
  if (workshop.flags.save !== undefined) await save(workshop.flags.save, learned.training, notes, workshop);
  return learned;
};
