/**
 * Random bits: a keyed bijection of counters, so the same key gives the same bits in any order and on any number of threads.
 */
import { at, applyAll } from './primitive.js';
import type { Pair, Primitive } from './primitive.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { leadAll } from './broadcast.js';
import { same } from './elementwise.js';
import { threefry2x32 } from './threefry.js';

/**
 * Threefry-2x32: two words of random bits from two words of key and two of counter, element by element. No gradient.
 *
 * Source  Salmon, Moraes, Dror & Shaw 2011; bit for bit that of JAX
 */
export const threefry: Primitive<object> = {
  name: 'threefry',
  infer: (_, inputs) => {
    const spec = same('threefry', 'integer', inputs);
    return [spec, spec];
  },
  evaluate: (_, inputs) => {
    const [k0, k1, x0, x1] = [at(inputs, 0).data, at(inputs, 1).data, at(inputs, 2).data, at(inputs, 3).data];
    const [a, b] = [new Int32Array(x0.length), new Int32Array(x0.length)];
    for (let i = 0; i < a.length; i++) [a[i], b[i]] = threefry2x32(k0[i] ?? 0, k1[i] ?? 0, x0[i] ?? 0, x1[i] ?? 0);
    return [a, b];
  },
  vjp: (_, __, { inputs }) => inputs.map(() => undefined),
  jvp: () => [undefined, undefined],
  batch: (_, { inputs, size, batched }) => ({
    outputs: applyAll(threefry, {}, leadAll(inputs, size, batched)),
    batched: [true, true],
  }),
};

/** the two words of bits for keys and counters of one shape */
export const threefryBits = (key: Pair<AnyTensor>, counter: Pair<AnyTensor>): Pair<AnyTensor> => {
  const words = applyAll(threefry, {}, [...key, ...counter]);
  return [at(words, 0), at(words, 1)];
};
