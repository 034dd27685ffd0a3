import type { Dataset } from '../data/index.js';
import { split } from '../random/index.js';
import { begin, evaluateModel, inOrder } from '../train/index.js';
import type { Evaluation } from '../train/index.js';
import { classifier } from './classifier.js';
import type { Params } from './classifier.js';
import { judged, learn, optimizerFor } from './learn.js';
import type { Company, Lesson } from './learn.js';
import { given } from './refusal.js';

/** The linear classifier beside a network: how it does, and its parameters. */
export interface Baseline {
  readonly test: Evaluation;
  readonly params: Params;
  readonly interrupted: boolean;
}

/** Trains softmax regression on the same images, at its own pace, without a word. */
export const baseline = async (
  lesson: Lesson,
  test: Dataset,
  classes: number,
  { interrupt, terminal }: Company,
): Promise<Baseline> => {
  const linear = given(classifier('softmax', lesson.train.shape, classes));
  const own = { ...lesson, epochs: Math.min(5, lesson.epochs), batch: 32, label: 'linear classifier, epoch' };
  const optimizer = optimizerFor(own.train.labels.length, own, 2e-3);
  const judge = evaluateModel(linear, { engine: own.engine });
  const [initial] = split(own.order);
  const company = { interrupt, terminal: { ...terminal, print: () => undefined } };
  const { training, interrupted } = await learn(
    linear,
    begin(linear, optimizer, initial),
    optimizer,
    own,
    judge,
    company,
  );
  return { test: await judge(training, inOrder(test, judged)), params: training.params, interrupted };
};
