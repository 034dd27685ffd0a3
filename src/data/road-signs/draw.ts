import { threefry2x32 } from '../../primitive/threefry.js';
import type { Key as RandomKey } from '../../random/index.js';
import { toArray } from '../../tensor/literal.js';
import { isTensor } from '../../tensor/node.js';

/** The seed of a picture: two 32-bit words. */
export type Key = readonly [number, number];

/** What random numbers are made from: a key, or its words. */
export type Seed = RandomKey | Key;

/** The words of a seed. */
export const wordsOf = (seed: Seed): Key => {
  if (!isTensor(seed)) return seed;
  const [high = 0, low = 0] = toArray(seed);
  return [high, low];
};

/** Both ends of a uniform distribution. */
export type Range = readonly [low: number, high: number];

/** A key of its own for each number: what is drawn from one tells nothing about another. */
export const child = (key: Key, index: number): Key => threefry2x32(key[0], key[1], 1, index);

/** `count` random words, each a function of the key and its position alone. */
export const words = (key: Key, count: number): Uint32Array => {
  const out = new Uint32Array(count);
  for (let i = 0; i < count; i += 2) {
    const [even, odd] = threefry2x32(key[0], key[1], 0, i);
    out[i] = even;
    out[i + 1] = odd;
  }
  return out;
};

/** `count` uniform numbers in [0, 1). */
export const uniforms = (key: Key, count: number): Float64Array =>
  new Float64Array(words(key, count)).map((word) => word / 2 ** 32);

/**
 * One uniform number in each named range, drawn in the order of the names.
 * @example  draw([0, 7], { radius: [8, 13], gain: [0.5, 1.2] })   // Readonly<Record<'radius' | 'gain', number>>
 */
export function draw<Name extends string>(
  key: Key,
  ranges: Readonly<Record<Name, Range>>,
): Readonly<Record<Name, number>>;
export function draw(key: Key, ranges: Readonly<Record<string, Range>>): Readonly<Record<string, number>> {
  const names = Object.entries(ranges);
  const at = uniforms(key, names.length);
  return Object.fromEntries(names.map(([name, [low, high]], i) => [name, low + (high - low) * (at[i] ?? 0)]));
}

/** One element of a list, each equally likely. */
export const pick = <A>(key: Key, [first, ...rest]: readonly [A, ...A[]]): A => {
  const [at = 0] = uniforms(key, 1);
  const index = Math.floor(at * (rest.length + 1));
  return index === 0 ? first : (rest[index - 1] ?? first);
};

/** A random order of 0 … size − 1 (Fisher and Yates). */
export const permutation = (key: Key, size: number): Int32Array => {
  const order = Int32Array.from({ length: size }, (_, i) => i);
  uniforms(key, size).forEach((at, i) => {
    const other = i + Math.floor(at * (size - i));
    const held = order[i] ?? 0;
    order[i] = order[other] ?? 0;
    order[other] = held;
  });
  return order;
};
