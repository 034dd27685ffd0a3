/** Single elements in memory. */
import type { DType } from '../../../tensor/dtype.js';
import { f32, f64, i32, i64 } from '../emit/index.js';
import type { Code } from '../emit/index.js';

type Address = Code<'i32'>;

export interface Scalar {
  /** writes the element of one address to another */
  readonly move: (to: Address, from: Address) => Code<'void'>;
  /** adds it to the one there */
  readonly accumulate: (to: Address, from: Address) => Code<'void'>;
}

export const scalar: { readonly [D in DType]: Scalar } = {
  float32: {
    move: (to, from) => i32.store(to, i32.load(from)),
    accumulate: (to, from) => f32.store(to, f32.add(f32.load(to), f32.load(from))),
  },
  float64: {
    move: (to, from) => i64.store(to, i64.load(from)),
    accumulate: (to, from) => f64.store(to, f64.add(f64.load(to), f64.load(from))),
  },
  int32: {
    move: (to, from) => i32.store(to, i32.load(from)),
    accumulate: (to, from) => i32.store(to, i32.add(i32.load(to), i32.load(from))),
  },
  bool: {
    move: (to, from) => i32.store8(to, i32.load8U(from)),
    accumulate: (to, from) => i32.store8(to, i32.or(i32.load8U(to), i32.load8U(from))),
  },
};
