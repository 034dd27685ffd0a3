import '../reference.js';
import { describe, expect, it } from 'vitest';
import { key } from '../../src/random/index.js';
import {
  crossValidate,
  grid,
  gridSearch,
  logUniformly,
  oneOf,
  randomSearch,
  ranked,
  sample,
  uniformly,
} from '../../src/train/index.js';

describe('searches', () => {
  it('try every combination', () => {
    expect(grid({ k: [1, 3], distance: ['l1', 'l2'] })).toEqual([
      { k: 1, distance: 'l1' },
      { k: 1, distance: 'l2' },
      { k: 3, distance: 'l1' },
      { k: 3, distance: 'l2' },
    ]);
  });

  it('put the best first, of equals the first, and NaN last', () => {
    const { trials, best } = gridSearch({ x: [0, 1, 2, 3, 4] }, ({ x }) => (x === 0 ? NaN : -Math.abs(x - 2.5)));
    expect(trials.map(({ settings }) => settings.x)).toEqual([2, 3, 1, 4, 0]);
    expect(best).toEqual({ settings: { x: 2 }, score: -0.5 });
  });

  it('draw settings from a key; more of them begin as fewer do', () => {
    const space = { rate: logUniformly(1e-4, 1), momentum: uniformly(0.5, 0.9), name: oneOf(['sgd', 'adam']) };
    const [few, many] = [sample(key(1), space, 3), sample(key(1), space, 200)];
    expect(many.slice(0, 3)).toEqual(few);
    const low = many.filter(({ rate }) => rate < 1e-2).length;
    expect(low).toBeGreaterThan(70);
    expect(low).toBeLessThan(130);
    for (const { rate, momentum } of many) {
      expect(rate >= 1e-4 && rate < 1).toBe(true);
      expect(momentum >= 0.5 && momentum < 0.9).toBe(true);
    }
    expect(new Set(many.map(({ name }) => name))).toEqual(new Set(['sgd', 'adam']));
  });

  it('find the valley', () => {
    const { best, trials } = randomSearch(
      key(2),
      { rate: logUniformly(1e-6, 1) },
      { trials: 50 },
      ({ rate }) => -Math.abs(Math.log10(rate) + 3),
    );
    expect(Math.abs(Math.log10(best.settings.rate) + 3)).toBeLessThan(0.3);
    expect(trials).toHaveLength(50);
  });

  it('refuse to choose from nothing', () => {
    expect(() => ranked([])).toThrow('ranked: there is nothing to choose from');
    expect(() => gridSearch({ k: [] }, () => 0)).toThrow('nothing to choose from');
    expect(() => sample(key(1), {}, -1)).toThrow('sample: the number of trials must be whole and not negative');
    expect(() => logUniformly(0, 1)).toThrow('logUniformly: expected 0 < low <= high, got low 0 and high 1');
  });
});

describe('cross-validation', () => {
  it('scores each fold, with their mean and deviation', () => {
    const found = crossValidate(({ validation }) => validation.length, { count: 10, folds: 4, key: key(1) });
    expect([...found.scores].sort()).toEqual([2, 2, 3, 3]);
    expect(found.mean).toBe(2.5);
    expect(found.deviation).toBeCloseTo(Math.sqrt(1 / 3), 14);
  });

  it('gives each fold a key of its own, and the same folds to all settings', () => {
    const keys: string[] = [];
    const of = () =>
      crossValidate(({ validation }, own) => (keys.push(String(own)), validation[0] ?? 0), {
        count: 9,
        folds: 3,
        key: key(1),
      });
    expect(of().scores).toEqual(of().scores);
    expect(new Set(keys).size).toBe(3);
  });

  it('awaits scores that take their time, one after the other, and gives classes equal shares', async () => {
    const labels = Array.from({ length: 12 }, (_, i) => (i < 3 ? 1 : 0));
    const events: string[] = [];
    const found = await crossValidate(
      async ({ validation }, own) => {
        events.push('begin');
        await Promise.resolve(own);
        events.push('end');
        return [...validation].filter((at) => labels[at] === 1).length;
      },
      { labels, folds: 3, key: key(2) },
    );
    expect(found).toEqual({ scores: [1, 1, 1], mean: 1, deviation: 0 });
    expect(events.join(' ')).toBe('begin end begin end begin end');
    await expect(
      crossValidate(() => Promise.reject(new Error('diverged')), { labels, folds: 3, key: key(2) }),
    ).rejects.toThrow('diverged');
    expect(() => crossValidate(() => 0, { labels, folds: 13, key: key(2) })).toThrow(
      'stratifiedFolds: expected from 2 to 12 folds of 12 examples, got 13',
    );
  });
});
