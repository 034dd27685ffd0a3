import { align, type Align } from './broadcast.js';
import { dimension, show, type SameDim, type Shape, type Show, type Verdict } from './shape.js';

/**
 * Matrix product of the last two dimensions; leading (batch) dimensions broadcast. A vector on the left is a row, on the
 * right a column, and its added dimension is dropped again.
 * Shape   [...b, m, k] · [...b, k, n] → [...b, m, n];  [k] · [...b, k, n] → [...b, n];  [...b, m, k] · [k] → [...b, m]
 * Errors  "matmul: inner dimensions differ: [2, 3] x [4, 5] (3 is not 4)"
 * Source  NumPy, matmul
 */
export type Matmul<A extends Shape, B extends Shape, Op extends string = 'matmul'> = A extends readonly [
  ...infer P extends Shape,
  infer M extends number,
  infer K extends number,
]
  ? B extends readonly [...infer Q extends Shape, infer L extends number, infer N extends number]
    ? Inner<A, B, K, L, Op, Align<P, Q>, [M, N]>
    : B extends readonly [infer L extends number]
      ? Inner<A, B, K, L, Op, P, [M]>
      : Scalar<A, B, Op>
  : A extends readonly [infer K extends number]
    ? B extends readonly [...infer Q extends Shape, infer L extends number, infer N extends number]
      ? Inner<A, B, K, L, Op, Q, [N]>
      : B extends readonly [infer L extends number]
        ? Inner<A, B, K, L, Op, [], []>
        : Scalar<A, B, Op>
    : Scalar<A, B, Op>;

type Inner<
  A extends Shape,
  B extends Shape,
  K extends number,
  L extends number,
  Op extends string,
  Batch,
  Rest extends Shape,
> =
  SameDim<K, L> extends true
    ? Batch extends Shape
      ? [...Batch, ...Rest]
      : `${Op}: batch dimensions differ: ${Show<A>} x ${Show<B>} (${Batch & string})`
    : `${Op}: inner dimensions differ: ${Show<A>} x ${Show<B>} (${K} is not ${L})`;

/** The pattern of neither a matrix nor a vector: a scalar, or a shape of unknown rank. */
type Scalar<A extends Shape, B extends Shape, Op extends string> = number extends A['length'] | B['length']
  ? number[]
  : `${Op}: a scalar is no matrix: ${Show<A>} x ${Show<B>}`;

export const matmulShape = (a: Shape, b: Shape, operation = 'matmul'): Verdict => {
  const operands = `${show(a)} x ${show(b)}`;
  if (a.length === 0 || b.length === 0) return `${operation}: a scalar is no matrix: ${operands}`;
  const [k, l] = [dimension(a, -1), dimension(b, b.length === 1 ? -1 : -2)];
  if (k !== l) return `${operation}: inner dimensions differ: ${operands} (${k} is not ${l})`;
  const batch = align(a.slice(0, -2), b.slice(0, -2));
  if (typeof batch === 'string') return `${operation}: batch dimensions differ: ${operands} (${batch})`;
  return [...batch, ...a.slice(0, -1).slice(-1), ...(b.length === 1 ? [] : b.slice(-1))];
};
