import { randint, split } from '../random/index.js';
import type { Key } from '../random/index.js';
import { toArray } from '../tensor/literal.js';

/** Pictures one after the other, each of the same shape, and a class for each of their pixels. */
export interface Segmented {
  readonly images: Float32Array;
  /** [count, height, width] */
  readonly masks: Int32Array;
  /** of one picture */
  readonly shape: readonly [channels: number, height: number, width: number];
}

/** How many pictures there are. */
export const countOf = ({ masks, shape: [, height, width] }: Segmented): number => masks.length / (height * width);

/** The side of the squares, and how many. */
export interface CropOptions {
  readonly size: number;
  readonly count: number;
}

/** The place in the square, of side n, that a view of it shows at row i and column j: the eight turns and mirror images of a square. */
const seen = (view: number, i: number, j: number, n: number): readonly [row: number, column: number] => {
  const [a, b] = [(view & 1) === 0 ? i : n - 1 - i, (view & 2) === 0 ? j : n - 1 - j];
  return (view & 4) === 0 ? [a, b] : [b, a];
};

/**
 * Squares cut at random from pictures together with their masks, each seen in one of the eight ways to lay down a square. The same key gives
 * the same squares.
 * Shape    pictures [C, H, W] → [C, size, size]
 * Errors   "crops: a square of 64 does not fit into 32 x 48", "crops: there are no pictures"
 * @example
 * const pictures = { images: new Float32Array(2 * 16), masks: new Int32Array(2 * 16), shape: [1, 4, 4] as const };
 * crops(random.key(1), pictures, { size: 2, count: 3 }).shape // [1, 2, 2]
 */
export const crops = (key: Key, pictures: Segmented, { size, count }: CropOptions): Segmented => {
  const [channels, height, width] = pictures.shape;
  if (!Number.isSafeInteger(size) || size < 1 || size > height || size > width)
    throw new RangeError(`crops: a square of ${size} does not fit into ${height} x ${width}`);
  if (countOf(pictures) < 1) throw new RangeError('crops: there are no pictures');
  const ends = [countOf(pictures), height - size + 1, width - size + 1, 8];
  const keys = split(key, ends.length);
  const [which = [], tops = [], lefts = [], views = []] = ends.map((end, index) =>
    toArray(randint(keys[index] ?? key, [count], 0, end)),
  );
  const images = new Float32Array(count * channels * size * size);
  const masks = new Int32Array(count * size * size);
  for (let crop = 0; crop < count; crop++) {
    const [picture = 0, top = 0, left = 0, view = 0] = [which[crop], tops[crop], lefts[crop], views[crop]];
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const [row, column] = seen(view, i, j, size);
        const from = (top + row) * width + left + column;
        const to = i * size + j;
        masks[crop * size * size + to] = pictures.masks[picture * height * width + from] ?? 0;
        for (let channel = 0; channel < channels; channel++)
          images[(crop * channels + channel) * size * size + to] =
            pictures.images[(picture * channels + channel) * height * width + from] ?? 0;
      }
  }
  return { images, masks, shape: [channels, size, size] };
};
