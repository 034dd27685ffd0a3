/** Bilateral filter, non-local means and noise against NumPy and scikit-image; curriculum rows I6, I7 and I8; what is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromArray, toArray } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import { bilateral, nonLocalMeans } from '../../src/image/index.js';

interface Golden {
  readonly op: 'bilateral' | 'nonLocalMeans';
  readonly image: 'grey' | 'colour';
  readonly options: { readonly sigma: number; readonly tau: number; readonly h: number };
  readonly value: readonly number[];
}
interface Peer extends Golden {
  readonly tolerance: number;
  /** how far from the edge the numbers begin */
  readonly inside: number;
}
const { images, cases, peers } = JSON.parse(
  readFileSync(new URL('../golden/image/denoising.json', import.meta.url), 'utf8'),
) as {
  readonly images: Readonly<
    Record<Golden['image'], { readonly shape: readonly [number, number]; readonly data: readonly number[] }>
  >;
  readonly cases: readonly Golden[];
  readonly peers: readonly Peer[];
};
const stored = (name: Golden['image']): Tensor<[number, number], 'float64'> =>
  fromArray(Float64Array.from(images[name].data), images[name].shape);
const filters = { bilateral, nonLocalMeans };
const titled = <G extends Golden>(all: readonly G[]): readonly (readonly [string, G])[] =>
  all.map((golden, k) => [`${k} ${golden.op} ${golden.image} ${JSON.stringify(golden.options)}`, golden]);

describe('what the formulas say', () => {
  it.each(titled(cases))('%s', (_, { op, image, options, value }) => {
    const y = toArray(filters[op](stored(image), options));
    expect(y.length).toBe(value.length);
    value.forEach((expected, k) => expect(y[k]).toBeCloseTo(expected, 10));
  });
});

describe('scikit-image', () => {
  it.each(titled(peers))('%s', (_, { op, image, options, value, tolerance, inside }) => {
    const x = stored(image);
    const y = toArray(filters[op](x, options));
    const [height, width] = [Number(x.shape.at(-2)), Number(x.shape.at(-1))];
    const within = [...y].filter((_y, k) => {
      const [row, column] = [Math.floor(k / width) % height, k % width];
      return Math.min(row, column, height - 1 - row, width - 1 - column) >= inside;
    });
    expect(within.length).toBe(value.length);
    const farthest = Math.max(...within.map((found, k) => Math.abs(found - (value[k] ?? NaN))));
    expect(farthest).toBeLessThan(tolerance);
  });
});
