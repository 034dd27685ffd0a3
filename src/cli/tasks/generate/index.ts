import type { Dataset } from '../../../data/index.js';
import { parameterCount, summary } from '../../../nn/index.js';
import type { AnyModel, Variables } from '../../../nn/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../../optim/index.js';
import type { Optimizer } from '../../../optim/index.js';
import { split } from '../../../random/index.js';
import type { Key } from '../../../random/index.js';
import { toArray } from '../../../tensor/literal.js';
import { shuffled, startFrom, trainingStep } from '../../../train/index.js';
import type { Objective } from '../../../train/index.js';
import { compile } from '../../../transform/index.js';
import { imageGrid } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import type { Axis } from '../../curves.js';
import { resumed } from '../../keep.js';
import { complete } from '../../learn.js';
import type { Learned } from '../../learn.js';
import { awaited } from '../../refusal.js';
import { sources } from '../../sources.js';
import { task } from '../../task.js';
import type { Chapter, Findings } from '../../task.js';
import { percent } from '../../terminal.js';
import { extentOf, pick, thumbnail } from '../pictures.js';
import type { Extent } from '../pictures.js';
import { reader } from './judge.js';
import type { Pictures, Reading } from './judge.js';
import { networks } from './networks.js';
import type { NetworkName, Picture } from './networks.js';

const usual = { limit: 4000, testLimit: 500, batch: 64 };
const small = { limit: 128, testLimit: 32, batch: 32 };
const drawn = 200;
const shown = 40;

/** How each network is trained: its width, the length of its code, the rule, and how often it sees the pictures. */
const recipes: {
  readonly [N in NetworkName]: {
    readonly channels: number;
    readonly latent: number;
    readonly epochs: number;
    readonly optimizer: (steps: number) => Optimizer;
    readonly axes: Readonly<Record<string, Axis>>;
  };
} = {
  vae: {
    channels: 16,
    latent: 16,
    epochs: 12,
    optimizer: (steps) => chain(clipByGlobalNorm(50), adam({ rate: oneCycle({ peak: 4e-3, steps }) })),
    axes: {
      loss: { heading: 'Loss', y: 'nats a picture', text: 'The negative evidence lower bound of a picture.' },
      reconstruction: {
        heading: 'Reconstruction',
        y: 'nats a picture',
        text: 'How surprising a picture is, given its code.',
      },
      divergence: {
        heading: 'Divergence',
        y: 'nats a picture',
        text: 'What the code says of a picture: KL from N(0, 1).',
      },
    },
  },
  gan: {
    channels: 24,
    latent: 32,
    epochs: 30,
    optimizer: () => adam({ rate: 5e-4, beta1: 0.5 }),
    axes: {
      discriminator: {
        heading: 'Discriminator',
        y: 'nats',
        text: 'How surprised the discriminator is; 1.39 where it cannot tell.',
      },
      generator: {
        heading: 'Generator',
        y: 'nats',
        text: 'How surprising it is that what is drawn were real; 0.69 where it cannot be told.',
      },
    },
  },
};

