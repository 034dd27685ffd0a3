/** Correlation and convolution of images with one kernel, and with kernels that fall apart into a column and a row. */
import { over } from '../primitive/arithmetic.js';
import { broadcastTo, sumOver } from '../primitive/broadcast.js';
import { convolve as slide } from '../primitive/convolution.js';
import { reshapeTo, reverseAlong } from '../primitive/layout.js';
import { correlateShape, correlationSizes } from '../shape/correlation.js';
import type { Correlate, CorrelationSize } from '../shape/correlation.js';
import { expectOneDType, expectShape, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { Option, OptionNames, Spelt } from '../shape/options.js';
import { dimension, show, size } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { cell, result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import type { OfOneDType } from '../ops/operand.js';
import { boundaryNames, expectBoundary, extendBy } from './boundary.js';
import type { BoundaryOptions } from './boundary.js';
import { expectFloats } from './planes.js';

/** What a correlation may be told. */
export interface CorrelateOptions extends BoundaryOptions {
  /** which places the kernel takes; `same` unless said otherwise */
  readonly size?: CorrelationSize;
  /** whether to divide by the sum Z of the kernel, so that it takes a mean */
  readonly normalise?: boolean;
}

export const correlateNames: OptionNames<CorrelateOptions> = { ...boundaryNames, size: true, normalise: true };

/** The places that options ask for. */
export type SizeOf<O> = Option<O, 'size', 'same'> extends infer Z extends CorrelationSize ? Z : CorrelationSize;

/** the empty options, when none are given */
type None = object;

/** An operation on an image and a kernel. */
export type Correlation<Op extends string> = <
  S extends Shape,
  K extends Shape,
  D extends Float,
  E extends Float,
  const O extends CorrelateOptions = None,
>(
  image: Tensor<S, D>,
  kernel: Arg<OfOneDType<D, E, Op, Correlate<S, K, SizeOf<O>, Op>>, Tensor<K, E>>,
  options?: Arg<Spelt<O, keyof CorrelateOptions, Op, null>, O>,
) => Result<Correlate<S, K, SizeOf<O>, Op>, D>;

/** The elements of a kernel of size k before its centre, element ⌊k/2⌋. */
const before = (k: number): number => Math.floor(k / 2);

/** how far a kernel of size k reaches beyond the edge, before and after */
const reach = {
  same: (k: number): readonly [number, number] => [before(k), k - 1 - before(k)],
  full: (k: number): readonly [number, number] => [k - 1, k - 1],
  valid: (): readonly [number, number] => [0, 0],
} as const satisfies Readonly<Record<CorrelationSize, (k: number) => readonly [number, number]>>;

/** a kernel at every place at which it lies inside, on each plane */
const inside = (x: AnyTensor, kernel: AnyTensor): AnyTensor => {
  const [planes, plane, taps] = [x.shape.slice(0, -2), x.shape.slice(-2), kernel.shape];
  const made = slide(reshapeTo(x, [size(planes), 1, ...plane]), reshapeTo(kernel, [1, 1, ...taps]), {
    stride: [1, 1],
    low: [0, 0],
    high: [0, 0],
    dilation: [1, 1],
    spacing: [1, 1],
    groups: 1,
  });
  return reshapeTo(made, [...planes, ...made.shape.slice(2)]);
};

/** The kernels of a correlation, to be applied one after the other, and the one of which they are factors, by its shape. */
export interface Factors {
  readonly kernels: readonly AnyTensor[];
  readonly shape: Shape;
}

const expectSize = (size: CorrelationSize, operation: string): CorrelationSize => {
  if (!Object.hasOwn(correlationSizes, size))
    throw new RangeError(`${operation}: size '${size}' is none of ${Object.keys(correlationSizes).join(', ')}`);
  return size;
};

/** what is seen beyond the edge: where a kernel lies inside, nothing */
const seen = ({ boundary, value }: CorrelateOptions, size: CorrelationSize, operation: string): BoundaryOptions => {
  if (size === 'valid' && (boundary !== undefined || value !== undefined))
    throw new RangeError(`${operation}: size 'valid' sees nothing beyond the edge, so there is no boundary`);
  return {
    boundary: boundary ?? (size === 'full' ? 'constant' : 'reflect'),
    ...(value === undefined ? {} : { value }),
  };
};

/** Σ of a kernel, which is no 0 if that is known. */
const weight = (kernel: AnyTensor, operation: string): AnyTensor => {
  const { source } = kernel[cell];
  if (source.kind === 'constant' && Array.from(source.data).reduce((sum, w) => sum + w, 0) === 0)
    throw new RangeError(`${operation}: a kernel whose sum is 0 cannot be normalised`);
  return sumOver(kernel, [0, 1]);
};

/** The correlation of a filter, which has told its options apart. */
export const correlated = (
  operation: string,
  image: unknown,
  { kernels, shape }: Factors,
  options: CorrelateOptions,
  border = reach,
): AnyTensor => {
  const x = expectFloats(image, operation);
  expectOneDType(operation, x, ...kernels);
  const places = expectSize(options.size ?? 'same', operation);
  expectShape(correlateShape(x.shape, shape, places, operation), x.shape, shape);
  const beyond = expectBoundary(seen(options, places, operation), x.dtype, operation);
  const [top, bottom] = border[places](dimension(shape, 0));
  const [left, right] = border[places](dimension(shape, 1));
  const made = kernels.reduce(inside, extendBy(x, { top, bottom, left, right }, beyond, operation));
  if (options.normalise !== true) return made;
  return kernels.reduce((y, kernel) => over(y, broadcastTo(weight(kernel, operation), y.shape)), made);
};

/** options that somebody wrote down */
const spelt = (options: CorrelateOptions | string | undefined, operation: string): CorrelateOptions => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options ?? {}, correlateNames, operation);
  return options ?? {};
};

