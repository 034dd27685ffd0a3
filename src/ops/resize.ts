/** Images on another grid: interpolation along the last two axes. */
import { times } from '../primitive/arithmetic.js';
import { broadcastTo, sumOver } from '../primitive/broadcast.js';
import { gatherAt } from '../primitive/gather.js';
import { moveAxis, reshapeTo } from '../primitive/layout.js';
import { DTypeError, expectShape, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { resizeShape } from '../shape/resize.js';
import type { PlaneSize, Resize } from '../shape/resize.js';
import { dimension, show } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { DType } from '../tensor/dtype.js';
import { fromArray, fromArrayData } from '../tensor/literal.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { list } from './layout.js';
import { expectTensor } from './operand.js';

/** A function of the distance, in pixels, between where a value is wanted and where one stands; 0 at `radius` and beyond. */
interface InterpolationKernel {
  readonly radius: number;
  readonly weight: (distance: number) => number;
}

/** The triangle max(0, 1 − |d|): two neighbours, in proportion to their nearness. */
const triangle: InterpolationKernel = { radius: 1, weight: (d) => Math.max(0, 1 - Math.abs(d)) };

/**
 * Cubic convolution: (a + 2)|d|³ − (a + 3)|d|² + 1 up to 1, a|d|³ − 5a|d|² + 8a|d| − 4a up to 2. Only a = −½ reproduces ramps and parabolas.
 * Source   Keys 1981
 */
const cubicConvolution = (a: number): InterpolationKernel => ({
  radius: 2,
  weight: (distance) => {
    const d = Math.abs(distance);
    if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    return d < 2 ? a * (((d - 5) * d + 8) * d - 4) : 0;
  },
});

/** How values between pixels are found. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic';

/** How an image is resized. */
export interface ResizeOptions {
  readonly size: PlaneSize;
  /** `bilinear` unless said otherwise */
  readonly interpolation?: Interpolation;
  /** whether the kernel is widened when the image shrinks, so that every pixel counts; `false` unless said otherwise */
  readonly antialias?: boolean;
  /** the constant a of {@link cubicConvolution}; −½ unless said otherwise */
  readonly cubic?: number;
}

const names: OptionNames<ResizeOptions> = { size: true, interpolation: true, antialias: true, cubic: true };

/** `null` for reading a single pixel, which needs no arithmetic */
const kernels: { readonly [I in Interpolation]: (a: number) => InterpolationKernel | null } = {
  nearest: () => null,
  bilinear: () => triangle,
  bicubic: cubicConvolution,
};

/** One row of an interpolation matrix: the few pixels that are read, and how much each counts. */
interface Row {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/** The row of new pixel i, where n pixels become m. */
type RowOf = (i: number, n: number, m: number) => Row;

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** the pixel in which the centre (i + ½)n/m of the new pixel lies; exact */
const nearestRow: RowOf = (i, n, m) => ({ places: [Math.floor(((2 * i + 1) * n) / (2 * m))], weights: [1] });

/** the pixels around the point (i + ½)n/m − ½; beyond the edge stands the edge */
const interpolatedRow =
  ({ radius, weight }: InterpolationKernel): RowOf =>
  (i, n, m) => {
    const point = ((2 * i + 1) * n - m) / (2 * m);
    const near = range(Math.floor(point) - radius + 1, Math.floor(point) + radius + 1);
    return {
      places: near.map((place) => Math.min(Math.max(place, 0), n - 1)),
      weights: near.map((place) => weight(point - place)),
    };
  };

/** the pixels under a kernel that is as wide as a new pixel and never narrower than an old one; those beyond the edge do not count */
const smoothedRow =
  ({ radius, weight }: InterpolationKernel): RowOf =>
  (i, n, m) => {
    const [centre, scale] = [((2 * i + 1) * n) / (2 * m), Math.max(n / m, 1)];
    const reach = radius * scale;
    const places = range(Math.max(Math.floor(centre - reach + 0.5), 0), Math.min(Math.floor(centre + reach + 0.5), n));
    const weights = places.map((place) => weight((place + 0.5 - centre) / scale));
    const total = weights.reduce((sum, w) => sum + w, 0);
    return { places, weights: weights.map((w) => w / total) };
  };

/** an axis of n elements to one of m: y = A x, with the few numbers in each row of A side by side */
const along = (x: AnyTensor, axis: number, m: number, rowOf: RowOf): AnyTensor => {
  const n = dimension(x.shape, axis);
  if (n === m) return x;
  const rows = range(0, m).map((i) => rowOf(i, n, m));
  const width = rows.reduce((most, { places }) => Math.max(most, places.length), 0);
  /* a short row reads its first pixel again, for nothing */
  const places = range(0, width).flatMap((t) => rows.map((row) => row.places[t] ?? row.places[0] ?? 0));
  const read = gatherAt(moveAxis(x, axis, 0), fromArray(Int32Array.from(places), [width, m]), 0);
  return moveAxis(width === 1 ? reshapeTo(read, read.shape.slice(1)) : weighted(read, rows), 0, axis);
};

/** Σₜ wₜᵢ·x[t, i, …] */
const weighted = (x: AnyTensor, rows: readonly Row[]): AnyTensor => {
  const [width = 0, m = 0, ...rest] = x.shape;
  const numbers = range(0, width).flatMap((t) => rows.map(({ weights }) => weights[t] ?? 0));
  const column = fromArrayData({
    shape: [width, m, ...rest.map(() => 1)],
    dtype: x.dtype,
    data: dtypes[x.dtype].from(numbers),
  });
  return sumOver(times(x, broadcastTo(column, x.shape)), [0]);
};

/**
 * An image on another grid. New pixel i of m lies at (i + ½)n/m − ½ on an axis of n: pixels are squares, and the corners of the image stay
 * where they are (`align_corners=False`). Each axis by itself is y = A x, A having the weights of the kernel around that point in its row i.
 *
 * - `nearest` reads the pixel in which the point lies (PyTorch's `nearest-exact`), and works for every element type;
 * - `bilinear` weighs 2 pixels an axis by the {@link triangle}, `bicubic` 4 by {@link cubicConvolution}, beyond the edge the edge again
 *   (PyTorch; its a is −¾);
 * - with `antialias` the kernel is n/m times as wide where the image shrinks, and what is beyond the edge does not count (Pillow; PyTorch).
 *
 * Shape     [...planes, h, w] to size [m, n] → [...planes, m, n]
 * Gradient  x̄ = Aᵀ ȳ
 * Errors    "resize: size [0, 2] is not two positive integers", "resize: expected an image [..., height, width], got [3]",
 *           "resize: interpolation 'cubic' is none of nearest, bilinear, bicubic", "resize: nearest reads a single pixel: there is no antialias"
 * Source    Keys 1981; deck row C9
 * @example
 * resize(tensor([[0, 4]]), { size: [1, 4] }) // [[0, 1, 3, 4]]
 * resize(tensor([[0, 4]]), { size: [2, 4], interpolation: 'nearest' }) // [[0, 0, 4, 4], [0, 0, 4, 4]]
 */
export const resize = <S extends Shape, D extends DType, const O extends ResizeOptions>(
  image: Tensor<S, D>,
  options: Arg<Spelt<O, keyof ResizeOptions, 'resize', Resize<S, O['size']>>, O>,
): Result<Resize<S, O['size']>, D> => result(resized(expectTensor(image, 'resize'), options));

const resized = (x: AnyTensor, options: ResizeOptions | string): AnyTensor => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options, names, 'resize');
  const shape = expectShape(resizeShape(x.shape, list(options.size)), x.shape);
  const rowOf = rowsFor(options);
  if (rowOf !== nearestRow && !dtypes[x.dtype].float)
    throw new DTypeError(`resize: expected float32 or float64, got ${x.dtype}: nearest works for every type`);
  if (x.shape.slice(-2).includes(0))
    throw new ShapeError(`resize: an image ${show(x.shape)} has no pixels to read`, [x.shape]);
  const [down, across] = [x.shape.length - 2, x.shape.length - 1];
  /* reading along the last axis moves the whole image, so it is done while there are fewer rows */
  const order = dimension(shape, down) > dimension(x.shape, down) ? [across, down] : [down, across];
  return order.reduce((y, axis) => along(y, axis, dimension(shape, axis), rowOf), x);
};

const rowsFor = ({ interpolation = 'bilinear', antialias = false, cubic }: ResizeOptions): RowOf => {
  if (!Object.hasOwn(kernels, interpolation))
    throw new RangeError(`resize: interpolation '${interpolation}' is none of ${Object.keys(kernels).join(', ')}`);
  if (cubic !== undefined && interpolation !== 'bicubic')
    throw new RangeError(`resize: ${interpolation} has no constant: there is no cubic`);
  if (cubic !== undefined && !Number.isFinite(cubic)) throw new RangeError(`resize: cubic ${cubic} is not a number`);
  const kernel = kernels[interpolation](cubic ?? -0.5);
  if (kernel === null && antialias) throw new RangeError('resize: nearest reads a single pixel: there is no antialias');
  if (kernel === null) return nearestRow;
  return antialias ? smoothedRow(kernel) : interpolatedRow(kernel);
};
