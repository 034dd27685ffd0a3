import { add } from '../ops/index.js';
import { scalar } from '../tensor/literal.js';
import { map } from '../tree/index.js';
import { notNegative } from './bounds.js';
import { scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { constant } from './schedule.js';
import type { Rate, Schedule, StepCount } from './schedule.js';
import { leafwise } from './stateless.js';
import type { Nothing } from './stateless.js';

/** How many updates were made. */
export type Counter = { readonly step: StepCount };

/** Nothing yet. */
export const start = (): StepCount => scalar(0, 'int32');
/** One more. */
export const next = (step: StepCount): StepCount => add(step, 1);

/** u ↦ c·u. */
export const scale = (factor: number): Optimizer<Nothing> => ({
  ...leafwise((update) => scaled(update, factor)),
  rate: constant({ rate: factor }),
});

/** u ↦ η(t)·u, where t counts the updates from 0. */
export const scaleBySchedule = (schedule: Schedule): Optimizer<Counter> => ({
  init: () => ({ step: start() }),
  rate: schedule,
  update: (updates, { step }) => {
    const rate = schedule(step);
    return [map(updates, (update) => scaled(update, rate)), { step: next(step) }];
  },
});

/**
 * u ↦ η·u for a learning rate of either kind.
 *
 * Errors   "scaleByRate: the rate must be a finite number from 0, not NaN"
 */
export const scaleByRate = (rate: Rate): Optimizer =>
  typeof rate === 'number' ? scale(notNegative('scaleByRate', 'the rate', rate)) : scaleBySchedule(rate);
