/** Which examples are for what: positions in a data set, for `select` or `take`. */
import { permutation } from '../random/permutation.js';
import type { Key } from '../random/key.js';
import { toArray } from '../tensor/literal.js';

/** Positions in a data set, in random order. */
export type Positions = Int32Array;

const expectCount = (operation: string, count: number): void => {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`${operation}: the number of examples must be whole and not negative, it is ${count}`);
};

/** the positions 0 … count − 1 in random order, cut at rounded shares of the whole */
const cut = (key: Key, count: number, ends: readonly number[]): readonly Positions[] => {
  const order = toArray(permutation(key, count));
  const places = [0, ...ends.map((end) => Math.round(end * count))];
  return ends.map((_, part) => order.slice(places[part], places[part + 1]));
};

/**
 * The positions 0 … count − 1, each in one part at random; the sizes of the parts are in proportion to the shares, whatever these sum up to.
 *
 * Law      the parts are disjoint, together they are all, and no size is off its share by 1 or more
 * Errors   "splitPositions: the share of test must be a number of 0 or more, it is -1", "splitPositions: the shares sum up to 0"
 * Source   deck row K4
 * @example
 * const { train, validation, test } = splitPositions(random.key(1), 10, { train: 0.6, validation: 0.2, test: 0.2 });
 * console.log(train.length, validation.length, test.length); // 6 2 2
 */
export const splitPositions = <P extends string>(
  key: Key,
  count: number,
  shares: Readonly<Record<P, number>>,
): Record<P, Positions> => {
  expectCount('splitPositions', count);
  const [ends, parts]: readonly [Map<string, number>, Record<string, Positions>] = [new Map(), {}];
  let total = 0;
  for (const name in shares) {
    const share = shares[name];
    if (!(share >= 0 && share < Infinity))
      throw new RangeError(`splitPositions: the share of ${name} must be a number of 0 or more, it is ${share}`);
    total += share;
    ends.set(name, total);
  }
  if (!(total > 0)) throw new RangeError(`splitPositions: the shares sum up to ${total}`);
  const positions = cut(
    key,
    count,
    Array.from(ends.values(), (end) => end / total),
  );
  [...ends.keys()].forEach((name, part) => (parts[name] = positions[part] ?? new Int32Array(0)));
  return parts;
};

/** One fold of cross-validation: what to learn from, and what to judge by. */
export interface Fold {
  readonly train: Positions;
  readonly validation: Positions;
}

/**
 * k-fold cross-validation: the positions 0 … count − 1 in k parts at random, each in turn the one to judge by, while the others are to learn from.
 *
 * Law      the validation parts are disjoint, together they are all, and their sizes differ by 1 at most; each fold is all positions
 * Errors   "kFold: expected from 2 to 10 folds of 10 examples, got 11"
 * Source   Stone 1974; deck row K4
 * @example
 * kFold(random.key(1), 10, 5).map(({ train, validation }) => [train.length, validation.length]) // [[8, 2], [8, 2], [8, 2], [8, 2], [8, 2]]
 */
export const kFold = (key: Key, count: number, folds: number): readonly Fold[] => {
  expectFolds('kFold', count, folds);
  const ends = Array.from({ length: folds }, (_, part) => (part + 1) / folds);
  return foldsOf(cut(key, count, ends));
};

/**
 * The same with as equal a share of each class in every part as whole numbers allow: the examples in random order, class by class, dealt out like cards.
 *
 * Law      besides those of {@link kFold}, the sizes of a class in two parts differ by 1 at most
 * Errors   "stratifiedFolds: expected from 2 to 10 folds of 10 examples, got 11"
 * Source   Kohavi 1995
 * @example
 * const labels = [0, 0, 0, 0, 1, 1];
 * stratifiedFolds(random.key(1), labels, 2).map(({ validation }) => [...validation].filter((at) => labels[at] === 1).length) // [1, 1]
 */
export const stratifiedFolds = (key: Key, labels: ArrayLike<number>, folds: number): readonly Fold[] => {
  expectFolds('stratifiedFolds', labels.length, folds);
  const order = [...toArray(permutation(key, labels.length))].sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0));
  return foldsOf(
    Array.from({ length: folds }, (_, part) => Int32Array.from(order.filter((__, place) => place % folds === part))),
  );
};

const expectFolds = (operation: string, count: number, folds: number): void => {
  expectCount(operation, count);
  if (!Number.isSafeInteger(folds) || folds < 2 || folds > count)
    throw new RangeError(`${operation}: expected from 2 to ${count} folds of ${count} examples, got ${folds}`);
};

/** each part in turn held back */
const foldsOf = (parts: readonly Positions[]): readonly Fold[] =>
  parts.map((validation, held) => ({
    train: Int32Array.from(parts.flatMap((part, index) => (index === held ? [] : [...part]))),
    validation,
  }));
