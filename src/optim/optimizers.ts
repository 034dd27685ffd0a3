/** The rules one asks for by name, each a chain of the small ones. */
import { scaleByAdaGrad, scaleByAdam, scaleByRms } from './adaptive.js';
import type { AdamOptions } from './adaptive.js';
import { chain } from './chain.js';
import { momentum as withMomentum } from './momentum.js';
import type { Optimizer } from './optimizer.js';
import { scaleByRate } from './scale.js';
import type { Rate } from './schedule.js';
import { addWeightDecay } from './weight-decay.js';

/** The learning rate, a number or a schedule, and the weight λ of a penalty ½λΣθ² on the parameters. */
export interface Learning {
  readonly rate: Rate;
  readonly weightDecay?: number;
}

/** What each optimiser is made from. */
export interface OptimizerOptions {
  readonly sgd: Learning & { readonly momentum?: number; readonly nesterov?: boolean };
  readonly adaGrad: Learning & { readonly epsilon?: number };
  readonly rmsProp: Learning & { readonly decay?: number; readonly epsilon?: number };
  readonly adam: Learning & AdamOptions;
  readonly adamW: Learning & AdamOptions;
}

const decayed = (weightDecay: number | undefined): readonly Optimizer[] =>
  weightDecay === undefined ? [] : [addWeightDecay(weightDecay)];

/**
 * Stochastic gradient descent: θ ← θ − η∇C, with momentum v ← μv + ∇C; θ ← θ − ηv.
 *
 * Source   deck row N9; see `momentum`
 */
export const sgd = ({ rate, momentum, nesterov = false, weightDecay }: OptimizerOptions['sgd']): Optimizer =>
  chain(
    ...decayed(weightDecay),
    ...(momentum === undefined ? [] : [withMomentum(momentum, { nesterov })]),
    scaleByRate(rate),
  );

/** AdaGrad: θ ← θ − η∇C/(√Σ∇C² + ε); see {@link scaleByAdaGrad}. */
export const adaGrad = ({ rate, weightDecay, ...options }: OptimizerOptions['adaGrad']): Optimizer =>
  chain(...decayed(weightDecay), scaleByAdaGrad(options), scaleByRate(rate));

/** RMSProp; see {@link scaleByRms}. */
export const rmsProp = ({ rate, weightDecay, ...options }: OptimizerOptions['rmsProp']): Optimizer =>
  chain(...decayed(weightDecay), scaleByRms(options), scaleByRate(rate));

/** Adam: θ ← θ − ηm̂/(√v̂ + ε); see {@link scaleByAdam}. */
export const adam = ({ rate, weightDecay, ...options }: OptimizerOptions['adam']): Optimizer =>
  chain(...decayed(weightDecay), scaleByAdam(options), scaleByRate(rate));

/**
 * AdamW: θ ← θ − η(m̂/(√v̂ + ε) + λθ), λ = 0.01.
 *
 * Source   Loshchilov and Hutter 2019
 */
export const adamW = ({ rate, weightDecay = 0.01, ...options }: OptimizerOptions['adamW']): Optimizer =>
  chain(scaleByAdam(options), addWeightDecay(weightDecay), scaleByRate(rate));

/** The optimisers, by name. */
export const optimizers: { readonly [N in keyof OptimizerOptions]: (options: OptimizerOptions[N]) => Optimizer } = {
  sgd,
  adaGrad,
  rmsProp,
  adam,
  adamW,
};
