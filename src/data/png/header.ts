import * as E from 'fp-ts/lib/Either.js';
import type { DecodeError } from '../decode-error.js';
import type { Chunk } from './chunks.js';
import { fail } from './fail.js';

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

/** What a file says of its image before the image is inflated. */
export interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly samples: 1 | 2 | 3 | 4;
  readonly passes: readonly Pass[];
}

/** The header, if its image has at least one pixel and at most `limit` bytes. */
export const readHeader = (chunk: Chunk | undefined, limit: number): E.Either<DecodeError, Header> => {
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

/** The pixels of a pass: how many rows, how many in each, and the bytes of a row without its filter. */
export interface Extent {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
}

/** The extent of a pass; an image that is small has none in some. */
export const extent = ({ width, height, depth, samples }: Header, { x, y, dx, dy }: Pass): Extent => {
  const [rows, columns] = [Math.ceil((height - y) / dy), Math.ceil((width - x) / dx)];
  return rows > 0 && columns > 0
    ? { rows, columns, stride: Math.ceil((columns * samples * depth) / 8) }
    : { rows: 0, columns: 0, stride: 0 };
};
