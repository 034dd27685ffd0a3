import { describe, expect, it } from 'vitest';
import { crops } from '../../src/data/index.js';
import { key } from '../../src/random/index.js';
import '../reference.js';

/** two pictures of 5 x 7 whose every number is different, in two channels; the mask of a pixel is its first number */
const pictures = {
  images: Float32Array.from({ length: 2 * 2 * 35 }, (_, index) => (index % 70) + 100 * Math.floor(index / 70)),
  masks: Int32Array.from({ length: 2 * 35 }, (_, index) => (index % 35) + 100 * Math.floor(index / 35)),
  shape: [2, 5, 7],
} as const;

describe('crops', () => {
  const cut = crops(key(3), pictures, { size: 3, count: 200 });

  it('are squares of neighbours, with their own mask and channels', () => {
    expect(cut.shape).toEqual([2, 3, 3]);
    for (let crop = 0; crop < 200; crop++) {
      const mask = cut.masks.subarray(crop * 9, crop * 9 + 9);
      const [first, second] = [cut.images.subarray(crop * 18), cut.images.subarray(crop * 18 + 9)];
      const [corner = 0, beside = 0, , below = 0] = mask;
      const steps = [beside - corner, below - corner];
      expect(steps.map(Math.abs).sort((a, b) => a - b)).toEqual([1, 7]);
      mask.forEach((pixel, index) => {
        expect(pixel).toBe(corner + (index % 3) * (steps[0] ?? 0) + Math.floor(index / 3) * (steps[1] ?? 0));
        expect(first[index]).toBe(pixel);
        expect(second[index]).toBe(pixel + 35);
      });
    }
  });

  it('are seen in all eight ways and from all places', () => {
    const views = new Set(
      Array.from({ length: 200 }, (_, crop) => {
        const [corner = 0, beside = 0, , below = 0] = cut.masks.subarray(crop * 9, crop * 9 + 9);
        return `${beside - corner} ${below - corner}`;
      }),
    );
    expect(views.size).toBe(8);
    const seen = new Set(cut.masks);
    expect(seen.size).toBe(70);
  });

  it('come from the key', () => {
    expect(crops(key(3), pictures, { size: 3, count: 200 })).toEqual(cut);
    expect(crops(key(4), pictures, { size: 3, count: 200 })).not.toEqual(cut);
  });

  it('must fit', () => {
    expect(() => crops(key(1), pictures, { size: 6, count: 1 })).toThrow(
      'crops: a square of 6 does not fit into 5 x 7',
    );
    const none = { images: new Float32Array(), masks: new Int32Array(), shape: [1, 4, 4] } as const;
    expect(() => crops(key(1), none, { size: 2, count: 1 })).toThrow('crops: there are no pictures');
  });
});
