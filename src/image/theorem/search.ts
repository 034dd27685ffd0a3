/** Looking for a counterexample: whole numbers from a key, the simplest first, and greedy shrinking. */
import * as E from 'fp-ts/lib/Either.js';
import * as random from '../../random/index.js';
import type { Key } from '../../random/index.js';
import { expectSpelt } from '../../shape/options.js';
import type { OptionNames } from '../../shape/options.js';
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { fromArray, scalar } from '../../tensor/literal.js';
import { readAll } from '../../tensor/read.js';
import { counterexample } from './counterexample.js';
import type { Counterexample } from './counterexample.js';
import { evaluator } from './evaluate.js';
import type { Law, Variables } from './law.js';
import type { Operator } from './operator.js';
import { compareSimplicity, first, shrunk } from './shrink.js';

/** How to look for counterexamples. */
export interface SearchOptions {
  /** what the images are drawn from; `random.key(0)` unless said otherwise */
  readonly key?: Key;
  /** how many random images each law is tried on, for each size; 100 unless said otherwise */
  readonly cases?: number;
  /** how far the two sides of a law may be apart, in units of the larger of 1 and their largest element; 1e-9 unless said otherwise */
  readonly tolerance?: number;
}

/** {@link SearchOptions}, all there. */
export type Search = Required<SearchOptions>;

export const searchNames: OptionNames<SearchOptions> = { key: true, cases: true, tolerance: true };

/** The options with their defaults, checked. */
export const searchOf = (operation: string, options: SearchOptions, names: object): Search => {
  expectSpelt(options, names, operation);
  const { key = random.key(0), cases = 100, tolerance = 1e-9 } = options;
  if (!Number.isSafeInteger(cases) || cases < 1)
    throw new RangeError(`${operation}: expected cases to be a whole number from 1, got ${cases}`);
  if (!(tolerance >= 0 && tolerance < Infinity))
    throw new RangeError(`${operation}: expected a tolerance from 0, got ${tolerance}`);
  return { key, cases, tolerance };
};

/** A choice of all variables of a law, as the list x, y, a. */
export type Case = readonly number[];

/** How many numbers a case of a law has. */
const lengthOf = ({ shape }: Law): number => 2 * size(shape) + 1;

const variablesOf = ({ shape }: Law, list: Case): Variables => {
  const n = size(shape);
  const image = (from: number) => fromArray(Float64Array.from(list.slice(from, from + n)), shape);
  return { x: image(0), y: image(n), a: scalar(list[2 * n] ?? 0, 'float64') };
};

/** multiples of `unit` up to `bound` times it: signs, small numbers, large ones beyond any clipping, and fractions */
const levels = [
  { bound: 1, unit: 1 },
  { bound: 3, unit: 1 },
  { bound: 12, unit: 1 },
  { bound: 1000, unit: 1 },
  { bound: 7, unit: 1 / 4 },
] as const;

/** Zero, and then as many random cases as are asked for, the simplest first. */
export const randomCases = (law: Law, { key, cases }: Search): readonly Case[] => {
  const n = lengthOf(law);
  const zero: Case = Array.from({ length: n }, () => 0);
  const drawn = levels.map(({ bound, unit }, level) => {
    const count = Math.ceil((cases - level) / levels.length);
    const draws = count < 1 ? [] : random.randint(random.foldIn(key, level), [count * n], -bound, bound + 1);
    return { count, unit, draws };
  });
  const lists = readAll(drawn.flatMap(({ draws }) => ('shape' in draws ? [draws] : [])));
  return [
    zero,
    ...lists.flatMap((list, level) => {
      const { count = 0, unit = 1 } = drawn[level] ?? {};
      return Array.from({ length: count }, (_, k) => Array.from(list.subarray(k * n, (k + 1) * n), (m) => m * unit));
    }),
  ];
};

/** The images with a single 1. */
export function* basisCases(law: Law): Iterable<Case> {
  const n = lengthOf(law);
  for (let k = 0; k < size(law.shape); k++) yield Array.from({ length: n }, (_, i) => Number(i === k));
}

/** the first place where two lists differ, relative to the largest element of both; NaN differs from everything */
const difference = (found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): number | undefined => {
  if (found.length !== expected.length) return 0;
  let scale = 1;
  for (const list of [found, expected])
    for (let i = 0; i < list.length; i++) scale = Math.max(scale, Math.abs(list[i] ?? 0));
  for (let i = 0; i < found.length; i++)
    if (!(Math.abs((found[i] ?? 0) - (expected[i] ?? 0)) <= tolerance * scale)) return i;
  return undefined;
};

/** The indices of an element that is counted in row-major order */
export const placeOf = (shape: Shape, index: number): Shape =>
  shape.map((length, axis) => Math.floor(index / size(shape.slice(axis + 1))) % length);

/** from how many failing cases one is looked for that shrinks to the simplest */
const starts = 8;

/** The simplest counterexample that the cases lead to, or how many cases there were. */
export const check = (
  law: Law,
  operator: Operator,
  cases: readonly Iterable<Case>[],
  { tolerance }: Search,
): E.Either<Counterexample, number> => {
  const evaluate = evaluator((variables: Variables) => law.sides(operator, variables));
  const judge = (list: Case) => {
    const variables = variablesOf(law, list);
    const [found, expected] = evaluate(variables);
    const [left = [], right = []] = readAll([found, expected]);
    return { variables, found, expected, left, right, index: difference(left, right, tolerance) };
  };
  let tried = 0;
  const fails = (list: Case): boolean => {
    tried++;
    return judge(list).index !== undefined;
  };
  const failing = cases.flatMap((some) => first(some, fails, starts)).slice(0, starts);
  const [simplest] = failing.map((list) => shrunk(list, fails)).sort(compareSimplicity);
  if (simplest === undefined) return E.right(tried);
  const { variables, found, expected, left, right, index = 0 } = judge(simplest);
  return E.left(
    counterexample(law.choice(variables), { found, expected }, placeOf(found.shape, index), [
      left[index] ?? 0,
      right[index] ?? 0,
    ]),
  );
};
