import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../reference.js';
import { at } from '../../src/primitive/primitive.js';
import { vmap } from '../../src/transform/vmap.js';
import { fromArray, tensor, toArray } from '../../src/tensor/literal.js';
import { typed } from '../../src/tensor/tensor.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import {
  bernoulli,
  bits,
  categorical,
  foldIn,
  gumbel,
  key,
  normal,
  permutation,
  randint,
  split,
  splitBatch,
  truncatedNormal,
  uniform,
} from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';

const numbers = (x: AnyTensor): readonly number[] => Array.from(toArray(x));
const seeds = fc.maxSafeNat();
const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
const logits = tensor([
  [0, 1, 2],
  [-1, 0, -Infinity],
]);

/** Every draw, by name, from a key and a shape that it may ignore. */
const draws: Readonly<Record<string, (key: Key, shape: readonly number[]) => AnyTensor>> = {
  bits,
  uniform: (k, shape) => uniform(k, shape, { low: -3, high: 5 }),
  'uniform in float64': (k, shape) => uniform(k, shape, { dtype: 'float64' }),
  normal: (k, shape) => normal(k, shape, { mean: 1, deviation: 2 }),
  'normal in float64': (k, shape) => normal(k, shape, { dtype: 'float64' }),
  truncatedNormal: (k, shape) => truncatedNormal(k, -2, 2, shape),
  bernoulli: (k, shape) => bernoulli(k, 0.3, shape),
  randint: (k, shape) => randint(k, shape, -10, 100),
  gumbel,
  permutation: (k) => permutation(k, 9),
  'permutation in two rounds': (k) => permutation(k, 1700),
  categorical: (k) => categorical(k, logits),
  split: (k) => at(split(k, 3), 2),
  splitBatch: (k) => splitBatch(k, 4),
  foldIn: (k) => foldIn(k, 12),
};
const table = Object.entries(draws);
/** the draws whose elements depend on the key and their place alone */
const elementwise = table.slice(0, 9);

describe.each(table)('%s', (_, draw) => {
  it('gives the same numbers for the same key', () => {
    fc.assert(
      fc.property(seeds, shapes, (seed, shape) => {
        expect(numbers(draw(key(seed), shape))).toEqual(numbers(draw(key(seed), shape)));
      }),
      { numRuns: 10 },
    );
  });

  it('over a batch of keys is the loop over the keys', () => {
    fc.assert(
      fc.property(seeds, shapes, (seed, shape) => {
        const batch = vmap((k: Key) => draw(k, shape))(splitBatch(key(seed), 4));
        const loop = split(key(seed), 4).map((k) => draw(k, shape));
        expect(batch.shape).toEqual([4, ...(loop[0]?.shape ?? [])]);
        expect(numbers(batch)).toEqual(loop.flatMap(numbers));
      }),
      { numRuns: 10 },
    );
  });
});

describe.each(elementwise)('%s', (_, draw) => {
  it('has the shape asked for, and is the beginning of every longer draw', () => {
    fc.assert(
      fc.property(seeds, shapes, fc.nat({ max: 10 }), (seed, shape, more) => {
        const drawn = draw(key(seed), shape);
        const length = shape.reduce((product, n) => product * n, 1);
        expect(drawn.shape).toEqual(shape);
        expect(numbers(drawn)).toEqual(numbers(draw(key(seed), [length + more])).slice(0, length));
      }),
      { numRuns: 30 },
    );
  });
});

