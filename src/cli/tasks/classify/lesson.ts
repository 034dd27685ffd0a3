import type { Dataset } from '../../../data/index.js';
import type { Shape } from '../../../shape/shape.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../../optim/index.js';
import type { Optimizer } from '../../../optim/index.js';
import type { Key } from '../../../random/index.js';
import { classification, inOrder, shuffled, trainingStep } from '../../../train/index.js';
import type { Batch, Evaluator, Training } from '../../../train/index.js';
import type { Lesson } from '../../learn.js';
import type { Workshop } from '../../task.js';
import type { Classifier, Params, State } from './classifier.js';

/** images judged at a time */
export const judged = 100;

/** How long to learn, and how many images at a time. */
export interface Pace {
  readonly epochs: number;
  readonly batch: number;
}

/** How the networks are trained: Adam, one cycle of the learning rate up to `peak`, gradients no longer than 5. */
export const optimizerFor = (images: number, { epochs, batch }: Pace, peak: number): Optimizer =>
  chain(
    clipByGlobalNorm(5),
    adam({ rate: oneCycle({ peak, steps: Math.max(1, epochs * Math.ceil(images / batch)) }) }),
  );

/** Images to learn from and to watch, with what the order in which they come is drawn from. */
export interface Images {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly order: Key;
}

/** What a classifier is to learn. */
export const lessonFor = (
  model: Classifier,
  from: Training<Params, State>,
  optimizer: Optimizer,
  judge: Evaluator<Shape, Params, State>,
  { train, validation, order }: Images,
  { epochs, batch }: Pace,
  { engine }: Workshop,
): Lesson<Params, State, Batch, 'accuracy'> => ({
  from,
  step: trainingStep({ objective: classification(model), optimizer, engine }),
  batches: shuffled(train, { size: batch, key: order }),
  perEpoch: Math.ceil(train.labels.length / batch),
  epochs,
  validate: async (training) => {
    const { loss, accuracy } = await judge(training, inOrder(validation, judged));
    return { loss, accuracy };
  },
});
