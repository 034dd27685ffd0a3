import { threefryBits } from '../primitive/random.js';
import { stackAlong } from '../primitive/slice.js';
import type { Arg, ValidShape } from '../shape/shape.js';
import { scalar } from '../tensor/literal.js';
import { result, typed } from '../tensor/tensor.js';
import type { Result, Tensor } from '../tensor/tensor.js';
import { index } from '../ops/index.js';
import { expectDims, words } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';

/** A list of N keys: a tuple for a literal N up to 16. */
export type Keys<N extends number> = N extends unknown ? (number extends N ? readonly Key[] : Tuple<N>) : never;
type Tuple<N extends number, T extends readonly Key[] = readonly []> = T['length'] extends N
  ? T
  : T['length'] extends 16
    ? readonly Key[]
    : Tuple<N, readonly [...T, Key]>;

/**
 * n independent keys, as the rows of one tensor: what `vmap` maps over.
 *
 * Shape    [2] → [n, 2]
 * Source   JAX, random.split
 * @example
 * splitBatch(key(42), 10) // Tensor<[10, 2], 'int32'>
 */
export const splitBatch = <const N extends number>(
  key: Key,
  n: Arg<ValidShape<[N, 2], 'splitBatch'>, N>,
): Result<ValidShape<[N, 2], 'splitBatch'>, 'int32'> =>
  result(stackAlong(words(expectKey(key, 'splitBatch'), expectDims([n], 'splitBatch')), 1));

/**
 * n independent keys. The i-th does not depend on n, and is `foldIn(key, i)`: use one of the two on a key, not both, and
 * draw no numbers from a key that was split.
 *
 * Errors   "split: [1.5] is not a shape"
 * Source   JAX, random.split
 * @example
 * const [weights, noise] = split(key(0))
 */
export function split<const N extends number = 2>(key: Key, n?: N): Keys<N>;
export function split(key: Key, n = 2): readonly Key[] {
  const [count = 0] = expectDims([n], 'split');
  const batch = splitBatch(expectKey(key, 'split'), count);
  return Array.from({ length: count }, (_, i) => index(batch, i));
}

/**
 * The key for number `data` under a key: of a training step, an epoch, an example. In a long loop take this rather than a
 * key split from the key before, whose expression grows with every step until somebody asks for its numbers.
 *
 * Errors   "foldIn: the number must be whole and from 0 to 2^32 - 1, it is -1"
 * Source   JAX, random.fold_in
 * @example
 * foldIn(key(42), 3) // [-1160419002, 894150801]
 */
export const foldIn = (key: Key, data: number | Tensor<readonly [], 'int32'>): Key => {
  const parent = expectKey(key, 'foldIn');
  if (typeof data === 'number' && data >>> 0 !== data)
    throw new RangeError(`foldIn: the number must be whole and from 0 to 2^32 - 1, it is ${data}`);
  const counter = typeof data === 'number' ? scalar(data, 'int32') : data;
  return typed(stackAlong(threefryBits([index(parent, 0), index(parent, 1)], [scalar(0, 'int32'), counter]), 0));
};
