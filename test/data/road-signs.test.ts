import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rasterise, visible } from '../../src/data/road-signs/canvas.js';
import { signClasses } from '../../src/data/road-signs/classes.js';
import type { Key } from '../../src/data/road-signs/draw.js';
import { roadSign, roadSignClasses, roadSigns } from '../../src/data/road-signs/index.js';
import { pose, project } from '../../src/data/road-signs/pose.js';
import { key as randomKey, split } from '../../src/random/index.js';
import { toArray } from '../../src/tensor/literal.js';
import '../reference.js';

const side = 32;
const classes = roadSignClasses.length;
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const keys: fc.Arbitrary<Key> = fc.tuple(word, word);
const kinds = fc.constantFrom(...signClasses);

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The bytes of the fields of a set. */
const parts = (key: Key, count: number): readonly Buffer[] => {
  const { images, labels, masks, centres, radii } = roadSigns(key, count);
  return [images, labels, masks, centres, radii].map((part) => Buffer.from(part.buffer));
};

/** The columns and rows of the marked pixels. */
const marked = (mask: Uint8Array): readonly (readonly [number, number])[] =>
  Array.from(mask).flatMap((on, pixel) => (on === 1 ? [[pixel % side, Math.floor(pixel / side)] as const] : []));

const middle = (mask: Uint8Array): readonly [number, number] => {
  const pixels = marked(mask);
  return [mean(Float32Array.from(pixels, ([x]) => x)), mean(Float32Array.from(pixels, ([, y]) => y))];
};

type Features = (picture: Float32Array) => Float32Array;

/** The mean red, green and blue of a picture. */
const meanColour: Features = (picture) =>
  Float32Array.from([0, 1, 2], (channel) => mean(picture.subarray(channel * side ** 2, (channel + 1) * side ** 2)));

/** The share of new pictures whose features lie closest to the mean features of their own class. */
const nearestMean = (features: Features): number => {
  const examples = (key: Key, count: number) => {
    const { images, labels } = roadSigns(key, count);
    return Array.from(labels, (label, i) => ({
      label,
      seen: features(images.subarray(i * 3 * side ** 2, (i + 1) * 3 * side ** 2)),
    }));
  };
  const known = examples([4, 4], 400);
  const means = roadSignClasses.map((_, label) => {
    const own = known.filter((example) => example.label === label);
    return own[0]?.seen.map((_, at) => mean(Float32Array.from(own, ({ seen }) => seen[at] ?? 0))) ?? new Float32Array();
  });
  const fresh = examples([4, 5], 200);
  const right = fresh.filter(({ label, seen }) => {
    const distances = means.map((centre) => centre.reduce((sum, value, at) => sum + (value - (seen[at] ?? 0)) ** 2, 0));
    return distances.indexOf(Math.min(...distances)) === label;
  });
  return right.length / fresh.length;
};

