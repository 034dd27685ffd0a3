import * as E from 'fp-ts/lib/Either.js';
import { decode as decodeScans } from 'jpeg-js';
import { decodeError, type DecodeError } from './decode-error.js';
import { matching } from './elements.js';
import type { Format } from './format.js';
import { encodeJpeg } from './jpeg/encode.js';
import { readHeader } from './jpeg/header.js';
import { byteRaster, planar, type ByteRaster } from './raster.js';

/** How JPEG files are written, and what is read. */
export interface JpegOptions {
  /** 1 to 100, as in the library of the Independent JPEG Group; 95 unless said otherwise */
  readonly quality?: number;
  /** the most bytes of pixels that are decoded; 128 MiB unless said otherwise */
  readonly limit?: number;
}

const fail = (at: string, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('jpeg', at, expected, got));

const decode = (bytes: Uint8Array, limit: number): E.Either<DecodeError, ByteRaster> => {
  const header = readHeader(bytes);
  if (E.isLeft(header)) return header;
  const { height, width, components, blocks, rgb } = header.right;
  if (height * width * 3 > limit) return fail('size', `at most ${limit} bytes`, `3·${height}·${width}`);
  // each has at least one bit
  if (blocks > 8 * bytes.length)
    return fail('size', `at most ${8 * bytes.length} blocks in ${bytes.length} bytes`, String(blocks));
  const options = { colorTransform: !rgb, formatAsRGBA: false, tolerantDecoding: false, useTArray: true } as const;
  try {
    const { data } = decodeScans(bytes, { ...options, maxResolutionInMP: Infinity, maxMemoryUsageInMB: Infinity });
    const colours = planar(new Uint8Array(data.length), data, 3);
    return E.right({ channels: components, height, width, pixels: colours.slice(0, components * height * width) });
  } catch (error) {
    return fail(
      'image data',
      'codes and coefficients of an image',
      error instanceof Error ? error.message : String(error),
    );
  }
};

/**
 * JPEG images, grey or colour: baseline and progressive are read, baseline is written, grey by one component, colours at full resolution. Writing
 * loses what the quality does not keep, and a picture read again differs a little. Orientation (EXIF) is not applied: the rows are those of the file.
 *
 * jpeg-js decodes, once the segments are known to be complete and the sizes to be within the limit. Its encoder needs Node's `Buffer` and has no
 * grey: files are written here.
 *
 * Errors   "jpeg: byte 163: expected 1 or 3 components (grey or colour), got 4"; a `RangeError` for a quality that is none, or a picture with alpha
 * Source   ITU-T T.81; JFIF 1.02
 */
export const jpegWith = ({ quality = 95, limit = 2 ** 27 }: JpegOptions = {}): Format<ByteRaster> => {
  if (!Number.isInteger(quality) || quality < 1 || quality > 100)
    throw new RangeError(`jpeg: quality ${quality} is not a whole number from 1 to 100`);
  return {
    name: 'jpeg',
    is: byteRaster.is,
    decode: (bytes) => decode(bytes, limit),
    encode: (picture) => {
      const { channels, height, width, pixels } = picture;
      if (!byteRaster.is(picture) || height > 0xffff || width > 0xffff)
        throw new RangeError('jpeg: expected 1 or 3 channels, a height and a width from 1 to 65535, and bytes');
      matching('jpeg', [channels, height, width], pixels);
      return encodeJpeg(picture, quality);
    },
  };
};

/** JPEG images at quality 95 and of at most 128 MiB; see {@link jpegWith}. */
export const jpeg: Format<ByteRaster> = jpegWith();
