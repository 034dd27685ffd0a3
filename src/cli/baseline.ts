import { split } from '../random/index.js';
import { begin, evaluateModel, inOrder } from '../train/index.js';
import type { Evaluation } from '../train/index.js';
import { judged, learn, optimizerFor } from './learn.js';
import type { Company, Images, Lesson } from './learn.js';
import { networks } from './networks.js';

/** The linear classifier beside a network: how it does, and its parameters. */
export interface Baseline {
  readonly test: Evaluation;
  readonly params: unknown;
  readonly interrupted: boolean;
}

/** Trains softmax regression on the same images, at its own pace, without a word. */
export const baseline = (
  lesson: Lesson,
  test: Images,
  classes: number,
  { interrupt, terminal }: Company,
): Promise<Baseline> =>
  networks.softmax.build(lesson.train.shape, classes, async (classifier) => {
    const own = { ...lesson, epochs: Math.min(5, lesson.epochs), batch: 32 };
    const optimizer = optimizerFor(own.train.labels.length, own, networks.softmax.peak);
    const judge = evaluateModel(classifier, { engine: own.engine });
    const [initial] = split(own.order);
    const { training, interrupted } = await learn(
      classifier,
      begin(classifier, optimizer, initial),
      optimizer,
      own,
      judge,
      {
        interrupt,
        terminal: { ...terminal, print: () => undefined },
      },
    );
    return { test: await judge(training, inOrder(test, judged)), params: training.params, interrupted };
  });
