import '../reference.js';
import { describe, expect, it } from 'vitest';
import { constant, cosine, exponential, oneCycle, schedules, stepDecay, warmUp } from '../../src/optim/index.js';
import type { Schedule, ScheduleOptions } from '../../src/optim/index.js';
import { item, scalar } from '../../src/tensor/literal.js';
import { goldenSchedules } from './golden.js';

const at = (schedule: Schedule, step: number): number => item(schedule(scalar(step, 'int32')));

const cases: { readonly [N in keyof ScheduleOptions]: Schedule } = {
  constant: constant({ rate: 0.5 }),
  stepDecay: stepDecay({ rate: 0.5, every: 3, factor: 0.3 }),
  exponential: exponential({ rate: 0.5, factor: 0.9 }),
  cosine: cosine({ rate: 0.5, steps: 10, last: 0.02 }),
  warmUp: warmUp({ first: 0.05, steps: 4, then: cosine({ rate: 0.5, steps: 8 }) }),
  oneCycle: oneCycle({ peak: 0.5, steps: 12 }),
};

describe('the schedules', () => {
  it.each(Object.entries(cases))('%s goes as in PyTorch', (name, schedule) => {
    const expected = goldenSchedules[name] ?? [];
    expect(expected.length).toBeGreaterThan(3);
    expected.forEach((rate, step) => expect(at(schedule, step)).toBeCloseTo(rate, 14));
  });

  it('stay where they ended', () => {
    expect(at(cases.cosine, 99)).toBeCloseTo(0.02, 14);
    expect(at(cases.oneCycle, 99)).toBeCloseTo(2e-6, 14);
  });

  it('are float64 numbers of an int32 step', () => {
    for (const schedule of Object.values(cases))
      expect(schedule(scalar(3, 'int32'))).toMatchObject({ dtype: 'float64', shape: [] });
  });

  it('are in the table', () => {
    expect(Object.keys(schedules)).toEqual(Object.keys(cases));
    expect(at(schedules.stepDecay({ rate: 1, every: 2, factor: 0.5 }), 5)).toBe(0.25);
  });

  it('rise in the first 30 % of one cycle, or not at all', () => {
    expect(at(oneCycle({ peak: 1, steps: 11, rise: 0.5, first: 0 }), 4)).toBeGreaterThan(0.9);
    expect(at(oneCycle({ peak: 1, steps: 10, rise: 0 }), 0)).toBeLessThanOrEqual(1);
  });

  it.each([
    [() => stepDecay({ rate: 1, every: 0, factor: 0.1 }), 'stepDecay: every must be a whole number above 0, not 0'],
    [() => cosine({ rate: 1, steps: 0.5 }), 'cosine: steps must be a whole number above 0, not 0.5'],
    [
      () => warmUp({ first: 0, steps: -1, then: constant({ rate: 1 }) }),
      'warmUp: steps must be a whole number above 0, not -1',
    ],
    [() => oneCycle({ peak: 1, steps: NaN }), 'oneCycle: steps must be a whole number above 0, not NaN'],
  ])('refuse what makes no sense', (make, sentence) => {
    expect(make).toThrow(new RangeError(sentence));
  });
});