describe('roadSigns', () => {
  it('gives the same bits for the same key, and has done so since this line was written', () => {
    const digest = (key: Key) =>
      createHash('sha256')
        .update(Buffer.concat(parts(key, 40)))
        .digest('hex');
    expect(digest([0, 42])).toBe('bb3f0201e2abfa0b6af6fdc81db3883031f4cb2f393a45837c2b5a4c25e35429');
    expect(new Set([digest([0, 42]), digest([0, 43]), digest([1, 42])]).size).toBe(3);
  });

  it('begins a longer set with the shorter one', () => {
    fc.assert(
      fc.property(keys, fc.nat(8), fc.nat(8), (key, few, more) => {
        const [short, long] = [parts(key, few), parts(key, few + more)];
        short.forEach((part, i) => expect(part.equals(long[i]?.subarray(0, part.length) ?? part)).toBe(true));
      }),
      { numRuns: 20 },
    );
  });

  it('takes a key for its words, so that a split key seeds a set', () => {
    const [training] = split(randomKey(7));
    const [high = 0, low = 0] = toArray(training);
    expect(high).not.toBe(0);
    expect(roadSigns(training, 3)).toEqual(roadSigns([high >>> 0, low >>> 0], 3));
    expect(roadSign(training)).toEqual(roadSign([high >>> 0, low >>> 0]));
  });

  it('has the shapes it promises, also with no pictures', () => {
    for (const count of [0, 3]) {
      const { images, labels, masks, centres, radii } = roadSigns([5, 6], count);
      expect([images, labels, masks, centres, radii].map(({ length }) => length)).toEqual([
        count * 3 * 32 * 32,
        count,
        count * 32 * 32,
        count * 2,
        count,
      ]);
    }
  });

  it('has values that are multiples of 1/255 from 0 to 1, and uses the range', () => {
    const { images } = roadSigns([1, 1], 50);
    expect(images.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(images.every((value) => value === Math.fround(Math.round(255 * value) / 255))).toBe(true);
    expect(new Set(images).size).toBe(256);
  });

  it('shows each class once in each ten, in an order of its own', () => {
    const { labels } = roadSigns([2, 2], 10 * classes);
    const blocks = Array.from({ length: 10 }, (_, i) => Array.from(labels.subarray(i * classes, (i + 1) * classes)));
    for (const block of blocks) expect(new Set(block)).toEqual(new Set(roadSignClasses.keys()));
    expect(new Set(blocks.map(String)).size).toBe(10);
  });

  it('marks only pixels within the radius of the centre, and most of what could be seen', () => {
    const { masks, centres, radii } = roadSigns([3, 3], 200);
    radii.forEach((radius, i) => {
      const pixels = marked(masks.subarray(i * side * side, (i + 1) * side * side));
      const [x = NaN, y = NaN] = centres.subarray(2 * i, 2 * i + 2);
      expect(Math.max(...pixels.map(([column, row]) => Math.hypot(column - x, row - y)))).toBeLessThan(1.02 * radius);
      expect(pixels.length).toBeGreaterThan(0.5 * radius ** 2);
    });
  });

  it('cannot be told apart by mean colour, nor by a template', () => {
    expect(nearestMean(meanColour)).toBeLessThan(0.3);
    expect(nearestMean((picture) => picture)).toBeLessThan(0.4);
  });

  it('refuses a count that is not one', () => {
    for (const count of [-1, 1.5, NaN, Infinity])
      expect(() => roadSigns([0, 0], count)).toThrow(
        new RangeError(`roadSigns: the count must be a whole number, 0 or more; it is ${count}`),
      );
  });
});

describe('roadSign', () => {
  it('puts another sign into the same scene under another label', () => {
    fc.assert(
      fc.property(keys, fc.nat(classes - 1), fc.nat(classes - 1), (key, one, other) => {
        const [first, second] = [roadSign(key, one), roadSign(key, other)];
        expect(second.centre).toEqual(first.centre);
        expect(second.radius).toBe(first.radius);
        expect(first.label).toBe(one);
        const [x, y] = first.centre;
        const differs = Array.from(first.image).flatMap((value, at) => (value === second.image[at] ? [] : [at % 1024]));
        expect(differs.length > 0).toBe(one !== other);
        const far = differs.map((pixel) => Math.hypot((pixel % side) - x, Math.floor(pixel / side) - y));
        expect(Math.max(0, ...far)).toBeLessThan(1.02 * first.radius + 2.5);
      }),
      { numRuns: 50 },
    );
  });

  it('draws its label from the key when none is given', () => {
    const labels = Array.from({ length: 100 }, (_, i) => roadSign([0, i]).label);
    expect(new Set(labels)).toEqual(new Set(roadSignClasses.keys()));
  });

  it('refuses a label that is no class', () => {
    for (const label of [-1, 10, 0.5])
      expect(() => roadSign([0, 0], label)).toThrow(
        new RangeError(`roadSign: label ${label} is not one of the 10 classes 0 to 9`),
      );
  });
});

describe('the geometry of a sign', () => {
  it('has its silhouette centred on its centre, as far as it lies in the picture', () => {
    fc.assert(
      fc.property(keys, kinds, (key, { outline }) => {
        const stance = { ...pose(key), x: 15.5, y: 15.5 };
        const [x, y] = middle(visible(side, project(stance, outline), []));
        expect(Math.hypot(x - 15.5, y - 15.5)).toBeLessThan(0.12 * stance.radius);
      }),
    );
  });

  it('paints no coat outside its silhouette', () => {
    const grid = Array.from({ length: 101 }, (_, i) => (i - 50) / 33);
    for (const { name, outline, coats } of signClasses) {
      const spills = coats.filter(({ shape }) =>
        grid.some((y) => grid.some((x) => shape(x, y) < 0 && outline(x, y) > 0)),
      );
      expect([name, spills]).toEqual([name, []]);
    }
  });

  it('is rasterised block by block as pixel by pixel', () => {
    fc.assert(
      fc.property(keys, kinds, fc.nat(2), (key, { coats }, coat) => {
        const shape = project(pose(key), (coats[coat % coats.length] ?? coats[0])?.shape ?? (() => 0));
        const fast = new Float64Array(side * side);
        rasterise(side, shape, (pixel, covered) => (fast[pixel] = covered));
        const slow = fast.map((_, i) => Math.min(Math.max(0.5 - shape(i % side, Math.floor(i / side)), 0), 1));
        expect(fast).toEqual(slow);
      }),
      { numRuns: 100 },
    );
  });
});
