import type { Dataset } from '../../../data/index.js';
import { adam, cosine } from '../../../optim/index.js';
import { foldIn, split } from '../../../random/index.js';
import type { Key } from '../../../random/index.js';
import { size } from '../../../shape/shape.js';
import {
  beginAutoencoder,
  classification,
  encoded,
  evaluateModel,
  inOrder,
  masked,
  reconstruction,
  shuffled,
  startFrom,
  trainingStep,
  transferred,
} from '../../../train/index.js';
import type { Autoencoder, Epochs, Unlabelled } from '../../../train/index.js';
import { barChart, imageGrid, lineChart } from '../../../viz/index.js';
import { awaited } from '../../refusal.js';
import { sources } from '../../sources.js';
import { task } from '../../task.js';
import { filters } from '../classify/filters.js';
import { fewOfEach, share, spread, unbroken } from '../few.js';
import { network } from './network.js';

/** examples with labels, a class */
const labelled = 10;
/** how many images each layer sees without labels, for how many epochs all learn with them, and how often; the quick one shows only that everything works */
const scales = {
  usual: { seen: 50_000, tuning: 60, trials: 3 },
  quick: { seen: 64, tuning: 2, trials: 1 },
} as const;

/** Pre-trains the hidden layers of a network one after the other, each on what the one below makes of the images, and tunes it with few labels. */
export const pretrain = task(
  {
    about: 'layers that learn one by one without labels, then together with a few; beside it the same from nothing',
    data: ['digits', 'mnist', 'road-signs'],
    models: ['mlp'],
    flags: [],
  },
  async ({ data }, workshop) => {
    const { flags, engine, terminal, quick } = workshop;
    const { shape, classes, load } = sources[data];
    const { tuning, trials, seen } = quick ? scales.quick : scales.usual;
    const limit = flags.limit ?? (quick ? 64 : data === 'mnist' ? 10_000 : 3000);
    const wanted = { dir: flags.dir, limit, validation: 0, testLimit: flags.testLimit ?? (quick ? 20 : 2000) };
    const loaded = await awaited(load(wanted));
    const [epochs, batch, pixels] = [flags.epochs ?? Math.ceil(seen / limit), flags.batch ?? 64, size(shape)];
    const flat = (part: Dataset): Dataset<[number]> => ({ ...part, shape: [pixels] });
    const [images, test] = [flat(loaded.train), flat(loaded.test)];
    const { whole: net, first, second, third } = network(pixels, classes.length);
    const judge = evaluateModel(net, { engine });
    const count = images.labels.length;
    terminal.print(
      `${count} images without labels, ${labelled * classes.length} with; ${test.labels.length} to test on`,
    );

    /** what makes codes, and the codes it makes of all images, once it has learned to */
    const taught = async <I extends number, C extends number, P, S, Q, R>(
      layer: Autoencoder<[I], [C], P, S, Q, R>,
      batches: Epochs<Unlabelled<[I]>>,
      own: Key,
      label: string,
    ) => {
      const perEpoch = Math.ceil(count / batch);
      const optimizer = adam({ rate: cosine({ rate: 1e-3, steps: Math.max(1, epochs * perEpoch) }) });
      const step = trainingStep({ objective: reconstruction(layer, { corrupt: masked(0.3) }), optimizer, engine });
      const from = beginAutoencoder(layer, optimizer, own);
      const { training, losses } = await unbroken({ from, step, batches, perEpoch, epochs, label }, workshop);
      const { params, state } = training;
      const variables = { params: params.encoder, state: state.encoder };
      return { params: params.encoder, losses, codes: encoded(layer.encoder, variables, batches, { engine }) };
    };

    const optimizer = adam({ rate: 2e-3 });
    const tune = trainingStep({ objective: classification(net), optimizer, engine });
    const found: { readonly nothing: number; readonly greedy: number }[] = [];
    const curves: { readonly name: string; readonly values: readonly (readonly [number, number])[] }[] = [];
    let weights: readonly unknown[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const [order, learning, drawing, initial] = split(foldIn(workshop.key, trial), 4);
      const seen = shuffled(images, { size: batch, key: order });
      const unlabelled: Epochs<Unlabelled<[number]>> = function* (epoch) {
        for (const { images: x } of seen(epoch)) yield x;
      };
      const named = (layer: number): string => `trial ${trial + 1}/${trials}, layer ${layer}, epoch`;
      const [one, two, three] = split(learning, 3);
      const lower = await taught(first, unlabelled, one, named(1));
      const middle = await taught(second, lower.codes, two, named(2));
      const upper = await taught(third, middle.codes, three, named(3));

      const few = fewOfEach(images, labelled, drawing);
      const fresh = net.init(initial);
      const { tree } = transferred({ params: { ...lower.params, ...middle.params, ...upper.params } }, fresh);
      const accuracy = async (start: typeof fresh): Promise<number> => {
        const lesson = {
          from: startFrom(start, optimizer, initial),
          step: tune,
          batches: shuffled(few, { size: 20, key: order }),
          perEpoch: Math.ceil(few.labels.length / 20),
          epochs: tuning,
        };
        const { training } = await unbroken(lesson, workshop, { silent: true });
        return (await judge(training, inOrder(test, 100))).accuracy;
      };
      found.push({ nothing: await accuracy(fresh), greedy: await accuracy(tree) });
      if (trial > 0) continue;
      weights = [fresh.params, tree.params];
      [lower, middle, upper].forEach(({ losses }, layer) =>
        curves.push({ name: `layer ${layer + 1}`, values: losses }),
      );
    }

    const [nothing, greedy] = [found.map((one) => one.nothing), found.map((one) => one.greedy)];
    const units = weights.map((params) => filters(params, shape).slice(0, 32));
    return {
      title: `Greedy pre-training on ${data}`,
      text: [
        `${labelled} labels a class, test accuracy over ${trials} trials: ${share(nothing)} from nothing, ${share(greedy)} after pre-training on ${count} images without labels`,
      ],
      chapters: [
        {
          heading: 'Accuracy',
          text: `Of ${test.labels.length} test images, after ${tuning} epochs on ${labelled} examples a class: the mean of ${trials} trials, in percent.`,
          file: 'accuracy.svg',
          svg: barChart({
            title: 'Test accuracy, %',
            bars: [
              { label: 'from nothing', value: 100 * spread(nothing).mean },
              { label: 'pre-trained', value: 100 * spread(greedy).mean },
            ],
          }),
          table: {
            columns: ['trial', 'from nothing', 'pre-trained'],
            rows: found.map((one, trial) => [trial + 1, share([one.nothing]), share([one.greedy])]),
          },
        },
        {
          heading: 'Reconstruction',
          text: 'The mean squared error with which each layer makes its input again, of which three numbers in ten were blotted out.',
          file: 'loss.svg',
          svg: lineChart({ title: 'Reconstruction', x: 'epoch', y: 'mean squared error', series: curves }),
        },
        ...['Units of the first layer at random', 'Units of the first layer after pre-training'].map(
          (heading, index) => ({
            heading,
            file: `units-${index + 1}.svg`,
            svg: imageGrid({ title: heading, images: units[index] ?? [], columns: 8, normalise: 'symmetric' as const }),
          }),
        ),
      ],
      result: { data, images: count, labels: labelled * classes.length, trials, nothing, greedy },
    };
  },
);
