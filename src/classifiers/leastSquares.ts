/** Linear least squares by Householder's reflections. */
import {
  add,
  cast,
  concat,
  divide,
  equal,
  expand,
  greater,
  identity,
  less,
  lessEqual,
  matmul,
  multiply,
  pad,
  range,
  slice,
  sqrt,
  square,
  subtract,
  sum,
  transpose,
  where,
  zeros,
} from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import {
  expectOneDType,
  expectShape,
  sameShape,
  show,
  type Arg,
  type SameShape,
  type Shape,
  type Show,
} from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { scan } from '../transform/index.js';
import type { Rows } from './examples.js';

type Vector = Tensor<readonly [number], Float>;

/** I − f vvᵀ for each row v: what brings a matrix to a triangle, column by column. */
interface Reflections {
  readonly v: Rows;
  readonly f: Vector;
}

/** the rows of the identity, n of them, of which each selects an element */
const selectors = (n: number, length: number, dtype: Float): Rows =>
  cast(equal(expand(range(n), 1), range(length)), dtype);

/** A = QR for A [m, n] with m ≥ n: the reflections whose product is Qᵀ, and the square of R */
const triangular = (matrix: Rows): readonly [Reflections, Rows] => {
  const [[m, n], dtype] = [matrix.shape, matrix.dtype];
  const [r, reflections] = scan(
    (left: Rows, { column, pivot, below }) => {
      const x = multiply(matmul(left, column), below);
      const norm = sqrt(sum(square(x)));
      /* away from the pivot, so that nothing cancels */
      const v: Vector = add(x, multiply(pivot, where(less(sum(multiply(x, pivot)), 0), multiply(norm, -1), norm)));
      const squares = sum(square(v));
      const f = where(greater(squares, 0), divide(2, where(greater(squares, 0), squares, 1)), 0);
      return [reflected(left, v, f), { v, f }] as const;
    },
    matrix,
    {
      column: selectors(n, n, dtype),
      pivot: selectors(n, m, dtype),
      below: cast(lessEqual(expand(range(n), 1), range(m)), dtype),
    },
  );
  return [reflections, slice(r, [{ end: n }])];
};

/** (I − f vvᵀ) A */
const reflected = (a: Rows, v: Vector, f: Tensor<[], Float>): Rows =>
  subtract(a, multiply(multiply(f, expand(v, 1)), matmul(v, a)));

/** Qᵀb, or Qb from the last reflection to the first */
const reflect = ({ v, f }: Reflections, b: Vector, reverse: boolean): Vector =>
  scan(
    (c: Vector, one) => [subtract(c, multiply(one.v, multiply(one.f, sum(multiply(one.v, c))))), []] as const,
    b,
    { v, f },
    { reverse },
  )[0];

/** x with Tx = c, row by row of a triangle: from the last one to the first of an upper triangle, else from the first */
const substitute = (triangle: Rows, c: Vector, upper: boolean): Vector => {
  const [n] = triangle.shape;
  return scan(
    (x: Vector, { row, value, pivot }) => {
      const rest = subtract(value, sum(multiply(row, x)));
      return [add(x, multiply(pivot, divide(rest, sum(multiply(row, pivot))))), []] as const;
    },
    zeros([n], { dtype: triangle.dtype }),
    { row: triangle, value: c, pivot: selectors(n, n, triangle.dtype) },
    { reverse: upper },
  )[0];
};

/** `true`, or the sentence when there is not one value for each equation. */
export type Solvable<A extends Shape, B extends Shape> = number extends A['length']
  ? true
  : A extends readonly [infer M extends number, number]
    ? SameShape<[M], B> extends true
      ? true
      : `leastSquares: the matrix ${Show<A>} needs values ${Show<[M]>}, got ${Show<B>}`
    : `leastSquares: expected a matrix, got ${Show<A>}`;
const solvable = (a: Shape, b: Shape): Shape | string =>
  a.length !== 2
    ? `leastSquares: expected a matrix, got ${show(a)}`
    : sameShape(a.slice(0, 1), b)
      ? b
      : `leastSquares: the matrix ${show(a)} needs values ${show(a.slice(0, 1))}, got ${show(b)}`;

/** The number of unknowns. */
export type UnknownsOf<A extends Shape> = A extends readonly [number, infer N extends number] ? N : number;

/**
 * The x that makes ‖Ax − b‖² + λ‖x‖² small; λ, the `penalty`, is 0 unless given. Of several that make it 0, where there are fewer equations than
 * unknowns, the shortest. By QR, so that the condition number of A is not squared.
 *
 * Shape     A [m, n] of full rank (λ > 0: of any), b [m] → [n]
 * Gradient  that of the reflections; as every operation here, it can be batched by `vmap`
 * Errors    "leastSquares: the matrix [5, 2] needs values [5], got [4]", "leastSquares: expected a penalty of 0 or more, got -1"
 * Cost      4mn² flops
 * Source    Householder 1958; Golub and Van Loan, Matrix Computations, 5.3 and 5.6; Hoerl and Kennard 1970 (ridge regression)
 * @example
 * leastSquares(tensor([[1, 0], [1, 1], [1, 2]]), tensor([1, 3, 5])) // [1, 2]
 */
export const leastSquares = <A extends Shape, B extends Shape, D extends Float>(
  a: Tensor<A, D>,
  b: Arg<Solvable<A, B>, Tensor<B, D>>,
  { penalty = 0 }: { readonly penalty?: number } = {},
): Tensor<[UnknownsOf<A>], D> => {
  const [matrix, values] = [expectTensor(a, 'leastSquares'), expectTensor(b, 'leastSquares')];
  expectShape(solvable(matrix.shape, values.shape), matrix.shape, values.shape);
  expectOneDType('leastSquares', matrix, values);
  if (!(penalty >= 0 && penalty < Infinity))
    throw new RangeError(`leastSquares: expected a penalty of 0 or more, got ${penalty}`);
  return typed(solution(typed(matrix), typed(values), penalty));
};

const solution = (a: Rows, b: Vector, penalty: number): Vector => {
  const [m, n] = a.shape;
  if (penalty > 0) {
    const ridge = multiply(identity(n, { dtype: a.dtype }), Math.sqrt(penalty));
    return solution(concat([a, ridge], 0), pad(b, [[0, n]]), 0);
  }
  if (m >= n) {
    const [reflections, r] = triangular(a);
    return substitute(r, slice(reflect(reflections, b, false), [{ end: n }]), true);
  }
  const [reflections, r] = triangular(transpose(a));
  return reflect(reflections, pad(substitute(transpose(r), b, false), [[0, n - m]]), true);
};
