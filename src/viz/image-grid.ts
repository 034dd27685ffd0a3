import { greatest } from './extent.js';
import { figure, margin, top } from './figure.js';
import { label, wrap } from './label.js';
import { element, text, type Markup } from './markup.js';
import { dataUri, magnified, type Image, type Normalisation } from './png.js';

/** An image with a line or two of text below it. */
export interface Captioned extends Image {
  readonly caption?: string;
}

/**
 * Images in rows of `columns`, each pixel `scale` pixels wide; the defaults make a square grid of thumbnails.
 * `normalise` holds for the images that do not say their own.
 */
export interface ImageGrid {
  readonly images: readonly Captioned[];
  readonly title?: string;
  readonly columns?: number;
  readonly scale?: number;
  readonly normalise?: Normalisation;
}

const gap = 12;
const captionSize = 12;
const captionLine = 16;
const captionLines = 3;
const captionWidth = 112;
const thumbnail = 88;

/**
 * A grid of images, such as first-layer filters (`normalise: 'symmetric'`) or the examples a model got wrong
 * (`caption: 'stop\n→ yield'`); each keeps its own pixels, magnified without smoothing.
 * Shape   each image's pixels [channels, height, width]
 * Errors  "imageGrid: columns must be a positive integer, not 0", and those of `png`
 */
export const imageGrid = ({ images, title = '', normalise = 'unit', ...options }: ImageGrid): Markup => {
  const largest = greatest(images.flatMap(({ height, width }) => [height, width]));
  const {
    columns = Math.max(1, Math.ceil(Math.sqrt(images.length))),
    scale = Math.max(1, Math.round(thumbnail / Math.max(1, largest))),
  } = options;
  if (!(Number.isInteger(columns) && columns > 0))
    throw new RangeError(`imageGrid: columns must be a positive integer, not ${columns}`);
  if (!(Number.isFinite(scale) && scale > 0)) throw new RangeError(`imageGrid: scale must be positive, not ${scale}`);
  const captioned = images.some(({ caption = '' }) => caption !== '');
  const across = Math.max(scale * greatest(images.map(({ width }) => width)), captioned ? captionWidth : 0);
  const lines = images.map(({ caption = '' }) => wrap(caption, across, captionSize, captionLines));
  const imageHeight = scale * greatest(images.map(({ height }) => height));
  const down = imageHeight + captionLine * greatest(lines.map((one) => one.length)) + (captioned ? 6 : 0);
  const upper = top(title);
  const drawn = images.flatMap((image, index) => {
    const x = margin + (index % columns) * (across + gap);
    const y = upper + Math.floor(index / columns) * (down + gap);
    const [width, height] = [scale * image.width, scale * image.height];
    const picture = element(
      'image',
      {
        x: x + (across - width) / 2,
        y: y + imageHeight - height,
        width,
        height,
        href: dataUri(magnified({ normalise, ...image }, Math.max(1, Math.round(scale)))),
        preserveAspectRatio: 'none',
        style: 'image-rendering:pixelated',
      },
      element('title', {}, text(image.caption ?? `image ${index + 1}`)),
    );
    const words = (lines[index] ?? []).map((line, row) =>
      label(x + across / 2, y + imageHeight + 4 + captionLine * (row + 0.75), line, {
        size: captionSize,
        anchor: 'middle',
      }),
    );
    return [picture, ...words];
  });
  const used = Math.min(columns, Math.max(1, images.length));
  const rows = Math.ceil(images.length / columns);
  return figure(
    {
      title,
      width: Math.max(2 * margin + used * (across + gap) - gap, 200),
      height: upper + Math.max(rows * (down + gap) - gap, 24) + margin,
    },
    ...(images.length === 0 ? [label(margin, upper + 16, 'no images', { role: 'muted' })] : drawn),
  );
};
