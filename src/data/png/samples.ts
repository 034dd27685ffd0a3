import * as E from 'fp-ts/lib/Either.js';
import type { DecodeError } from '../decode-error.js';
import { fail } from './fail.js';
import { extent, type Header } from './header.js';

/** Numbers of one byte or two, plane by plane. */
export type Pixels = Uint8Array | Uint16Array;

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

/** The numbers of a file, plane by plane, from its inflated data, which is written over. */
export const samplesOf = (header: Header, data: Uint8Array): E.Either<DecodeError, Pixels> => {
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
