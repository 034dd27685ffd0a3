/** How parameters follow gradients: rules as pairs of pure functions, and how their rates change. */
export { applyUpdates, type Optimizer } from './optimizer.js';
export { chain } from './chain.js';
export { scale, scaleByRate, scaleBySchedule, type Counter } from './scale.js';
export { clipByGlobalNorm, clipByValue, globalNorm } from './clip.js';
export { addWeightDecay, only } from './weight-decay.js';
export { momentum, type Velocity } from './momentum.js';
export { scaleByAdaGrad, scaleByAdam, scaleByRms, type AdamOptions, type Moments, type Squares } from './adaptive.js';
export type { Nothing } from './stateless.js';
export { adaGrad, adam, adamW, optimizers, rmsProp, sgd, type Learning, type OptimizerOptions } from './optimizers.js';
export { constant, cosine, exponential, oneCycle, schedules, stepDecay, warmUp } from './schedule.js';
export type { Rate, Schedule, ScheduleOptions, StepCount } from './schedule.js';
