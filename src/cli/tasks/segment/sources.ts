import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { join } from 'node:path';
import { formats, roadSigns } from '../../../data/index.js';
import type { Raster, Segmented } from '../../../data/index.js';
import { readFile } from '../../../node/index.js';
import { key } from '../../../random/index.js';

/** Pictures to learn from and to judge by. */
export interface Pictures {
  readonly train: Segmented;
  readonly test: Segmented;
}

/** What is asked of a source. */
export interface Wanted {
  readonly dir: string | undefined;
  readonly limit: number;
  readonly testLimit: number;
}

/** Where pictures with masks come from, and what to do with them unless told otherwise. */
export interface Source {
  /** of the pixels: what is not looked for, and what is */
  readonly classes: readonly [string, string];
  readonly channels: 1 | 3;
  readonly limit: number;
  readonly testLimit: number;
  /** the side of the squares to learn from, how many at a time, how many steps an epoch has */
  readonly size: number;
  readonly batch: number;
  readonly steps: number;
  readonly epochs: number;
  /** of the networks */
  readonly width: number;
  readonly load: (wanted: Wanted) => TE.TaskEither<string, Pictures>;
}

const signs = (part: number, count: number): Segmented => {
  const { images, masks, shape } = roadSigns(key(part), count);
  return { images, masks: Int32Array.from(masks), shape };
};

const png = (file: string): TE.TaskEither<string, Raster> =>
  pipe(
    readFile(file, formats.png),
    TE.mapLeft(({ message }) => message),
  );

const side = 512;

const square = (file: string): TE.TaskEither<string, Raster> =>
  pipe(
    png(file),
    TE.chainEitherK((raster) =>
      raster.channels === 1 && raster.height === side && raster.width === side
        ? E.right(raster)
        : E.left(
            `${file}: expected a grey picture of ${side} x ${side}, got ${raster.channels} channels of ${raster.height} x ${raster.width}`,
          ),
    ),
  );

/** slices in a row from the folders `image` and `label`; what is black in a label is membrane */
const slices = (dir: string, first: number, count: number): TE.TaskEither<string, Segmented> =>
  pipe(
    Array.from({ length: count }, (_, index) => `${first + index}.png`),
    TE.traverseSeqArray((name) =>
      pipe(
        TE.Do,
        TE.bind('image', () => square(join(dir, 'image', name))),
        TE.bind('label', () => square(join(dir, 'label', name))),
      ),
    ),
    TE.map((pairs): Segmented => {
      const area = side * side;
      const out = { images: new Float32Array(count * area), masks: new Int32Array(count * area) };
      pairs.forEach(({ image, label }, index) => {
        out.images.set(
          Float32Array.from(image.pixels, (byte) => byte / 255),
          index * area,
        );
        out.masks.set(
          Int32Array.from(label.pixels, (byte) => (byte < 128 ? 1 : 0)),
          index * area,
        );
      });
      return { ...out, shape: [1, side, side] };
    }),
  );

/** The sources of pictures with masks, by name. */
export const sources = {
  'road-signs': {
    classes: ['background', 'sign'],
    channels: 3,
    limit: 1000,
    testLimit: 200,
    size: 32,
    batch: 16,
    steps: 60,
    epochs: 5,
    width: 8,
    load: ({ limit, testLimit }) => TE.fromIO(() => ({ train: signs(1, limit), test: signs(3, testLimit) })),
  },
  membrane: {
    classes: ['cell', 'membrane'],
    channels: 1,
    limit: 24,
    testLimit: 6,
    size: 96,
    batch: 4,
    steps: 150,
    epochs: 10,
    width: 12,
    load: ({ dir, limit, testLimit }) =>
      dir === undefined
        ? TE.left('--data membrane needs --dir, the folder with its folders image and label')
        : pipe(
            TE.Do,
            TE.bind('train', () => slices(dir, 0, Math.min(limit, 24))),
            TE.bind('test', () => slices(dir, 24, Math.min(testLimit, 6))),
          ),
  },
} as const satisfies Readonly<Record<string, Source>>;

export type SourceName = keyof typeof sources;
