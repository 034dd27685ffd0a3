/** Kernels taken apart. */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { read } from '../tensor/read.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import { vector } from './parameters.js';

/** A column and a row of weights. */
export interface Factored<H extends number, W extends number, D extends Float> {
  readonly vertical: Tensor<[H], D>;
  readonly horizontal: Tensor<[W], D>;
}

/** half the distance of 1 to the next number */
const roundings: ReadonlyMap<AnyTensor['dtype'], number> = new Map([
  ['float32', 2 ** -24],
  ['float64', 2 ** -53],
]);

/** Euclid's algorithm */
const commonDivisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : commonDivisor(b, a % b));

/**
 * The column and the row whose outer product a kernel is, H(q, r) = vertical(q)·horizontal(r), for {@link separable}; `undefined` where there are
 * none, which is where the kernel has a rank above 1. Of a kernel of integers they are integers. Up to 8 roundings of the largest element are
 * forgiven.
 *
 * Shape     [h, w] → { vertical: [h], horizontal: [w] }
 * Errors    "factor: expected a kernel [height, width], got [3]"; a `TraceError` inside `compile`, `vmap` or `scan`, for it looks at the numbers
 * @example
 * factor(kernel('sobelX'))?.vertical // [1, 2, 1]
 * factor(kernel('laplacian4')) // undefined
 */
export const factor = <H extends number, W extends number, D extends Float>(
  kernel: Tensor<readonly [H, W], D>,
): Factored<H, W, D> | undefined => {
  const h = expectTensor(kernel, 'factor');
  const [height, width, ...others] = h.shape;
  const rounding = roundings.get(h.dtype);
  if (height === undefined || width === undefined || others.length > 0)
    throw new ShapeError(`factor: expected a kernel [height, width], got ${show(h.shape)}`, [h.shape]);
  if (rounding === undefined) throw new DTypeError(`factor: expected a floating-point kernel, got ${h.dtype}`);
  const data = read(h);
  const weight = (i: number, j: number): number => data[i * width + j] ?? 0;
  const sizes = Array.from(data, Math.abs);
  const largest = Math.max(0, ...sizes);
  const pivot = Math.max(0, sizes.indexOf(largest));
  const [i0, j0] = [Math.floor(pivot / width), pivot % width];
  /* a row of integers is an integer multiple of the other factor if a column has no common divisor (Gauss's lemma) */
  const strongest = Array.from({ length: height }, (_, i) => weight(i, j0));
  const scale = strongest.every(Number.isSafeInteger) ? strongest.reduce(commonDivisor, 0) || 1 : 1;
  const column = strongest.map((w) => (w * Math.sign(weight(i0, j0))) / scale);
  const row = Array.from({ length: width }, (_, j) => weight(i0, j) / (column[i0] || 1));
  const exact = column.every((v, i) => row.every((w, j) => Math.abs(v * w - weight(i, j)) <= 8 * rounding * largest));
  if (!exact) return undefined;
  return { vertical: typed(vector(column, h.dtype)), horizontal: typed(vector(row, h.dtype)) };
};
