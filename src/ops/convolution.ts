/** Convolution in one, two and three dimensions, and its transpose. What deep learning calls convolution is a cross-correlation. */
import { convolve } from '../primitive/convolution.js';
import { reshapeTo, reverseAlong, transposeBy } from '../primitive/layout.js';
import { convShape, convTransposeShape } from '../shape/convolution.js';
import type { Conv, ConvTranspose, SpatialRank } from '../shape/convolution.js';
import { expectOneDType, expectShape, ShapeError } from '../shape/error.js';
import { resolveTransposedWindows } from '../shape/transposedWindow.js';
import { resolveWindows } from '../shape/window.js';
import type { WindowOptions } from '../shape/windowOptions.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { size } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from './operand.js';
import type { OfOneDType } from './operand.js';

/** What a convolution may be told; the kernel's size is that of the weights. */
export type ConvOptions = Omit<WindowOptions, 'kernel' | 'ceil' | 'outputPadding'>;

/** What a transposed convolution may be told. */
export type ConvTransposeOptions = Omit<WindowOptions, 'kernel' | 'ceil' | 'exact'>;

const convNames: OptionNames<ConvOptions> = { stride: true, padding: true, dilation: true, groups: true, exact: true };
const convTransposeNames: OptionNames<ConvTransposeOptions> = {
  stride: true,
  padding: true,
  dilation: true,
  groups: true,
  outputPadding: true,
};

/** the empty options, when none are given */
type None = object;

/** leading axes folded into one, the operation on it, and the axes unfolded */
const onBatch = (x: AnyTensor, rank: number, shape: Shape, f: (x: AnyTensor) => AnyTensor): AnyTensor =>
  reshapeTo(f(reshapeTo(x, [size(x.shape.slice(0, -rank - 1)), ...x.shape.slice(-rank - 1)])), shape);

const known = <T>(windows: T | string): T => {
  if (typeof windows === 'string') throw new ShapeError(windows);
  return windows;
};

const correlate = (
  operation: string,
  rank: SpatialRank,
  x: AnyTensor,
  w: AnyTensor,
  options: WindowOptions,
): AnyTensor => {
  expectOneDType(operation, x, w);
  const shape = expectShape(convShape(x.shape, w.shape, options, rank, operation), x.shape, w.shape);
  const windows = known(resolveWindows(x.shape.slice(-rank), { ...options, kernel: w.shape.slice(2) }, operation));
  return onBatch(x, rank, shape, (images) =>
    convolve(images, w, {
      stride: windows.map(({ stride }) => stride),
      low: windows.map(({ low }) => low),
      high: windows.map(({ high }) => high),
      dilation: windows.map(({ dilation }) => dilation),
      spacing: windows.map(() => 1),
      groups: options.groups ?? 1,
    }),
  );
};

/** the adjoint of `correlate`: the input, interleaved by the stride, under the reversed kernel whose channels have changed places */
const spread = (
  operation: string,
  rank: SpatialRank,
  x: AnyTensor,
  w: AnyTensor,
  options: WindowOptions,
): AnyTensor => {
  expectOneDType(operation, x, w);
  const shape = expectShape(convTransposeShape(x.shape, w.shape, options, rank, operation), x.shape, w.shape);
  const windows = known(
    resolveTransposedWindows(x.shape.slice(-rank), { ...options, kernel: w.shape.slice(2) }, operation),
  );
  const groups = options.groups ?? 1;
  const [inputs, depth, ...kernel] = w.shape;
  const grouped = reshapeTo(w, [groups, (inputs ?? 0) / groups, depth ?? 0, ...kernel]);
  const swapped = reshapeTo(transposeBy(grouped, [0, 2, 1, ...kernel.map((_, d) => d + 3)]), [
    groups * (depth ?? 0),
    (inputs ?? 0) / groups,
    ...kernel,
  ]);
  return onBatch(x, rank, shape, (images) =>
    convolve(
      images,
      reverseAlong(
        swapped,
        kernel.map((_, d) => d + 2),
      ),
      {
        stride: windows.map(() => 1),
        low: windows.map(({ kernel: k, dilation, low }) => dilation * (k - 1) - low),
        high: windows.map(({ kernel: k, dilation, high, outputPadding }) => dilation * (k - 1) - high + outputPadding),
        dilation: windows.map(({ dilation }) => dilation),
        spacing: windows.map(({ stride }) => stride),
        groups,
      },
    ),
  );
};

