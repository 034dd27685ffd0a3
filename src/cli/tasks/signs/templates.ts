import { suppress } from '../../../detection/index.js';
import type { Corners, Detection } from '../../../detection/index.js';
import { matchTemplate, peaks, resize } from '../../../image/index.js';
import type { Engine } from '../../../index.js';
import { fromArray, toArray } from '../../../tensor/literal.js';
import { typed } from '../../../tensor/tensor.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { compile, vmap } from '../../../transform/index.js';
import { rowsAt } from './batches.js';

/** A sign in a picture: which, where, how large. */
export interface Sign {
  readonly picture: number;
  readonly label: number;
  /** column and row of its middle; the middle of the first pixel is (0, 0) */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly box: Corners;
}

/** What signs of a class look like on average, in the square about them. */
export interface Template {
  readonly label: number;
  /** [3, detail, detail] */
  readonly pixels: Float32Array;
  /** the mean of their boxes, in radii from their middle */
  readonly box: Corners;
}

/** the side of a template, before it is brought to a size */
const detail = 24;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean picture of each class: what is inside the square about a sign, read bilinearly and averaged over the examples. */
export const templatesOf = (images: Float32Array, side: number, signs: readonly Sign[]): readonly Template[] => {
  const labels = [...new Set(signs.map(({ label }) => label))].sort((a, b) => a - b);
  return labels.map((label) => {
    const own = signs.filter((sign) => sign.label === label);
    const pixels = new Float32Array(3 * detail * detail);
    for (const { picture, x, y, radius } of own)
      for (let row = 0; row < detail; row++)
        for (let column = 0; column < detail; column++) {
          const u = Math.min(Math.max(x + ((2 * column + 1) / detail - 1) * radius, 0), side - 1.001);
          const v = Math.min(Math.max(y + ((2 * row + 1) / detail - 1) * radius, 0), side - 1.001);
          const [j, i] = [Math.floor(u), Math.floor(v)];
          const [b, a] = [u - j, v - i];
          for (let channel = 0; channel < 3; channel++) {
            const at = ((picture * 3 + channel) * side + i) * side + j;
            const [upper, lower] = [at, at + side].map(
              (place) => (1 - b) * (images[place] ?? 0) + b * (images[place + 1] ?? 0),
            );
            const place = (channel * detail + row) * detail + column;
            pixels[place] = (pixels[place] ?? 0) + ((1 - a) * (upper ?? 0) + a * (lower ?? 0)) / own.length;
          }
        }
    const sideOf = (k: 0 | 1 | 2 | 3, middle: (sign: Sign) => number): number =>
      mean(own.map((sign) => (sign.box[k] - middle(sign) - 0.5) / sign.radius));
    const [across, down] = [({ x }: Sign): number => x, ({ y }: Sign): number => y];
    return { label, pixels, box: [sideOf(0, across), sideOf(1, down), sideOf(2, across), sideOf(3, down)] };
  });
};

/** What templates found: a sign, with how well it matched. */
export interface Match extends Detection {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** how many places of each class and size are looked at */
const places = 6;

/**
 * Template matching: each template in each size over each picture, by normalised correlation; the best places, of which those that mean the same
 * sign are suppressed.
 */
export const matchSigns = (
  images: Float32Array,
  side: number,
  templates: readonly Template[],
  sizes: readonly number[],
  engine: Engine,
): readonly (readonly Match[])[] => {
  const all = rowsAt(
    Float32Array.from(templates.flatMap(({ pixels }) => [...pixels])),
    [3, detail, detail],
    [...templates.keys()],
  );
  const pictures = images.length / (3 * side * side);
  const ways = sizes.map((size) => {
    const scaled = resize(all, { size: [size, size], antialias: true });
    const scores = compile(
      (picture: Tensor<[3, number, number]>, ones: Tensor<[number, 3, number, number]>) =>
        vmap((one: Tensor<[3, number, number]>) => matchTemplate(picture, one))(ones),
      { engine },
    );
    return { size, scores: (picture: Tensor<[3, number, number]>) => scores(picture, typed(scaled)) };
  });
  return Array.from({ length: pictures }, (_, index) => {
    const picture: Tensor<[3, number, number]> = typed(
      fromArray(images.slice(index * 3 * side * side, (index + 1) * 3 * side * side), [3, side, side]),
    );
    const found = ways.flatMap(({ size, scores }) => {
      const map = toArray(scores(picture));
      const room = side - size + 1;
      return templates.flatMap(({ label, box }, kind): readonly Match[] => {
        const own = fromArray(map.slice(kind * room * room, (kind + 1) * room * room), [room, room]);
        return peaks(own, { count: places, minDistance: 4 }).map(({ position: [row, column], score }) => {
          const [radius, x, y] = [size / 2, column + size / 2, row + size / 2];
          const corners: Corners = [x + radius * box[0], y + radius * box[1], x + radius * box[2], y + radius * box[3]];
          return { box: corners, score, label, x: x - 0.5, y: y - 0.5, radius };
        });
      });
    });
    return alone(found);
  });
};

const alone = (found: readonly Match[]): readonly Match[] => {
  const boxes = rowsAt(Float32Array.from(found.flatMap(({ box }) => [...box])), [4], [...found.keys()]);
  const scores = fromArray(
    Float32Array.from(found, ({ score }) => score),
    [found.length],
  );
  const stays = toArray(suppress(boxes, scores, { overlap: 0.3 }));
  return found.filter((_, i) => stays[i] === 1).sort((a, b) => b.score - a.score);
};
