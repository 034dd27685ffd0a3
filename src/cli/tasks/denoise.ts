import type { Dataset } from '../../data/index.js';
import { gaussian, gaussianNoise, median, psnr } from '../../image/index.js';
import { autoencoder } from '../../models/index.js';
import { evaluate, meanSquaredError, model, parameterCount, summary, summaryRows, train } from '../../nn/index.js';
import type { Variables } from '../../nn/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../optim/index.js';
import { foldIn, split } from '../../random/index.js';
import { show } from '../../shape/shape.js';
import { item, toArray } from '../../tensor/literal.js';
import type { Tensor } from '../../tensor/tensor.js';
import { begin, shuffled, trainingStep } from '../../train/index.js';
import type { Batch, Objective } from '../../train/index.js';
import { compile } from '../../transform/index.js';
import { imageGrid } from '../../viz/index.js';
import { curves } from '../curves.js';
import { resumed } from '../keep.js';
import { complete } from '../learn.js';
import { awaited } from '../refusal.js';
import { sources } from '../sources.js';
import { task } from '../task.js';
import { extentOf, pick, thumbnail } from './pictures.js';
import type { Extent } from './pictures.js';

/** the standard deviation of the noise, on a scale from 0 to 1 */
const sigma = 0.2;
const usual = { limit: 4000, testLimit: 400, epochs: 6, batch: 32 };
const small = { ...usual, limit: 64, testLimit: 16, epochs: 2 };
const width = 24;
const picturesShown = 6;

type Pictures = Tensor<[number, number, number, number]>;

/** What is done against the noise, besides the network: the filters of the book, each at what suits this noise. */
const filters = {
  'as it is': (x: Pictures) => x,
  'Gaussian filter': (x: Pictures): Pictures => gaussian(x, { sigma: 0.7 }),
  'median filter': (x: Pictures): Pictures => median(x, { size: 3 }),
};

const decibels = (value: number): string => `${value.toFixed(1)} dB`;

/** Trains an autoencoder to take noise out of pictures, with filters beside it. */
export const denoise = task(
  {
    about: 'an autoencoder that takes noise out of pictures, and filters beside it',
    data: ['digits', 'road-signs', 'mnist', 'cifar-10'],
    models: ['autoencoder'],
    flags: ['resume', 'save'],
  },
  async ({ data, model: name = 'autoencoder' }, workshop) => {
    const { flags, engine, terminal, quick } = workshop;
    const settings = { ...(quick ? small : usual), ...flags };
    const { epochs, batch, limit, testLimit } = settings;
    const notes = {
      task: 'denoise',
      data,
      epochs: String(epochs),
      limit: String(limit),
      batch: String(batch),
      seed: String(flags.seed ?? 1),
    };
    const shape = extentOf(sources[data].shape);
    const net = model([...shape], autoencoder({ planes: shape[0], channels: width }));
    type Params = ReturnType<typeof net.init>['params'];
    type State = ReturnType<typeof net.init>['state'];
    const [initial, order, noise] = split(workshop.key, 3);

    const perEpoch = Math.ceil(limit / batch);
    const optimizer = chain(
      clipByGlobalNorm(5),
      adam({ rate: oneCycle({ peak: 4e-3, steps: Math.max(1, epochs * perEpoch) }) }),
    );
    const from = await resumed(begin(net, optimizer, initial), notes, workshop);
    const pictures = await awaited(sources[data].load({ dir: flags.dir, limit, validation: 100, testLimit }));
    const examples: Dataset<Extent> = { ...pictures.train, shape };

    const objective: Objective<Params, State, Batch<Extent>, never> = (variables, { images }, key) => {
      const [drawing, rest] = split(key);
      const [found, state] = net.forward<readonly [number]>(
        variables,
        gaussianNoise(drawing, images, sigma),
        train(rest),
      );
      return {
        loss: meanSquaredError<typeof found.shape, typeof images.shape, 'float32'>(found, images),
        state,
        measures: {},
      };
    };
    const clean = compile(
      (variables: Variables<Params, State>, noisy: Pictures) =>
        net.forward<readonly [number]>(variables, noisy, evaluate)[0],
      { engine },
    );
    const count = Math.min(testLimit, pictures.test.labels.length);
    const truth = pick(pictures.test, 0, count);
    const noisy = gaussianNoise(noise, truth, sigma);
    const quality = ({ params, state }: Variables<Params, State>): number =>
      item(psnr(clean({ params, state }, noisy), truth));

    terminal.print(`${name} on ${data}\n\n${summary(net)}\n`);
    terminal.print(`pictures: ${examples.labels.length} to learn from, ${count} to test on; noise of ${sigma}`);
    const learned = await complete(
      {
        from,
        step: trainingStep({ objective, optimizer, engine }),
        batches: shuffled(examples, { size: batch, key: foldIn(order, 0) }),
        perEpoch: Math.ceil(examples.labels.length / batch),
        epochs,
        validate: (training) => Promise.resolve({ psnr: quality(training) }),
        notes,
      },
      workshop,
    );
    const { params, state } = learned.training;
    const found = clean({ params, state }, noisy);
    const others = Object.entries(filters).map(([filter, f]) => [filter, f(noisy)] as const);
    const rows = [...others, [name, found] as const].map(
      ([what, result]) => [what, item(psnr(result, truth))] as const,
    );
    const own = quality(learned.training);
    const pictured = [
      ['truth', truth] as const,
      ['noisy', noisy] as const,
      ...others.slice(1),
      [name, found] as const,
    ].map(([what, result]) => [what, toArray(result)] as const);
    return {
      title: `denoising ${data}`,
      text: [`peak signal-to-noise ratio: ${rows.map(([what, value]) => `${what} ${decibels(value)}`).join(', ')}`],
      chapters: [
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
        ...curves(learned, {
          loss: {
            heading: 'Loss',
            y: 'squared error',
            text: 'The mean squared error of a value, from 0 to 1, while it was learned.',
          },
          psnr: {
            heading: 'Quality',
            y: 'dB',
            text: 'The peak signal-to-noise ratio of the test pictures after each epoch.',
          },
        }),
        {
          heading: 'Pictures',
          text: 'Test pictures, with noise, and with the noise taken out in several ways.',
          file: 'pictures.svg',
          svg: imageGrid({
            title: 'Noise taken out',
            columns: pictured.length,
            images: Array.from({ length: Math.min(picturesShown, count) }, (_, index) =>
              pictured.map(([what, pixels]) => thumbnail(pixels, index, shape, what)),
            ).flat(),
          }),
        },
        {
          heading: 'Side by side',
          text: `The peak signal-to-noise ratio of ${count} pictures with noise of ${sigma}.`,
          table: { columns: ['filter', 'PSNR'], rows: rows.map(([what, value]) => [what, decibels(value)]) },
        },
      ],
      result: {
        psnr: own,
        ...Object.fromEntries(rows.slice(0, -1).map(([what, value]) => [what, value])),
        parameters: parameterCount(net),
        data,
        model: name,
        steps: learned.training.step,
      },
    };
  },
);
