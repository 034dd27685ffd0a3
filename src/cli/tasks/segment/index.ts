import { channelStatistics, countOf, standardise } from '../../../data/index.js';
import type { Segmented } from '../../../data/index.js';
import { parameterCount, summary, summaryRows } from '../../../nn/index.js';
import { split } from '../../../random/index.js';
import { Interrupted } from '../../keep.js';
import { complete, learn } from '../../learn.js';
import { awaited } from '../../refusal.js';
import { task } from '../../task.js';
import type { Findings } from '../../task.js';
import { percent } from '../../terminal.js';
import { chaptersOn } from './chapters.js';
import { judge, lessonFor, scoresOf } from './lesson.js';
import type { Scores } from './lesson.js';
import { networks } from './networks.js';
import type { NetworkName, Segmenter } from './networks.js';
import { sources } from './sources.js';
import type { Source, SourceName } from './sources.js';
import { compare } from './window.js';
import type { Comparison } from './window.js';

/** enough to show that everything works */
const small = { limit: 24, testLimit: 4, epochs: 2, steps: 4 };

const ready = (pictures: Segmented, like: Segmented): Segmented => {
  const dataset = ({ images, shape, ...rest }: Segmented) => ({
    images,
    shape,
    labels: new Int32Array(countOf({ images, shape, ...rest })),
  });
  return { ...pictures, images: standardise(dataset(pictures), channelStatistics(dataset(like))).images };
};

/** Trains a network that finds the class of every pixel, and a fully convolutional one beside it, which it compares with a sliding window. */
export const segment = task<SourceName, NetworkName>(
  {
    about: 'a network that finds the class of every pixel; a fully convolutional one and a sliding window beside it',
    data: ['road-signs', 'membrane'],
    models: ['unet', 'segnet', 'fcn'],
    flags: ['resume', 'save'],
  },
  async ({ data, model: name = 'unet' }, workshop) => {
    const { flags, terminal, quick } = workshop;
    const { print } = terminal;
    const source: Source = sources[data];
    const settings = { ...source, ...(quick ? small : {}) };
    const plan = {
      ...settings,
      batch: flags.batch ?? source.batch,
      epochs: flags.epochs ?? settings.epochs,
    };
    const wanted = {
      dir: flags.dir,
      limit: flags.limit ?? settings.limit,
      testLimit: flags.testLimit ?? settings.testLimit,
    };
    const notes = {
      task: 'segment',
      data,
      model: name,
      epochs: String(plan.epochs),
      limit: String(wanted.limit),
      batch: String(plan.batch),
      seed: String(flags.seed ?? 1),
    };
    const pictures = await awaited(source.load(wanted));
    const [train, test] = [ready(pictures.train, pictures.train), ready(pictures.test, pictures.train)];
    const widths = { picture: source.channels, network: source.width };
    const [first, second] = split(workshop.key);

    const beside =
      name === 'fcn'
        ? undefined
        : (): Promise<{ readonly row: readonly (string | number)[]; readonly comparison: Comparison }> =>
            networks.fcn(widths, async (network, window) => {
              const fresh = { ...workshop, flags: {}, terminal: { ...terminal, print: () => undefined } };
              const lesson = await lessonFor(network, train, plan, second, {}, fresh);
              const { training, interrupted } = await learn({ ...lesson, label: 'fcn, epoch' }, fresh);
              if (interrupted) throw new Interrupted();
              if (window === undefined) throw new TypeError('segment: the fully convolutional network has a window');
              return {
                row: rowOf('fcn', network, train, scoresOf(judge(network, training, test, workshop))),
                comparison: compare(network, window, training, test, workshop),
              };
            });

    return networks[name](widths, async (network, window): Promise<Findings> => {
      const lesson = await lessonFor(network, train, plan, first, notes, workshop);
      const net = network([train.shape[0], plan.size, plan.size]);
      print(`${name} on ${data}\n\n${summary(net)}\n`);
      print(`pictures: ${countOf(train)} to learn from in squares of ${plan.size}, ${countOf(test)} to test on`);
      const learned = await complete(lesson, workshop);
      const judgement = judge(network, learned.training, test, workshop);
      const scores = scoresOf(judgement);
      const other = await beside?.();
      const comparison =
        window === undefined ? other?.comparison : compare(network, window, learned.training, test, workshop);
      const own = rowOf(name, network, train, scores);
      return {
        title: `${name} on ${data}`,
        text: [
          `pixels: ${percent(scores.accuracy)} right; ${source.classes[1]}: F1 ${percent(scores.f1)}, IoU ${percent(scores.iou)}`,
          ...(other === undefined
            ? []
            : [`fully convolutional beside it: ${String(other.row[2])} right, F1 ${String(other.row[3])}`]),
          ...(comparison === undefined ? [] : [said(comparison)]),
        ],
        chapters: chaptersOn({
          summary: summaryRows(net),
          learned,
          classes: source.classes,
          pictures: pictures.test,
          judgement,
          table: { columns, rows: [own, ...(other === undefined ? [] : [other.row])] },
        }),
        result: {
          ...scores,
          parameters: parameterCount(net),
          data,
          model: name,
          steps: learned.training.step,
          ...(comparison === undefined
            ? {}
            : { slower: comparison.sliding / comparison.whole, difference: comparison.difference }),
        },
      };
    });
  },
);

const columns = ['network', 'parameters', 'pixels right', 'F1', 'IoU'];
const rowOf = <P, S>(
  name: string,
  network: Segmenter<P, S>,
  { shape }: Segmented,
  { accuracy, f1, iou }: Scores,
): readonly (string | number)[] => [name, parameterCount(network(shape)), percent(accuracy), percent(f1), percent(iou)];

const said = ({ pixels, whole, sliding, difference }: Comparison): string =>
  `${pixels} pixels: fully convolutional ${(1000 * whole).toFixed(1)} ms, sliding window ${(1000 * sliding).toFixed(0)} ms, ${(sliding / whole).toFixed(0)} times as long; their scores are ${difference.toExponential(1)} apart`;
