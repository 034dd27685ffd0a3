import * as E from 'fp-ts/lib/Either.js';
import { decodeError, type DecodeError } from '../decode-error.js';

const fail = (byte: number, expected: string, got: string): E.Either<DecodeError, never> =>
  E.left(decodeError('jpeg', `byte ${byte}`, expected, got));

/** What a file says of its image before it is decoded. */
export interface Header {
  readonly height: number;
  readonly width: number;
  readonly components: 1 | 3;
  /** how many squares of 8 × 8 numbers are stored */
  readonly blocks: number;
  /** whether the components are red, green and blue, not brightness and two differences of colour */
  readonly rgb: boolean;
}

/** markers without a segment: 01, and the restarts D0 to D7 */
const alone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** the frames: C0 to CF without the tables C4, C8, CC */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** baseline, extended sequential, progressive; by Huffman codes */
const frames = [0xc0, 0xc1, 0xc2];

/** an encoder writes about ten; each may visit every block */
const mostScans = 100;

const readFrame = (segment: Uint8Array, at: number): E.Either<DecodeError, Header> => {
  const [precision = 0, high = 0, low = 0, left = 0, right = 0, count = 0] = segment;
  const [height, width] = [high * 256 + low, left * 256 + right];
  if (precision !== 8) return fail(at, '8 bits a number', String(precision));
  if (height === 0 || width === 0) return fail(at + 1, 'at least one pixel', `${height}·${width}`);
  if (count !== 1 && count !== 3) return fail(at + 5, '1 or 3 components (grey or colour)', String(count));
  if (segment.length !== 6 + 3 * count) return fail(at, `a frame of ${6 + 3 * count} bytes`, String(segment.length));
  const components = Array.from({ length: count }, (_, k) => segment.subarray(6 + 3 * k, 9 + 3 * k));
  const sampling = components.map(([, factors = 0]) => [factors >> 4, factors & 15] as const);
  if (!sampling.flat().every((factor) => factor >= 1 && factor <= 4))
    return fail(at + 6, 'sampling factors from 1 to 4', sampling.join(' and '));
  const ids = components.map(([id = 0]) => id);
  if (new Set(ids).size !== count) return fail(at + 6, 'components that differ', ids.join());
  const [across, down] = [0, 1].map((axis) => Math.max(...sampling.map((factors) => factors[axis] ?? 1)));
  const blocks = sampling.reduce(
    (total, [h, v]) => total + Math.ceil((width * h) / (across ?? 1) / 8) * Math.ceil((height * v) / (down ?? 1) / 8),
    0,
  );
  return E.right({ height, width, components: count, blocks, rgb: String.fromCharCode(...ids) === 'RGB' });
};

/** where the coded data that begins at `from` ends: at a marker that is neither a stuffed byte nor a restart */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && (bytes[at + 1] === 0 || alone(bytes[at + 1] ?? 0))) at = bytes.indexOf(0xff, at + 2);
  return at < 0 ? bytes.length : at;
};

/** The header of a file whose segments lead from its beginning to its end. */
export const readHeader = (bytes: Uint8Array): E.Either<DecodeError, Header> => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    return fail(0, 'the beginning of a JPEG file (ff d8)', `${bytes.length} bytes of something else`);
  let header: Header | undefined;
  let scans = 0;
  let adobe: number | undefined;
  for (let at = 2; ;) {
    const marker = bytes[at + 1];
    if (marker === undefined) return fail(at, 'a marker', 'the end of the file (the file is truncated)');
    if (bytes[at] !== 0xff) return fail(at, 'a marker', `${bytes[at]}`);
    if (marker === 0xd9) break;
    if (marker === 0xff || alone(marker)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length)
      return fail(at + 2, 'the length of a segment', `${length} of ${bytes.length - at - 2} bytes`);
    const segment = bytes.subarray(at + 4, end);
    if (isFrame(marker)) {
      if (!frames.includes(marker)) return fail(at, 'a baseline or progressive image', `ff ${marker.toString(16)}`);
      if (header !== undefined) return fail(at, 'one frame', 'a second');
      const frame = readFrame(segment, at + 4);
      if (E.isLeft(frame)) return frame;
      header = frame.right;
    }
    if (marker === 0xee && String.fromCharCode(...segment.subarray(0, 5)) === 'Adobe') adobe = segment[11];
    if (marker === 0xda) {
      if (header === undefined) return fail(at, 'a frame before its data', 'none');
      scans += 1;
      if (scans > mostScans) return fail(at, `at most ${mostScans} scans`, 'more');
    }
    at = marker === 0xda ? endOfScan(bytes, end) : end;
  }
  if (header === undefined || scans === 0) return fail(bytes.length, 'an image', 'none');
  return E.right({ ...header, rgb: adobe === undefined ? header.rgb : adobe === 0 && header.components === 3 });
};
