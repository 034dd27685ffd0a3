/** Rules that divide each element by how large its gradients were. */
import { over, plus, times } from '../primitive/arithmetic.js';
import { like } from '../primitive/create.js';
import { sqrt } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { cast } from '../ops/create.js';
import { divide, power, subtract } from '../ops/index.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { zip } from '../tree/index.js';
import { remember, scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { next, start } from './scale.js';
import type { Counter } from './scale.js';
import { constant } from './schedule.js';
import type { StepCount } from './schedule.js';

/** Averages of the gradients and of their squares: trees like the parameters. */
export type Moments = Counter & { readonly first: unknown; readonly second: unknown };
/** Squares of the gradients, added up or averaged: a tree like the parameters. */
export type Squares = { readonly squares: unknown };

const one = constant({ rate: 1 });

/** βm + (1 − β)x */
const average = (m: AnyTensor, x: AnyTensor, beta: number): AnyTensor => plus(scaled(m, beta), scaled(x, 1 - beta));

/** u/(√v + ε) */
const divideByRoot = (u: AnyTensor, v: AnyTensor, epsilon: number): AnyTensor =>
  over(u, plus(apply(sqrt, {}, v), like(v, epsilon)));

/** 1/(1 − βᵗ): what makes an average of t terms that began at zero unbiased */
const correction = (beta: number, step: StepCount): Tensor<[], 'float64'> =>
  divide(1, subtract(1, power(beta, cast(step, 'float64'))));

/** The three numbers of {@link scaleByAdam}. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * m ← β₁m + (1 − β₁)u, v ← β₂v + (1 − β₂)u²; u ↦ m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) at the t-th update.
 *
 * Source   deck row N9; Kingma and Ba 2015, Adam
 */
export const scaleByAdam = ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Optimizer<Moments> => ({
  init: (params) => ({ step: start(), first: remember('adam', params), second: remember('adam', params) }),
  rate: one,
  update: (updates, state) => {
    const step = next(state.step);
    const first = zip(updates, state.first, (u, m) => average(m, u, beta1));
    const second = zip(updates, state.second, (u, v) => average(v, times(u, u), beta2));
    const [c1, c2] = [correction(beta1, step), correction(beta2, step)];
    return [zip(first, second, (m, v) => divideByRoot(scaled(m, c1), scaled(v, c2), epsilon)), { step, first, second }];
  },
});

/**
 * s ← s + u²; u ↦ u/(√s + ε).
 *
 * Source   deck row N9; Duchi, Hazan and Singer 2011, AdaGrad
 */
export const scaleByAdaGrad = ({
  epsilon = 1e-10,
  first = 0,
}: { readonly epsilon?: number; readonly first?: number } = {}): Optimizer<Squares> => ({
  init: (params) => ({ squares: remember('adaGrad', params, first) }),
  rate: one,
  update: (updates, state) => {
    const squares = zip(updates, state.squares, (u, s) => plus(s, times(u, u)));
    return [zip(updates, squares, (u, s) => divideByRoot(u, s, epsilon)), { squares }];
  },
});

/**
 * s ← βs + (1 − β)u²; u ↦ u/(√s + ε).
 *
 * Source   Tieleman and Hinton 2012, RMSProp, in PyTorch's form
 */
export const scaleByRms = ({
  decay = 0.99,
  epsilon = 1e-8,
}: { readonly decay?: number; readonly epsilon?: number } = {}): Optimizer<Squares> => ({
  init: (params) => ({ squares: remember('rmsProp', params) }),
  rate: one,
  update: (updates, state) => {
    const squares = zip(updates, state.squares, (u, s) => average(s, times(u, u), decay));
    return [zip(updates, squares, (u, s) => divideByRoot(u, s, epsilon)), { squares }];
  },
});
