/** Polynomials through points: the smallest model that learns too much. */
import { add, multiply, onesLike, range, transpose, zerosLike } from '../ops/index.js';
import { expectTensor } from '../ops/operand.js';
import {
  expectOneDType,
  expectShape,
  sameShape,
  show,
  ShapeError,
  type Arg,
  type SameShape,
  type Shape,
  type Show,
} from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import { scan } from '../transform/index.js';
import { leastSquares } from './leastSquares.js';

type Vector = Tensor<readonly [number], Float>;

/**
 * Σ cₖxᵏ, by Horner's rule.
 * Shape     coefficients [d + 1], from the constant on, x [...s] → [...s]
 * Gradient  c̄ₖ = Σ xᵏȳ, x̄ = ȳ·Σ k cₖxᵏ⁻¹
 * @example
 * polynomial(tensor([1, 0, 2]), tensor([0, 3])) // [1, 19]
 */
export const polynomial = <N extends number, S extends Shape, D extends Float>(
  coefficients: Tensor<readonly [N], D>,
  x: Tensor<S, D>,
): Tensor<S, D> => {
  const [c, at]: readonly [Vector, Tensor<Shape, Float>] = [coefficients, x];
  return typed(
    scan((y: Tensor<Shape, Float>, next) => [add(multiply(y, at), next), []] as const, zerosLike(at), c, {
      reverse: true,
    })[0],
  );
};

/** `true`, or the sentence when there is not one value for each place. */
export type Points<A extends Shape, B extends Shape> =
  SameShape<A, B> extends true ? true : `polynomialFit: places ${Show<A>} and values ${Show<B>} differ`;

/** The degree, and λ of a penalty λΣcₖ², 0 unless given. */
export interface PolynomialOptions {
  readonly degree: number;
  readonly penalty?: number;
}

/**
 * The coefficients, from the constant on, of the polynomial with the least Σ (yᵢ − Σₖ cₖxᵢᵏ)² + λΣ cₖ². With as many coefficients as points it goes
 * through all of them; with more, the shortest of those that do. In float64, with x about from −1 to 1.
 * Shape     x [n], y [n] → [degree + 1]
 * Errors    "polynomialFit: the degree must be whole and not negative, it is 1.5", "polynomialFit: places [3] and values [4] differ"
 * Source    deck row K6; see {@link leastSquares}
 * @example
 * polynomialFit(tensor([-1, 0, 1, 2]), tensor([3, 1, 3, 9]), { degree: 2 }) // Tensor<[number]>
 */
export const polynomialFit = <A extends Shape, B extends Shape, D extends Float>(
  x: Tensor<A, D>,
  y: Arg<Points<A, B>, Tensor<B, D>>,
  { degree, penalty = 0 }: PolynomialOptions,
): Tensor<[number], D> => {
  const [places, values] = [expectTensor(x, 'polynomialFit'), expectTensor(y, 'polynomialFit')];
  if (places.shape.length !== 1)
    throw new ShapeError(`polynomialFit: expected places [n], got ${show(places.shape)}`, [places.shape]);
  expectShape(
    sameShape(places.shape, values.shape)
      ? places.shape
      : `polynomialFit: places ${show(places.shape)} and values ${show(values.shape)} differ`,
    places.shape,
    values.shape,
  );
  expectOneDType('polynomialFit', places, values);
  if (!Number.isSafeInteger(degree) || degree < 0)
    throw new RangeError(`polynomialFit: the degree must be whole and not negative, it is ${degree}`);
  return typed(fit(typed(places), typed(values), degree, penalty));
};

/* the powers of x, one row each, are the columns of Vandermonde's matrix */
const fit = (x: Vector, y: Vector, degree: number, penalty: number): Vector => {
  const [, powers] = scan((power: Vector) => [multiply(power, x), power] as const, onesLike(x), range(degree + 1));
  return leastSquares(transpose(powers), y, { penalty });
};
