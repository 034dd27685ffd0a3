/** How parameters follow gradients: rules as pairs of pure functions, and how their rates change. */
export { applyUpdates, type Optimizer } from './optimizer.js';
export { chain } from './chain.js';
export { scale, scaleByRate, scaleBySchedule, type Counter } from './scale.js';
export { clipByGlobalNorm, clipByValue, globalNorm } from './clip.js';
export { addWeightDecay, only } from './weight-decay.js';
export { momentum, type Velocity } from './momentum.js';
export { scaleByAdadelta, scaleByAdaGrad, scaleByRms } from './adaptive.js';
export type { Deviations, RmsOptions, Squares, Steps } from './adaptive.js';
export {
  scaleByAdam,
  scaleByAdamax,
  scaleByAmsGrad,
  scaleByLion,
  scaleByNAdam,
  scaleByRAdam,
  type AdamOptions,
  type LargestMoments,
  type Mean,
  type Moments,
  type NesterovMoments,
} from './adam.js';
export { scaleByTrustRatio } from './trust-ratio.js';
export type { Nothing } from './stateless.js';
export {
  adadelta,
  adaGrad,
  adam,
  adamax,
  adamW,
  amsGrad,
  lamb,
  lion,
  nAdam,
  optimizers,
  rAdam,
  rmsProp,
  sgd,
  type Learning,
  type OptimizerOptions,
} from './optimizers.js';
export { accumulate, type Accumulated } from './accumulate.js';
export { averaged, movingAverage, stochasticAverage } from './averaged.js';
export type { Averaged, Averaging, MovingAverageOptions, StochasticAverageOptions } from './averaged.js';
export { grouped } from './grouped.js';
export { lbfgs, type Descent, type LbfgsOptions, type Minimum } from './lbfgs.js';
export { strongWolfe, type Probe, type WolfeOptions } from './wolfe.js';
export { lookahead, type LookaheadOptions, type Looking } from './lookahead.js';
export {
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
} from './schedule.js';
export type { Rate, Schedule, ScheduleOptions, StepCount } from './schedule.js';
