import { averagePrecision } from '../../../detection/index.js';
import type { Corners, Detection, Found, Truth } from '../../../detection/index.js';
import { roadScenes, roadSignClasses } from '../../../data/index.js';
import type { RoadScenes } from '../../../data/index.js';
import { detections, detector } from '../../../models/index.js';
import type { DetectorBatch } from '../../../models/index.js';
import { parameterCount, summary, summaryRows } from '../../../nn/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../../optim/index.js';
import { split } from '../../../random/index.js';
import { show } from '../../../shape/shape.js';
import { startFrom, trainingStep } from '../../../train/index.js';
import { compile } from '../../../transform/index.js';
import { imageGrid, lineChart } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import { resumed } from '../../keep.js';
import { complete } from '../../learn.js';
import { task } from '../../task.js';
import { percent } from '../../terminal.js';
import { parts, rowsAt, shuffledBatches, wholeRowsAt } from '../signs/batches.js';
import { boxLine, colours, drawn } from '../signs/drawing.js';
import { matchSigns, templatesOf } from '../signs/templates.js';
import type { Sign } from '../signs/templates.js';

const side = 96;
/** the sides of the anchors; signs are 18 to 32 pixels wide */
const sizes = [18, 24, 31];
const judged = 20;
/** what is drawn and told as found scores at least so much */
const sure = 0.5;

const signsOf = ({ counts, labels, boxes, centres, radii, most }: RoadScenes): readonly (readonly Sign[])[] =>
  Array.from(counts, (count, picture) =>
    Array.from({ length: count }, (_, j): Sign => {
      const at = picture * most + j;
      const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(4 * at, 4 * at + 4);
      const [x = 0, y = 0] = centres.subarray(2 * at, 2 * at + 2);
      return { picture, label: labels[at] ?? 0, x, y, radius: radii[at] ?? 0, box: [left, top, right, bottom] };
    }),
  );

const batchOf = ({ images, boxes, labels, most }: RoadScenes, positions: readonly number[]): DetectorBatch => ({
  images: rowsAt(images, [3, side, side], positions),
  boxes: rowsAt(boxes, [most, 4], positions),
  labels: wholeRowsAt(labels, most, positions),
});

/** AP50 as the mean over the classes, and of signs of any class. */
interface Precision {
  readonly classes: ReturnType<typeof averagePrecision>;
  readonly any: ReturnType<typeof averagePrecision>;
}

const judge = (found: readonly (readonly Detection[])[], truths: readonly (readonly Truth[])[]): Precision => {
  const images = truths.map((all, i): Found => ({ truths: all, detections: found[i] ?? [] }));
  const anyLabel = <T extends Truth>(all: readonly T[]): readonly T[] => all.map((one) => ({ ...one, label: 0 }));
  return {
    classes: averagePrecision(images),
    any: averagePrecision(
      images.map((image) => ({ truths: anyLabel(image.truths), detections: anyLabel(image.detections) })),
    ),
  };
};

