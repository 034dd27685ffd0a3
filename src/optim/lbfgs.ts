/** Minimising a function of a whole data set by what its gradients say of its curvature. */
import { minus, plus, times } from '../primitive/arithmetic.js';
import { sumOver } from '../primitive/broadcast.js';
import { abs, maximum, sign } from '../primitive/compare.js';
import { castTo, fill } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import { max } from '../primitive/reduce.js';
import { divide, greater, multiply, negate, subtract, where } from '../ops/index.js';
import type { Float } from '../tensor/dtype.js';
import { item, scalar } from '../tensor/literal.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { compile, valueAndGrad } from '../transform/index.js';
import type { OnEngine } from '../transform/index.js';
import { fold, map, zip } from '../tree/index.js';
import { positive, whole } from './bounds.js';
import { either, remember, scaled } from './optimizer.js';
import { strongWolfe } from './wolfe.js';
import type { Probe } from './wolfe.js';

type Real = Tensor<[], 'float64'>;

/** How a minimisation runs and when it ends. */
export interface LbfgsOptions extends OnEngine {
  /** how many of the last steps the curvature is estimated from; 10 */
  readonly memory?: number;
  /** at most; 100 */
  readonly steps?: number;
  /** the end, once no element of the gradient is larger; 10⁻⁷ */
  readonly gradient?: number;
  /** the end, once no parameter moves by more, or the value no longer falls; 10⁻⁹ */
  readonly change?: number;
}

/** The value and the largest element of the gradient after a step, and how often the function was computed until then. */
export interface Descent {
  readonly value: number;
  readonly gradient: number;
  readonly evaluations: number;
}

/** Where a minimisation ended, and how it came there. */
export interface Minimum<P> extends Descent {
  readonly params: P;
  readonly steps: number;
  /** the gradient vanished, nothing changed any more, or the steps were used up */
  readonly ended: 'gradient' | 'change' | 'steps';
  /** before the first step, and after each */
  readonly history: readonly Descent[];
}

/** Σ ab over all elements of two trees */
const dot = (a: unknown, b: unknown): Real =>
  typed(
    fold(
      zip(a, b, (x, y) => times(castTo(x, 'float64'), castTo(y, 'float64'))),
      fill([], 0, 'float64'),
      (total, x) => plus(total, sumOver(x, [...x.shape.keys()])),
    ),
  );

/** max |x| over all elements of a tree */
const largest = (tree: unknown): Real =>
  typed(
    fold(tree, fill([], 0, 'float64'), (most, x) =>
      apply(maximum, {}, most, apply(max, { axes: [...x.shape.keys()] }, apply(abs, {}, castTo(x, 'float64')))),
    ),
  );

/** Σ |x| over all elements of a tree */
const size = (tree: unknown): Real =>
  dot(
    tree,
    map(tree, (x) => apply(sign, {}, x)),
  );

/** a + c·b */
const plusScaled = <T>(a: T, b: unknown, factor: AnyTensor): T => zip(a, b, (x, y) => plus(x, scaled(y, factor)));

/** A step s, the change y of the gradient over it, and ρ = 1/(y·s); ρ = 0 where there is none yet. */
interface Pair {
  readonly step: unknown;
  readonly change: unknown;
  readonly rho: Real;
}

/** What is known of the curvature: pairs, oldest first, and γ = s·y/y·y of the last. */
interface Memory {
  readonly pairs: readonly Pair[];
  readonly gamma: Real;
}

/** The memory with one more pair in place of the oldest, unless its curvature is not positive. */
const recall = ({ pairs, gamma }: Memory, step: unknown, change: unknown): Memory => {
  const product = dot(step, change);
  const useful = greater(product, 1e-10);
  const pair = { step, change, rho: divide(1, product) };
  return {
    pairs: pairs.map((old, place) => either(useful, pairs[place + 1] ?? pair, old)),
    gamma: where(useful, divide(product, dot(change, change)), gamma),
  };
};

/** −Hg, where H estimates the inverse of the Hessian: the two loops of Nocedal 1980 */
const direction = <P>(gradient: P, { pairs, gamma }: Memory): P => {
  const back = pairs.reduceRight<{ readonly q: P; readonly alphas: readonly Real[] }>(
    ({ q, alphas }, { step, change, rho }) => {
      const alpha = multiply(dot(step, q), rho);
      return { q: plusScaled(q, change, negate(alpha)), alphas: [alpha, ...alphas] };
    },
    { q: map(gradient, (g) => scaled(g, -1)), alphas: [] },
  );
  return pairs.reduce(
    (r, { step, change, rho }, place) =>
      plusScaled(r, step, subtract(back.alphas[place] ?? 0, multiply(dot(change, r), rho))),
    map(back.q, (x) => scaled(x, gamma)),
  );
};

