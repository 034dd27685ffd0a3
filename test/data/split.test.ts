import '../reference.js';
import { describe, expect, it } from 'vitest';
import { kFold, select, splitPositions } from '../../src/data/index.js';
import { key } from '../../src/random/index.js';

const sorted = (...parts: readonly Int32Array[]): readonly number[] =>
  parts.flatMap((part) => [...part]).sort((a, b) => a - b);

describe('splitPositions', () => {
  it('cuts at the shares, and uses every example once', () => {
    const { train, validation, test } = splitPositions(key(1), 10, { train: 0.6, validation: 0.2, test: 0.2 });
    expect([train.length, validation.length, test.length]).toEqual([6, 2, 2]);
    expect(sorted(train, validation, test)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is drawn from its key', () => {
    const of = (seed: number) => [...splitPositions(key(seed), 100, { a: 1, b: 1 }).a];
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(of(1)).not.toEqual([...of(1)].sort((a, b) => a - b));
  });

  it('gives positions for select', () => {
    const data = { images: Float32Array.of(0, 10, 20, 30), labels: Int32Array.of(0, 1, 2, 3), shape: [1] } as const;
    const { train, test } = splitPositions(key(1), 4, { train: 3, test: 1 });
    expect([...select(data, train).images, ...select(data, test).images].sort()).toEqual([0, 10, 20, 30]);
  });

  it('takes shares of nothing, and none of something', () => {
    expect(splitPositions(key(1), 0, { train: 1 }).train).toHaveLength(0);
    expect(splitPositions(key(1), 5, { train: 1, test: 0 }).test).toHaveLength(0);
  });

  it('refuses shares that are none', () => {
    expect(() => splitPositions(key(1), 5, { train: 1, test: -1 })).toThrow(
      'splitPositions: the share of test must be a number of 0 or more, it is -1',
    );
    expect(() => splitPositions(key(1), 5, { train: 0 })).toThrow('splitPositions: the shares sum up to 0');
    expect(() => splitPositions(key(1), 1.5, { train: 1 })).toThrow('must be whole and not negative, it is 1.5');
  });
});

describe('kFold', () => {
  it('judges by every example once, and learns from all others', () => {
    const folds = kFold(key(3), 11, 4);
    expect(folds.map(({ validation }) => validation.length).sort()).toEqual([2, 3, 3, 3]);
    expect(sorted(...folds.map(({ validation }) => validation))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { train, validation } of folds) expect(sorted(train, validation)).toHaveLength(11);
    expect(kFold(key(3), 3, 3).map(({ validation }) => validation.length)).toEqual([1, 1, 1]);
  });

  it('refuses what are no folds', () => {
    expect(() => kFold(key(1), 10, 11)).toThrow('kFold: expected from 2 to 10 folds of 10 examples, got 11');
    expect(() => kFold(key(1), 10, 1)).toThrow('got 1');
  });
});
