import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { key } from '../../random/index.js';
import type { Key } from '../../random/index.js';
import { size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { dtypes } from '../../tensor/dtype.js';
import type { DType } from '../../tensor/dtype.js';
import { constant } from '../../tensor/node.js';
import { typed } from '../../tensor/tensor.js';
import type { Tensor } from '../../tensor/tensor.js';
import { Grids } from './grid.js';
import { eighths, integers } from './leaf.js';
import { shuffled } from './shape.js';

/** What tensors are made of. */
export interface TensorOptions<D extends DType> {
  readonly dtype?: D;
  /** the elements, each by itself; multiples of ⅛ between −2 and 2, integers or booleans unless said otherwise */
  readonly elements?: Arbitrary<number>;
}

/** Numbers of magnitudes between ½ and 2: far from zeros and poles, and of like size. Shrinks to ½. */
export const wellConditioned: Arbitrary<number> = fc
  .tuple(integers(4, 16), fc.boolean())
  .map(([n, negative]) => (negative ? -n : n) / 8);

/** Numbers at which operations go wrong: infinities, NaN, both zeros, the least and the largest floats, and ordinary ones among them. */
export const awkward = (dtype: 'float32' | 'float64' = 'float32'): Arbitrary<number> => {
  const [least, normal, most] =
    dtype === 'float32'
      ? [2 ** -149, 2 ** -126, (2 - 2 ** -23) * 2 ** 127]
      : [Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE];
  const positive = [least, normal - least, normal, most, Infinity];
  return fc.oneof(
    { arbitrary: eighths, weight: 3 },
    { arbitrary: fc.constantFrom(0, -0, NaN, ...positive, ...positive.map((x) => -x)), weight: 2 },
  );
};

const ordinary: { readonly [D in DType]: Arbitrary<number> } = {
  float32: eighths,
  float64: eighths,
  int32: integers(-9, 9),
  bool: integers(0, 1),
};

/**
 * Tensors of a shape that is given, or drawn. In shrinking any part of a drawn shape may go; the numbers that are left stay.
 * @example
 * import * as fc from 'fast-check';
 * import { shape, tensors } from 'pullback/testing/fast-check';
 * fc.assert(fc.property(tensors([2, 3], { dtype: 'float64' }), (x) => { expectLinearPullback((a: typeof x) => multiply(a, a), x); }), { numRuns: 5 });
 * fc.assert(fc.property(tensors(shape()), (x) => { expectEqualTensors(negate(negate(x)), x); }), { numRuns: 5 });
 */
export const tensors = <const S extends Shape, D extends DType = 'float32'>(
  shapes: readonly [...S] | Arbitrary<S>,
  options: TensorOptions<D> = {},
): Arbitrary<Tensor<S, NoInfer<D>>> => {
  const dtype: DType = options.dtype ?? 'float32';
  const element = options.elements ?? ordinary[dtype];
  const drawn: Arbitrary<Shape> = shapes instanceof fc.Arbitrary ? shapes : fc.constant<Shape>(shapes);
  return new Grids(drawn, element).map(({ shape, numbers }) =>
    typed(constant({ shape, dtype }, dtypes[dtype].from(numbers))),
  );
};

/** {@link tensors} in float64, for derivatives. */
export const float64s = <const S extends Shape>(
  shapes: readonly [...S] | Arbitrary<S>,
  elements: Arbitrary<number> = eighths,
): Arbitrary<Tensor<S, 'float64'>> => tensors(shapes, { dtype: 'float64', elements });

/** Tensors of which no two elements are equal: they differ by ¼ or more, so that no small step changes their order. */
export const distinctTensors = <const S extends Shape, D extends 'float32' | 'float64' = 'float32'>(
  shape: readonly [...S],
  options: Pick<TensorOptions<D>, 'dtype'> = {},
): Arbitrary<Tensor<S, NoInfer<D>>> => {
  const dtype: DType = options.dtype ?? 'float32';
  const count = size(shape);
  return shuffled([...Array(count).keys()]).map((order) =>
    typed(constant({ shape, dtype }, dtypes[dtype].from(order.map((n) => (n - (count >> 1)) / 4)))),
  );
};

/**
 * Square matrices in float64 that are easy to invert: 2 on the diagonal and so little beside it that the condition number is below 3.
 *
 * Source   Gershgorin 1931
 */
export const wellConditionedMatrices = <const N extends number>(n: N): Arbitrary<Tensor<[N, N], 'float64'>> =>
  fc.array(eighths, { minLength: n * n, maxLength: n * n }).map((numbers) => {
    const data = numbers.map((x, i) => (i % (n + 1) === 0 ? 2 + x / 8 : x / (4 * n)));
    return typed(constant({ shape: [n, n], dtype: 'float64' }, Float64Array.from(data)));
  });

/** Keys of random numbers, from seeds that shrink to 0. */
export const keys: Arbitrary<Key> = fc.nat().map((seed) => key(seed));
