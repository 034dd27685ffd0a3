import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { join } from 'node:path';
import type { Dataset } from '../data/index.js';
import { writeBytes } from '../node/index.js';
import type { SummaryRow } from '../nn/index.js';
import { show } from '../shape/shape.js';
import type { Evaluation } from '../train/index.js';
import { confusionMatrix, imageGrid, lineChart, page } from '../viz/index.js';
import type { Captioned, Markup, Section } from '../viz/index.js';
import { filters } from './filters.js';
import { makeFolder } from './folder.js';
import type { Epoch } from './learn.js';
import { percent } from './terminal.js';

/** What a report tells. */
export interface Findings {
  readonly title: string;
  readonly text: string;
  readonly summary: readonly SummaryRow[];
  /** of the network, and of the linear classifier beside it, if one was trained */
  readonly params: unknown;
  readonly linear: unknown;
  readonly losses: readonly (readonly [epochs: number, loss: number])[];
  readonly epochs: readonly Epoch[];
  readonly test: Evaluation;
  /** the test images as they were before they were standardised */
  readonly images: Dataset;
  readonly classes: readonly string[];
}

interface Chapter extends Section {
  /** the name of the figure's own file */
  readonly file?: string;
}

const mistakesShown = 24;

/** The images that were taken for something else, the first ones of the test set. */
const mistakes = ({ test, images, classes }: Findings): readonly Captioned[] => {
  const [channels = 1, height = 1, width = 1] = images.shape;
  const area = channels * height * width;
  return test.predictions.flatMap((taken, index) => {
    const label = test.labels[index] ?? 0;
    const pixels = images.images.subarray(index * area, (index + 1) * area);
    const caption = `${classes[label] ?? label}\n→ ${classes[taken] ?? taken}`;
    return taken === label ? [] : [{ pixels, channels: channels === 3 ? 3 : 1, height, width, caption }];
  });
};

const curves = ({ losses, epochs }: Findings): readonly Chapter[] => {
  if (epochs.length === 0) return [];
  const columns = ['epoch', 'training', 'validation'];
  return [
    {
      heading: 'Loss',
      text: 'The mean cross-entropy of each batch while it was learned, and of the validation images after each epoch.',
      file: 'loss.svg',
      svg: lineChart({
        title: 'Loss',
        x: 'epoch',
        y: 'cross-entropy',
        series: [
          { name: 'training, each step', values: losses },
          { name: 'training, epoch', values: epochs.map(({ epoch, loss }) => [epoch, loss]) },
          { name: 'validation', values: epochs.map(({ epoch, validation }) => [epoch, validation.loss]) },
        ],
      }),
      table: { columns, rows: epochs.map(({ epoch, loss, validation }) => [String(epoch), loss, validation.loss]) },
    },
    {
      heading: 'Accuracy',
      text: 'The share of images told apart: of the training images while they were learned, of the validation images after each epoch.',
      file: 'accuracy.svg',
      svg: lineChart({
        title: 'Accuracy',
        x: 'epoch',
        y: '%',
        series: [
          { name: 'training', values: epochs.map(({ epoch, accuracy }) => [epoch, 100 * accuracy]) },
          { name: 'validation', values: epochs.map(({ epoch, validation }) => [epoch, 100 * validation.accuracy]) },
        ],
      }),
      table: {
        columns,
        rows: epochs.map(({ epoch, accuracy, validation }) => [
          String(epoch),
          percent(accuracy),
          percent(validation.accuracy),
        ]),
      },
    },
  ];
};

const chapters = (findings: Findings): readonly Chapter[] => {
  const { summary, params, linear, test, images, classes } = findings;
  const learned = filters(params, images.shape);
  const templates = linear === undefined ? [] : filters(linear, images.shape);
  const wrong = mistakes(findings);
  return [
    {
      heading: 'The network',
      text: findings.text,
      table: {
        columns: ['name', 'layer', 'output', 'parameters'],
        rows: summary.map(({ path, layer, output, parameters }) => [path, layer, show(output), parameters]),
      },
    },
    ...curves(findings),
    {
      heading: 'Confusion matrix',
      text: `Of ${test.examples} test images ${percent(test.accuracy)} were told right; loss ${test.loss.toFixed(3)}.`,
      file: 'confusion.svg',
      svg: confusionMatrix({ labels: classes, counts: test.confusion }),
    },
    ...(learned.length === 0
      ? []
      : [
          {
            heading: 'First-layer filters',
            text: 'What the first layer looks for; grey is zero.',
            file: 'filters.svg',
            svg: imageGrid({ title: 'First-layer filters', images: learned, normalise: 'symmetric' }),
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

const write = (folder: string, name: string, content: string): TE.TaskEither<string, void> =>
  pipe(
    writeBytes(join(folder, name), new TextEncoder().encode(content)),
    TE.mapLeft(({ message }) => message),
  );

/** Writes a page and its figures, each also as a file of its own; the path of the page. */
export const writeReport = (folder: string, findings: Findings): TE.TaskEither<string, string> => {
  const sections = chapters(findings);
  const figures = sections.flatMap(({ file, svg }): readonly (readonly [string, Markup])[] =>
    file === undefined || svg === undefined ? [] : [[file, svg]],
  );
  return pipe(
    makeFolder(folder),
    TE.chain(() =>
      pipe(
        figures,
        TE.traverseSeqArray(([name, svg]) => write(folder, name, svg)),
      ),
    ),
    TE.chain(() => write(folder, 'index.html', page({ title: findings.title, sections }))),
    TE.map(() => join(folder, 'index.html')),
  );
};
