/** What is claimed of least squares. */
import * as fc from 'fast-check';
import { leastSquares } from '../../src/classifiers/index.js';
import { add, matmul, multiply, subtract, transpose } from '../../src/ops/index.js';
import { read } from '../../src/tensor/read.js';
import { typed } from '../../src/tensor/tensor.js';
import type { AnyTensor, Tensor } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { inner, int, law, numbers, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

type Matrix = Tensor<readonly [number, number], 'float64'>;
type Vector = Tensor<readonly [number], 'float64'>;
export type Subject = (a: Matrix, b: Vector, penalty: number) => Vector;

/** The library's own. */
export const solve: Subject = (a, b, penalty) => leastSquares(a, b, { penalty });

/** whole numbers with a diagonal that outweighs them: a matrix of full rank whose condition number is small */
const system = (tall: boolean) =>
  fc.record({ short: int(1, 4), more: int(0, 3) }).chain(({ short, more }) => {
    const [m, n] = tall ? [short + more, short] : [short, short + more];
    return fc.record({ a: whole([m, n], -2, 2), b: whole([m], -5, 5), v: whole([n], -5, 5) }).map(({ a, b, v }) => ({
      a: heavy(a),
      b: typed<readonly [number], 'float64'>(b),
      v: typed<readonly [number], 'float64'>(v),
    }));
  });
const heavy = (a: Numbers): Matrix => {
  const [m = 0, n = 0] = a.shape;
  const diagonal = Array.from({ length: m * n }, (_, i) => (Math.floor(i / n) === i % n ? 20 : 0));
  return typed(add(a, numbers(diagonal, [m, n])));
};

const small = (what: string, x: AnyTensor): void => {
  const worst = Math.max(0, ...Array.from(read(x), Math.abs));
  if (!(worst < 1e-11)) throw new LawError(`${what} is off by ${worst}`);
};

export const laws = {
  'the gradient of the error is zero: Aᵀ(Ax − b) + λx = 0': law(
    () => fc.record({ system: fc.boolean().chain(system), penalty: fc.constantFrom(0, 0.5, 4) }),
    (subject, { system: { a, b }, penalty }) => {
      const x = subject(a, b, penalty);
      small('the gradient', add(matmul(transpose(a), subtract(matmul(a, x), b)), multiply(x, penalty)));
    },
    60,
  ),

  'with fewer equations than unknowns it is the shortest: orthogonal to all that A makes zero': law(
    () => system(false),
    (subject, { a, b, v }) => {
      const x = subject(a, b, 0);
      const nothing = subtract(v, solve(a, matmul(a, v), 0));
      small('what A makes of nothing', matmul(a, nothing));
      small('the product', numbers([inner(x, nothing)], []));
    },
    60,
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;
