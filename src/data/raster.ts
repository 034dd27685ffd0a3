import * as t from 'io-ts';
import { ShapeError } from '../shape/error.js';
import { show } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { fromArray, toArray } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import { guarded, natural, uint8Array } from './types.js';

/**
 * A picture in whole numbers, channel first and each channel row by row: grey (1 channel), grey and alpha (2), red, green and blue (3), and alpha
 * (4). Alpha is 0 where nothing is seen; the colours are not multiplied by it. Bytes go from 0 to 255, pairs of bytes from 0 to 65535.
 */
export interface Raster {
  readonly channels: 1 | 2 | 3 | 4;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array | Uint16Array;
}

/** A picture without alpha, in bytes: what JPEG holds. */
export interface ByteRaster extends Raster {
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
}

const positive = guarded('a positive number', (input): input is number => natural.is(input) && input > 0);
const sizes = { height: positive, width: positive };

export const raster: t.Type<Raster> = t.type({
  channels: t.union([t.literal(1), t.literal(2), t.literal(3), t.literal(4)]),
  ...sizes,
  pixels: guarded(
    'bytes or pairs of bytes',
    (input): input is Uint8Array | Uint16Array => input instanceof Uint8Array || input instanceof Uint16Array,
  ),
});
export const byteRaster: t.Type<ByteRaster> = t.type({
  channels: t.union([t.literal(1), t.literal(3)]),
  ...sizes,
  pixels: uint8Array,
});

/** Planes from interleaved pixels: the channels of the first, of the second, … */
export const planar = <P extends Uint8Array | Uint16Array>(to: P, from: ArrayLike<number>, channels: number): P => {
  const area = to.length / channels;
  for (let channel = 0; channel < channels; channel++)
    for (let pixel = 0; pixel < area; pixel++) to[channel * area + pixel] = from[pixel * channels + channel] ?? 0;
  return to;
};
/** Interleaved pixels, as files hold them, from planes. */
export const interleaved = <P extends Uint8Array | Uint16Array>(to: P, { channels, pixels }: Raster): P => {
  const area = to.length / channels;
  for (let channel = 0; channel < channels; channel++)
    for (let pixel = 0; pixel < area; pixel++) to[pixel * channels + channel] = pixels[channel * area + pixel] ?? 0;
  return to;
};

/**
 * A picture as a tensor of numbers from 0 to 1.
 * Shape    [channels, height, width]
 * @example
 * fromRaster({ channels: 1, height: 1, width: 2, pixels: Uint8Array.of(0, 255) }) // [[[0, 1]]]
 */
export const fromRaster = ({ channels, height, width, pixels }: Raster): Tensor<[number, number, number]> => {
  const most = pixels instanceof Uint8Array ? 0xff : 0xffff;
  return fromArray(
    Float32Array.from(pixels, (value) => value / most),
    [channels, height, width],
  );
};

/** How many bits a number of a picture gets. */
export interface RasterOptions {
  /** 8 unless said otherwise */
  readonly bits?: 8 | 16;
}

const blank: { readonly [B in 8 | 16]: (length: number) => Uint8Array | Uint16Array } = {
  8: (length) => new Uint8Array(length),
  16: (length) => new Uint16Array(length),
};

/**
 * A tensor of numbers from 0 to 1 as a picture; what lies outside becomes black or white. The inverse of {@link fromRaster}, up to rounding.
 * Shape    [channels, height, width] with 1 to 4 channels, or [height, width] for grey
 * Errors   "toRaster: [5, 2, 2] is no picture of 1 to 4 channels", "toRaster: NaN has no brightness", "toRaster: 12 bits are neither 8 nor 16"
 * @example
 * toRaster(tensor([[[0, 0.5, 1]]])).pixels // Uint8Array(3) [ 0, 128, 255 ]
 */
export const toRaster = (
  image: Tensor<readonly [number, number] | readonly [number, number, number], Float>,
  { bits = 8 }: RasterOptions = {},
): Raster => {
  if (!Object.hasOwn(blank, bits)) throw new RangeError(`toRaster: ${bits} bits are neither 8 nor 16`);
  const [width = 0, height = 0, channels = 1] = [...image.shape].reverse();
  const numbers = toArray(image);
  const most = 2 ** bits - 1;
  const pixels = blank[bits](numbers.length);
  numbers.forEach((x, index) => {
    if (Number.isNaN(x)) throw new RangeError('toRaster: NaN has no brightness');
    pixels[index] = Math.round(Math.min(Math.max(x, 0), 1) * most);
  });
  const picture = { channels, height, width, pixels };
  if (image.shape.length < 2 || image.shape.length > 3 || !raster.is(picture))
    throw new ShapeError(`toRaster: ${show(image.shape)} is no picture of 1 to 4 channels`, [image.shape]);
  return picture;
};
