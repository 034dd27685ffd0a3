import type { Dataset } from '../../../data/index.js';
import type { SummaryRow } from '../../../nn/index.js';
import { show } from '../../../shape/shape.js';
import type { Evaluation } from '../../../train/index.js';
import { confusionMatrix, imageGrid } from '../../../viz/index.js';
import type { Captioned } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import type { Learned } from '../../learn.js';
import type { Chapter } from '../../task.js';
import { percent } from '../../terminal.js';
import type { Params, State } from './classifier.js';
import { filters } from './filters.js';

/** What the report of a classifier tells. */
export interface Told {
  readonly summary: readonly SummaryRow[];
  readonly learned: Learned<Params, State>;
  /** the parameters of the linear classifier beside it, if one was trained */
  readonly linear: unknown;
  readonly test: Evaluation;
  /** the test images as they were before they were standardised */
  readonly images: Dataset;
  readonly classes: readonly string[];
}

const mistakesShown = 24;

/** The images that were taken for something else, the first ones of the test set. */
const mistakes = ({ test, images, classes }: Told): readonly Captioned[] => {
  const [channels = 1, height = 1, width = 1] = images.shape;
  const area = channels * height * width;
  return test.predictions.flatMap((taken, index) => {
    const label = test.labels[index] ?? 0;
    const pixels = images.images.subarray(index * area, (index + 1) * area);
    const caption = `${classes[label] ?? label}\n→ ${classes[taken] ?? taken}`;
    return taken === label ? [] : [{ pixels, channels: channels === 3 ? 3 : 1, height, width, caption }];
  });
};

const axes = {
  loss: {
    heading: 'Loss',
    y: 'cross-entropy',
    text: 'The mean cross-entropy of each batch while it was learned, and of the validation images after each epoch.',
  },
  accuracy: {
    heading: 'Accuracy',
    y: 'share',
    text: 'The share of images told apart: of the training images while they were learned, of the validation images after each epoch.',
  },
};

/** The chapters on a classifier. */
export const chaptersOn = (told: Told): readonly Chapter[] => {
  const { summary, learned, linear, test, images, classes } = told;
  const first = filters(learned.training.params, images.shape);
  const templates = linear === undefined ? [] : filters(linear, images.shape);
  const wrong = mistakes(told);
  return [
    {
      heading: 'The network',
      table: {
        columns: ['name', 'layer', 'output', 'parameters'],
        rows: summary.map(({ path, layer, output, parameters }) => [path, layer, show(output), parameters]),
      },
    },
    ...curves(learned, axes),
    {
      heading: 'Confusion matrix',
      text: `Of ${test.examples} test images ${percent(test.accuracy)} were told right; loss ${test.loss.toFixed(3)}.`,
      file: 'confusion.svg',
      svg: confusionMatrix({ labels: classes, counts: test.confusion }),
    },
    ...(first.length === 0
      ? []
      : [
          {
            heading: 'First-layer filters',
            text: 'What the first layer looks for; grey is zero.',
            file: 'filters.svg',
            svg: imageGrid({ title: 'First-layer filters', images: first, normalise: 'symmetric' }),
          },
        ]),
    ...(templates.length === 0
      ? []
      : [
          {
            heading: 'Templates of the linear classifier',
            text: 'The linear classifier has one template a class: its rows of weights as images.',
            file: 'templates.svg',
            svg: imageGrid({
              title: 'Templates',
              images: templates.map((image, index) => ({ ...image, caption: classes[index] ?? '' })),
              columns: 5,
              normalise: 'symmetric',
            }),
          },
        ]),
    {
      heading: 'Mistakes',
      text: wrong.length > mistakesShown ? `The first ${mistakesShown} of ${wrong.length}.` : `All ${wrong.length}.`,
      file: 'mistakes.svg',
      svg: imageGrid({
        title: 'What it was, and what it was taken for',
        images: wrong.slice(0, mistakesShown),
        columns: 6,
      }),
    },
  ];
};
