/** √x and 1/√x. */
import { f64x2 } from '../../emit/index.js';
import { halves, joined, unary, unaryOf } from './real.js';
import type { Unary, V } from './real.js';

export const sqrt = unary('sqrt', (real, x) => real.sqrt(x));

const inverse = (x: V): V => f64x2.div(f64x2.const(1), f64x2.sqrt(x));

/** float32 is rounded once, from float64 */
export const rsqrt: Unary = {
  float64: unaryOf('rsqrt', 'float64', (_, x) => inverse(x)),
  float32: unaryOf('rsqrt', 'float32', (_, x) => {
    const [low, high] = halves(x);
    return joined(inverse(low), inverse(high));
  }),
};
