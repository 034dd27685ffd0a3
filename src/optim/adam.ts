/** Adam and its relatives: a step along the average gradient, divided by an average of its size. */
import { over, plus, times } from '../primitive/arithmetic.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { abs, choose, maximum, sign } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import { divide, greater, multiply, power, sqrt, subtract } from '../ops/index.js';
import { scalar } from '../tensor/literal.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { zip } from '../tree/index.js';
import { notNegative, share } from './bounds.js';
import { average, correction, divideByRoot } from './moment.js';
import { remember, scaled } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { next, start } from './scale.js';
import type { Counter } from './scale.js';
import { one, real } from './schedule.js';
import type { StepCount } from './schedule.js';

/** Averages of the gradients and of their squares (in Adamax their largest magnitude): trees like the parameters. */
export type Moments = Counter & { readonly first: unknown; readonly second: unknown };

/** The three numbers of {@link scaleByAdam}. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

const numbers = (rule: string, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions): Required<AdamOptions> => ({
  beta1: share(rule, 'beta1', beta1),
  beta2: share(rule, 'beta2', beta2),
  epsilon: notNegative(rule, 'epsilon', epsilon),
});

const fresh = (rule: string, params: unknown): Moments => ({
  step: start(),
  first: remember(rule, params),
  second: remember(rule, params),
});

type Advanced<P> = Counter & { readonly first: P; readonly second: P };

/** m ← β₁m + (1 − β₁)u, v ← β₂v + (1 − β₂)u² */
const advance = <P>(updates: P, state: Moments, { beta1, beta2 }: Required<AdamOptions>): Advanced<P> => ({
  step: next(state.step),
  first: zip(updates, state.first, (u, m) => average(m, u, beta1)),
  second: zip(updates, state.second, (u, v) => average(v, times(u, u), beta2)),
});

/**
 * m ← β₁m + (1 − β₁)u, v ← β₂v + (1 − β₂)u²; u ↦ m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) at the t-th update.
 *
 * Source   deck row N9; Kingma and Ba 2015, Adam
 */
export const scaleByAdam = (options: AdamOptions = {}): Optimizer<Moments> => {
  const betas = numbers('adam', options);
  return {
    init: (params) => fresh('adam', params),
    rate: one,
    update: (updates, before) => {
      const state = advance(updates, before, betas);
      const [c1, c2] = [correction(betas.beta1, state.step), correction(betas.beta2, state.step)];
      const step = (m: AnyTensor, v: AnyTensor) => divideByRoot(scaled(m, c1), scaled(v, c2), betas.epsilon);
      return [zip(state.first, state.second, step), state];
    },
  };
};

/** The largest v so far besides: a tree like the parameters. */
export type LargestMoments = Moments & { readonly largest: unknown };

/**
 * Adam that divides by the largest v so far, so that no step grows: w ← max(w, v); u ↦ m̂/(√ŵ + ε).
 *
 * Source   Reddi, Kale and Kumar 2018, On the Convergence of Adam and Beyond; in PyTorch's form, which corrects w and not each v
 */
export const scaleByAmsGrad = (options: AdamOptions = {}): Optimizer<LargestMoments> => {
  const betas = numbers('amsGrad', options);
  return {
    init: (params) => ({ ...fresh('amsGrad', params), largest: remember('amsGrad', params) }),
    rate: one,
    update: (updates, before) => {
      const state = advance(updates, before, betas);
      const largest = zip(state.second, before.largest, (v, w) => apply(maximum, {}, v, w));
      const [c1, c2] = [correction(betas.beta1, state.step), correction(betas.beta2, state.step)];
      const step = (m: AnyTensor, w: AnyTensor) => divideByRoot(scaled(m, c1), scaled(w, c2), betas.epsilon);
      return [zip(state.first, largest, step), { ...state, largest }];
    },
  };
};

/**
 * Adam by the largest magnitude: v ← max(β₂v, |u| + ε); u ↦ m̂/v.
 *
 * Source   Kingma and Ba 2015, §7.1
 */
export const scaleByAdamax = (options: AdamOptions = {}): Optimizer<Moments> => {
  const { beta1, beta2, epsilon } = numbers('adamax', options);
  return {
    init: (params) => fresh('adamax', params),
    rate: one,
    update: (updates, state) => {
      const step = next(state.step);
      const first = zip(updates, state.first, (u, m) => average(m, u, beta1));
      const second = zip(updates, state.second, (u, v) =>
        apply(maximum, {}, scaled(v, beta2), plus(apply(abs, {}, u), like(u, epsilon))),
      );
      const c1 = correction(beta1, step);
      return [zip(first, second, (m, v) => over(scaled(m, c1), v)), { step, first, second }];
    },
  };
};

