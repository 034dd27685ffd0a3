import { encode } from 'fast-png';
import { extent } from './extent.js';

/** How pixel values become brightness. */
export type Normalisation = 'unit' | 'extent' | 'symmetric';

/**
 * A picture as numbers, row-major in the order [channels, height, width]; a NaN pixel is transparent.
 * `normalise` says which values are black and white: `unit` 0 and 1 (the default), `extent` this image's least and
 * greatest, `symmetric` −m and m with m its greatest magnitude, so that zero is mid-grey (for filters).
 */
export interface Image {
  readonly pixels: ArrayLike<number>;
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly normalise?: Normalisation;
}

type Range = readonly [black: number, white: number];

const ranges: Readonly<Record<Normalisation, (values: ArrayLike<number>) => Range>> = {
  unit: () => [0, 1],
  extent: (values) => extent(values) ?? [0, 1],
  symmetric: (values) => {
    const magnitude = Math.max(...(extent(values) ?? [0]).map(Math.abs));
    return [-magnitude, magnitude];
  },
};

/** The byte of a value: black and below are 0, white and above are 255; a range of no width is mid-grey. */
const toByte = (value: number, [black, white]: Range): number => {
  const share = black === white ? 0.5 : (value / 2 - black / 2) / (white / 2 - black / 2);
  return Math.round(255 * Math.min(1, Math.max(0, share)));
};

const check = ({ pixels, channels, height, width }: Image): void => {
  if (![1, 3].includes(channels)) throw new RangeError(`png: an image has 1 or 3 channels, not ${channels}`);
  if (!(Number.isInteger(height) && Number.isInteger(width) && height > 0 && width > 0))
    throw new RangeError(`png: height and width must be positive integers, not ${height} and ${width}`);
  const expected = channels * height * width;
  if (pixels.length !== expected)
    throw new RangeError(
      `png: an image of shape [${channels}, ${height}, ${width}] has ${expected} pixels, not ${pixels.length}`,
    );
};

/** Each pixel as a square of `factor` × `factor`, for viewers that would smooth a small image when they enlarge it. */
export const magnified = (image: Image, factor: number): Image => {
  check(image);
  const { pixels, channels } = image;
  const [height, width] = [image.height * factor, image.width * factor];
  const source = (index: number): number => {
    const row = Math.floor(index / width);
    return Math.floor(row / factor) * image.width + Math.floor((index % width) / factor);
  };
  const larger = Float64Array.from({ length: channels * height * width }, (_, index) => pixels[source(index)] ?? NaN);
  return { ...image, pixels: larger, height, width };
};

/**
 * The bytes of a PNG file, 8 bits a channel, with an alpha channel only if a pixel is NaN.
 * Shape   pixels [channels, height, width]
 * Errors  "png: an image of shape [1, 2, 2] has 4 pixels, not 3"
 */
export const png = (image: Image): Uint8Array => {
  check(image);
  const { pixels, channels, height, width, normalise = 'unit' } = image;
  const range = ranges[normalise](pixels);
  const area = height * width;
  const opaque = !Array.prototype.some.call(pixels, Number.isNaN);
  const depth = opaque ? channels : channels + 1;
  const data = new Uint8Array(area * depth);
  for (let pixel = 0; pixel < area; pixel++) {
    const values = Array.from({ length: channels }, (_, channel) => pixels[channel * area + pixel] ?? NaN);
    const hidden = values.some(Number.isNaN);
    data.set(hidden ? new Uint8Array(channels) : values.map((value) => toByte(value, range)), pixel * depth);
    if (!opaque && !hidden) data[pixel * depth + channels] = 255;
  }
  return encode({ width, height, data, channels: depth });
};

/** The same file as a `data:` address, which a figure carries within itself. */
export const dataUri = (image: Image): string =>
  `data:image/png;base64,${btoa(Array.from(png(image), (byte) => String.fromCharCode(byte)).join(''))}`;
