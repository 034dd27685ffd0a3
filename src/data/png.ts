import * as E from 'fp-ts/lib/Either.js';
import { encode } from 'fast-png';
import { Unzlib } from 'fflate';
import { crc32 } from './crc32.js';
import { decodeError, type DecodeError } from './decode-error.js';
import { matching } from './elements.js';
import type { Format } from './format.js';
import { defaultLimit } from './gzip.js';
import { concatenate, inflate } from './inflate.js';
import { interleaved, raster, type Raster } from './raster.js';

const fail = (at: string, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('png', at, expected, got));

const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
  readonly at: number;
}

/** the chunks up to the last, with right checksums */
const chunksOf = (bytes: Uint8Array): E.Either<DecodeError, readonly Chunk[]> => {
  if (signature.some((byte, index) => bytes[index] !== byte))
    return fail('byte 0', 'the signature of PNG (89 50 4e 47 0d 0a 1a 0a)', `${bytes.length} bytes of something else`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; chunks.at(-1)?.type !== 'IEND';) {
    const left = bytes.length - at;
    if (left < 12) return fail(`byte ${at}`, 'a chunk', `${left} bytes (the file is truncated)`);
    const length = view.getUint32(at);
    if (length > left - 12)
      return fail(`byte ${at}`, `a chunk of ${length} bytes`, `${left - 12} (the file is truncated)`);
    const named = bytes.subarray(at + 4, at + 8 + length);
    const type = String.fromCharCode(...named.subarray(0, 4));
    const [sum, wanted] = [crc32(named), view.getUint32(at + 8 + length)];
    if (sum !== wanted) return fail(`byte ${at}`, `a chunk with checksum ${wanted}`, `${sum} (the file is damaged)`);
    chunks.push({ type, body: named.subarray(4), at });
    at += 12 + length;
  }
  return E.right(chunks);
};

interface Colour {
  /** numbers that stand in the file for each pixel */
  readonly samples: 1 | 2 | 3 | 4;
  readonly depths: readonly number[];
}

/** by the colour type of the header, table 11.1 of the standard */
const colours: ReadonlyMap<number, Colour> = new Map<number, Colour>([
  [0, { samples: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { samples: 3, depths: [8, 16] }],
  [3, { samples: 1, depths: [1, 2, 4, 8] }],
  [4, { samples: 2, depths: [8, 16] }],
  [6, { samples: 4, depths: [8, 16] }],
]);

/** Every `dx`-th pixel of every `dy`-th row from (x, y) on. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** by the interlace method of the header: all at once, or Adam7 */
const passes: readonly (readonly Pass[])[] = [
  [{ x: 0, y: 0, dx: 1, dy: 1 }],
  [
    { x: 0, y: 0, dx: 8, dy: 8 },
    { x: 4, y: 0, dx: 8, dy: 8 },
    { x: 0, y: 4, dx: 4, dy: 8 },
    { x: 2, y: 0, dx: 4, dy: 4 },
    { x: 0, y: 2, dx: 2, dy: 4 },
    { x: 1, y: 0, dx: 2, dy: 2 },
    { x: 0, y: 1, dx: 1, dy: 2 },
  ],
];

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly samples: 1 | 2 | 3 | 4;
  readonly passes: readonly Pass[];
}

const readHeader = (chunk: Chunk | undefined, limit: number): E.Either<DecodeError, Header> => {
  if (chunk?.type !== 'IHDR' || chunk.body.length !== 13)
    return fail('byte 8', 'a header of 13 bytes', `${chunk?.body.length ?? 0} bytes of ${chunk?.type ?? 'nothing'}`);
  const { body } = chunk;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, type = 0, compression = 0, filter = 0, interlace = 0] = body.subarray(8);
  const colour = colours.get(type);
  const order = passes[interlace];
  if (colour?.depths.includes(depth) !== true)
    return fail('byte 24', 'a bit depth and a colour type that go together', `${depth} and ${type}`);
  if (compression !== 0 || filter !== 0 || order === undefined)
    return fail('byte 26', 'compression 0, filter 0, interlace 0 or 1', `${compression}, ${filter}, ${interlace}`);
  const bytes = width * height * 4 * (depth === 16 ? 2 : 1);
  if (width === 0 || height === 0 || bytes > limit)
    return fail('byte 16', `at least one pixel and at most ${limit} bytes`, `${height}·${width} pixels`);
  return E.right({ width, height, depth, type, samples: colour.samples, passes: order });
};

/** the pixels of a pass: how many rows, how many in each, and the bytes of a row without its filter */
const extent = ({ width, height, depth, samples }: Header, { x, y, dx, dy }: Pass) => {
  const [rows, columns] = [Math.ceil((height - y) / dy), Math.ceil((width - x) / dx)];
  return rows > 0 && columns > 0
    ? { rows, columns, stride: Math.ceil((columns * samples * depth) / 8) }
    : { rows: 0, columns: 0, stride: 0 };
};

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};

/** by the filter of a row: what is expected of a byte from those to its left, above, and above to the left */
const predictions: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/** rows of differences into rows of bytes, in place */
const unfilter = (data: Uint8Array, start: number, rows: number, stride: number, step: number): number | undefined => {
  for (let row = 0; row < rows; row++) {
    const from = start + row * (stride + 1) + 1;
    const predict = predictions[data[from - 1] ?? 0];
    if (predict === undefined) return row;
    const above = from - stride - 1;
    for (let i = 0; i < stride; i++) {
      const left = i < step ? 0 : (data[from + i - step] ?? 0);
      const up = row === 0 ? 0 : (data[above + i] ?? 0);
      const corner = row === 0 || i < step ? 0 : (data[above + i - step] ?? 0);
      data[from + i] = (data[from + i] ?? 0) + predict(left, up, corner);
    }
  }
  return undefined;
};

/** the numbers of the file, plane by plane */
const samplesOf = (header: Header, data: Uint8Array): E.Either<DecodeError, Uint8Array | Uint16Array> => {
  const { width, height, depth, samples } = header;
  const area = width * height;
  const planes = depth === 16 ? new Uint16Array(area * samples) : new Uint8Array(area * samples);
  const perByte = 8 / depth;
  const mask = 2 ** depth - 1;
  let start = 0;
  for (const pass of header.passes) {
    const { rows, columns, stride } = extent(header, pass);
    const bad = unfilter(data, start, rows, stride, Math.max((samples * depth) / 8, 1));
    if (bad !== undefined) return fail(`row ${bad}`, 'a filter from 0 to 4', 'another');
    for (let row = 0; row < rows; row++, start += stride + 1)
      for (let k = 0; k < columns * samples; k++) {
        const at = start + 1 + Math.floor(k / perByte);
        const value =
          depth === 16
            ? (data[at] ?? 0) * 256 + (data[at + 1] ?? 0)
            : ((data[at] ?? 0) >> (8 - depth - depth * (k % perByte))) & mask;
        const pixel = (pass.y + row * pass.dy) * width + pass.x + Math.floor(k / samples) * pass.dx;
        planes[(k % samples) * area + pixel] = value;
      }
  }
  return E.right(planes);
};

type Pixels = Uint8Array | Uint16Array;

/** a plane more, or less: room for so many of the same kind */
const room = (like: Pixels, length: number): Pixels =>
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

/** the meaning of the numbers: colours of a palette, a colour that is hidden, brightness of few bits */
const interpreted = (
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