/**
 * Cross-correlation: G(i, j) = 1/Z Σ_q Σ_r I(i + q, j + r) H(q, r), on each plane; Z is 1, or with `normalise` the sum of H. At `same` size q and r
 * count from the centre of H, its element (⌊h/2⌋, ⌊w/2⌋), and what stands beyond the edge is told by `boundary` (`reflect` unless said otherwise; at
 * `full` size `constant`).
 *
 * Shape     [...planes, h, w] with [kh, kw] → `same` [...planes, h, w], `full` [...planes, h + kh − 1, w + kw − 1], `valid` [...planes, h − kh + 1,
 *           w − kw + 1]
 * Gradient  of the image and of the kernel correlations themselves
 * Errors    "correlate: kernel [5, 5] is larger than image [4, 8]", "correlate: float32 with float64: cast one of them"; a `RangeError`: "correlate:
 *           a kernel whose sum is 0 cannot be normalised"
 * Source    scipy.ndimage.correlate; deck rows I1, I10
 * @example
 * correlate(tensor([[3, 2, 1], [1, 2, 3], [1, 1, 1]]), tensor([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]), { size: 'valid' }) // [[2]]
 */
export const correlate: Correlation<'correlate'> = (image, kernel, options) => {
  const h = expectTensor(kernel, 'correlate');
  return result(correlated('correlate', image, { kernels: [h], shape: h.shape }, spelt(options, 'correlate')));
};

/** of the flipped kernel, element k − 1 − ⌊k/2⌋ is the centre */
const flippedReach = {
  ...reach,
  same: (k: number): readonly [number, number] => [k - 1 - before(k), before(k)],
} as const;

/**
 * Convolution: (I * H)(i, j) = 1/Z Σ_q Σ_r I(i − q, j − r) H(q, r), the correlation with the flipped kernel. An impulse at `same` size gives the
 * kernel, its element (⌊h/2⌋, ⌊w/2⌋) at the place of the impulse.
 *
 * Shape     as of {@link correlate}
 * Law       at `full` size commutative and associative
 * Errors    as of {@link correlate}
 * Source    scipy.ndimage.convolve; deck row I2
 * @example
 * convolve(tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]]), tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])) // [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
 */
export const convolve: Correlation<'convolve'> = (image, kernel, options) => {
  const h = expectTensor(kernel, 'convolve');
  const flipped = { kernels: [reverseAlong(h, [...h.shape.keys()])], shape: h.shape };
  return result(correlated('convolve', image, flipped, spelt(options, 'convolve'), flippedReach));
};

/** A kernel that falls apart: H(q, r) = vertical(q)·horizontal(r). One that is missing is the single weight 1. */
export interface Separated<D extends Float = Float> {
  readonly vertical?: Tensor<readonly [number], D>;
  readonly horizontal?: Tensor<readonly [number], D>;
}

type Length<F, K extends keyof Separated> = F extends {
  readonly [N in K]: Tensor<readonly [infer N extends number], Float>;
}
  ? N
  : 1;
type Separate<S extends Shape, F, O> = Correlate<
  S,
  [Length<F, 'vertical'>, Length<F, 'horizontal'>],
  SizeOf<O>,
  'separable'
>;

/**
 * The correlation with the outer product of a column and a row, in kh + kw products an element in place of kh·kw; with one of them alone, the
 * one-dimensional correlation along that axis. The border stands before both passes, so it is the correlation with the outer product under every
 * boundary; SciPy puts a constant there anew between them.
 *
 * Shape     as of {@link correlate}, with [vertical, horizontal]
 * Errors    as of {@link correlate}; "separable: expected weights [length], got [3, 3]"
 * Source    scipy.ndimage.correlate1d
 * @example
 * separable(tensor([[3, 2, 1], [1, 2, 3], [1, 1, 1]]), { vertical: tensor([1, 2, 1]), horizontal: tensor([-1, 0, 1]) }, { size: 'valid' }) // [[2]]
 */
export const separable = <
  S extends Shape,
  D extends Float,
  const F extends Separated<D>,
  const O extends CorrelateOptions = None,
>(
  image: Tensor<S, D>,
  kernel: Arg<Spelt<F, keyof Separated, 'separable', Separate<S, F, O>>, F>,
  options?: Arg<Spelt<O, keyof CorrelateOptions, 'separable', null>, O>,
): Result<Separate<S, F, O>, D> =>
  result(correlated('separable', image, factorsOf(kernel), spelt(options, 'separable')));

const separatedNames: OptionNames<Separated> = { vertical: true, horizontal: true };

const factorsOf = (kernel: Separated | string): Factors => {
  if (typeof kernel === 'string') throw new TypeError(kernel);
  expectSpelt(kernel, separatedNames, 'separable');
  const [column, row] = [kernel.vertical, kernel.horizontal].map((w) => w && expectWeights(w));
  return {
    kernels: [
      ...(column === undefined ? [] : [reshapeTo(column, [size(column.shape), 1])]),
      ...(row === undefined ? [] : [reshapeTo(row, [1, size(row.shape)])]),
    ],
    shape: [column, row].map((w) => (w === undefined ? 1 : size(w.shape))),
  };
};

const expectWeights = (value: unknown): AnyTensor => {
  const w = expectTensor(value, 'separable');
  if (w.shape.length !== 1)
    throw new ShapeError(`separable: expected weights [length], got ${show(w.shape)}`, [w.shape]);
  return w;
};
