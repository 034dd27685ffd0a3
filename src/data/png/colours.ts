import * as E from 'fp-ts/lib/Either.js';
import type { DecodeError } from '../decode-error.js';
import { fail } from './fail.js';
import type { Header } from './header.js';
import type { Pixels } from './samples.js';

/** Room for so many numbers of the same kind. */
export const room = (like: Pixels, length: number): Pixels =>
  like instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);

/** each number of a palette's colours, alpha after them where any is given */
const coloured = (
  indices: Pixels,
  palette: Uint8Array,
  alpha: Uint8Array | undefined,
): E.Either<DecodeError, Pixels> => {
  const colours = palette.length / 3;
  const missing = indices.find((index) => index >= colours);
  if (missing !== undefined) return fail('image data', `colours 0 to ${colours - 1} of the palette`, String(missing));
  const planes = [0, 1, 2].map((channel) => indices.map((index) => palette[3 * index + channel] ?? 0));
  if (alpha !== undefined) planes.push(indices.map((index) => alpha[index] ?? 255));
  const out = new Uint8Array(planes.length * indices.length);
  planes.forEach((plane, channel) => out.set(plane, channel * indices.length));
  return E.right(out);
};

/** the planes, and an alpha that hides the pixels of one colour */
const keyed = (planes: Pixels, samples: number, key: Uint8Array, most: number): Pixels => {
  const area = planes.length / samples;
  const out = room(planes, planes.length + area);
  out.set(planes);
  const wanted = Array.from({ length: samples }, (_, k) => (key[2 * k] ?? 0) * 256 + (key[2 * k + 1] ?? 0));
  for (let pixel = 0; pixel < area; pixel++)
    out[planes.length + pixel] = wanted.every((value, k) => planes[k * area + pixel] === value) ? 0 : most;
  return out;
};

/** What the numbers of a file mean: colours of a palette, a colour that is hidden, brightness of few bits. */
export const interpreted = (
  { type, depth, samples }: Header,
  planes: Pixels,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): E.Either<DecodeError, Pixels> => {
  if (type === 3) {
    if (palette === undefined) return fail('PLTE', 'a palette', 'none');
    if (palette.length % 3 !== 0 || palette.length === 0 || palette.length > 768)
      return fail('PLTE', '1 to 256 colours of 3 bytes', `${palette.length} bytes`);
    if (transparency !== undefined && transparency.length > palette.length / 3)
      return fail('tRNS', `at most ${palette.length / 3} bytes`, String(transparency.length));
    return coloured(planes, palette, transparency);
  }
  const most = 2 ** depth - 1;
  if (transparency !== undefined && (samples === 1 || samples === 3)) {
    if (transparency.length !== 2 * samples) return fail('tRNS', `${2 * samples} bytes`, String(transparency.length));
    return E.right(stretched(keyed(planes, samples, transparency, most), depth));
  }
  return E.right(stretched(planes, depth));
};

/** brightness of fewer than 8 bits, as bytes */
const stretched = (planes: Pixels, depth: number): Pixels =>
  depth < 8 ? planes.map((value) => (value * 255) / (2 ** depth - 1)) : planes;
