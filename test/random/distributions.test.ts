import { describe, expect, it } from 'vitest';
import '../reference.js';
import { errorFunction } from '../../src/primitive/special.js';
import { tensor, toArray } from '../../src/tensor/literal.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import type { Float } from '../../src/tensor/dtype.js';
import {
  bernoulli,
  bits,
  categorical,
  gumbel,
  key,
  normal,
  permutation,
  randint,
  split,
  truncatedNormal,
  uniform,
} from '../../src/random/index.js';

const n = 20000;
const numbers = (x: AnyTensor): readonly number[] => Array.from(toArray(x));
const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

/** √n times the greatest distance between the empirical and the true distribution function; above 2.2 one time in 8000 (Kolmogorov) */
const kolmogorov = (xs: readonly number[], distribution: (x: number) => number): number => {
  const sorted = [...xs].sort((a, b) => a - b);
  const distance = sorted.map((x, i) => {
    const p = distribution(x);
    return Math.max(Math.abs(p - i / xs.length), Math.abs(p - (i + 1) / xs.length));
  });
  return Math.sqrt(xs.length) * Math.max(...distance);
};

/** how many deviations χ² lies from its mean, for counts of the outcomes 0, 1, 2 … with the given probabilities */
const surprise = (outcomes: readonly number[], probabilities: readonly number[]): number => {
  const counts = probabilities.map((_, k) => outcomes.filter((outcome) => outcome === k).length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(outcomes.length);
  const chi = counts.reduce((sum, count, k) => {
    const expected = outcomes.length * (probabilities[k] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const freedom = probabilities.length - 1;
  return (chi - freedom) / Math.sqrt(2 * freedom);
};

const phi = (x: number): number => (1 + errorFunction(x / Math.SQRT2)) / 2;
const even = (count: number): readonly number[] => Array.from({ length: count }, () => 1 / count);

describe.each(['float32', 'float64'] as const)('in %s', (dtype: Float) => {
  it('uniform is uniform', () => {
    const xs = numbers(uniform(key(1), [n], { low: -2, high: 3, dtype }));
    expect(kolmogorov(xs, (x) => (x + 2) / 5)).toBeLessThan(2.2);
  });

  it('uniform is uniform in its last bits', () => {
    const xs = numbers(uniform(key(2), [n], { dtype }));
    const scale = dtype === 'float32' ? 2 ** 23 : 2 ** 52;
    expect(xs.every((x) => Number.isInteger(x * scale))).toBe(true);
    const last = xs.map((x) => (x * scale) % 64);
    expect(Math.abs(surprise(last, even(64)))).toBeLessThan(5);
  });

  it('normal is normal', () => {
    const xs = numbers(normal(key(3), [n], { mean: 2, deviation: 3, dtype }));
    expect(kolmogorov(xs, (x) => phi((x - 2) / 3))).toBeLessThan(2.2);
  });

  it('normal has the moments 0, 1, 0, 3', () => {
    const xs = numbers(normal(key(4), [n], { dtype }));
    const moment = (k: number): number => mean(xs.map((x) => x ** k));
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
  });

  it.each([
    [-2, 2],
    [1, 1.5],
    [-Infinity, -1],
    [2.5, Infinity],
  ])('truncatedNormal between %d and %d is the normal distribution there', (low, high) => {
    const xs = numbers(truncatedNormal(key(5), low, high, [n], { dtype }));
    expect(kolmogorov(xs, (x) => (phi(x) - phi(low)) / (phi(high) - phi(low)))).toBeLessThan(2.2);
  });

  it('gumbel has the distribution function exp(−e⁻ˣ)', () => {
    const xs = numbers(gumbel(key(6), [n], { dtype }));
    expect(kolmogorov(xs, (x) => Math.exp(-Math.exp(-x)))).toBeLessThan(2.2);
  });
});

describe('the frequencies', () => {
  it('of each bit are one half', () => {
    const words = numbers(bits(key(7), [n]));
    for (let place = 0; place < 32; place++)
      expect(Math.abs(mean(words.map((word) => (word >>> place) & 1)) - 0.5)).toBeLessThan(2.5 / Math.sqrt(n));
  });

  it.each([0.01, 0.3, 0.75])('of bernoulli at %d', (p) => {
    expect(Math.abs(surprise(numbers(bernoulli(key(8), p, [n])), [1 - p, p]))).toBeLessThan(10);
  });

  it.each([2, 7, 100])('of the %d whole numbers of randint', (span) => {
    const drawn = numbers(randint(key(9), [n], -3, span - 3)).map((x) => x + 3);
    expect(Math.abs(surprise(drawn, even(span)))).toBeLessThan(5);
  });

  it('of categorical are softmax of the logits', () => {
    const p = [0.1, 0.2, 0.05, 0.65];
    const draws = numbers(categorical(key(10), tensor(p.map((x) => Math.log(x) + 5)), { shape: [n] }));
    expect(Math.abs(surprise(draws, p))).toBeLessThan(5);
  });

  it('of categorical along another axis, each row by itself', () => {
    const logits = tensor([
      [0, 1],
      [0, -Infinity],
      [0, 2],
    ]);
    const draws = numbers(categorical(key(12), logits, { axis: 0, shape: [n / 2, 2] }));
    const softmax = (row: readonly number[]): readonly number[] => {
      const all = row.reduce((sum, x) => sum + Math.exp(x), 0);
      return row.map((x) => Math.exp(x) / all);
    };
    const column = (k: number): readonly number[] => draws.filter((_, i) => i % 2 === k);
    expect(Math.abs(surprise(column(0), softmax([0, 0, 0])))).toBeLessThan(5);
    const [p = 0, , q = 0] = softmax([1, -Infinity, 2]);
    expect(column(1)).not.toContain(1);
    expect(
      Math.abs(
        surprise(
          column(1).map((k) => k / 2),
          [p, q],
        ),
      ),
    ).toBeLessThan(5);
  });

  it('of the six orders of three are even', () => {
    const orders = ['0,1,2', '0,2,1', '1,0,2', '1,2,0', '2,0,1', '2,1,0'];
    const drawn = split(key(13), 3000).map((k) => orders.indexOf(numbers(permutation(k, 3)).join()));
    expect(Math.abs(surprise(drawn, even(6)))).toBeLessThan(5);
  });
});
