import { ShapeError } from '../shape/error.js';
import { show } from '../shape/shape.js';
import { fromArray } from '../tensor/literal.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import { isTensor } from '../tensor/node.js';

/**
 * What random numbers are made from: two 32-bit words, an ordinary tensor. The same key gives the same numbers, always
 * and everywhere; so draw from a key once, and `split` it where more is needed.
 */
export type Key = Tensor<readonly [2], 'int32'>;

/**
 * The key of a seed: its high and its low 32 bits.
 *
 * Errors   "key: the seed must be a whole number from 0 to 2^53 - 1, it is -1"
 * Source   JAX, random.key
 * @example
 * key(7) // [0, 7]
 */
export const key = (seed: number): Key => {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`key: the seed must be a whole number from 0 to 2^53 - 1, it is ${seed}`);
  return fromArray(Int32Array.of(seed / 2 ** 32, seed), [2]);
};

/** An argument that has to be a key. */
export const expectKey = (value: unknown, operation: string): Key => {
  if (!isTensor(value))
    throw new TypeError(`${operation}: expected a key, int32 [2], got ${value === null ? 'null' : typeof value}`);
  const { shape, dtype } = value;
  if (dtype !== 'int32' || shape.length !== 1 || shape[0] !== 2)
    throw new ShapeError(`${operation}: expected a key, int32 [2], got ${dtype} ${show(shape)}`, [shape]);
  return typed(value);
};
