import { roadSigns } from '../../../data/index.js';
import type { RoadSigns } from '../../../data/index.js';
import { locator } from '../../../models/index.js';
import { evaluate, halfSquaredError, model, parameterCount, summary, summaryRows, train } from '../../../nn/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../../optim/index.js';
import { foldIn, split } from '../../../random/index.js';
import { show } from '../../../shape/shape.js';
import { toArray } from '../../../tensor/literal.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { begin, trainingStep } from '../../../train/index.js';
import type { Objective } from '../../../train/index.js';
import { compile } from '../../../transform/index.js';
import { imageGrid } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import { resumed } from '../../keep.js';
import { complete } from '../../learn.js';
import { task } from '../../task.js';
import { percent } from '../../terminal.js';
import { parts, rowsAt } from '../signs/batches.js';
import { circleLine, colours, drawn } from '../signs/drawing.js';
import { matchSigns, templatesOf } from '../signs/templates.js';
import type { Sign } from '../signs/templates.js';

/** Where a sign is taken to be, in pixels. */
interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

interface Batch {
  readonly images: Tensor<[number, 3, 32, 32]>;
  /** x, y and radius, on their scale */
  readonly circles: Tensor<[number, 3]>;
}

const side = 32;
/** a centre is right within so many pixels, a radius within such a share */
const [nearby, about] = [2, 0.15];
const judged = 100;

const circlesOf = ({ centres, radii }: RoadSigns): readonly Circle[] =>
  Array.from(radii, (radius, i) => ({ x: centres[2 * i] ?? NaN, y: centres[2 * i + 1] ?? NaN, radius }));

/** x, y and radius as the network says them: less their mean, over their deviation, so that each varies by about 1 */
interface Scale {
  readonly mean: Circle;
  readonly deviation: Circle;
}

const scaleOf = (circles: readonly Circle[]): Scale => {
  const average = (of: (circle: Circle) => number): number =>
    circles.reduce((sum, circle) => sum + of(circle), 0) / circles.length;
  const spread = (of: (circle: Circle) => number): number =>
    Math.sqrt(average((circle) => (of(circle) - average(of)) ** 2));
  const each = (f: typeof average): Circle => ({
    x: f(({ x }) => x),
    y: f(({ y }) => y),
    radius: f(({ radius }) => radius),
  });
  return { mean: each(average), deviation: each(spread) };
};

const targetsOf = (signs: RoadSigns, { mean, deviation }: Scale): Float32Array =>
  Float32Array.from(
    circlesOf(signs).flatMap(({ x, y, radius }) => [
      (x - mean.x) / deviation.x,
      (y - mean.y) / deviation.y,
      (radius - mean.radius) / deviation.radius,
    ]),
  );