/** Trains a network that draws digits; another, which has learned to read, says what they are. */
export const generate = task<'digits' | 'mnist', NetworkName>(
  {
    about: 'a network that draws digits: a variational autoencoder or an adversarial pair, read by a LeNet',
    data: ['digits', 'mnist'],
    models: ['vae', 'gan'],
    flags: ['resume', 'save'],
  },
  async ({ data, model: name = 'vae' }, workshop) => {
    const { flags, engine, terminal, quick } = workshop;
    const recipe = recipes[name];
    const { limit, testLimit, batch, epochs } = {
      epochs: quick ? 1 : recipe.epochs,
      ...(quick ? small : usual),
      ...(data === 'mnist' && !quick ? { limit: 10_000 } : {}),
      ...flags,
    };
    const notes = {
      ...{ task: 'generate', data, model: name },
      ...{ epochs: String(epochs), limit: String(limit), batch: String(batch), seed: String(flags.seed ?? 1) },
    };
    const shape = extentOf(sources[data].shape);
    const [initial, order, drawing, reading] = split(workshop.key, 4);
    const optimizer = recipe.optimizer(Math.max(1, epochs * Math.ceil(limit / batch)));

    /** what both kinds have in common: a network that learns from pictures, and draws */
    const follow = async <P, S, M extends string>(
      network: {
        readonly init: (key: Key) => Variables<P, S>;
        readonly loss: (
          variables: Variables<P, S>,
          images: Pictures,
          key: Key,
        ) => ReturnType<Objective<P, S, Pictures, M>>;
        readonly sample: (variables: Variables<P, S>, key: Key, count: number) => Pictures;
      },
      parts: readonly AnyModel[],
      rebuild: ((variables: Variables<P, S>, images: Pictures) => Pictures) | undefined,
    ): Promise<Findings> => {
      const from = await resumed(startFrom(network.init(initial), optimizer, initial), notes, workshop);
      const { train, test } = await awaited(sources[data].load({ dir: flags.dir, limit, validation: 0, testLimit }));
      const examples: Dataset<Extent> = { ...train, shape };
      terminal.print(`${name} on ${data}\n\n${parts.map((part) => summary(part)).join('\n\n')}\n`);
      terminal.print(`pictures: ${train.labels.length} to learn from, ${test.labels.length} to rebuild`);
      const batches = shuffled<Picture>({ ...examples, shape: [...shape] }, { size: batch, key: order });
      const learned = await complete(
        {
          from,
          step: trainingStep({
            objective: (variables: Variables<P, S>, images: Pictures, key) => network.loss(variables, images, key),
            optimizer,
            engine,
          }),
          batches: (epoch) => ({
            *[Symbol.iterator]() {
              for (const { images } of batches(epoch)) yield images;
            },
          }),
          perEpoch: Math.ceil(train.labels.length / batch),
          epochs,
          notes,
        },
        workshop,
      );
      const { params, state } = learned.training;
      const variables = { params, state };
      const read = await reader(examples, reading, quick ? 2 : 4, workshop);
      const sample = compile((given: Variables<P, S>, key: Key) => network.sample(given, key, drawn), { engine });
      const samples = sample(variables, drawing);
      const told = read(samples);
      const truth = pick(test, 0, test.labels.length);
      const rebuilt = rebuild && compile(rebuild, { engine })(variables, truth);
      const kept = rebuilt && agreement(read(rebuilt), test.labels);
      const kinds = new Set(told.digits).size;
      return {
        title: `${name} on ${data}`,
        text: [
          ...(kept === undefined
            ? []
            : [
                `${percent(kept)} of ${test.labels.length} test digits keep their class when they are rebuilt (as they are: ${percent(agreement(read(truth), test.labels))})`,
              ]),
          `${drawn} digits drawn from nothing: read with a confidence of ${percent(told.confidence)}, ${kinds} of the ten digits among them`,
        ],
        chapters: [
          ...drawings(learned, recipe.axes, toArray(samples), told, shape),
          ...(rebuilt === undefined
            ? []
            : [
                {
                  heading: 'Rebuilt',
                  text: 'Test digits, and what is left of them after they were a few numbers.',
                  file: 'rebuilt.svg',
                  svg: imageGrid({
                    title: 'Test digits, and rebuilt',
                    columns: 10,
                    images: sideBySide(toArray(truth), toArray(rebuilt), shape, Math.min(20, test.labels.length)),
                  }),
                },
              ]),
        ],
        result: {
          ...(kept === undefined ? {} : { kept }),
          confidence: told.confidence,
          kinds,
          parameters: parts.reduce((sum, part) => sum + parameterCount(part), 0),
          data,
          model: name,
          steps: learned.training.step,
        },
      };
    };
    return networks[name]<Promise<Findings>>(
      { shape, latent: recipe.latent, channels: recipe.channels },
      {
        vae: (network, parts) =>
          follow(network, parts, (variables, images) => network.decode(variables, network.code(variables, images))),
        gan: (network, parts) => follow(network, parts, undefined),
      },
    );
  },
);

/** the share of pictures that are read as what they are */
const agreement = ({ digits }: Reading, labels: Int32Array): number =>
  labels.filter((label, index) => label === digits[index]).length / labels.length;

/** pairs in two rows of ten, the truth above what was made of it */
const sideBySide = (truth: ArrayLike<number>, rebuilt: ArrayLike<number>, shape: Extent, count: number) =>
  Array.from({ length: Math.ceil(count / 10) }, (_, row) => {
    const places = Array.from({ length: Math.min(10, count - 10 * row) }, (__, column) => 10 * row + column);
    return [
      ...places.map((index) => thumbnail(truth, index, shape, 'truth')),
      ...places.map((index) => thumbnail(rebuilt, index, shape, 'rebuilt')),
    ];
  }).flat();

const drawings = <P, S>(
  learned: Learned<P, S>,
  axes: Readonly<Record<string, Axis>>,
  samples: ArrayLike<number>,
  { digits }: Reading,
  shape: Extent,
): readonly Chapter[] => [
  {
    heading: 'Drawn from nothing',
    text: 'Pictures of codes drawn at random, with what a network that can read takes them for.',
    file: 'samples.svg',
    svg: imageGrid({
      title: 'Drawn from nothing',
      columns: 10,
      images: Array.from({ length: shown }, (_, index) =>
        thumbnail(samples, index, shape, String(digits[index] ?? '')),
      ),
    }),
  },
  ...curves(learned, axes),
];