/** μ₁⋯μₜ besides. */
export type NesterovMoments = Moments & { readonly product: Tensor<[], 'float64'> };

/**
 * Adam that looks ahead as Nesterov does: with μₜ = β₁(1 − ½·0.96^(tψ)) and Πₜ = μ₁⋯μₜ,
 * u ↦ (μₜ₊₁m/(1 − Πₜ₊₁) + (1 − μₜ)u/(1 − Πₜ))/(√v̂ + ε).
 *
 * Source   Dozat 2016, Incorporating Nesterov Momentum into Adam, in PyTorch's form
 */
export const scaleByNAdam = ({
  momentumDecay = 0.004,
  ...options
}: AdamOptions & { readonly momentumDecay?: number } = {}): Optimizer<NesterovMoments> => {
  const betas = numbers('nAdam', options);
  notNegative('nAdam', 'momentumDecay', momentumDecay);
  const mu = (step: StepCount): Tensor<[], 'float64'> =>
    multiply(subtract(1, multiply(power(0.96, multiply(real(step), momentumDecay)), 0.5)), betas.beta1);
  return {
    init: (params) => ({ ...fresh('nAdam', params), product: scalar(1, 'float64') }),
    rate: one,
    update: (updates, before) => {
      const state = advance(updates, before, betas);
      const [now, ahead] = [mu(state.step), mu(next(state.step))];
      const product = multiply(before.product, now);
      const ofMean = divide(ahead, subtract(1, multiply(product, ahead)));
      const ofGradient = divide(subtract(1, now), subtract(1, product));
      const c2 = correction(betas.beta2, state.step);
      const direction = zip(updates, state.first, (u, m) => plus(scaled(u, ofGradient), scaled(m, ofMean)));
      const step = (d: AnyTensor, v: AnyTensor) => divideByRoot(d, scaled(v, c2), betas.epsilon);
      return [zip(direction, state.second, step), { ...state, product }];
    },
  };
};

/**
 * Adam that trusts v only once it is an average of enough gradients: with ρ∞ = 2/(1 − β₂) − 1 and ρₜ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ),
 * u ↦ m̂·r·√(1 − β₂ᵗ)/(√v + ε) where ρₜ > 5, r² = (ρₜ − 4)(ρₜ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρₜ), and m̂ before that.
 *
 * Source   Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond, in PyTorch's form
 */
export const scaleByRAdam = (options: AdamOptions = {}): Optimizer<Moments> => {
  const betas = numbers('rAdam', options);
  const last = 2 / (1 - betas.beta2) - 1;
  return {
    init: (params) => fresh('rAdam', params),
    rate: one,
    update: (updates, before) => {
      const state = advance(updates, before, betas);
      const t = real(state.step);
      const [c1, c2] = [correction(betas.beta1, state.step), correction(betas.beta2, state.step)];
      const terms = subtract(last, multiply(multiply(multiply(t, power(betas.beta2, t)), c2), 2));
      const squared = divide(
        multiply(multiply(subtract(terms, 4), subtract(terms, 2)), last / ((last - 4) * (last - 2))),
        multiply(terms, c2),
      );
      const [enough, factor] = [greater(terms, 5), multiply(sqrt(squared), c1)];
      const step = (m: AnyTensor, v: AnyTensor): AnyTensor =>
        choose(broadcastTo(enough, m.shape), divideByRoot(scaled(m, factor), v, betas.epsilon), scaled(m, c1));
      return [zip(state.first, state.second, step), state];
    },
  };
};

/** An average of the gradients: a tree like the parameters. */
export type Mean = { readonly mean: unknown };

/**
 * u ↦ sign(β₁m + (1 − β₁)u), m ← β₂m + (1 − β₂)u: every element moves by as much, whatever its gradient.
 *
 * Source   Chen et al. 2023, Symbolic Discovery of Optimization Algorithms
 */
export const scaleByLion = ({
  beta1 = 0.9,
  beta2 = 0.99,
}: { readonly beta1?: number; readonly beta2?: number } = {}): Optimizer<Mean> => {
  share('lion', 'beta1', beta1);
  share('lion', 'beta2', beta2);
  return {
    init: (params) => ({ mean: remember('lion', params) }),
    rate: one,
    update: (updates, { mean }) => [
      zip(updates, mean, (u, m) => apply(sign, {}, average(m, u, beta1))),
      { mean: zip(updates, mean, (u, m) => average(m, u, beta2)) },
    ],
  };
};
