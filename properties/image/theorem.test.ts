/** The theorem I9: what is built from shifts, sums, multiples and convolutions is a convolution, and its kernel is found exactly. */
import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  conv2d,
  cos,
  equal,
  flip,
  matmul,
  multiply,
  reshape,
  sin,
  slice,
  subtract,
  where,
} from '../../src/ops/index.js';
import {
  asConvolution,
  asMatrix,
  circularShift,
  convolve,
  impulseResponse,
  isEquivariant,
  isLinear,
  isShiftInvariant,
} from '../../src/image/index.js';
import type { Convolution, Counterexample, Image, Operator } from '../../src/image/index.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import '../../test/reference.js';
import { entries, kernelOn, modulo, numbers, onTorus, operatorOf, plane, rows, term, torus } from './terms.js';
import type { Plane, Rows, Term, Torus } from './terms.js';

/** what was found; a counterexample is the failure of the test */
const held = <A>(result: E.Either<Counterexample, A>): A => {
  if (E.isLeft(result)) throw new Error(String(result.left));
  return result.right;
};

const list = (x: Image): readonly number[] => Array.from(toArray(x), (value) => value + 0);

const rowsOf = ({ kernel }: Pick<Convolution, 'kernel'>): Rows => {
  const [height = 0, width = 0] = kernel.shape;
  return Array.from({ length: height }, (_, i) => list(kernel).slice(i * width, (i + 1) * width));
};

/** an image or weights of whole numbers */
const whole = (shape: Shape): fc.Arbitrary<Image> =>
  numbers(size(shape), 9).map((values) => fromArray(Float64Array.from(values), shape));

const planes = ([height, width]: Torus): fc.Arbitrary<Plane> =>
  numbers(height * width, 9).map((values) => fromArray(Float64Array.from(values), [height, width]));

/** 2π(ui/h + vj/w) for all pairs of places (u, v) and (i, j) */
const angleTable = ([height, width]: Torus) => {
  const n = height * width;
  return fromArray(
    Float64Array.from({ length: n * n }, (_, k) => {
      const [p, q] = [Math.floor(k / n), k % n];
      const rows = (Math.floor(p / width) * Math.floor(q / width)) / height;
      return 2 * Math.PI * (rows + ((p % width) * (q % width)) / width);
    }),
    [n, n],
  );
};

/** a term, the size of a torus, and an image on it */
const onTheTorus = torus.chain((sides) => fc.tuple(fc.constant(sides), term, planes(sides)));
type OnTorus = readonly [Torus, Term, Plane];

describe('on the torus', () => {
  const claims = {
    'an operator built from shifts, sums, multiples and convolutions is proved to be a convolution, with exactly the kernel that the algebra of kernels gives':
      ([sides, one]: OnTorus) => {
        const found = held(asConvolution(operatorOf(one), sides));
        expect(found.evidence.by).toBe('proof');
        expect(onTorus(sides, entries(rowsOf(found), found.origin))).toEqual(kernelOn(sides, one));
      },
    'the operator is the convolution with that kernel, wrapped': ([sides, one, x]: OnTorus) => {
      const { kernel } = held(asConvolution(operatorOf(one), sides));
      expect(list(operatorOf(one)(x))).toEqual(list(convolve(x, plane(rowsOf({ kernel })), { boundary: 'wrap' })));
    },
    'the response to the impulse at the origin is the kernel': ([sides, one]: OnTorus) => {
      expect(list(impulseResponse(operatorOf(one), sides, { at: [0, 0] }))).toEqual(kernelOn(sides, one));
    },
    'the matrix applied to the elements is the operator, and each row is the row above, moved': ([
      sides,
      one,
      x,
    ]: OnTorus) => {
      const { matrix, output } = held(asMatrix(operatorOf(one), sides));
      expect(list(reshape(matmul(matrix, reshape(x, [size(sides), 1])), output))).toEqual(list(operatorOf(one)(x)));
      const [height, width] = sides;
      const kernel = kernelOn(sides, one);
      const circulant = Array.from({ length: size(sides) ** 2 }, (_, k) => {
        const [p, u] = [Math.floor(k / size(sides)), k % size(sides)];
        const [i, j] = [Math.floor(p / width) - Math.floor(u / width), (p % width) - (u % width)];
        return kernel[modulo(i, height) * width + modulo(j, width)];
      });
      expect(list(matrix)).toEqual(circulant);
    },
    'composition is the product of the matrices': ([sides, outer]: OnTorus) => {
      const inner: Term = { kind: 'kernel', weights: [[1, 2], [3, -1]] }; // prettier-ignore
      const [a, b, both] = [outer, inner, { kind: 'after', outer, inner } as const].map(
        (one) => held(asMatrix(operatorOf(one), sides)).matrix,
      );
      if (a && b && both) expect(list(matmul(a, b))).toEqual(list(both));
    },
    'the discrete Fourier transform diagonalises the matrix, and the eigenvalues are the transform of the kernel': ([
      sides,
      one,
    ]: OnTorus) => {
      const n = size(sides);
      const { matrix } = held(asMatrix(operatorOf(one), sides));
      const angles = angleTable(sides);
      const [c, s] = [cos(angles), multiply(-1, sin(angles))];
      const kernel = fromArray(Float64Array.from(kernelOn(sides, one)), [n, 1]);
      const [real, imaginary] = [matmul(c, kernel), matmul(s, kernel)];
      const close = (found: Image, expected: Image): void =>
        list(found).forEach((value, k) => expect(value).toBeCloseTo(list(expected)[k] ?? NaN, 6));
      close(matmul(c, matrix), subtract(multiply(real, c), multiply(imaginary, s)));
      close(matmul(s, matrix), subtract(multiply(real, s), multiply(multiply(-1, imaginary), c)));
    },
  } as const satisfies Record<string, (given: OnTorus) => void>;

  it.each(Object.entries(claims))('%s', (_, claim) => {
    fc.assert(fc.property(onTheTorus, claim), { numRuns: 60 });
  });
});

