/** Hyper-parameters, chosen by a score. */
import { foldIn, randint, uniform } from '../random/index.js';
import type { Key } from '../random/index.js';
import { item } from '../tensor/literal.js';

/** Settings with their score. */
export interface Trial<O> {
  readonly settings: O;
  readonly score: number;
}

/** All that was tried, best first, of equal ones the one tried first; and the best. */
export interface Search<O> {
  readonly trials: readonly Trial<O>[];
  readonly best: Trial<O>;
}

/** The values to try of each setting. */
export type Grid<O> = { readonly [K in keyof O]: readonly O[K][] };

/** How to draw each setting. */
export type Space<O> = { readonly [K in keyof O]: (key: Key) => O[K] };

/**
 * Settings by their scores, the greatest first; NaN is below all.
 * Errors   "ranked: there is nothing to choose from"
 * @example
 * ranked([{ settings: 'a', score: 1 }, { settings: 'b', score: 2 }]).best.settings // 'b'
 */
export const ranked = <O>(trials: readonly Trial<O>[]): Search<O> => {
  const place = ({ score }: Trial<O>): number => (Number.isNaN(score) ? -Infinity : score);
  const sorted = [...trials].sort((a, b) => (place(a) === place(b) ? 0 : place(b) - place(a)));
  const [best] = sorted;
  if (best === undefined) throw new RangeError('ranked: there is nothing to choose from');
  return { trials: sorted, best };
};

/** whether every setting has its value */
const complete = <O extends object>(settings: Partial<O>, names: object): settings is O =>
  Object.keys(names).every((name) => name in settings);

/**
 * Every combination of the values, the last setting changing fastest.
 * @example
 * grid({ k: [1, 3], distance: ['l1', 'l2'] }).length // 4
 */
export const grid = <const O extends object>(values: Grid<O>): readonly O[] => {
  let all: readonly Partial<O>[] = [{}];
  for (const name in values)
    all = all.flatMap((settings) => values[name].map((value) => ({ ...settings, [name]: value })));
  return all.filter((settings) => complete<O>(settings, values));
};

/**
 * Grid search: the score of every combination of the values, best first.
 * Errors   "ranked: there is nothing to choose from" where a setting has no values
 * Source   deck row K4
 * @example
 * gridSearch({ k: [1, 3, 5] }, ({ k }) => -Math.abs(k - 3)).best.settings // { k: 3 }
 */
export const gridSearch = <const O extends object>(values: Grid<O>, score: (settings: O) => number): Search<O> =>
  ranked(grid(values).map((settings) => ({ settings, score: score(settings) })));

/**
 * Settings drawn at random; the i-th do not depend on how many there are.
 * @example
 * sample(random.key(1), { rate: logUniformly(1e-4, 1) }, 3).length // 3
 */
export const sample = <O extends object>(key: Key, space: Space<O>, count: number): readonly O[] => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`sample: the number of trials must be whole and not negative, it is ${count}`);
  return Array.from({ length: count }, (_, trial): Partial<O> => {
    const own = foldIn(key, trial);
    const settings: Partial<O> = {};
    let drawn = 0;
    for (const name in space) settings[name] = space[name](foldIn(own, drawn++));
    return settings;
  }).filter((settings) => complete<O>(settings, space));
};

/**
 * Random search: the score of settings drawn at random, best first. Where few of many settings matter, it finds more than a grid of as many trials.
 * Source   Bergstra and Bengio 2012; deck row K4
 * @example
 * const space = { rate: logUniformly(1e-4, 1), batch: oneOf([32, 64]) };
 * randomSearch(random.key(1), space, { trials: 20 }, ({ rate }) => -Math.abs(Math.log10(rate) + 2)).trials.length // 20
 */
export const randomSearch = <O extends object>(
  key: Key,
  space: Space<O>,
  { trials }: { readonly trials: number },
  score: (settings: O) => number,
): Search<O> => ranked(sample(key, space, trials).map((settings) => ({ settings, score: score(settings) })));

/**
 * Uniform in [low, high).
 * @example
 * uniformly(2, 3)(random.key(1)) > 2 // true
 */
export const uniformly =
  (low: number, high: number): ((key: Key) => number) =>
  (key) =>
    item(uniform(key, [], { low, high, dtype: 'float64' }));

/**
 * eᵘ for u uniform in [ln low, ln high): each factor of ten is as likely as the next.
 * Errors   "logUniformly: expected 0 < low <= high, got low 0 and high 1"
 * @example
 * logUniformly(1e-4, 1)(random.key(1)) < 1 // true
 */
export const logUniformly = (low: number, high: number): ((key: Key) => number) => {
  if (!(low > 0 && low <= high && high < Infinity))
    throw new RangeError(`logUniformly: expected 0 < low <= high, got low ${low} and high ${high}`);
  const draw = uniformly(Math.log(low), Math.log(high));
  return (key) => Math.min(Math.max(Math.exp(draw(key)), low), high);
};

/**
 * One of the values, each as likely.
 * @example
 * oneOf(['relu'])(random.key(1)) // 'relu'
 */
export const oneOf =
  <const A>(values: readonly [A, ...A[]]): ((key: Key) => A) =>
  (key) =>
    values[item(randint(key, [], 0, values.length))] ?? values[0];
