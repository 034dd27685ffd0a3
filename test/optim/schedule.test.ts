import '../reference.js';
import { describe, expect, it } from 'vitest';
import {
  constant,
  cosine,
  cosineRestarts,
  exponential,
  inverseSquareRoot,
  joined,
  linear,
  milestones,
  oneCycle,
  polynomial,
  schedules,
  stepDecay,
  warmUp,
} from '../../src/optim/index.js';
import type { Schedule, ScheduleOptions } from '../../src/optim/index.js';
import { item, scalar } from '../../src/tensor/literal.js';
import { goldenSchedules } from './golden.js';

const at = (schedule: Schedule, step: number): number => item(schedule(scalar(step, 'int32')));

const cases: { readonly [N in keyof ScheduleOptions]: Schedule } = {
  constant: constant({ rate: 0.5 }),
  stepDecay: stepDecay({ rate: 0.5, every: 3, factor: 0.3 }),
  exponential: exponential({ rate: 0.5, factor: 0.9 }),
  milestones: milestones({ rate: 0.5, factor: 0.3, at: [2, 5, 6] }),
  linear: linear({ first: 0.1, last: 0.4, steps: 7 }),
  polynomial: polynomial({ rate: 0.5, steps: 9, power: 1.7 }),
  inverseSquareRoot: inverseSquareRoot({ peak: 0.5, steps: 4 }),
  cosine: cosine({ rate: 0.5, steps: 10, last: 0.02 }),
  cosineRestarts: cosineRestarts({ rate: 0.5, steps: 3, growth: 2, last: 0.02 }),
  joined: joined({
    first: exponential({ rate: 0.5, factor: 0.9 }),
    steps: 4,
    then: cosine({ rate: 0.5, steps: 8 }),
  }),
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

  it('restart with the whole rate exactly at the first step of each period', () => {
    for (const growth of [1, 2, 3, 7, 10])
      for (let period = 0, begin = 0; begin < 2 ** 30 && period < 40; begin += 5 * growth ** period++) {
        const schedule = cosineRestarts({ rate: 1, steps: 5, growth });
        expect(at(schedule, begin)).toBeCloseTo(1, 9);
        if (begin > 0) expect(at(schedule, begin - 1)).toBeLessThan(0.1);
      }
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
    [() => milestones({ rate: 1, factor: 0.1, at: [3, -1] }), 'milestones: at must be a whole number above 0, not -1'],
    [() => polynomial({ rate: 1, steps: 3, power: 0 }), 'polynomial: power must be above 0, not 0'],
    [
      () => cosineRestarts({ rate: 1, steps: 3, growth: 1.5 }),
      'cosineRestarts: growth must be a whole number above 0, not 1.5',
    ],
    [() => oneCycle({ peak: 1, steps: NaN }), 'oneCycle: steps must be a whole number above 0, not NaN'],
  ])('refuse what makes no sense', (make, sentence) => {
    expect(make).toThrow(new RangeError(sentence));
  });
});
