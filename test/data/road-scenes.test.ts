import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../src/data/road-signs/draw.js';
import { liveOrSpoof, roadScenes, roadSignClasses } from '../../src/data/road-signs/index.js';
import type { RoadSceneOptions } from '../../src/data/road-signs/index.js';
import '../reference.js';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const keys: fc.Arbitrary<Key> = fc.tuple(word, word);
const small: RoadSceneOptions = { side: 32, most: 3, radius: [4, 6] };

const scenes = (key: Key, count: number, options = small): readonly Buffer[] => {
  const { images, counts, labels, boxes, centres, radii } = roadScenes(key, count, options);
  return [images, counts, labels, boxes, centres, radii].map((part) => Buffer.from(part.buffer));
};
const pictures = (key: Key, count: number): readonly Buffer[] => {
  const { images, labels } = liveOrSpoof(key, count);
  return [images, labels].map((part) => Buffer.from(part.buffer));
};
const digest = (parts: readonly Buffer[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex');

describe.each([
  { name: 'roadScenes', parts: scenes },
  { name: 'liveOrSpoof', parts: pictures },
])('$name', ({ parts }) => {
  it('begins a longer set with the shorter one', () => {
    fc.assert(
      fc.property(keys, fc.nat(3), fc.nat(3), (key, few, more) => {
        const [short, long] = [parts(key, few), parts(key, few + more)];
        short.forEach((part, i) => expect(part.equals(long[i]?.subarray(0, part.length) ?? part)).toBe(true));
      }),
      { numRuns: 10 },
    );
  });

  it('gives other pictures for another seed', () => {
    expect(new Set([digest(parts([0, 1], 2)), digest(parts([0, 2], 2)), digest(parts([1, 1], 2))]).size).toBe(3);
  });
});

describe('roadScenes', () => {
  it('gives the same bits as when this line was written', () => {
    expect(digest(scenes([0, 42], 6, {}))).toBe('b7d0e50993fbcaffbdb8fa33354327499d90b57c920abfbb101c6ffdedcf4640');
  });

  it('has one to four signs a picture, each kind among them, and nothing in the places beyond', () => {
    const { counts, labels, boxes, centres, radii } = roadScenes([1, 2], 60, { side: 48, radius: [5, 8] });
    expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4]));
    expect(new Set(labels)).toEqual(new Set([-1, ...roadSignClasses.keys()]));
    labels.forEach((label, at) => {
      const here = at % 4 < (counts[Math.floor(at / 4)] ?? 0);
      expect(label >= 0).toBe(here);
      const numbers = [...boxes.subarray(4 * at, 4 * at + 4), ...centres.subarray(2 * at, 2 * at + 2), radii[at] ?? 0];
      expect(numbers.some((n) => n !== 0)).toBe(here);
    });
  });

  it('has signs within the picture and apart, whose boxes go around them', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const { counts, boxes, centres, radii } = roadScenes(key, 2, small);
        counts.forEach((count, i) => {
          const signs = Array.from({ length: count }, (_, j) => ({
            box: boxes.subarray(4 * (3 * i + j), 4 * (3 * i + j) + 4),
            x: centres[2 * (3 * i + j)] ?? NaN,
            y: centres[2 * (3 * i + j) + 1] ?? NaN,
            r: radii[3 * i + j] ?? NaN,
          }));
          signs.forEach(({ box: [left = NaN, top = NaN, right = NaN, bottom = NaN], x, y, r }, j) => {
            expect(r).toBeGreaterThanOrEqual(4);
            expect(r).toBeLessThanOrEqual(6);
            expect(Math.min(x - r, y - r, 31 - x - r, 31 - y - r)).toBeGreaterThan(-1e-5);
            // the middle of a pixel is half a pixel from its edge
            const [across, down] = [
              Math.max(x + 0.5 - left, right - x - 0.5),
              Math.max(y + 0.5 - top, bottom - y - 0.5),
            ];
            expect(Math.max(across, down)).toBeLessThan(1.02 * r + 1);
            expect(Math.max(across, down)).toBeGreaterThan(0.8 * r - 1);
            for (const other of signs.slice(0, j))
              expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan((5 / 6) * (r + other.r) - 1e-4);
          });
        });
      }),
      { numRuns: 20 },
    );
  });

  it('refuses what cannot be drawn', () => {
    const refused = (count: number, options: RoadSceneOptions, sentence: string): void =>
      expect(() => roadScenes([0, 0], count, options)).toThrow(new RangeError(`roadScenes: ${sentence}`));
    refused(-1, {}, 'the count must be a whole number, 0 or more; it is -1');
    refused(1, { side: 30 }, 'the side must be a multiple of 4; it is 30');
    refused(1, { most: 0 }, 'most must be a whole number, 1 or more; it is 0');
    refused(1, { radius: [20, 60] }, 'there is no room for a radius from 20 to 60 in 96 pixels');
    refused(1, { radius: [NaN, 9] }, 'there is no room for a radius from NaN to 9 in 96 pixels');
  });
});

describe('liveOrSpoof', () => {
  it('gives the same bits as when this line was written', () => {
    expect(digest(pictures([0, 42], 20))).toBe('3a89155384753267ca1e73acc50f1251150469455d88ef6b0df51d5c7ee5ea2c');
  });

  it('shows as many live signs as pictures of one, whose brightness does not tell them apart', () => {
    const { images, labels } = liveOrSpoof([3, 1], 400);
    const spoofs = labels.reduce((sum, label) => sum + label, 0);
    expect(Math.abs(spoofs - 200)).toBeLessThan(40);
    const brightness = Array.from(labels, (label, i) => ({
      label,
      mean: images.subarray(3072 * i, 3072 * (i + 1)).reduce((sum, v) => sum + v, 0) / 3072,
    }));
    const right = (threshold: number): number =>
      brightness.filter(({ label, mean }) => (mean > threshold ? 1 : 0) === label).length / 400;
    const best = Math.max(...Array.from({ length: 101 }, (_, i) => Math.max(right(i / 100), 1 - right(i / 100))));
    expect(best).toBeLessThan(0.7);
  });

  it('refuses a count that is not one', () => {
    expect(() => liveOrSpoof([0, 0], 0.5)).toThrow(
      new RangeError('liveOrSpoof: the count must be a whole number, 0 or more; it is 0.5'),
    );
  });
});
