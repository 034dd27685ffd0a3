/** Rules that divide each element by how large its gradients were. */
import { minus, over, plus, times } from '../primitive/arithmetic.js';
import { maximum } from '../primitive/compare.js';
import { like } from '../primitive/create.js';
import { sqrt } from '../primitive/elementary.js';
import { apply } from '../primitive/primitive.js';
import { map, zip } from '../tree/index.js';
import { notNegative, share } from './bounds.js';
import { average, divideByRoot } from './moment.js';
import { remember } from './optimizer.js';
import type { Optimizer } from './optimizer.js';
import { one } from './schedule.js';

/** Squares of the gradients, added up or averaged: a tree like the parameters. */
export type Squares = { readonly squares: unknown };

/**
 * s ← s + u²; u ↦ u/(√s + ε).
 *
 * Source   deck row N9; Duchi, Hazan and Singer 2011, AdaGrad
 */
export const scaleByAdaGrad = ({
  epsilon = 1e-10,
  first = 0,
}: { readonly epsilon?: number; readonly first?: number } = {}): Optimizer<Squares> => {
  notNegative('adaGrad', 'epsilon', epsilon);
  notNegative('adaGrad', 'first', first);
  return {
    init: (params) => ({ squares: remember('adaGrad', params, first) }),
    rate: one,
    update: (updates, state) => {
      const squares = zip(updates, state.squares, (u, s) => plus(s, times(u, u)));
      return [zip(updates, squares, (u, s) => divideByRoot(u, s, epsilon)), { squares }];
    },
  };
};

/** The numbers of {@link scaleByRms}. */
export interface RmsOptions {
  readonly decay?: number;
  readonly epsilon?: number;
  /** divides by the standard deviation of the gradients in place of their root mean square */
  readonly centred?: boolean;
}

/** Averages of the gradients' squares and, where they are centred, of the gradients themselves (an empty list where not). */
export type Deviations = Squares & { readonly mean: unknown };

/**
 * s ← βs + (1 − β)u²; u ↦ u/(√s + ε). Centred, m ← βm + (1 − β)u; u ↦ u/(√(s − m²) + ε).
 *
 * Source   Tieleman and Hinton 2012, RMSProp; Graves 2013 (centred); in PyTorch's form
 */
export const scaleByRms = ({
  decay = 0.99,
  epsilon = 1e-8,
  centred = false,
}: RmsOptions = {}): Optimizer<Deviations> => {
  share('rmsProp', 'decay', decay);
  notNegative('rmsProp', 'epsilon', epsilon);
  return {
    init: (params) => ({
      squares: remember('rmsProp', params),
      mean: centred ? remember('rmsProp', params) : [],
    }),
    rate: one,
    update: (updates, state) => {
      const squares = zip(updates, state.squares, (u, s) => average(s, times(u, u), decay));
      if (!centred) return [zip(updates, squares, (u, s) => divideByRoot(u, s, epsilon)), { ...state, squares }];
      const mean = zip(updates, state.mean, (u, m) => average(m, u, decay));
      /* s ≥ m² but for rounding */
      const variances = zip(squares, mean, (s, m) => apply(maximum, {}, minus(s, times(m, m)), like(s, 0)));
      return [zip(updates, variances, (u, v) => divideByRoot(u, v, epsilon)), { squares, mean }];
    },
  };
};

/** Averages of the squares of the gradients and of the steps: trees like the parameters. */
export type Steps = Squares & { readonly steps: unknown };

/**
 * s ← βs + (1 − β)u²; Δ = u·√(d + ε)/√(s + ε); d ← βd + (1 − β)Δ²; u ↦ Δ: a step has the unit of the parameters, whatever that of the gradients.
 *
 * Source   Zeiler 2012, ADADELTA
 */
export const scaleByAdadelta = ({
  decay = 0.9,
  epsilon = 1e-6,
}: { readonly decay?: number; readonly epsilon?: number } = {}): Optimizer<Steps> => {
  share('adadelta', 'decay', decay);
  notNegative('adadelta', 'epsilon', epsilon);
  return {
    init: (params) => ({ squares: remember('adadelta', params), steps: remember('adadelta', params) }),
    rate: one,
    update: (updates, state) => {
      const squares = zip(updates, state.squares, (u, s) => average(s, times(u, u), decay));
      const root = <T>(tree: T): T => map(tree, (x) => apply(sqrt, {}, plus(x, like(x, epsilon))));
      const ratio = zip(root(squares), root(state.steps), (s, d) => over(d, s));
      const moves = zip(updates, ratio, times);
      return [moves, { squares, steps: zip(moves, state.steps, (x, d) => average(d, times(x, x), decay)) }];
    },
  };
};
