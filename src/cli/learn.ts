import { chain, clipByGlobalNorm, adam, oneCycle } from '../optim/index.js';
import type { Optimizer } from '../optim/index.js';
import type { Dataset } from '../data/index.js';
import type { Engine } from '../index.js';
import type { Shape } from '../shape/shape.js';
import type { Key } from '../random/index.js';
import { classification, fit, inOrder, shuffled, trainingStep } from '../train/index.js';
import type { Evaluation, Evaluator, StepRecord, Training } from '../train/index.js';
import type { Classifier, Params, State } from './classifier.js';
import type { Interrupt } from './interrupt.js';
import { progress } from './progress.js';
import { duration, percent } from './terminal.js';
import type { Terminal } from './terminal.js';

type Record = StepRecord<Params, State, 'accuracy'>;

/** How one epoch went. */
export interface Epoch {
  /** counted from 1 */
  readonly epoch: number;
  /** over the training images, while they were learned */
  readonly loss: number;
  readonly accuracy: number;
  readonly validation: Evaluation;
}

/** What was learned, and how. */
export interface Learned {
  readonly training: Training<Params, State>;
  /** the loss of each step, by the number of epochs done */
  readonly losses: readonly (readonly [epochs: number, loss: number])[];
  readonly epochs: readonly Epoch[];
  readonly interrupted: boolean;
}

/** What to learn from, for how long. */
export interface Lesson {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly epochs: number;
  readonly batch: number;
  /** what the progress bar calls an epoch */
  readonly label: string;
  /** what the order of the images comes from */
  readonly order: Key;
  readonly engine: Engine;
}

/** Who is told, and who may interrupt. */
export interface Company {
  readonly terminal: Terminal;
  readonly interrupt: Interrupt;
}

/** images judged at a time */
export const judged = 100;

/** How the networks are trained: Adam, one cycle of the learning rate up to `peak`, gradients no longer than 5. */
export const optimizerFor = (
  images: number,
  { epochs, batch }: Pick<Lesson, 'epochs' | 'batch'>,
  peak: number,
): Optimizer =>
  chain(
    clipByGlobalNorm(5),
    adam({ rate: oneCycle({ peak, steps: Math.max(1, epochs * Math.ceil(images / batch)) }) }),
  );

/** the mean over the examples of the records of an epoch */
const average = (records: readonly Record[], measure: 'loss' | 'accuracy'): number =>
  records.reduce((sum, record) => sum + record[measure] * record.examples, 0) /
  records.reduce((sum, { examples }) => sum + examples, 0);

/** Trains a classifier, saying how it goes, until its epochs are over or the user interrupts. */
export const learn = async (
  classifier: Classifier,
  from: Training<Params, State>,
  optimizer: Optimizer,
  lesson: Lesson,
  judge: Evaluator<Shape, Params, State>,
  { terminal, interrupt }: Company,
): Promise<Learned> => {
  const { train, validation, epochs, batch, engine, order } = lesson;
  const perEpoch = Math.ceil(train.labels.length / batch);
  const step = trainingStep({ objective: classification(classifier), optimizer, engine });
  const batches = shuffled(train, { size: batch, key: order });
  const losses: (readonly [number, number])[] = [];
  const done: Epoch[] = [];
  let training = from;
  while (training.epoch < epochs) {
    const began = performance.now();
    const label = `${lesson.label} ${training.epoch + 1}/${epochs}`;
    const bar = progress(terminal, label, perEpoch);
    const records: Record[] = [];
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
      loss: average(records, 'loss'),
      accuracy: average(records, 'accuracy'),
      validation: await judge(training, inOrder(validation, judged)),
    };
    done.push(epoch);
    terminal.print(
      `${label}  loss ${epoch.loss.toFixed(3)}  accuracy: training ${percent(epoch.accuracy)}, validation ${percent(epoch.validation.accuracy)}  ${duration((performance.now() - began) / 1000)}`,
    );
  }
  return { training, losses, epochs: done, interrupted: await interrupt.came() };
};
