/** What is claimed of keys: independence, as far as it can be seen. */
import * as fc from 'fast-check';
import { foldIn, key, normal, split } from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';
import { read } from '../../src/tensor/read.js';
import { LawError } from '../../src/testing/laws/index.js';
import { equal, int, law } from '../law.js';
import type { Law } from '../law.js';

/** How keys are made of keys, and numbers of a key. */
export interface Source {
  readonly split: (key: Key, n: number) => readonly Key[];
  readonly foldIn: (key: Key, data: number) => Key;
  readonly draw: (key: Key, n: number) => readonly number[];
}

/** The library's own, and normal numbers. */
export const source: Source = {
  split: (k, n) => split(k, n),
  foldIn: (k, data) => foldIn(k, data),
  draw: (k, n) => [...read(normal(k, [n], { dtype: 'float64' }))],
};

const word = (k: Key): string => read(k).join(' ');
const seeds = fc.maxSafeNat();
const counters = fc.oneof(int(0, 9), int(0, 2 ** 32 - 1));

const expectDifferent = (what: string, keys: readonly Key[]): void => {
  const words = keys.map(word);
  const twin = words.findIndex((w, i) => words.indexOf(w) < i);
  if (twin >= 0) throw new LawError(`keys: ${what} ${words.indexOf(words[twin] ?? '')} and ${twin} are ${words[twin]}`);
};

/** n·r², which has mean 1 for independent numbers: the square of the correlation at a lag */
const correlation = (a: readonly number[], b: readonly number[], lag: number): number => {
  const pairs = a.slice(lag).map((x, i) => x * (b[i] ?? 0));
  const norm = (list: readonly number[]): number => Math.sqrt(list.reduce((sum, x) => sum + x * x, 0));
  return pairs.reduce((sum, x) => sum + x, 0) / (norm(a) * norm(b));
};
const length = 1500;
/* seven standard deviations: once in 10¹¹ */
const bound = 7 / Math.sqrt(length);

const streams = ({ draw }: Source, keys: readonly Key[], lags: readonly number[]): void => {
  const drawn = keys.map((k) => draw(k, length));
  drawn.forEach((a, i) =>
    drawn.forEach((b, j) => {
      for (const lag of i === j ? lags.filter((n) => n > 0) : lags) {
        const r = correlation(a, b, lag);
        if (!(Math.abs(r) < bound))
          throw new LawError(`keys: streams ${i} and ${j} have correlation ${r} at lag ${lag}`);
      }
    }),
  );
};

export const laws = {
  'the same key gives the same numbers, and the beginning of a longer draw': law(
    () => fc.record({ seed: seeds, n: int(1, 20), more: int(0, 20) }),
    ({ draw }: Source, { seed, n, more }) => {
      const [first, again] = [draw(key(seed), n), draw(key(seed), n + more)];
      first.forEach((x, i) => equal(`number ${i}`, again[i] ?? NaN, x));
    },
  ),

  'keys split from a key differ from each other and from it, whatever their number': law(
    () => fc.record({ seed: seeds, n: int(1, 12) }),
    (subject: Source, { seed, n }) => {
      const parent = key(seed);
      const children = subject.split(parent, n);
      equal('the number of keys', children.length, n);
      const grown = children.flatMap((child) => subject.split(child, 3));
      expectDifferent('keys', [parent, ...children, ...grown]);
      subject.split(parent, n + 1).forEach((child, i) => {
        if (i < n && word(child) !== word(children[i] ?? parent))
          throw new LawError(`keys: key ${i} of ${n + 1} is not that of ${n}`);
      });
    },
  ),

  'numbers folded into a key give keys that differ': law(
    () => fc.record({ seed: seeds, data: fc.uniqueArray(counters, { minLength: 2, maxLength: 8 }) }),
    (subject: Source, { seed, data }) => {
      const parent = key(seed);
      expectDifferent('keys', [parent, ...data.map((n) => subject.foldIn(parent, n))]);
      /* the next number in each of the 32 bits */
      const [n = 0] = data;
      expectDifferent(
        'keys',
        [n, ...Array.from({ length: 32 }, (_, bit) => (n ^ (1 << bit)) >>> 0)].map((m) => subject.foldIn(parent, m)),
      );
    },
  ),

  'the streams of split keys are uncorrelated, with themselves and each other': law(
    () => seeds,
    (subject: Source, seed) => streams(subject, subject.split(key(seed), 3), [0, 1, 2]),
    10,
  ),

  'the streams of a key and of what is folded into it are uncorrelated': law(
    () => fc.record({ seed: seeds, n: counters }),
    (subject: Source, { seed, n }) =>
      streams(
        subject,
        [0, 1].map((i) => subject.foldIn(key(seed), (n + i) >>> 0)),
        [0, 1],
      ),
    10,
  ),

  'the streams of neighbouring seeds are uncorrelated': law(
    () => fc.record({ seed: seeds, bit: int(0, 52) }),
    (subject: Source, { seed, bit }) =>
      streams(subject, [key(seed), key(Number(BigInt(seed) ^ (1n << BigInt(bit))))], [0, 1]),
    10,
  ),
} satisfies Readonly<Record<string, Law<Source>>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
