import { describe, expect, it } from 'vitest';
import { multiply, square, subtract } from '../../src/ops/index.js';
import { adam, sgd } from '../../src/optim/index.js';
import { key } from '../../src/random/index.js';
import { scalar } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { findRate, fit, startFrom, trainingStep } from '../../src/train/index.js';
import type { FindRateOptions, Objective } from '../../src/train/index.js';
import { lineChart } from '../../src/viz/index.js';
import { first, objective, points, stepOf } from './line.js';

type Weight = Tensor<[], 'float64'>;

/** ½a(w − b)², along which descent by rate η multiplies the distance by 1 − ηa */
const bowl =
  (a: number): Objective<Weight, readonly [], Weight, never> =>
  ({ params, state }, b) => ({ loss: multiply(square(subtract(params, b)), a / 2), state, measures: {} });

const real = (value: number) => scalar(value, 'float64');
const start = { params: real(2), state: [] as const };
const search = (a: number, options: Partial<FindRateOptions<Weight, readonly [], Weight, never>> = {}) =>
  findRate(start, { objective: bowl(a), optimizer: sgd, batches: () => [real(0)], key: key(1), ...options });

describe('findRate', () => {
  it('ends soon after the rate at which descent diverges, and suggests one below it', async () => {
    const { curve, suggestion = NaN, diverged } = await search(1, { lowest: 1e-4, highest: 1e3, smoothing: 0.5 });
    expect(diverged).toBe(true);
    expect(curve.length).toBeLessThan(100);
    const last = curve.at(-1)?.rate ?? NaN;
    expect(last).toBeGreaterThan(2);
    expect(last).toBeLessThan(60);
    expect(suggestion).toBeGreaterThan(0.03);
    expect(suggestion).toBeLessThan(1);
    const rates = curve.map(({ rate }) => rate);
    rates.slice(1).forEach((rate, i) => expect(rate / (rates[i] ?? NaN)).toBeCloseTo(10 ** (7 / 99), 9));
  });

  it('a function a times as steep needs a rate a times as small', async () => {
    const [one, eight] = await Promise.all([
      search(1, { lowest: 1e-3, highest: 16 }),
      search(8, { lowest: 1e-3 / 8, highest: 2 }),
    ]);
    expect((one.suggestion ?? NaN) / (eight.suggestion ?? NaN)).toBeCloseTo(8, 9);
  });

  it('runs to the highest rate where nothing diverges', async () => {
    const { curve, diverged } = await search(1, { lowest: 1e-3, highest: 0.5, steps: 12 });
    expect(diverged).toBe(false);
    expect(curve).toHaveLength(12);
    expect(curve.at(-1)?.rate).toBeCloseTo(0.5, 12);
  });

  it('suggests nothing where no update lowers the loss', async () => {
    const { suggestion } = await findRate(
      { params: real(0), state: [] as const },
      {
        objective: bowl(1),
        optimizer: sgd,
        batches: () => [real(0)],
        key: key(1),
      },
    );
    expect(suggestion).toBeUndefined();
  });

  it('suggests a rate that learns faster than one a hundredth or two hundred times as large', async () => {
    const from = first(sgd({ rate: 0 }));
    const { suggestion = NaN } = await findRate(from, {
      objective,
      optimizer: sgd,
      batches: () => points,
      key: key(2),
      lowest: 1e-4,
    });
    const after = async (rate: number): Promise<number> => {
      const rule = sgd({ rate });
      let last = NaN;
      for await (const { loss } of fit(first(rule), { step: stepOf(rule), batches: () => points, epochs: 8 }))
        last = loss;
      return last;
    };
    const [good, slow, wild] = await Promise.all([after(suggestion), after(suggestion / 100), after(suggestion * 200)]);
    expect(good).toBeLessThan(slow);
    expect(wild < good).toBe(false);
  });

  it('is the same again, whatever the optimiser, and its curve can be drawn', async () => {
    const options = { optimizer: adam, lowest: 1e-3, steps: 20 } as const;
    const found = await search(1, options);
    expect(await search(1, options)).toEqual(found);
    const values = found.curve.map(({ rate, smoothed }) => [Math.log10(rate), smoothed] as const);
    const chart = lineChart({ title: 'Rates', x: 'log₁₀ rate', y: 'loss', series: [{ name: 'adam', values }] });
    expect(String(chart)).toContain('<svg');
  });

  it('takes one step with each rate, as training does', async () => {
    const { curve } = await search(1, { lowest: 0.1, highest: 0.4, steps: 3 });
    const rule = sgd({ rate: 0.1 });
    const step = trainingStep({ objective: bowl(1), optimizer: rule });
    const second = step(startFrom(start, rule, key(1)), real(0)).training;
    expect(curve.map(({ loss }) => loss).slice(0, 2)).toEqual([2, step(second, real(0)).loss]);
  });

  it.each([
    [{ lowest: 1, highest: 0.1 }, 'findRate: expected 0 < lowest < highest, got 1 and 0.1'],
    [{ lowest: NaN }, 'findRate: expected 0 < lowest < highest, got NaN and 10'],
    [{ steps: 2 }, 'findRate: the number of steps must be a whole number above 2, not 2'],
    [{ smoothing: 1 }, 'findRate: smoothing must be from 0 to below 1, not 1'],
    [{ divergence: 1 }, 'findRate: divergence must be above 1, not 1'],
  ])('refuses what makes no sense', async (options, sentence) => {
    await expect(search(1, options)).rejects.toThrow(new RangeError(sentence));
  });
});
