/** Kernels that have a name. */
import { expectSpelt } from '../shape/options.js';
import { matrix } from './parameters.js';
import type { OfFloat } from './parameters.js';
import type { Float } from '../tensor/dtype.js';
import { typed } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Kernels by name. `weightedBlur` has the sum 8, to be normalised; sharpen and emboss have the sum 1, the lines −3, all others 0. One with x in its
 * name takes the difference along a row and answers to vertical edges, one with y along a column. A corner is that of a bright square.
 *
 * Source  deck row I10; Scharr 2000 for [3, 10, 3]
 */
export const kernels = {
  weightedBlur: [
    [0, 1, 0],
    [1, 4, 1],
    [0, 1, 0],
  ],
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  intenseSharpen: [
    [-1, -1, -1],
    [-1, 9, -1],
    [-1, -1, -1],
  ],
  emboss: [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ],
  edge: [
    [-1, -1, -1],
    [-1, 8, -1],
    [-1, -1, -1],
  ],
  laplacian4: [
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ],
  laplacian8: [
    [1, 1, 1],
    [1, -8, 1],
    [1, 1, 1],
  ],
  sobelX: [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ],
  sobelY: [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ],
  prewittX: [
    [-1, 0, 1],
    [-1, 0, 1],
    [-1, 0, 1],
  ],
  prewittY: [
    [-1, -1, -1],
    [0, 0, 0],
    [1, 1, 1],
  ],
  scharrX: [
    [-3, 0, 3],
    [-10, 0, 10],
    [-3, 0, 3],
  ],
  scharrY: [
    [-3, -10, -3],
    [0, 0, 0],
    [3, 10, 3],
  ],
  verticalLine: [
    [-1, 1, -1],
    [-1, 1, -1],
    [-1, 1, -1],
  ],
  horizontalLine: [
    [-1, -1, -1],
    [1, 1, 1],
    [-1, -1, -1],
  ],
  cornerTopLeft: [
    [-4, -4, -4],
    [-4, 5, 5],
    [-4, 5, 5],
  ],
  cornerTopRight: [
    [-4, -4, -4],
    [5, 5, -4],
    [5, 5, -4],
  ],
  cornerBottomLeft: [
    [-4, 5, 5],
    [-4, 5, 5],
    [-4, -4, -4],
  ],
  cornerBottomRight: [
    [5, 5, -4],
    [5, 5, -4],
    [-4, -4, -4],
  ],
} as const satisfies Readonly<Record<string, readonly [Row, Row, Row]>>;

type Row = readonly [number, number, number];

/** The name of a kernel. */
export type KernelName = keyof typeof kernels;

/**
 * The kernel of a name, as a tensor.
 *
 * Shape     [3, 3]; float32 unless said otherwise
 * Errors    a `RangeError`: "kernel: there is no kernel 'blurr'"
 * Source    deck row I10
 * @example
 * correlate(tensor([[3, 2, 1], [1, 2, 3], [1, 1, 1]]), kernel('sobelX'), { size: 'valid' }) // [[2]]
 */
export const kernel = <D extends Float = 'float32'>(
  name: KernelName,
  options: OfFloat<D> = {},
): Tensor<[3, 3], NoInfer<D>> => {
  expectSpelt(options, { dtype: true }, 'kernel');
  if (!Object.hasOwn(kernels, name)) throw new RangeError(`kernel: there is no kernel '${name}'`);
  return typed(matrix(kernels[name], options.dtype ?? 'float32'));
};
