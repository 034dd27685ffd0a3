/** Row K6: overfitting, ten points and a polynomial. */
import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { leastSquares, polynomial, polynomialFit } from '../../src/classifiers/index.js';
import { add, divide, mean, multiply, ones, range, square, subtract, sum } from '../../src/ops/index.js';
import { key, normal, uniform } from '../../src/random/index.js';
import { fromArray, item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad, vmap } from '../../src/transform/index.js';
import { golden } from './golden.js';

const float64 = { dtype: 'float64' } as const;
type Points = Tensor<readonly [number], 'float64'>;
const points = (values: readonly number[]): Points => fromArray(Float64Array.from(values), [values.length]);

describe('K6: ten points of y = x², with noise', () => {
  const x = subtract(divide(range(10, float64), 4.5), 1);
  const y = add(square(x), multiply(normal(key(5), [10], float64), 0.1));
  const unseen = subtract(divide(range(101, float64), 50), 1);
  const errors = (degree: number, penalty = 0): { readonly training: number; readonly test: number } => {
    const coefficients = polynomialFit(x, y, { degree, penalty });
    return {
      training: item(mean(square(subtract(polynomial(coefficients, x), y)))),
      test: item(mean(square(subtract(polynomial(coefficients, unseen), square(unseen))))),
    };
  };

  it('K6: degree 10 goes through all of them, and is far off between', () => {
    const [two, nine, ten] = [errors(2), errors(9), errors(10)];
    expect(ten.training).toBeLessThan(1e-20);
    expect(nine.training).toBeLessThan(1e-20);
    expect(two.training).toBeGreaterThan(1e-3);
    expect(two.test).toBeLessThan(0.01);
    expect(nine.test).toBeGreaterThan(5 * two.test);
    expect(ten.test).toBeGreaterThan(5 * two.test);
  });

  it('K6: the training error falls with the degree; the test error falls, then rises', () => {
    const all = Array.from({ length: 10 }, (_, degree) => errors(degree));
    all.slice(1).forEach(({ training }, degree) => expect(training).toBeLessThan((all[degree]?.training ?? 0) + 1e-15));
    const tests = all.map(({ test }) => test);
    expect(tests.indexOf(Math.min(...tests))).toBe(2);
  });

  it('K6: a penalty on the weights mends degree 9', () => {
    const [free, held] = [errors(9), errors(9, 1e-2)];
    expect(held.training).toBeGreaterThan(free.training);
    expect(held.test).toBeLessThan(free.test / 3);
  });

  it.each(golden.polynomial.fits)('K6: degree $degree is NumPy’s', ({ degree, coefficients }) => {
    const found = toArray(polynomialFit(points(golden.polynomial.x), points(golden.polynomial.y), { degree }));
    coefficients.forEach((c, k) =>
      expect(Math.abs((found[k] ?? NaN) - c)).toBeLessThan(1e-10 * Math.max(1, Math.abs(c))),
    );
  });

  it('K6: degree 10 on ten points is the shortest of those that fit, as NumPy’s', () => {
    const found = toArray(polynomialFit(points(golden.polynomial.x), points(golden.polynomial.y), { degree: 10 }));
    golden.polynomial.degree10.forEach((c, k) =>
      expect(Math.abs((found[k] ?? NaN) - c)).toBeLessThan(1e-10 * Math.max(1, Math.abs(c))),
    );
  });
});

describe('least squares', () => {
  const a = uniform(key(1), [6, 3], { ...float64, low: -1 });
  const b = uniform(key(2), [6], { ...float64, low: -1 });

  it('leaves a rest that is orthogonal to the columns: the gradient of the error is 0', () => {
    for (const penalty of [0, 0.5]) {
      const x = leastSquares(a, b, { penalty });
      const slope = grad((v: Tensor<[3], 'float64'>) =>
        add(sum(square(subtract(sum(multiply(a, v), 1), b))), multiply(sum(square(v)), penalty)),
      )(x);
      toArray(slope).forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-14));
    }
  });

  it('has derivatives: of the solution by the values they are those of the normal equations', () => {
    const jacobian = grad((v: Tensor<[6], 'float64'>) => sum(leastSquares(a, v)));
    const bumped = (k: number, h: number): number =>
      item(sum(leastSquares(a, points([...toArray(b)].map((value, i) => (i === k ? value + h : value))))));
    const slope = toArray(jacobian(b));
    slope.forEach((value, k) => expect((bumped(k, 1e-3) - bumped(k, -1e-3)) / 2e-3).toBeCloseTo(value, 10));
  });

  it('solves many at once by vmap', () => {
    const many = uniform(key(3), [4, 6], float64);
    const all = toNested(vmap((v: Tensor<[6], 'float64'>) => leastSquares(a, v))(many));
    expect(all[2]?.map((value) => value.toFixed(12))).toEqual(
      toNested(leastSquares(a, points([...toArray(many)].slice(12, 18)))).map((value) => value.toFixed(12)),
    );
  });

  it('has nothing to weigh where a column is zero and λ is not', () => {
    expect(toNested(leastSquares(tensor([[1, 0], [1, 0]]), tensor([2, 2]), { penalty: 1e-3 }))[1]).toBeCloseTo(0, 6); // prettier-ignore
  });

  it('refuses what does not fit, in a sentence', () => {
    // @ts-expect-error the sentence stands in the editor too
    expect(() => leastSquares(ones([5, 2]), ones([4]))).toThrow(
      'leastSquares: the matrix [5, 2] needs values [5], got [4]',
    );
    expect(() => leastSquares(ones([5, 2]), ones([5]), { penalty: -1 })).toThrow('expected a penalty of 0 or more');
    // @ts-expect-error the sentence stands in the editor too
    expect(() => polynomialFit(ones([3]), ones([4]), { degree: 1 })).toThrow('places [3] and values [4] differ');
    expect(() => polynomialFit(ones([3]), ones([3]), { degree: 1.5 })).toThrow('whole and not negative, it is 1.5');
  });
});
