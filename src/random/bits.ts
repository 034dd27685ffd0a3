import { broadcastTo } from '../primitive/broadcast.js';
import { fill, iotaAlong } from '../primitive/create.js';
import { reshapeTo } from '../primitive/layout.js';
import type { Pair } from '../primitive/primitive.js';
import { threefryBits } from '../primitive/random.js';
import { expectShape } from '../shape/error.js';
import { size, validShape } from '../shape/shape.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result } from '../tensor/tensor.js';
import { add, xor } from '../ops/index.js';
import { cast } from '../ops/create.js';
import { index } from '../ops/index.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';

/** A shape that a caller wrote down, checked. */
export const expectDims = (shape: unknown, operation: string): Shape => {
  const dims: Shape = Array.isArray(shape) ? shape : [NaN];
  return [...expectShape(validShape(dims, operation), dims)];
};

/** Two words for each element of a shape: threefry2x32 of the key at the counters 0, 1, 2 … in row-major order. */
export const words = (key: Key, shape: Shape): Pair<AnyTensor> => {
  const line = [size(shape)];
  const [first, second] = threefryBits(
    [broadcastTo(index(key, 0), line), broadcastTo(index(key, 1), line)],
    [fill(line, 0, 'int32'), iotaAlong(line, 0, 'int32')],
  );
  return [reshapeTo(first, shape), reshapeTo(second, shape)];
};

/** One word for each element of a shape. */
export const word = (key: Key, shape: Shape): AnyTensor => xor(...words(key, shape));

/** Exchanges the order of words as signed numbers for their order as natural numbers. */
export const flipSign = (bits: AnyTensor): AnyTensor => xor(bits, -(2 ** 31));

/** Words as natural numbers in [0, 2³²), in float64. */
export const naturalOf = (bits: AnyTensor): AnyTensor => add(cast(flipSign(bits), 'float64'), 2 ** 31);

/** The inverse of {@link naturalOf}. */
export const wordOf = (natural: AnyTensor): AnyTensor => flipSign(cast(add(natural, -(2 ** 31)), 'int32'));

/**
 * 32 uniform random bits an element, as an int32.
 *
 * As in every draw but a permutation, element i in row-major order depends on the key and on i alone: a shorter draw is
 * the beginning of a longer one, and a reshaped draw is a draw of the other shape.
 *
 * Errors   "bits: [2, -1] is not a shape"
 * Source   Salmon, Moraes, Dror & Shaw 2011; JAX, random.bits with jax_threefry_partitionable
 * @example
 * bits(key(42), [2]) // [2098992034, -1375260455]
 */
export const bits = <const S extends Shape>(
  key: Key,
  shape: Arg<ValidShape<S, 'bits'>, readonly [...S]>,
): Result<ValidShape<S, 'bits'>, 'int32'> => result(word(expectKey(key, 'bits'), expectDims(shape, 'bits')));
