import { broadcastTo } from '../primitive/broadcast.js';
import { broadcastToShape } from '../shape/broadcast.js';
import type { BroadcastTo } from '../shape/broadcast.js';
import { expectShape } from '../shape/error.js';
import type { Arg, Shape, ValidShape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { less } from '../ops/index.js';
import { lift } from '../ops/operand.js';
import type { DimsOf } from '../ops/operand.js';
import { expectDims } from './bits.js';
import { expectKey } from './key.js';
import type { Key } from './key.js';
import { expectFloat, fraction } from './uniform.js';

/** The shape of a draw whose probabilities broadcast to it, or a sentence. */
export type Bernoulli<P, S extends Shape> =
  ValidShape<S, 'bernoulli'> extends infer R ? (R extends Shape ? BroadcastTo<DimsOf<P>, R, 'bernoulli'> : R) : never;

/**
 * true with the probability given, a number or a float tensor that broadcasts to the shape: u < p, u uniform in [0, 1).
 * A probability is resolved to 2⁻²³, of a float64 tensor to 2⁻⁵².
 *
 * Errors   "bernoulli: the probability must be from 0 to 1, it is 1.5",
 *          "bernoulli: [2] does not broadcast to [3] (2 is not 3)"
 * Source   JAX, random.bernoulli
 * @example
 * bernoulli(key(42), 0.5, [4]) // Tensor<[4], 'bool'>
 */
export const bernoulli = <P extends number | Tensor<Shape, Float>, const S extends Shape>(
  key: Key,
  probability: P,
  shape: Arg<Bernoulli<P, S>, readonly [...S]>,
): Result<Bernoulli<P, S>, 'bool'> => {
  if (typeof probability === 'number' && !(probability >= 0 && probability <= 1))
    throw new RangeError(`bernoulli: the probability must be from 0 to 1, it is ${probability}`);
  const p = lift(probability, 'float32', 'bernoulli');
  const dims = expectDims(shape, 'bernoulli');
  const each: AnyTensor = broadcastTo(p, expectShape(broadcastToShape(p.shape, dims, 'bernoulli'), p.shape, dims));
  return result(less(fraction(expectKey(key, 'bernoulli'), dims, expectFloat(p.dtype, 'bernoulli')), each));
};
