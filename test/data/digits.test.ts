import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digits } from '../../src/data/index.js';
import { key } from '../../src/random/index.js';
import '../reference.js';

describe('digits', () => {
  const set = digits([0, 7], 200);

  it('are ink on a dark ground, each ten the ten digits', () => {
    expect([set.shape, set.images.length, set.labels.length]).toEqual([[1, 28, 28], 200 * 784, 200]);
    for (let ten = 0; ten < 20; ten++)
      expect([...set.labels.subarray(10 * ten, 10 * ten + 10)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(
      set.images.every((value) => value >= 0 && value <= 1 && Math.abs(255 * value - Math.round(255 * value)) < 1e-4),
    ).toBe(true);
    for (let index = 0; index < 200; index++) {
      const image = set.images.subarray(index * 784, (index + 1) * 784);
      const ink = image.reduce((sum, value) => sum + value, 0) / 784;
      expect(ink).toBeGreaterThan(0.02);
      expect(ink).toBeLessThan(0.35);
      // nothing is cut off at the edge of the picture
      expect(Math.max(...image.subarray(0, 28), ...image.subarray(27 * 28))).toBe(0);
    }
  });

  it('depend on the seed and their own place alone', () => {
    const shorter = digits([0, 7], 30);
    expect(Buffer.from(shorter.images.buffer).equals(Buffer.from(set.images.buffer, 0, 30 * 784 * 4))).toBe(true);
    expect(shorter.labels).toEqual(set.labels.subarray(0, 30));
    expect(digits(key(7), 30).labels).toEqual(shorter.labels);
    expect(digits([0, 8], 30).labels).not.toEqual(shorter.labels);
  });

  it('are the same bits on every machine', () => {
    const hash = createHash('sha256').update(new Uint8Array(set.images.buffer)).digest('hex');
    expect(hash).toBe('c0a7e0c93de65e0e3099dbb940fb63d4607eef5764177f3d14d8ef99b3622e54');
  });

  it('are counted', () => {
    expect(() => digits([0, 1], -1)).toThrow('digits: the count must be a whole number, 0 or more; it is -1');
  });
});