/** How good circles are. */
interface Score {
  /** shares of the pictures whose centre, and whose radius, is right */
  readonly centre: number;
  readonly radius: number;
  /** errors of the centre in pixels and of the radius as a share: the median, and what nine in ten stay below */
  readonly centres: readonly [median: number, most: number];
  readonly radii: readonly [median: number, most: number];
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? NaN;

const score = (found: readonly Circle[], truth: readonly Circle[]): Score => {
  const far = truth.map(({ x, y }, i) => Math.hypot(x - (found[i]?.x ?? NaN), y - (found[i]?.y ?? NaN)));
  const off = truth.map(({ radius }, i) => Math.abs((found[i]?.radius ?? NaN) / radius - 1));
  const share = (errors: readonly number[], limit: number): number =>
    errors.filter((error) => error <= limit).length / errors.length;
  return {
    centre: share(far, nearby),
    radius: share(off, about),
    centres: [quantile(far, 0.5), quantile(far, 0.9)],
    radii: [quantile(off, 0.5), quantile(off, 0.9)],
  };
};

const row = (name: string, { centre, radius, centres, radii }: Score): readonly (string | number)[] => [
  name,
  percent(centre),
  centres[0].toFixed(2),
  centres[1].toFixed(2),
  percent(radius),
  percent(radii[0]),
  percent(radii[1]),
];

const columns = ['', 'centre within 2 px', 'median', '9 in 10', 'radius within 15 %', 'median', '9 in 10'];

/** Trains a network that says where a road sign is and how large, with template matching beside it. */
export const locate = task<'road-signs', 'locator'>(
  {
    about: 'a network that says where a road sign is and how large; template matching beside it',
    data: ['road-signs'],
    models: ['locator'],
    flags: ['resume', 'save'],
  },
  async (_, workshop) => {
    const { flags, engine, quick, terminal } = workshop;
    const count = flags.limit ?? (quick ? 96 : 2000);
    const epochs = flags.epochs ?? (quick ? 2 : 8);
    const size = flags.batch ?? 32;
    const tested = flags.testLimit ?? (quick ? 12 : 500);
    const perEpoch = Math.ceil(count / size);

    const net = model([3, side, side], locator({ channels: 16 }));
    const [initial, pictures, others] = split(workshop.key, 3);
    // what is known without looking
    const known = roadSigns(foldIn(pictures, 0), Math.min(count, 500));
    const all = circlesOf(known);
    const scale = scaleOf(all);
    const { mean, deviation } = scale;
    const optimizer = chain(
      clipByGlobalNorm(5),
      adam({ rate: oneCycle({ peak: 3e-3, steps: Math.max(1, epochs * perEpoch) }) }),
    );
    type Params = ReturnType<typeof net.init>['params'];
    type State = ReturnType<typeof net.init>['state'];
    const objective: Objective<Params, State, Batch, never> = (variables, { images, circles }, key) => {
      const [found, state] = net.forward<readonly [number]>(variables, images, train(key));
      return { loss: halfSquaredError(found, circles), state, measures: {} };
    };
    const look = compile(
      (variables: ReturnType<typeof net.init>, images: Batch['images']) =>
        net.forward<readonly [number]>(variables, images, evaluate)[0],
      { engine },
    );
    const circlesIn = (variables: ReturnType<typeof net.init>, { images, radii }: RoadSigns): readonly Circle[] =>
      parts(radii.length, judged).flatMap((positions) => {
        const numbers = toArray(look(variables, rowsAt(images, [3, side, side], positions)));
        return positions.map((__, i) => ({
          x: mean.x + deviation.x * (numbers[3 * i] ?? NaN),
          y: mean.y + deviation.y * (numbers[3 * i + 1] ?? NaN),
          radius: mean.radius + deviation.radius * (numbers[3 * i + 2] ?? NaN),
        }));
      });

    const notes = {
      task: 'locate',
      limit: String(count),
      epochs: String(epochs),
      batch: String(size),
      seed: String(flags.seed ?? 1),
    };
    const from = await resumed(begin(net, optimizer, initial), notes, workshop);
    const test = roadSigns(others, tested);
    const truth = circlesOf(test);
    terminal.print(`locator on road-signs\n\n${summary(net)}\n`);
    terminal.print(`pictures: ${count} new ones each epoch, ${tested} to test on`);

    const learned = await complete(
      {
        from,
        step: trainingStep({ objective, optimizer, engine }),
        batches: (epoch) => ({
          *[Symbol.iterator]() {
            const signs = roadSigns(foldIn(pictures, epoch), count);
            const targets = targetsOf(signs, scale);
            for (const positions of parts(count, size))
              yield {
                images: rowsAt(signs.images, [3, side, side], positions),
                circles: rowsAt(targets, [3], positions),
              };
          },
        }),
        perEpoch,
        epochs,
        notes,
      },
      workshop,
    );

    const found = circlesIn(learned.training, test);
    const signs = all.map(({ x, y, radius }, picture): Sign => ({
      picture,
      label: known.labels[picture] ?? 0,
      x,
      y,
      radius,
      box: [x + 0.5 - radius, y + 0.5 - radius, x + 0.5 + radius, y + 0.5 + radius],
    }));
    const few = Math.min(tested, quick ? 4 : 100);
    const matched = matchSigns(
      test.images.slice(0, few * 3 * side * side),
      side,
      templatesOf(known.images, side, signs),
      [20, 22, 24, 26],
      engine,
    ).map(([best = mean]): Circle => best);
    const scores = {
      network: score(found, truth),
      templates: score(matched, truth.slice(0, few)),
      mean: score(truth.map(() => mean), truth), // prettier-ignore
    };

    const rows = [
      row('the network', scores.network),
      row(`template matching, ${few} pictures`, scores.templates),
      row('always the mean', scores.mean),
    ];
    const circle = ({ x, y, radius }: Circle) => circleLine(x + 0.5, y + 0.5, radius);
    return {
      title: 'Where a road sign is',
      text: [
        `centre within ${nearby} px: ${percent(scores.network.centre)}; radius within ${percent(about)}: ${percent(scores.network.radius)}`,
        `template matching: ${percent(scores.templates.centre)} and ${percent(scores.templates.radius)}; always the mean: ${percent(scores.mean.centre)} and ${percent(scores.mean.radius)}`,
      ],
      chapters: [
        {
          heading: 'How near',
          text: 'Errors of the centre in pixels, of the radius as a share of it.',
          table: { columns, rows },
        },
        {
          heading: 'Circles',
          text: 'Green: the truth. Yellow: the network. Magenta: template matching.',
          file: 'circles.svg',
          svg: imageGrid({
            title: 'Centre and radius',
            scale: 1,
            columns: 4,
            images: truth
              .slice(0, Math.min(12, few))
              .map((one, i) =>
                drawn(
                  test.images,
                  side,
                  i,
                  [
                    [circle(one), colours.truth],
                    ...(matched[i] === undefined ? [] : [[circle(matched[i]), colours.template] as const]),
                    ...(found[i] === undefined ? [] : [[circle(found[i]), colours.found] as const]),
                  ],
                  `off by ${Math.hypot(one.x - (found[i]?.x ?? NaN), one.y - (found[i]?.y ?? NaN)).toFixed(1)} px`,
                  4,
                ),
              ),
          }),
        },
        ...curves(learned, {
          loss: { heading: 'Loss', y: 'half squared error', text: 'Of x, y and radius, each over its deviation.' },
        }),
        {
          heading: 'The network',
          table: {
            columns: ['name', 'layer', 'output', 'parameters'],
            rows: summaryRows(net).map(({ path, layer, output, parameters }) => [
              path,
              layer,
              show(output),
              parameters,
            ]),
          },
        },
      ],
      result: {
        centre: scores.network.centre,
        radius: scores.network.radius,
        centreMedian: scores.network.centres[0],
        centreMost: scores.network.centres[1],
        radiusMedian: scores.network.radii[0],
        radiusMost: scores.network.radii[1],
        templatesCentre: scores.templates.centre,
        templatesRadius: scores.templates.radius,
        meanCentre: scores.mean.centre,
        meanRadius: scores.mean.radius,
        parameters: parameterCount(net),
        steps: learned.training.step,
      },
    };
  },
);
