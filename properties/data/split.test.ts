import '../../test/reference.js';
import { prove } from '../law.js';
import { laws, splits } from './split.js';
import type { LawName, Subject } from './split.js';

const faulty = (change: Partial<Subject>): Subject => ({ ...splits, ...change });

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'the parts of a split are disjoint, together all, and as large as their shares': {
    'an example lost': faulty({
      split: (...of) =>
        Object.fromEntries(Object.entries(splits.split(...of)).map(([name, part]) => [name, part.slice(1)])),
    }),
    'all for one part': faulty({
      split: (_, count, shares) =>
        Object.fromEntries(
          Object.keys(shares).map((name, i) => [name, Int32Array.from({ length: i === 0 ? count : 0 }, (__, k) => k)]),
        ),
    }),
    'one example twice': faulty({
      split: (...of) =>
        Object.fromEntries(
          Object.entries(splits.split(...of)).map(([name, part]) => [name, part.map(() => part[0] ?? 0)]),
        ),
    }),
  },
  'folds judge by each example once, learn from all others, and are as large as each other': {
    'learning from what is judged by': faulty({
      folds: (...of) =>
        splits
          .folds(...of)
          .map(({ train, validation }) => ({ train: Int32Array.of(...train, ...validation), validation })),
    }),
    'the rest of the division left out': faulty({
      folds: (seed, count, folds) => splits.folds(seed, count - (count % folds), folds),
    }),
    'the rest of the division in the last fold': faulty({
      folds: (_, count, folds) => {
        const size = Math.floor(count / folds);
        const all = Array.from({ length: count }, (__, k) => k);
        return Array.from({ length: folds }, (__, f) => {
          const held = (k: number): boolean => Math.min(Math.floor(k / size), folds - 1) === f;
          return { train: Int32Array.from(all.filter((k) => !held(k))), validation: Int32Array.from(all.filter(held)) };
        });
      },
    }),
  },
  'stratified folds are folds, and each class is as large in one as in another': {
    'folds that do not look at classes': faulty({
      stratified: (seed, labels, folds) => splits.folds(seed, labels.length, folds),
    }),
    'learning from what is judged by': faulty({
      stratified: (...of) =>
        splits
          .stratified(...of)
          .map(({ train, validation }) => ({ train: Int32Array.of(...train, ...validation), validation })),
    }),
    'each class dealt from the first fold on': faulty({
      stratified: (_, labels, folds) => {
        const seen = new Map<number, number>();
        const parts = Array.from({ length: folds }, (): number[] => []);
        labels.forEach((label, position) => {
          const place = seen.get(label) ?? 0;
          seen.set(label, place + 1);
          parts[place % folds]?.push(position);
        });
        return parts.map((part, held) => ({
          train: Int32Array.from(parts.flatMap((other, at) => (at === held ? [] : other))),
          validation: Int32Array.from(part),
        }));
      },
    }),
  },
};

prove(laws, () => ({ 'the library': splits }), faults);
