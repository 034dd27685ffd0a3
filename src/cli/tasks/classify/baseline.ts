import type { Dataset } from '../../../data/index.js';
import { split } from '../../../random/index.js';
import { begin, evaluateModel, inOrder } from '../../../train/index.js';
import type { Evaluation } from '../../../train/index.js';
import { learn } from '../../learn.js';
import { given } from '../../refusal.js';
import type { Workshop } from '../../task.js';
import { classifier } from './classifier.js';
import type { Params } from './classifier.js';
import { judged, lessonFor, optimizerFor } from './lesson.js';
import type { Images } from './lesson.js';

/** The linear classifier beside a network: how it does, and its parameters. */
export interface Baseline {
  readonly test: Evaluation;
  readonly params: Params;
  readonly interrupted: boolean;
}

/** Trains softmax regression on the same images, at its own pace, without a word. */
export const baseline = async (
  images: Images,
  test: Dataset,
  classes: number,
  epochs: number,
  workshop: Workshop,
): Promise<Baseline> => {
  const linear = given(classifier('softmax', images.train.shape, classes));
  const pace = { epochs: Math.min(5, epochs), batch: 32 };
  const optimizer = optimizerFor(images.train.labels.length, pace, 2e-3);
  const judge = evaluateModel(linear, workshop);
  const [initial] = split(images.order);
  const lesson = lessonFor(linear, begin(linear, optimizer, initial), optimizer, judge, images, pace, workshop);
  const { training, interrupted } = await learn(
    { ...lesson, label: 'linear classifier, epoch' },
    { ...workshop, terminal: { ...workshop.terminal, print: () => undefined } },
  );
  return { test: await judge(training, inOrder(test, judged)), params: training.params, interrupted };
};
