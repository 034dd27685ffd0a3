import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { join } from 'node:path';
import { digits, formats, fromCifar10, fromIdx, roadSignClasses, roadSigns, select } from '../data/index.js';
import type { Dataset, Format } from '../data/index.js';
import { readFile } from '../node/index.js';
import { key } from '../random/index.js';
import type { ModelName } from '../models/index.js';
import type { Shape } from '../shape/shape.js';

/** Images to learn from, to watch while learning, and to judge by. */
export interface Data {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/** What is asked of a source. */
export interface Wanted {
  readonly dir: string | undefined;
  readonly limit: number;
  readonly validation: number;
  readonly testLimit: number;
}

/** Where images come from, and what to do with them unless told otherwise. */
export interface Source {
  readonly about: string;
  readonly shape: Shape;
  readonly classes: readonly string[];
  readonly model: ModelName;
  readonly limit: number;
  readonly testLimit: number;
  readonly load: (wanted: Wanted) => TE.TaskEither<string, Data>;
}

const between = (dataset: Dataset, from: number, count: number): Dataset =>
  select(
    dataset,
    Int32Array.from({ length: Math.max(0, Math.min(count, dataset.labels.length - from)) }, (_, index) => from + index),
  );

/** training images first, then those for validation, which take at most a sixth of a file that is short */
const divided = (all: Dataset, { limit, validation }: Wanted): Pick<Data, 'train' | 'validation'> => {
  const kept = Math.min(validation, Math.floor(all.labels.length / 6));
  const count = Math.min(limit, all.labels.length - kept);
  return { train: between(all, 0, count), validation: between(all, count, kept) };
};

/** the file as it is, or with .gz behind its name */
const read = <A>(dir: string, name: string, format: Format<A>): TE.TaskEither<string, A> =>
  pipe(
    readFile(join(dir, name), format),
    TE.orElse((plain) =>
      pipe(
        readFile(join(dir, `${name}.gz`), format),
        TE.mapLeft((packed) => (plain.message.includes('ENOENT') ? packed.message : plain.message)),
      ),
    ),
  );

const folder = (name: string, { dir }: Wanted): TE.TaskEither<string, string> =>
  dir === undefined ? TE.left(`--data ${name} needs --dir, the folder with its files`) : TE.right(dir);

const mnistPart = (dir: string, part: string): TE.TaskEither<string, Dataset> =>
  pipe(
    TE.Do,
    TE.bind('images', () => read(dir, `${part}-images-idx3-ubyte`, formats.idxImages)),
    TE.bind('labels', () => read(dir, `${part}-labels-idx1-ubyte`, formats.idxLabels)),
    TE.chainEitherK(({ images, labels }) =>
      pipe(
        fromIdx(images, labels),
        E.mapLeft(({ message }) => message),
      ),
    ),
  );

const cifarPart = (dir: string, name: string): TE.TaskEither<string, Dataset> =>
  pipe(read(dir, `${name}.bin`, formats.cifar10), TE.map(fromCifar10));

const joined = (parts: readonly Dataset[]): Dataset => {
  const images = new Float32Array(parts.reduce((total, part) => total + part.images.length, 0));
  parts.reduce((at, part) => (images.set(part.images, at), at + part.images.length), 0);
  return { images, labels: Int32Array.from(parts.flatMap(({ labels }) => [...labels])), shape: [3, 32, 32] };
};

/** as many of the files of 10,000 images as it takes */
const cifarTrain = (dir: string, count: number): TE.TaskEither<string, Dataset> =>
  pipe(
    Array.from({ length: Math.min(5, Math.ceil(count / 10_000)) }, (_, index) => `data_batch_${index + 1}`),
    TE.traverseSeqArray((name) => cifarPart(dir, name)),
    TE.map(joined),
  );

/** the three parts are the same for every seed, as those of a file are */
const signs = (part: number, count: number): Dataset => roadSigns(key(part), count);

const written = (part: number, count: number): Dataset => digits(key(part), count);

/** The sources of images, by name. */
export const sources = {
  'road-signs': {
    about: 'pictures of ten road signs, drawn by the program itself',
    shape: [3, 32, 32],
    classes: roadSignClasses,
    model: 's1',
    limit: 4000,
    testLimit: 2000,
    load: ({ limit, validation, testLimit }) =>
      TE.fromIO(() => ({
        train: signs(1, limit),
        validation: signs(2, validation),
        test: signs(3, testLimit),
      })),
  },
  digits: {
    about: 'handwritten digits, drawn by the program itself',
    shape: [1, 28, 28],
    classes: Array.from('0123456789'),
    model: 'lenet',
    limit: 4000,
    testLimit: 2000,
    load: ({ limit, validation, testLimit }) =>
      TE.fromIO(() => ({
        train: written(1, limit),
        validation: written(2, validation),
        test: written(3, testLimit),
      })),
  },
  mnist: {
    about: 'handwritten digits, IDX files in --dir',
    shape: [1, 28, 28],
    classes: Array.from('0123456789'),
    model: 'lenet',
    limit: 60_000,
    testLimit: 10_000,
    load: (wanted) =>
      pipe(
        folder('mnist', wanted),
        TE.chain((dir) =>
          pipe(
            TE.Do,
            TE.bind('train', () => mnistPart(dir, 'train')),
            TE.bind('test', () => mnistPart(dir, 't10k')),
          ),
        ),
        TE.map(({ train, test }) => ({
          ...divided(train, wanted),
          test: between(test, 0, wanted.testLimit),
        })),
      ),
  },
  'cifar-10': {
    about: 'photographs of ten kinds of things, binary files in --dir',
    shape: [3, 32, 32],
    classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    model: 's1',
    limit: 19_000,
    testLimit: 10_000,
    load: (wanted) =>
      pipe(
        folder('cifar-10', wanted),
        TE.chain((dir) =>
          pipe(
            TE.Do,
            TE.bind('train', () => cifarTrain(dir, wanted.limit + wanted.validation)),
            TE.bind('test', () => cifarPart(dir, 'test_batch')),
          ),
        ),
        TE.map(({ train, test }) => ({
          ...divided(train, wanted),
          test: between(test, 0, wanted.testLimit),
        })),
      ),
  },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceName = keyof typeof sources;
