import type { Variables } from '../nn/index.js';
import { epochs as followed } from '../train/index.js';
import type { EpochRecord, Epochs, Step, Training } from '../train/index.js';
import { park, save } from './keep.js';
import type { Notes } from './keep.js';
import { progress } from './progress.js';
import type { Progress } from './progress.js';
import type { Workshop } from './task.js';
import { duration, percent } from './terminal.js';

/** Numbers by name. */
export type Measures = Readonly<Record<string, number>>;

/** How one epoch went. */
export type Epoch = Pick<EpochRecord<string, string>, 'epoch' | 'training' | 'validation'>;

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
  readonly validate?: (variables: Variables<P, S>) => Promise<Measures>;
  /** what must be the same for the run to be resumed, and whatever else belongs in a checkpoint */
  readonly notes?: Notes;
}

/** shares of a whole, which are told in percent */
const shares: readonly string[] = ['accuracy', 'f1', 'iou', 'precision', 'recall'];

/** A measure as the reader sees it. */
export const shown = (name: string, value: number): string =>
  shares.includes(name) ? percent(value) : value.toPrecision(3);

/** "loss 0.12, validation 0.15  accuracy 97.0 %, validation 96.1 %" */
const line = ({ training, validation }: Epoch): string =>
  [
    // the loss comes first
    ...Object.entries({ loss: NaN, ...training }).map(([name, value]) => {
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
  const name = (epoch: number): string => `${label} ${epoch}/${epochs}`;
  let training = from;
  let bar: Progress | undefined;
  let began = performance.now();
  try {
    const moments = followed(from, { step, batches, epochs, ...(validate === undefined ? {} : { validate }) });
    for await (const moment of moments) {
      training = moment.course;
      if (moment.kind === 'step') {
        const { record } = moment;
        bar ??= progress(terminal, name(record.epoch + 1), perEpoch);
        losses.push([record.step / perEpoch, record.loss]);
        bar.step(training.batch, `loss ${record.loss.toFixed(3)}`);
        if (await interrupt.came()) return { training, losses, epochs: done, interrupted: true };
      } else {
        const { record } = moment;
        bar?.end();
        bar = undefined;
        done.push(record);
        terminal.print(`${name(record.epoch)}  ${line(record)}  ${duration((performance.now() - began) / 1000)}`);
        began = performance.now();
      }
    }
  } finally {
    bar?.end();
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