describe('in the interior', () => {
  /** the convolution of two arrays, full */
  const product = (a: Rows, b: Rows): Rows => {
    const [height, width] = [a.length + b.length - 1, (a[0]?.length ?? 0) + (b[0]?.length ?? 0) - 1];
    const places = entries(a, [0, 0]).flatMap(([i, j, x]) =>
      entries(b, [0, 0]).map(([k, l, y]) => [i + k, j + l, x * y] as const),
    );
    const sums = onTorus([height, width], places);
    return Array.from({ length: height }, (_, i) => sums.slice(i * width, (i + 1) * width));
  };

  it('valid convolutions, one after another, are one, with the convolution of their kernels', () => {
    fc.assert(
      fc.property(rows(3), rows(3), ([...outer], [...inner]) => {
        const kernel = product(outer, inner);
        const sides: Torus = [kernel.length + 2, (kernel[0]?.length ?? 0) + 2];
        const f = (x: Plane): Plane =>
          convolve(convolve(x, plane(inner), { size: 'valid' }), plane(outer), { size: 'valid' });
        const found = held(asConvolution(f, sides, { shifts: 'interior' }));
        expect(found.evidence.by).toBe('proof');
        expect(rowsOf(found)).toEqual(kernel.map((row) => row.map((w) => w + 0)));
        expect(found.origin).toEqual([kernel.length - 1, (kernel[0]?.length ?? 0) - 1]);
      }),
      { numRuns: 60 },
    );
  });

  it('a convolution that keeps the size has its kernel away from the border, whatever stands beyond it', () => {
    const boundary = fc.constantFrom('zero', 'reflect', 'mirror', 'nearest', 'wrap');
    fc.assert(
      fc.property(numbers(9, 3), boundary, ([...weights], beyond) => {
        const kernel = fromArray(Float64Array.from(weights), [3, 3]);
        const f = (x: Plane): Plane => convolve(x, kernel, { boundary: beyond });
        const found = held(asConvolution(f, [4, 5], { shifts: 'interior', margin: 1 }));
        expect([found.origin, list(found.kernel)]).toEqual([[1, 1], weights.map((w) => w + 0)]);
      }),
      { numRuns: 60 },
    );
  });

  it('with zeros around it is invariant to circular shifts only where its kernel does not reach beyond the border', () => {
    fc.assert(
      fc.property(numbers(9, 1), ([...weights]) => {
        const kernel = fromArray(Float64Array.from(weights), [3, 3]);
        const f = (x: Plane): Plane => convolve(x, kernel, { boundary: 'zero' });
        const alone = weights.every((w, k) => k === 4 || w === 0);
        expect(E.isRight(isShiftInvariant(f, [4, 4]))).toBe(alone);
      }),
      { numRuns: 60 },
    );
  });

  it('between planes there is a kernel for each pair of them: that of a conv2d, flipped', () => {
    const planesOf = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(
        planesOf.chain(([to, from]) => whole([to, from, 2, 3])),
        (weights) => {
          const [to = 0, from = 0] = weights.shape;
          const f: Operator = (x) => conv2d(reshape(x, [from, 4, 5]), reshape(weights, [to, from, 2, 3]));
          const found = held(asConvolution(f, [from, 4, 5], { shifts: 'interior' }));
          expect(found.kernel.shape).toEqual([to, from, 2, 3]);
          expect(list(found.kernel)).toEqual(list(flip(weights, [2, 3])));
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('with a stride', () => {
  const strided = fc
    .record({ stride: fc.integer({ min: 1, max: 3 }), weights: numbers(4, 3), by: fc.integer({ min: 1, max: 5 }) })
    .filter(({ weights }) => weights.some((w) => w !== 0));

  it('a convolution turns shifts by multiples of the stride, and no others, into shifts', () => {
    fc.assert(
      fc.property(strided, ({ stride, weights, by }) => {
        const kernel = fromArray(Float64Array.from(weights), [2, 2]);
        const side = 6; // of the output: more than the kernel, so that its only symmetry is the identity
        const f = (x: Plane): Plane => slice(convolve(x, kernel, { boundary: 'wrap' }), [null, { step: stride }]);
        const images = [2, side * stride] as const;
        const answers = Array.from({ length: side }, (_, to) => to).filter((to) =>
          E.isRight(isEquivariant(f, images, { input: [0, by], output: [0, to] })),
        );
        expect(answers).toEqual(by % stride === 0 ? [(by / stride) % side] : []);
      }),
      { numRuns: 15 },
    );
  });
});

describe('what is proved is proved for the image that was not tried', () => {
  it('a convolution is linear for random images of fractions too, up to rounding', () => {
    fc.assert(
      fc.property(onTheTorus, fc.double({ noNaN: true, min: -10, max: 10 }), ([sides, one, x], a) => {
        const f = operatorOf(one);
        expect(held(isLinear(f, sides)).evidence.by).toBe('proof');
        const [scaled, expected] = [list(f(multiply(a, x))), list(multiply(a, f(x)))];
        scaled.forEach((value, k) => expect(Math.abs(value - (expected[k] ?? NaN))).toBeLessThan(1e-6));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a fault is seen', () => {
  /** a convolution that is not zero, on a torus of more than one place, with a place of it and a whole number */
  const sound = onTheTorus
    .filter(([sides, one]) => size(sides) > 1 && kernelOn(sides, one).some((w) => w !== 0))
    .chain(([sides, one]) =>
      fc.tuple(fc.constant(sides), fc.constant(one), fc.nat(size(sides) - 1), fc.integer({ min: -12, max: 12 })),
    );
  const at = (sides: Torus, place: number): Plane =>
    fromArray(
      Float64Array.from({ length: size(sides) }, (_, k) => Number(k === place)),
      sides,
    );

  it('in a convolution that reads one pixel twice as large', () => {
    fc.assert(
      fc.property(sound, ([sides, one, place]) => {
        const f = (x: Plane): Plane => operatorOf(one)(add(x, multiply(at(sides, place), x)));
        const found = asConvolution(f, sides);
        expect(E.isLeft(found) && found.left.law).toBe('shift');
        expect(held(isLinear(f, sides)).evidence.by).toBe('proof');
      }),
      { numRuns: 40 },
    );
  });

  it('in a convolution of an image in which one number counts as another', () => {
    fc.assert(
      fc.property(sound, ([sides, one, , number]) => {
        const f = (x: Plane): Plane => operatorOf(one)(where(equal(x, number), number + 1, x));
        const found = asConvolution(f, sides);
        expect(E.isLeft(found) && found.left.law).not.toBe('shift');
        expect(E.isLeft(found)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('in a convolution that is wrong at one place of its result', () => {
    fc.assert(
      fc.property(sound, ([sides, one, place, number]) => {
        const f = (x: Plane): Plane => add(operatorOf(one)(x), multiply(at(sides, place), circularShift(x, [0, 1])));
        const found = asConvolution(f, sides);
        expect(E.isLeft(found) && found.left.law).toBe('shift');
        const g = (x: Plane): Plane => add(operatorOf(one)(x), multiply(number, at(sides, place)));
        expect(E.isLeft(isLinear(g, sides))).toBe(number !== 0);
      }),
      { numRuns: 40 },
    );
  });
});
