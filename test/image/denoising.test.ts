/** Bilateral filter, non-local means and noise against NumPy and scikit-image; curriculum rows I6, I7 and I8; what is refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  full,
  fromArray,
  item,
  mean,
  random,
  sqrt,
  stack,
  square,
  subtract,
  tensor,
  toArray,
} from '../../src/index.js';
import type { Float, Key, Shape, Tensor } from '../../src/index.js';
import { bilateral, gaussian, gaussianNoise, nonLocalMeans, psnr, saltAndPepper } from '../../src/image/index.js';

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

const rootMeanSquare = (x: Tensor<Shape, Float>): number => item(sqrt(mean(square(x))));

describe('the bilateral filter', () => {
  it('I6: weighs a pixel by how near it is and how alike', () => {
    const [near, alike] = [Math.exp(-1 / 2), Math.exp(-1 / (2 * 0.5 ** 2))];
    const [y0, y1] = toArray(bilateral(tensor([[0, 1]], { dtype: 'float64' }), { sigma: 1, tau: 0.5, size: [1, 3] }));
    expect(y0).toBeCloseTo((near * alike) / (near + 1 + near * alike), 12);
    expect(y1).toBeCloseTo((1 + near) / (near + 1 + near * alike), 12);
  });

  it('I6: keeps an edge that a Gaussian blurs', () => {
    const edge = tensor([[0, 0, 0, 1, 1, 1]], { dtype: 'float64' });
    const [kept, blurred] = [bilateral(edge, { sigma: 1, tau: 0.1 }), gaussian(edge, { sigma: 1 })];
    expect(rootMeanSquare(subtract(kept, edge))).toBeLessThan(1e-20);
    expect(rootMeanSquare(subtract(blurred, edge))).toBeGreaterThan(0.1);
  });

  it('compares colours, not channels', () => {
    const [red, green] = [[0, 0, 0.3, 0], [0, 0, 0.4, 0]]; // prettier-ignore
    const grey = bilateral(tensor([[0, 0, 0.5, 0]], { dtype: 'float64' }), { sigma: 1, tau: 0.2 });
    const colour = toArray(bilateral(tensor([[red], [green]], { dtype: 'float64' }), { sigma: 1, tau: 0.2 }));
    toArray(grey).forEach((y, k) => {
      expect(colour[k]).toBeCloseTo(0.6 * y, 12);
      expect(colour[k + 4]).toBeCloseTo(0.8 * y, 12);
    });
  });
});

describe('non-local means', () => {
  it('I7: weighs a pixel by how alike the patches are, 7 or 15 in a window of 21 as any other', () => {
    const row = [0, 1, 0, 0, 1, 1, 0];
    for (const [patch, search] of [
      [1, 3],
      [3, 5],
      [7, 21],
      [15, 21],
    ] as const) {
      // prettier-ignore
      const found = toArray(nonLocalMeans(tensor([row], { dtype: 'float64' }), { h: 0.5, patch, search }));
      const at = (i: number): number => {
        const j = ((i % 14) + 14) % 14;
        return row[Math.min(j, 13 - j)] ?? NaN;
      };
      const places = (side: number): readonly number[] => Array.from({ length: side }, (_, k) => k - (side - 1) / 2);
      found.forEach((y, i) => {
        const terms = places(search).map((t) => {
          const squares = places(patch).map((k) => (at(i + k) - at(i + t + k)) ** 2);
          return [Math.exp(-squares.reduce((a, b) => a + b) / patch / 0.5 ** 2), at(i + t)] as const;
        });
        const total = terms.reduce((sum, [w]) => sum + w, 0);
        expect(y).toBeCloseTo(terms.reduce((sum, [w, x]) => sum + w * x, 0) / total, 12);
      });
    }
  });

  it('takes noise of a known deviation for no difference', () => {
    const x = tensor([[0.1, 0, 0.1, 0, 0.1]], { dtype: 'float64' });
    const y = nonLocalMeans(x, { h: 1e-3, sigma: 0.1, patch: 1, search: 3, boundary: 'wrap' });
    [...toArray(y)].forEach((value, k) => {
      const [a = 0, b = 0, c = 0] = [-1, 0, 1].map((t) => toArray(x)[(k + t + 5) % 5] ?? NaN);
      expect(value).toBeCloseTo((a + b + c) / 3, 12);
    });
  });
});

describe('noise', () => {
  const grey = full([200, 200], 0.5);

  it('I8: salt and pepper turns a share of the pixels, one half white, one half black', () => {
    for (const rate of [0, 0.15, 0.6, 1]) {
      const noisy = [...toArray(saltAndPepper(random.key(3), grey, rate))];
      const share = (value: number): number => noisy.filter((x) => x === value).length / noisy.length;
      for (const value of [0, 1]) expect(Math.abs(share(value) - rate / 2)).toBeLessThan(0.008);
      expect(share(0) + share(0.5) + share(1)).toBe(1);
    }
    expect(new Set(toArray(saltAndPepper(random.key(3), grey, 1, { salt: 7, pepper: -7 })))).toEqual(new Set([-7, 7]));
  });

  it('I8: Gaussian noise has mean 0 and the deviation asked for', () => {
    for (const sigma of [0, 0.15, 0.35, 0.5]) {
      const noise = subtract(gaussianNoise(random.key(4), grey, sigma), grey);
      expect(Math.abs(item(mean(noise)))).toBeLessThan(0.015 * sigma + 1e-9);
      expect(Math.abs(rootMeanSquare(noise) - sigma)).toBeLessThan(0.015 * sigma + 1e-9);
    }
  });

  it('I8: averaging N noisy pictures lowers the error as 1/√N', () => {
    const clean = fromArray(Float32Array.from({ length: 64 * 64 }, (_, k) => Math.sin(k / 50)), [64, 64]); // prettier-ignore
    for (const n of [1, 4, 16, 64]) {
      const pictures = random.split(random.key(5), n).map((key) => gaussianNoise(key, clean, 0.35));
      const error = rootMeanSquare(subtract(mean(stack(pictures, 0), 0), clean));
      expect(error * Math.sqrt(n)).toBeGreaterThan(0.33);
      expect(error * Math.sqrt(n)).toBeLessThan(0.37);
    }
  });

  it('is that of its key, in the type of the image', () => {
    const x = tensor([[0.25, 0.5]], { dtype: 'float64' });
    for (const noisy of [(key: Key) => saltAndPepper(key, x, 0.5), (key: Key) => gaussianNoise(key, x, 1)]) {
      expect(noisy(random.key(1)).dtype).toBe('float64');
      expect(toArray(noisy(random.key(1)))).toEqual(toArray(noisy(random.key(1))));
      expect(toArray(noisy(random.key(1)))).not.toEqual(toArray(noisy(random.key(9))));
    }
  });
});

describe('psnr', () => {
  const x = tensor([[0.2, 0.7, 0.4]], { dtype: 'float64' });
  const worse = tensor([[0.3, 0.6, 0.4]], { dtype: 'float64' });
  it('is 10 log₁₀ peak² over the mean squared error', () => {
    expect(item(psnr(x, worse))).toBeCloseTo(10 * Math.log10(1 / (0.02 / 3)), 10);
    expect(item(psnr(x, worse, { peak: 255 }))).toBeCloseTo(20 * Math.log10(255) + 10 * Math.log10(3 / 0.02), 10);
    expect(item(psnr(x, x))).toBe(Infinity);
  });
});

describe('refusals', () => {
  const x = tensor([[1, 2], [3, 4]]); // prettier-ignore
  const given = (options: object): never => options as never;
  it.each([
    ['bilateral: sigma 0 is not a positive number', () => bilateral(x, { sigma: 0, tau: 1 })],
    ['bilateral: sigma NaN is not a positive number', () => bilateral(x, { sigma: NaN, tau: 1 })],
    ['bilateral: tau -1 is not a positive number', () => bilateral(x, { sigma: 1, tau: -1 })],
    ['bilateral: size 4 is not an odd positive integer', () => bilateral(x, { sigma: 1, tau: 1, size: 4 })],
    ["bilateral: there is no option 'colour'", () => bilateral(x, given({ sigma: 1, tau: 1, colour: 2 }))],
    ['nonLocalMeans: h 0 is not a positive number', () => nonLocalMeans(x, { h: 0 })],
    ['nonLocalMeans: sigma -1 is not a finite number from 0 on', () => nonLocalMeans(x, { h: 1, sigma: -1 })],
    ['nonLocalMeans: patch 4 is not an odd positive integer', () => nonLocalMeans(x, { h: 1, patch: 4 })],
    ['nonLocalMeans: search -1 is not an odd positive integer', () => nonLocalMeans(x, { h: 1, search: -1 })],
    [
      "nonLocalMeans: weights 'flat' are none of box, gaussian",
      () => nonLocalMeans(x, given({ h: 1, weights: 'flat' })),
    ],
    ['saltAndPepper: rate 2 is not a probability', () => saltAndPepper(random.key(0), x, 2)],
    ['saltAndPepper: rate NaN is not a probability', () => saltAndPepper(random.key(0), x, NaN)],
    ['gaussianNoise: sigma -1 is not a finite number from 0 on', () => gaussianNoise(random.key(0), x, -1)],
    ['psnr: peak 0 is not a positive number', () => psnr(x, x, { peak: 0 })],
    ['psnr: [2, 2] and [1, 2] differ', () => psnr(x, given(tensor([[1, 2]])))],
    ['psnr: float32 with float64: cast one of them', () => psnr(x, given(tensor([[1, 2], [3, 4]], { dtype: 'float64' })))], // prettier-ignore
    [
      'bilateral: expected a floating-point image, got int32',
      () => bilateral(given(tensor([[1]], { dtype: 'int32' })), { sigma: 1, tau: 1 }),
    ],
    [
      'bilateral: expected [height, width] or [channels, height, width], got [1, 1, 1, 1]',
      // @ts-expect-error bilateral: expected [height, width] or [channels, height, width], got [1, 1, 1, 1]
      () => bilateral(tensor([[[[1]]]]), { sigma: 1, tau: 1 }),
    ],
  ])('%s', (sentence, call) => expect(call).toThrow(sentence));
});