/** The type of a convolution in `Rank` dimensions. */
export type Convolve<Op extends string, Rank extends SpatialRank> = <
  X extends Shape,
  W extends Shape,
  D extends Float,
  E extends Float,
  const O extends ConvOptions = None,
>(
  x: Tensor<X, D>,
  w: Arg<OfOneDType<D, E, Op, Conv<X, W, O, Op, Rank>>, Tensor<W, E>>,
  options?: Arg<Spelt<O, keyof ConvOptions, Op, null>, O>,
) => Result<Conv<X, W, O, Op, Rank>, D>;

/** The type of a transposed convolution in `Rank` dimensions. */
export type ConvolveTransposed<Op extends string, Rank extends SpatialRank> = <
  X extends Shape,
  W extends Shape,
  D extends Float,
  E extends Float,
  const O extends ConvTransposeOptions = None,
>(
  x: Tensor<X, D>,
  w: Arg<OfOneDType<D, E, Op, ConvTranspose<X, W, O, Op, Rank>>, Tensor<W, E>>,
  options?: Arg<Spelt<O, keyof ConvTransposeOptions, Op, null>, O>,
) => Result<ConvTranspose<X, W, O, Op, Rank>, D>;

const spelt = (options: WindowOptions | string | undefined, names: object, operation: string): WindowOptions => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options ?? {}, names, operation);
  return options ?? {};
};

const conv =
  <Op extends string, Rank extends SpatialRank>(operation: Op, rank: Rank): Convolve<Op, Rank> =>
  (x, w, options) =>
    result(
      correlate(
        operation,
        rank,
        expectTensor(x, operation),
        expectTensor(w, operation),
        spelt(options, convNames, operation),
      ),
    );

const convTranspose =
  <Op extends string, Rank extends SpatialRank>(operation: Op, rank: Rank): ConvolveTransposed<Op, Rank> =>
  (x, w, options) =>
    result(
      spread(
        operation,
        rank,
        expectTensor(x, operation),
        expectTensor(w, operation),
        spelt(options, convTransposeNames, operation),
      ),
    );

/** {@link conv2d} in one dimension: [...b, c, w] with [o, c/groups, kw]. */
export const conv1d = conv('conv1d', 1);

/**
 * z[o, i, j] = Σ_{c,q,r} x[c, i·s + q·d − p, j·s + r·d − p]·w[o, c, q, r], zeros outside.
 *
 * Shape     [...b, c, h, w] with [o, c/groups, kh, kw] → [...b, o, ⌊(h + 2p − d(kh − 1) − 1)/s⌋ + 1, …]
 * Gradient  x̄ and w̄ are convolutions themselves
 * Errors    "conv2d: kernel 17 is larger than padded input 14", "conv2d: the input has 4 channels but the weights expect 3",
 *           "conv2d: float32 with float64: cast one of them"
 * Source    Dumoulin & Visin 2016; deck rows I1, C1–C4
 * @example
 * conv2d(tensor([[[3, 2, 1], [1, 2, 3], [1, 1, 1]]]), tensor([[[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]]])) // [[[2]]]
 */
export const conv2d = conv('conv2d', 2);

/** {@link conv2d} in three dimensions: [...b, c, d, h, w] with [o, c/groups, kd, kh, kw]. */
export const conv3d = conv('conv3d', 3);

/** {@link convTranspose2d} in one dimension. */
export const convTranspose1d = convTranspose('convTranspose1d', 1);

/**
 * The adjoint of {@link conv2d} in its image: ⟨conv2d(x, w), y⟩ = ⟨x, convTranspose2d(y, w)⟩.
 *
 * Shape     [...b, c, h, w] with [c, o/groups, kh, kw] → [...b, o, (h − 1)s − 2p + d(kh − 1) + outputPadding + 1, …]
 * Gradient  x̄ and w̄ are convolutions themselves
 * Errors    "convTranspose2d: the input has 4 channels but the weights expect 3"
 * Source    Zeiler et al. 2010; deck rows C7, C9
 * @example
 * convTranspose2d(tensor([[[1, 2]]]), tensor([[[[1, 3]]]]), { stride: 2 }) // [[[1, 3, 2, 6]]]
 */
export const convTranspose2d = convTranspose('convTranspose2d', 2);

/** {@link convTranspose2d} in three dimensions. */
export const convTranspose3d = convTranspose('convTranspose3d', 3);
