import type { Dataset } from '../../../data/index.js';
import { split } from '../../../random/index.js';
import { begin, evaluateModel, inOrder } from '../../../train/index.js';
import type { Evaluation } from '../../../train/index.js';
import { learn } from '../../learn.js';
import { given } from '../../refusal.js';
import type { Workshop } from '../../task.js';
import { classifier } from './classifier.js';
import type { Params } from './classifier.js';
import { judged, lessonFor } from './lesson.js';
import type { Images } from './lesson.js';
import { linear, optimizerFor } from './recipe.js';

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
  const softmax = given(classifier('softmax', images.train.shape, classes));
  const recipe = { ...linear, epochs: Math.min(linear.epochs, epochs) };
  const judge = evaluateModel(softmax, workshop);
  const [initial] = split(images.order);
  const fresh = begin(softmax, optimizerFor(recipe, images.train.labels.length), initial);
  const lesson = lessonFor(softmax, fresh, judge, images, recipe, workshop);
  const { training, interrupted } = await learn(
    { ...lesson, label: 'linear classifier, epoch' },
    { ...workshop, terminal: { ...workshop.terminal, print: () => undefined } },
  );
  return { test: await judge(training, inOrder(test, judged)), params: training.params, interrupted };
};