/** A probe with what the engine computed there. */
type Place<F extends (...args: never) => unknown> = Probe & { readonly point: ReturnType<F> };

/**
 * L-BFGS: steps θ ← θ − tHg, where H estimates the inverse of the Hessian from the last steps and t is found by a line search that fulfils the strong
 * Wolfe conditions. For a smooth function of a whole data set; it takes no batches. Value, gradient and direction are computed by the engine in
 * compiled plans.
 *
 * Errors   "lbfgs: the function is NaN at the start", "lbfgs: memory must be a whole number above 0, not 0",
 *          "lbfgs: step is int32; only floats can be trained"
 * Source   Nocedal 1980; Liu and Nocedal 1989; Nocedal and Wright 2006, algorithm 7.5
 * @example
 * const bowl = (x: Tensor<[2]>) => sum(multiply(square(subtract(x, tensor([1, -2]))), tensor([1, 50])));
 * lbfgs(bowl, tensor([0, 0])).params // [1, -2]
 */
export const lbfgs = <P>(
  f: (params: P) => Tensor<[], Float>,
  start: P,
  { memory = 10, steps = 100, gradient: flat = 1e-7, change = 1e-9, ...on }: LbfgsOptions = {},
): Minimum<P> => {
  whole('lbfgs', 'memory', memory);
  whole('lbfgs', 'steps', steps);
  positive('lbfgs', 'gradient', flat);
  positive('lbfgs', 'change', change);
  const zero = remember('lbfgs', start);
  const evaluate = compile((from: P, along: unknown, length: Real) => {
    const params = plusScaled(from, along, length);
    const [value, gradient] = valueAndGrad(f)(params);
    return { params, value, gradient, slope: dot(gradient, along), largest: largest(gradient) };
  }, on);
  const aim = compile((before: Memory, along: unknown, length: Real, from: unknown, to: unknown) => {
    const known = recall(
      before,
      map(along, (d) => scaled(d, length)),
      zip(to, from, minus),
    );
    const next = direction(to, known);
    return { known, along: next, slope: dot(to, next), longest: largest(next), length: size(next) };
  }, on);

  let evaluations = 0;
  const probing =
    (from: P, along: unknown) =>
    (at: number): Place<typeof evaluate> => {
      const point = evaluate(from, along, scalar(at, 'float64'));
      evaluations++;
      return { at, value: item(point.value), slope: item(point.slope), point };
    };
  const shown = ({ value, point }: Place<typeof evaluate>): Descent => ({
    value,
    gradient: item(point.largest),
    evaluations,
  });

  let now = probing(start, zero)(0);
  if (!Number.isFinite(now.value)) throw new RangeError(`lbfgs: the function is ${now.value} at the start`);
  const blank = { step: zero, change: zero, rho: scalar(0, 'float64') };
  const nothing = { pairs: Array.from({ length: memory }, () => blank), gamma: scalar(1, 'float64') };
  let aimed = aim(nothing, zero, blank.rho, now.point.gradient, now.point.gradient);
  let last = shown(now);
  const history = [last];
  const end = (ended: Minimum<P>['ended']): Minimum<P> => ({
    ...last,
    params: now.point.params,
    steps: history.length - 1,
    ended,
    history,
  });
  while (last.gradient > flat) {
    const slope = item(aimed.slope);
    if (!(slope < 0)) return end('change');
    if (history.length > steps) return end('steps');
    const guess = history.length === 1 ? Math.min(1, 1 / item(aimed.length)) : 1;
    const from = { ...now, at: 0, slope };
    const longest = item(aimed.longest);
    const next = strongWolfe(probing(now.point.params, aimed.along), from, guess, { shortest: change / longest });
    const still = next.at * longest <= change || next.value >= now.value;
    aimed = aim(aimed.known, aimed.along, scalar(next.at, 'float64'), now.point.gradient, next.point.gradient);
    now = next;
    last = shown(now);
    history.push(last);
    if (still && last.gradient > flat) return end('change');
  }
  return end('gradient');
};
