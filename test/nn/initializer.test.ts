import '../reference.js';
import { describe, expect, it } from 'vitest';
import { initializers, type Initializer } from '../../src/nn/index.js';
import { key } from '../../src/random/index.js';
import { toArray } from '../../src/tensor/literal.js';

const {
  constant,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  normal,
  ones,
  truncatedNormal,
  uniform,
  xavierNormal,
  xavierUniform,
  zeros,
} = initializers;

/** weights [out 40, in 20, 5, 5]: fan_in 500, fan_out 1000 */
const shape = [40, 20, 5, 5];
const drawn = (initializer: Initializer) => {
  const numbers = [...toArray(initializer(key(3), shape, 'float64'))];
  const mean = numbers.reduce((total, v) => total + v, 0) / numbers.length;
  const variance = numbers.reduce((total, v) => total + (v - mean) ** 2, 0) / numbers.length;
  return { mean, variance, extent: Math.max(...numbers.map(Math.abs)) };
};

describe('initializers', () => {
  it.each([
    ['xavierUniform', xavierUniform(), 2 / 1500, Math.sqrt(6 / 1500)],
    ['xavierNormal', xavierNormal(), 2 / 1500, Infinity],
    ['heUniform', heUniform(), 2 / 500, Math.sqrt(6 / 500)],
    ['heNormal', heNormal(), 2 / 500, Infinity],
    ['lecunUniform', lecunUniform(), 1 / 500, Math.sqrt(3 / 500)],
    ['lecunNormal', lecunNormal(), 1 / 500, Infinity],
  ] as const)('%s has mean 0 and the variance of its formula', (_, initializer, variance, bound) => {
    const found = drawn(initializer);
    expect(Math.abs(found.mean) / Math.sqrt(variance)).toBeLessThan(0.03);
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.03);
    expect(found.extent).toBeLessThanOrEqual(bound);
    if (bound !== Infinity) expect(found.extent).toBeGreaterThan(0.99 * bound);
    else expect(found.extent).toBeGreaterThan(3 * Math.sqrt(variance));
  });

  it('constants, ranges and deviations are those asked for', () => {
    expect([zeros, ones, constant(2.5)].map((one) => [...new Set(toArray(one(key(0), [3], 'float32')))])).toEqual([
      [0],
      [1],
      [2.5],
    ]);
    const range = [...toArray(uniform({ low: 2, high: 3 })(key(0), [1000], 'float32'))];
    expect(Math.min(...range)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...range)).toBeLessThan(3);
    const wide = drawn(normal({ mean: 5, deviation: 2 }));
    expect([Math.round(wide.mean), Math.round(Math.sqrt(wide.variance))]).toEqual([5, 2]);
    expect(drawn(truncatedNormal({ deviation: 0.02 })).extent).toBeLessThanOrEqual(0.04);
    expect(drawn(truncatedNormal({ deviation: 0.02 })).variance).toBeGreaterThan(0.7 * 0.0004);
  });
});