describe('keys', () => {
  it('split as they fold in, whatever the count', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 20 }), (seed, n) => {
        const keys = split(key(seed), n);
        expect(keys).toHaveLength(n);
        expect(keys.flatMap(numbers)).toEqual(keys.flatMap((_, i) => numbers(foldIn(key(seed), i))));
        expect(keys.flatMap(numbers)).toEqual(numbers(splitBatch(key(seed), n)));
      }),
      { numRuns: 20 },
    );
  });

  it('fold in a tensor as its number, a negative one as its 32 bits', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed, n) => {
        const counter = fromArray(Int32Array.of(n), [1]);
        expect(numbers(foldIn(key(seed), typed(fromArray(toArray(counter), []))))).toEqual(
          numbers(foldIn(key(seed), n)),
        );
      }),
    );
  });

  it('folded with 65536 numbers do not collide', () => {
    const words = toArray(splitBatch(key(5), 65536));
    expect(new Set(Array.from({ length: 65536 }, (_, i) => `${words[2 * i]},${words[2 * i + 1]}`)).size).toBe(65536);
  });

  it('differ by half of the bits of their draws, however near their seeds', () => {
    const count = (word: number): number => (word === 0 ? 0 : (word & 1) + count(word >>> 1));
    fc.assert(
      fc.property(seeds, fc.nat({ max: 52 }), (seed, bit) => {
        const other = Number(BigInt(seed) ^ (1n << BigInt(bit)));
        const [a, b] = [numbers(bits(key(seed), [500])), numbers(bits(key(other), [500]))];
        const apart = a.reduce((sum, word, i) => sum + count(word ^ (b[i] ?? 0)), 0);
        /* 16000 fair coins: a deviation of 6 is one in 10⁹ */
        expect(Math.abs(apart - 8000)).toBeLessThan((6 * Math.sqrt(16000)) / 2);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is drawn stays inside', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 100), max: 2 ** 100 });
  const double = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
  /** the bounds and a pair of them only a few numbers apart */
  const pairs = (number: fc.Arbitrary<number>, half: number) =>
    fc.tuple(number, number, fc.boolean()).map(([a, b, near]): readonly [number, number] => {
      const other = near ? a + Math.abs(a) * half * 4 + 1e-30 : b;
      return [Math.min(a, other), Math.max(a, other)];
    });

  it('uniform: low ≤ x < high, in float32', () => {
    fc.assert(
      fc.property(seeds, pairs(float, 2 ** -24), (seed, [low, high]) => {
        const [from, to] = [Math.fround(low), Math.fround(high)];
        for (const x of numbers(uniform(key(seed), [50], { low, high })))
          expect(x >= from && (x < to || from === to)).toBe(true);
      }),
    );
  });

  it('uniform: low ≤ x < high, in float64', () => {
    fc.assert(
      fc.property(seeds, pairs(double, 2 ** -53), (seed, [low, high]) => {
        for (const x of numbers(uniform(key(seed), [50], { low, high, dtype: 'float64' })))
          expect(x >= low && (x < high || low === high)).toBe(true);
      }),
    );
  });

  it.each(['float32', 'float64'] as const)('truncatedNormal: low < x < high, in %s', (dtype) => {
    const bound = fc.oneof(fc.double({ min: -12, max: 12, noNaN: true }), fc.constantFrom(-Infinity, Infinity));
    fc.assert(
      fc.property(seeds, bound, bound, (seed, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(high - low > 1e-4 * Math.max(1, Math.min(Math.abs(low), Math.abs(high))));
        for (const x of numbers(truncatedNormal(key(seed), low, high, [50], { dtype })))
          expect(x > low && x < high && Number.isFinite(x)).toBe(true);
      }),
    );
  });

  it('randint: low ≤ x < high; the remainder of the two words as one number', () => {
    const bound = fc.oneof(fc.integer(), fc.integer({ min: -100, max: 100 }), fc.constantFrom(2 ** 31, -(2 ** 31)));
    fc.assert(
      fc.property(seeds, bound, bound, (seed, a, b) => {
        fc.pre(a !== b);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [upper, lower] = split(key(seed)).map((k) => numbers(bits(k, [50])));
        numbers(randint(key(seed), [50], low, high)).forEach((x, i) => {
          expect(x >= low && x < high).toBe(true);
          const [h, l] = [BigInt((upper?.[i] ?? 0) >>> 0), BigInt((lower?.[i] ?? 0) >>> 0)];
          if (high - low <= 2 ** 16) expect(BigInt(x - low)).toBe(((h << 32n) | l) % BigInt(high - low));
        });
      }),
      { numRuns: 200 },
    );
  });

  it('permutation: each of 0 … n − 1 once', () => {
    fc.assert(
      fc.property(seeds, fc.nat({ max: 60 }), (seed, n) => {
        expect([...numbers(permutation(key(seed), n))].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
  });

  it('bernoulli: never at 0, always at 1; each element by its own probability', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(numbers(bernoulli(key(seed), 0, [50]))).not.toContain(1);
        expect(numbers(bernoulli(key(seed), 1, [50]))).not.toContain(0);
        expect(numbers(bernoulli(key(seed), tensor([0, 1, 0]), [2, 3]))).toEqual([0, 1, 0, 0, 1, 0]);
        const single = numbers(bernoulli(key(seed), 0.3, [50]));
        expect(numbers(bernoulli(key(seed), tensor([0.3]), [50]))).toEqual(single);
      }),
    );
  });

  it('categorical: never where the probability is 0', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 3 }), (seed, k) => {
        const certain = fromArray(
          Float32Array.from({ length: 4 }, (_, i) => (i === k ? 0 : -Infinity)),
          [4],
        );
        expect(numbers(categorical(key(seed), certain, { shape: [20] }))).toEqual(Array(20).fill(k));
      }),
      { numRuns: 30 },
    );
  });
});
