/** The rules one asks for by name, each a chain of the small ones. */
import { scaleByAdam, scaleByAdamax, scaleByAmsGrad, scaleByLion, scaleByNAdam, scaleByRAdam } from './adam.js';
import type { AdamOptions } from './adam.js';
import { scaleByAdadelta, scaleByAdaGrad, scaleByRms } from './adaptive.js';
import type { RmsOptions } from './adaptive.js';
import { chain } from './chain.js';
import { momentum as withMomentum } from './momentum.js';
import type { Optimizer } from './optimizer.js';
import { scaleByRate } from './scale.js';
import type { Rate } from './schedule.js';
import { scaleByTrustRatio } from './trust-ratio.js';
import { addWeightDecay } from './weight-decay.js';

/** The learning rate, a number or a schedule, and the weight λ of the decay of the parameters: of a penalty ½λΣθ², or decoupled in adamW, lion and lamb. */
export interface Learning {
  readonly rate: Rate;
  readonly weightDecay?: number;
}

/** What each optimiser is made from. */
export interface OptimizerOptions {
  readonly sgd: Learning & { readonly momentum?: number; readonly nesterov?: boolean };
  readonly adaGrad: Learning & { readonly epsilon?: number; readonly first?: number };
  readonly rmsProp: Learning & RmsOptions & { readonly momentum?: number };
  readonly adadelta: Learning & { readonly decay?: number; readonly epsilon?: number };
  readonly adam: Learning & AdamOptions;
  readonly adamW: Learning & AdamOptions;
  readonly amsGrad: Learning & AdamOptions;
  readonly adamax: Learning & AdamOptions;
  readonly nAdam: Learning & AdamOptions & { readonly momentumDecay?: number };
  readonly rAdam: Learning & AdamOptions;
  readonly lion: Learning & { readonly beta1?: number; readonly beta2?: number };
  readonly lamb: Learning & AdamOptions;
}

const moving = (decay: number | undefined, nesterov = false): readonly Optimizer[] =>
  decay === undefined ? [] : [withMomentum(decay, { nesterov })];

const decayed = (weightDecay: number | undefined): readonly Optimizer[] =>
  weightDecay === undefined ? [] : [addWeightDecay(weightDecay)];

/**
 * Stochastic gradient descent: θ ← θ − η∇C, with momentum v ← μv + ∇C; θ ← θ − ηv.
 *
 * Source   deck row N9; see `momentum`
 */
export const sgd = ({ rate, momentum, nesterov = false, weightDecay }: OptimizerOptions['sgd']): Optimizer =>
  chain(...decayed(weightDecay), ...moving(momentum, nesterov), scaleByRate(rate));

/** AdaGrad: θ ← θ − η∇C/(√Σ∇C² + ε); see {@link scaleByAdaGrad}. */
export const adaGrad = ({ rate, weightDecay, ...options }: OptimizerOptions['adaGrad']): Optimizer =>
  chain(...decayed(weightDecay), scaleByAdaGrad(options), scaleByRate(rate));

/** RMSProp, centred or not, with momentum or without; see {@link scaleByRms}. */
export const rmsProp = ({ rate, weightDecay, momentum, ...options }: OptimizerOptions['rmsProp']): Optimizer =>
  chain(...decayed(weightDecay), scaleByRms(options), ...moving(momentum), scaleByRate(rate));

/** Adadelta, whose rate is 1 in its paper; see {@link scaleByAdadelta}. */
export const adadelta = ({ rate, weightDecay, ...options }: OptimizerOptions['adadelta']): Optimizer =>
  chain(...decayed(weightDecay), scaleByAdadelta(options), scaleByRate(rate));

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

/** Adam whose steps never grow; see {@link scaleByAmsGrad}. */
export const amsGrad = ({ rate, weightDecay, ...options }: OptimizerOptions['amsGrad']): Optimizer =>
  chain(...decayed(weightDecay), scaleByAmsGrad(options), scaleByRate(rate));

/** Adam by the largest magnitude; see {@link scaleByAdamax}. */
export const adamax = ({ rate, weightDecay, ...options }: OptimizerOptions['adamax']): Optimizer =>
  chain(...decayed(weightDecay), scaleByAdamax(options), scaleByRate(rate));

/** Adam with Nesterov momentum; see {@link scaleByNAdam}. */
export const nAdam = ({ rate, weightDecay, ...options }: OptimizerOptions['nAdam']): Optimizer =>
  chain(...decayed(weightDecay), scaleByNAdam(options), scaleByRate(rate));

/** Adam that warms itself up; see {@link scaleByRAdam}. */
export const rAdam = ({ rate, weightDecay, ...options }: OptimizerOptions['rAdam']): Optimizer =>
  chain(...decayed(weightDecay), scaleByRAdam(options), scaleByRate(rate));

/** Lion: θ ← θ − η(sign(β₁m + (1 − β₁)∇C) + λθ); its rate is a third to a tenth of AdamW's; see {@link scaleByLion}. */
export const lion = ({ rate, weightDecay, ...options }: OptimizerOptions['lion']): Optimizer =>
  chain(scaleByLion(options), ...decayed(weightDecay), scaleByRate(rate));

/**
 * LAMB: AdamW whose step in each tensor is as long as the tensor, for large batches; ε = 10⁻⁶.
 *
 * Source   You et al. 2020, Large Batch Optimization for Deep Learning
 */
export const lamb = ({ rate, weightDecay, ...options }: OptimizerOptions['lamb']): Optimizer =>
  chain(scaleByAdam({ epsilon: 1e-6, ...options }), ...decayed(weightDecay), scaleByTrustRatio(), scaleByRate(rate));

/** The optimisers, by name. */
export const optimizers: { readonly [N in keyof OptimizerOptions]: (options: OptimizerOptions[N]) => Optimizer } = {
  sgd,
  adaGrad,
  rmsProp,
  adadelta,
  adam,
  adamW,
  amsGrad,
  adamax,
  nAdam,
  rAdam,
  lion,
  lamb,
};
