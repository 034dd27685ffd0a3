import { countOf } from '../../../data/index.js';
import type { Segmented } from '../../../data/index.js';
import type { SummaryRow } from '../../../nn/index.js';
import { show } from '../../../shape/shape.js';
import { confusionMatrix, imageGrid } from '../../../viz/index.js';
import type { Captioned } from '../../../viz/index.js';
import { curves } from '../../curves.js';
import type { Learned } from '../../learn.js';
import type { Chapter } from '../../task.js';
import type { Judgement } from './lesson.js';

/** What the report of a segmentation tells. */
export interface Told<P, S> {
  readonly summary: readonly SummaryRow[];
  readonly learned: Learned<P, S>;
  readonly classes: readonly [string, string];
  /** as they were before they were standardised */
  readonly pictures: Segmented;
  readonly judgement: Judgement;
  /** the networks beside each other, one row each */
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] };
}

const picturesShown = 4;
/** the side of the part of a picture that is shown */
const largest = 192;

/** A part of a picture, the pixels of a mask in red. */
const masked = (
  { images, shape: [channels, height, width] }: Segmented,
  index: number,
  caption: string,
  mask?: (pixel: number) => boolean,
): Captioned => {
  const [h, w] = [Math.min(height, largest), Math.min(width, largest)];
  const pixels = new Float32Array(3 * h * w);
  for (let channel = 0; channel < 3; channel++)
    for (let row = 0; row < h; row++)
      for (let column = 0; column < w; column++) {
        const pixel = row * width + column;
        const value = images[(index * channels + Math.min(channel, channels - 1)) * height * width + pixel] ?? 0;
        const red = channel === 0 ? 1 : 0;
        pixels[(channel * h + row) * w + column] = mask?.(pixel) === true ? 0.45 * value + 0.55 * red : value;
      }
  return { pixels, channels: 3, height: h, width: w, caption };
};

/** each picture as it is, with its mask, and with what the network makes of it */
const masks = <P, S>({ pictures, judgement, classes }: Told<P, S>): readonly Captioned[] => {
  const [, height, width] = pictures.shape;
  const area = height * width;
  const predicted = (index: number, pixel: number): number => {
    const perPart = (judgement.predictions[0]?.length ?? area) / area;
    const part = judgement.predictions[Math.floor(index / perPart)];
    return part?.[(index % perPart) * area + pixel] ?? 0;
  };
  return Array.from({ length: Math.min(picturesShown, countOf(pictures)) }, (_, index) => [
    masked(pictures, index, 'picture'),
    masked(pictures, index, `${classes[1]}, truth`, (pixel) => pictures.masks[index * area + pixel] === 1),
    masked(pictures, index, `${classes[1]}, found`, (pixel) => predicted(index, pixel) === 1),
  ]).flat();
};

/** The chapters on a segmentation. */
export const chaptersOn = <P, S>(told: Told<P, S>): readonly Chapter[] => [
  {
    heading: 'The network',
    table: {
      columns: ['name', 'layer', 'output', 'parameters'],
      rows: told.summary.map(({ path, layer, output, parameters }) => [path, layer, show(output), parameters]),
    },
  },
  ...curves(told.learned, {
    loss: {
      heading: 'Loss',
      y: 'cross-entropy',
      text: 'The mean cross-entropy of the pixels, while they were learned.',
    },
  }),
  {
    heading: 'Masks over pictures',
    text: 'Pictures that were not learned from: as they are, with the truth, and with what the network finds.',
    file: 'masks.svg',
    svg: imageGrid({ title: 'Masks over pictures', images: masks(told), columns: 3 }),
  },
  {
    heading: 'Pixels',
    text: 'How often the pixels of each class were taken for each.',
    file: 'confusion.svg',
    svg: confusionMatrix({ labels: told.classes, counts: told.judgement.confusion }),
  },
  { heading: 'Side by side', text: 'The networks on the same pictures.', table: told.table },
];
