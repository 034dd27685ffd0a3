import { describe, expect, it } from 'vitest';
import '../reference.js';
import { item } from '../../src/tensor/literal.js';
import { bernoulli, bits, categorical, gumbel, key, normal, truncatedNormal, uniform } from '../../src/random/index.js';
import { above, below } from '../../src/random/neighbour.js';
import { tensor } from '../../src/tensor/literal.js';

/** Keys found by search, whose first draw has the least and the greatest fraction that there is: 0 and 1 − 2⁻²³. */
const least = key(780233);
const greatest = key(20192286);

describe('at the ends of the words', () => {
  it('the keys are what they are said to be', () => {
    expect(item(bits(least, [])) >>> 9).toBe(0);
    expect(item(bits(greatest, [])) >>> 9).toBe(2 ** 23 - 1);
  });

  it('uniform reaches low and stays below high, where the sum would round up to it too', () => {
    expect(item(uniform(least, []))).toBe(0);
    expect(item(uniform(greatest, []))).toBe(1 - 2 ** -23);
    expect(item(uniform(greatest, [], { low: 2 ** 24, high: 2 ** 24 + 2 }))).toBe(2 ** 24);
    expect(item(uniform(least, [], { low: 3, high: 3 }))).toBe(3);
    expect(item(uniform(greatest, [], { low: 3, high: 3 }))).toBe(3);
  });

  it('normal is finite', () => {
    expect(item(normal(least, []))).toBeCloseTo(-5.419983, 5);
    expect(item(normal(greatest, []))).toBeCloseTo(5.220113, 5);
  });

  it('truncatedNormal is finite, where JAX gives the least float32', () => {
    expect(item(truncatedNormal(least, -Infinity, 0, []))).toBeCloseTo(-5.419983, 5);
    expect(item(truncatedNormal(greatest, 0, Infinity, []))).toBeGreaterThan(5);
    expect(item(truncatedNormal(greatest, 0, Infinity, []))).toBeLessThan(5.5);
    expect(item(truncatedNormal(least, 6, 7, []))).toBe(above(6, 'float32'));
    expect(item(truncatedNormal(greatest, -7, -6, []))).toBe(below(-6, 'float32'));
  });

  it('bernoulli is false at 0, true at 1', () => {
    expect([least, greatest].map((k) => item(bernoulli(k, 0, [])))).toEqual([0, 0]);
    expect([least, greatest].map((k) => item(bernoulli(k, 1, [])))).toEqual([1, 1]);
  });

  it('gumbel is finite, and so a category of probability 1 wins', () => {
    expect(item(gumbel(least, []))).toBeCloseTo(-Math.log(126 * Math.log(2)), 5);
    expect(item(gumbel(greatest, []))).toBeCloseTo(23 * Math.log(2), 5);
    expect(item(categorical(least, tensor([0, -Infinity])))).toBe(0);
    expect(item(categorical(least, tensor([-1e4, -Infinity])))).toBe(0);
  });
});

describe('the neighbours of a number', () => {
  const bits32 = (x: number): number => new Int32Array(Float32Array.of(x).buffer)[0] ?? 0;
  const bits64 = (x: number): bigint => new BigInt64Array(Float64Array.of(x).buffer)[0] ?? 0n;
  const numbers = [1, 1.5, 2, 3, 0.1, 1e-30, 1e30, 2 ** -126, 2 ** 24, Math.fround(Math.PI)].map(Math.fround);

  it.each(numbers)('%d in float32', (x) => {
    expect(bits32(above(x, 'float32')) - bits32(x)).toBe(1);
    expect(bits32(below(x, 'float32')) - bits32(x)).toBe(-1);
    expect(above(-x, 'float32')).toBe(-below(x, 'float32'));
  });

  it.each(numbers)('%d in float64', (x) => {
    expect(bits64(above(x, 'float64')) - bits64(x)).toBe(1n);
    expect(bits64(below(x, 'float64')) - bits64(x)).toBe(-1n);
  });

  it('of 0 and the infinities', () => {
    expect(above(0, 'float32')).toBe(2 ** -149);
    expect(above(0, 'float64')).toBe(Number.MIN_VALUE);
    expect([above(-Infinity, 'float32'), below(Infinity, 'float64')]).toEqual([-Infinity, Infinity]);
  });
});
