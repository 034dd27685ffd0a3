/** What is claimed of splits and folds. */
import * as fc from 'fast-check';
import { kFold, splitPositions, stratifiedFolds } from '../../src/data/index.js';
import type { Fold, Positions } from '../../src/data/index.js';
import { key } from '../../src/random/index.js';
import { LawError } from '../../src/testing/laws/index.js';
import { equal, int, law } from '../law.js';
import type { Law } from '../law.js';

export interface Subject {
  readonly split: (
    seed: number,
    count: number,
    shares: Readonly<Record<string, number>>,
  ) => Readonly<Record<string, Positions>>;
  readonly folds: (seed: number, count: number, folds: number) => readonly Fold[];
  readonly stratified: (seed: number, labels: readonly number[], folds: number) => readonly Fold[];
}

/** The library's own. */
export const splits: Subject = {
  split: (seed, count, shares) => splitPositions(key(seed), count, shares),
  folds: (seed, count, folds) => kFold(key(seed), count, folds),
  stratified: (seed, labels, folds) => stratifiedFolds(key(seed), labels, folds),
};

/** that some positions together are 0 … count − 1, each once */
const expectAll = (what: string, parts: readonly Positions[], count: number): void => {
  const all = parts.flatMap((part) => [...part]).sort((a, b) => a - b);
  if (all.length !== count || all.some((position, index) => position !== index))
    throw new LawError(`${what} are [${all.join()}], expected 0 to ${count - 1}`);
};

/** that some examples are spread evenly */
const expectEven = (what: string, folds: readonly Fold[], which: (position: number) => boolean): void => {
  const sizes = folds.map(({ validation }) => validation.filter(which).length);
  if (Math.max(...sizes) - Math.min(...sizes) > 1) throw new LawError(`${what} of ${sizes.join()}`);
};

export const laws = {
  'the parts of a split are disjoint, together all, and as large as their shares': law(
    () =>
      fc.record({
        seed: fc.nat(1000),
        count: int(0, 40),
        shares: fc.dictionary(fc.constantFrom('train', 'validation', 'test', 'rest'), fc.oneof(int(0, 9), fc.double({ min: 0, max: 1, noNaN: true })), { minKeys: 1 }).filter((shares) => Object.values(shares).some((share) => share > 1e-3)), // prettier-ignore
      }),
    ({ split }, { seed, count, shares }) => {
      const parts = split(seed, count, shares);
      expectAll('the parts', Object.values(parts), count);
      const total = Object.values(shares).reduce((a, b) => a + b, 0);
      for (const [name, share] of Object.entries(shares)) {
        const size = parts[name]?.length ?? NaN;
        if (!(Math.abs(size - (share / total) * count) < 1 + 1e-9))
          throw new LawError(`${name} has ${size} of ${count} for a share of ${share / total}`);
      }
    },
    60,
  ),

  'folds judge by each example once, learn from all others, and are as large as each other': law(
    () =>
      int(2, 30).chain((count) => fc.record({ seed: fc.nat(1000), count: fc.constant(count), folds: int(2, count) })),
    ({ folds: make }, { seed, count, folds }) => {
      const made = make(seed, count, folds);
      equal('the number of folds', made.length, folds);
      expectAll('the examples judged by', made.map(({ validation }) => validation), count); // prettier-ignore
      made.forEach(({ train, validation }) => expectAll('the examples of a fold', [train, validation], count));
      expectEven('folds', made, () => true);
    },
    60,
  ),

  'stratified folds are folds, and each class is as large in one as in another': law(
    () =>
      fc
        .array(int(-1, 3), { minLength: 2, maxLength: 30 })
        .chain((labels) =>
          fc.record({ seed: fc.nat(1000), labels: fc.constant(labels), folds: int(2, labels.length) }),
        ),
    ({ stratified }, { seed, labels, folds }) => {
      const made = stratified(seed, labels, folds);
      equal('the number of folds', made.length, folds);
      expectAll('the examples judged by', made.map(({ validation }) => validation), labels.length); // prettier-ignore
      made.forEach(({ train, validation }) => expectAll('the examples of a fold', [train, validation], labels.length));
      expectEven('folds', made, () => true);
      for (const label of labels) expectEven(`class ${label} in folds`, made, (at) => labels[at] === label);
    },
    60,
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;
