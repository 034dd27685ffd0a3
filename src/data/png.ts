import * as E from 'fp-ts/lib/Either.js';
import { encode } from 'fast-png';
import { Unzlib } from 'fflate';
import type { DecodeError } from './decode-error.js';
import { matching } from './elements.js';
import type { Format } from './format.js';
import { defaultLimit } from './gzip.js';
import { concatenate, inflate } from './inflate.js';
import { chunksOf } from './png/chunks.js';
import { interpreted, room } from './png/colours.js';
import { fail } from './png/fail.js';
import { extent, readHeader } from './png/header.js';
import { samplesOf, type Pixels } from './png/samples.js';
import { interleaved, raster, type Raster } from './raster.js';

const channelsOf = (pixels: Pixels, area: number): Raster['channels'] => {
  const channels = pixels.length / area;
  return channels === 1 || channels === 2 || channels === 3 ? channels : 4;
};

const decode = (bytes: Uint8Array, limit: number): E.Either<DecodeError, Raster> => {
  const chunks = chunksOf(bytes);
  if (E.isLeft(chunks)) return chunks;
  const header = readHeader(chunks.right[0], limit);
  if (E.isLeft(header)) return header;
  const unknown = chunks.right.find(
    ({ type }) => /^[A-Z]/.test(type) && !['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type),
  );
  if (unknown !== undefined)
    return fail(`byte ${unknown.at}`, 'a chunk of a known type, or one that may be left out', unknown.type);
  const bodies = (wanted: string): readonly Uint8Array[] =>
    chunks.right.flatMap(({ type, body }) => (type === wanted ? [body] : []));
  const size = header.right.passes.reduce((total, pass) => {
    const { rows, stride } = extent(header.right, pass);
    return total + rows * (stride + (stride > 0 ? 1 : 0));
  }, 0);
  const packed = concatenate(bodies('IDAT'));
  // deflate expands by at most 1032
  if (packed.length * 1032 < size)
    return fail('IDAT', `data that can hold ${size} bytes`, `${packed.length} (the image is too large for it)`);
  const data = inflate(packed, size, (take) => new Unzlib(take));
  if (E.isLeft(data)) return fail('IDAT', `complete deflated data of ${size} bytes`, data.left);
  if (data.right.length !== size) return fail('IDAT', `${size} bytes`, String(data.right.length));
  const samples = samplesOf(header.right, data.right);
  if (E.isLeft(samples)) return samples;
  const { width, height } = header.right;
  const pixels = interpreted(header.right, samples.right, bodies('PLTE')[0], bodies('tRNS')[0]);
  return E.isLeft(pixels)
    ? pixels
    : E.right({ channels: channelsOf(pixels.right, width * height), height, width, pixels: pixels.right });
};

/**
 * PNG images of at most `limit` bytes of pixels: every colour type and bit depth, palettes, interlaced or not; checksums are verified. A palette
 * and a transparent colour become channels, fewer than 8 bits a byte. Gamma, colour profiles, text and animation are passed over.
 *
 * The container is read here and not by fast-png, which inflates whatever a file holds before its size is compared with the header's, and reads
 * interlaced images of fewer than 8 bits as if they had 8; fast-png writes.
 *
 * Errors   "png: byte 16: expected at least one pixel and at most 1073741824 bytes, got 65536·65536 pixels"
 * Source   W3C, "Portable Network Graphics (PNG) Specification", third edition
 */
export const pngWithin = (limit: number): Format<Raster> => ({
  name: 'png',
  is: raster.is,
  decode: (bytes) => decode(bytes, limit),
  encode: (picture) => {
    const { channels, height, width, pixels } = picture;
    if (!raster.is(picture))
      throw new RangeError(
        'png: expected 1 to 4 channels, a height and a width of at least 1, and bytes or pairs of bytes',
      );
    matching('png', [channels, height, width], pixels);
    const depth = pixels instanceof Uint8Array ? 8 : 16;
    return encode({ width, height, channels, depth, data: interleaved(room(pixels, pixels.length), picture) });
  },
});

/** PNG images of at most 1 GiB; see {@link pngWithin}. */
export const png: Format<Raster> = pngWithin(defaultLimit);
