import { argSort, gatherAt } from '../primitive/gather.js';
import { iotaAlong } from '../primitive/create.js';
import { apply } from '../primitive/primitive.js';
import type { Arg, ValidShape } from '../shape/shape.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result } from '../tensor/tensor.js';
import { expectDims, flipSign, word } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';
import { split } from './split.js';

/** sorts by fresh random words, `rounds` times: two elements that tie in one round are told apart in the next */
const shuffle = (key: Key, order: AnyTensor, rounds: number): AnyTensor => {
  if (rounds === 0) return order;
  const [rest, draw] = split(key);
  const sorting = apply(argSort, {}, flipSign(word(draw, order.shape)));
  return shuffle(rest, gatherAt(order, sorting, 0), rounds - 1);
};

/**
 * The numbers 0 … n − 1 in random order, each order equally likely. `take(x, permutation(key, n))` shuffles x.
 *
 * Errors   "permutation: [-1] is not a shape"
 * Cost     ⌈3 ln n / 32 ln 2⌉ sorts: one up to n = 1625, two up to 2.6 million
 * Source   JAX, random.permutation
 * @example
 * permutation(key(42), 5) // [4, 2, 3, 0, 1]
 */
export const permutation = <const N extends number>(
  key: Key,
  n: Arg<ValidShape<[N], 'permutation'>, N>,
): Result<ValidShape<[N], 'permutation'>, 'int32'> => {
  const shape = expectDims([n], 'permutation');
  const rounds = Math.ceil((3 * Math.log(Math.max(1, Number(n)))) / Math.log(2 ** 32 - 1));
  return result(shuffle(expectKey(key, 'permutation'), iotaAlong(shape, 0, 'int32'), rounds));
};