/** Trains a detector of road signs in scenes, with template matching beside it. */
export const detect = task<'road-signs', 'detector'>(
  {
    about: 'a detector of two stages that finds road signs in scenes; template matching beside it',
    data: ['road-signs'],
    models: ['detector'],
    flags: ['resume', 'save'],
  },
  async (_, workshop) => {
    const { flags, engine, quick, terminal } = workshop;
    const count = flags.limit ?? (quick ? 16 : 400);
    const epochs = flags.epochs ?? (quick ? 1 : 8);
    const size = flags.batch ?? 8;
    const tested = flags.testLimit ?? (quick ? 4 : 100);
    const perEpoch = Math.ceil(count / size);

    const net = detector([3, side, side], { classes: roadSignClasses.length, sizes });
    const [initial, run, order, pictures, others] = split(workshop.key, 5);
    const steps = Math.max(1, epochs * perEpoch);
    const optimizer = chain(clipByGlobalNorm(5), adam({ rate: oneCycle({ peak: 3e-3, steps }) }));
    const notes = {
      task: 'detect',
      limit: String(count),
      epochs: String(epochs),
      batch: String(size),
      seed: String(flags.seed ?? 1),
    };
    const from = await resumed(startFrom(net.init(initial), optimizer, run), notes, workshop);

    const stages = [
      ['features', net.backbone],
      ['proposals', net.proposals],
      ['regions', net.head],
    ] as const;
    for (const [name, stage] of stages) terminal.print(`${name}\n${summary(stage)}\n`);
    const [train, test] = [roadScenes(pictures, count), roadScenes(others, tested)];
    const [known, truths] = [signsOf(train), signsOf(test)];
    terminal.print(`pictures: ${count} to learn from, ${tested} to test on, with 1 to ${test.most} signs each`);

    const learned = await complete(
      {
        from,
        step: trainingStep({ objective: net.objective, optimizer, engine }),
        batches: shuffledBatches(count, size, order, (positions) => batchOf(train, positions)),
        perEpoch,
        epochs,
        notes,
      },
      workshop,
    );

    const look = compile(net.detect, { engine });
    const { params, state } = learned.training;
    const began = performance.now();
    const found = parts(tested, judged).flatMap((positions) =>
      detections(look({ params, state }, batchOf(test, positions).images)),
    );
    const middle = performance.now();
    const templates = templatesOf(train.images, side, known.slice(0, 300).flat());
    const few = Math.min(tested, quick ? 2 : 50);
    const started = performance.now();
    const matched = matchSigns(
      test.images.slice(0, few * 3 * side * side),
      side,
      templates,
      quick ? [24] : [18, 21, 24, 27, 30],
      engine,
    );
    const times = { network: (middle - began) / tested, templates: (performance.now() - started) / few };
    const scores = { network: judge(found, truths), templates: judge(matched, truths.slice(0, few)) };

    const named = (label: number): string => roadSignClasses[label] ?? '';
    const row = (name: string, { classes, any }: Precision, time: number): readonly (string | number)[] => [
      name,
      percent(classes.mean),
      percent(any.mean),
      time.toFixed(0),
    ];
    const lines = (all: readonly { readonly box: Corners }[], colour: keyof typeof colours) =>
      all.map(({ box }) => [boxLine(box), colours[colour]] as const);
    const curveOf = (name: string, { any }: Precision) => ({
      name,
      values: (any.classes[0]?.curve ?? []).map(({ recall, precision }) => [recall, precision] as const),
    });
    return {
      title: 'Road signs in scenes',
      text: [
        `AP50 on ${tested} pictures: ${percent(scores.network.classes.mean)}, the mean over ${roadSignClasses.length} classes; ${percent(scores.network.any.mean)} for a sign of any class`,
        `template matching on ${few} of them: ${percent(scores.templates.classes.mean)} and ${percent(scores.templates.any.mean)}`,
      ],
      chapters: [
        {
          heading: 'What is found',
          text: 'Average precision where boxes overlap by a half: the mean over the classes, and where the class does not count.',
          table: {
            columns: ['', 'AP50', 'AP50, any sign', 'ms a picture'],
            rows: [
              row('the detector', scores.network, times.network),
              row(`template matching, ${few} pictures`, scores.templates, times.templates),
            ],
          },
        },
        {
          heading: 'Boxes',
          text: `Green: the truth. Yellow: the detector, where its score is ${sure} or more; the words are what it says they are. Magenta: what templates find, as many as there are signs.`,
          file: 'signs.svg',
          svg: imageGrid({
            title: 'Signs and boxes',
            scale: 1,
            columns: 4,
            images: truths.slice(0, Math.min(12, few)).map((truth, i) => {
              const told = (found[i] ?? []).filter(({ score }) => score >= sure);
              return drawn(
                test.images,
                side,
                i,
                [
                  ...lines((matched[i] ?? []).slice(0, truth.length), 'template'),
                  ...lines(truth, 'truth'),
                  ...lines(told, 'found'),
                ],
                told.map(({ label }) => named(label)).join(', '),
              );
            }),
          }),
        },
        {
          heading: 'Precision and recall',
          text: 'Of signs of any class, from the most confident box to the least.',
          file: 'precision.svg',
          svg: lineChart({
            title: 'Precision and recall',
            x: 'recall',
            y: 'precision',
            series: [curveOf('the detector', scores.network), curveOf('template matching', scores.templates)].filter(
              ({ values }) => values.length > 0,
            ),
          }),
          table: {
            columns: ['class', 'signs', 'AP50', 'AP50 of templates'],
            rows: scores.network.classes.classes.map(({ label, truths: signs, average }) => [
              named(label),
              signs,
              percent(average),
              percent(scores.templates.classes.classes.find((other) => other.label === label)?.average ?? 0),
            ]),
          },
        },
        ...curves(learned, {
          loss: { heading: 'Loss', y: 'loss', text: 'The sum of the four below.' },
          objectness: { heading: 'Is there a sign?', y: 'cross-entropy', text: 'Of the anchors, in the first stage.' },
          proposals: {
            heading: 'Where about?',
            y: 'smooth L1',
            text: 'Of the offsets of the anchors that are of a sign.',
          },
          classes: { heading: 'Which sign?', y: 'cross-entropy', text: 'Of the proposals, in the second stage.' },
          boxes: {
            heading: 'Where exactly?',
            y: 'smooth L1',
            text: 'Of the offsets of the proposals that are of a sign.',
          },
        }),
        ...stages.map(([name, stage]) => ({
          heading: `The network: ${name}`,
          table: {
            columns: ['name', 'layer', 'output', 'parameters'],
            rows: summaryRows(stage).map(({ path, layer, output, parameters }) => [
              path,
              layer,
              show(output),
              parameters,
            ]),
          },
        })),
      ],
      result: {
        ap50: scores.network.classes.mean,
        ap50AnySign: scores.network.any.mean,
        templatesAp50: scores.templates.classes.mean,
        templatesAp50AnySign: scores.templates.any.mean,
        parameters: stages.reduce((sum, [, stage]) => sum + parameterCount(stage), 0),
        steps: learned.training.step,
      },
    };
  },
);
