/** Pictures read at other places. */
import { minus, plus, times } from '../primitive/arithmetic.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { and, choose, floor, greaterEqual, less, maximum, minimum, remainder } from '../primitive/compare.js';
import { castTo, fill, iotaAlong, like } from '../primitive/create.js';
import { gatherAt } from '../primitive/gather.js';
import { reshapeTo, transposeBy } from '../primitive/layout.js';
import { apply } from '../primitive/primitive.js';
import { sliceAxis } from '../primitive/slice.js';
import { expectOneDType, expectShape, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { Option, OptionNames, Spelt } from '../shape/options.js';
import { imageShape } from '../shape/plane.js';
import type { ImageShape } from '../shape/plane.js';
import { resizeShape } from '../shape/resize.js';
import type { PlaneSize, Resize } from '../shape/resize.js';
import { dimension, sameShape, show, size } from '../shape/shape.js';
import type { Arg, SameShape, Shape, Show } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import type { OfOneDType } from '../ops/operand.js';
import { boundaryNames, expectBoundary } from './boundary.js';
import type { Boundary, BoundaryOptions } from './boundary.js';
import { expectFloats } from './planes.js';

/** How a picture is read at other places. */
export interface WarpOptions extends BoundaryOptions {
  /** height and width of the new picture; those of the old one unless said otherwise */
  readonly size?: PlaneSize;
  /** `bilinear` unless said otherwise */
  readonly interpolation?: 'nearest' | 'bilinear';
}

const names: OptionNames<WarpOptions> = { ...boundaryNames, size: true, interpolation: true };

/* distributes over the sizes that may be meant */
type Sized<S extends Shape, Z, Op extends string> = Z extends PlaneSize ? Resize<S, Z, Op> : ImageShape<S, Op>;

/** The shape of a warped picture, or a sentence. */
export type Warp<S extends Shape, M extends Shape, O, Op extends string> =
  SameShape<M, readonly [2, 3]> extends true
    ? Sized<S, Option<O, 'size', null>, Op>
    : `${Op}: expected a matrix [2, 3], got ${Show<M>}`;

const down = (i: AnyTensor, most: number): AnyTensor => apply(minimum, {}, i, like(i, most));
const up = (i: AnyTensor, least: number): AnyTensor => apply(maximum, {}, i, like(i, least));

/** i − n⌊i/n⌋ of integers */
const modulo = (i: AnyTensor, n: number): AnyTensor => {
  const rest = apply(remainder, {}, i, like(i, n));
  return choose(apply(less, {}, rest, like(i, 0)), plus(rest, like(i, n)), rest);
};

/** i, and beyond the middle of a period its mirror image */
const folded = (i: AnyTensor, period: number, last: number): AnyTensor => {
  const j = modulo(i, period);
  return apply(minimum, {}, j, minus(like(j, last), j));
};

/** The table of `boundaries` again, for places that are tensors: the place that is read in place of i, any of 0 … n − 1 where a constant stands. */
const continuations = (() => {
  const nearest = (i: AnyTensor, n: number): AnyTensor => down(up(i, 0), n - 1);
  const reflect = (i: AnyTensor, n: number): AnyTensor => folded(i, 2 * n, 2 * n - 1);
  const mirror = (i: AnyTensor, n: number): AnyTensor => (n === 1 ? like(i, 0) : folded(i, 2 * n - 2, 2 * n - 2));
  return {
    reflect,
    symmetric: reflect,
    mirror,
    nearest,
    replicate: nearest,
    wrap: modulo,
    constant: nearest,
    zero: nearest,
  } as const satisfies Readonly<Record<Boundary, (i: AnyTensor, n: number) => AnyTensor>>;
})();

/** What of a picture is read: its pixels [h·w, planes], and what stands beyond. */
interface Source {
  readonly pixels: AnyTensor;
  readonly plane: PlaneSize;
  readonly boundary: Boundary;
  readonly value: number;
}

/** the pixels in rows i and columns j, whole numbers [q], as [q, planes] */
const pixelsAt = ({ pixels, plane: [h, w], boundary, value }: Source, i: AnyTensor, j: AnyTensor): AnyTensor => {
  const place = continuations[boundary];
  const read = gatherAt(pixels, plus(times(place(i, h), like(i, w)), place(j, w)), 0);
  if (boundary !== 'constant' && boundary !== 'zero') return read;
  const within = (k: AnyTensor, n: number): AnyTensor =>
    apply(and, {}, apply(greaterEqual, {}, k, like(k, 0)), apply(less, {}, k, like(k, n)));
  const inside = apply(and, {}, within(i, h), within(j, w));
  return choose(perPlane(inside, read), read, like(read, value));
};

/** one number for all planes of a pixel */
const perPlane = (x: AnyTensor, { shape }: AnyTensor): AnyTensor => broadcastTo(reshapeTo(x, [...x.shape, 1]), shape);

const floored = (x: AnyTensor): AnyTensor => apply(floor, {}, x);

/** values at rows i and columns j, any numbers [q], as [q, planes] */
type Sampler = (source: Source, i: AnyTensor, j: AnyTensor) => AnyTensor;

const samplers: { readonly [I in Exclude<WarpOptions['interpolation'], undefined>]: Sampler } = {
  nearest: (source, i, j) => {
    const [row, column] = [i, j].map((x) => castTo(floored(plus(x, like(x, 0.5))), 'int32'));
    return pixelsAt(source, row ?? i, column ?? j);
  },
  bilinear: (source, i, j) => {
    const [above, below] = neighbours(i);
    const [left, right] = neighbours(j);
    return [above, below]
      .flatMap((row) => [left, right].map((column) => [row, column] as const))
      .map(([row, column]) => {
        const read = pixelsAt(source, row.place, column.place);
        return times(read, perPlane(times(row.weight, column.weight), read));
      })
      .reduce(plus);
  },
};

/** A whole number, and what it counts. */
interface Neighbour {
  readonly place: AnyTensor;
  readonly weight: AnyTensor;
}

/** the whole numbers around x, in proportion to their nearness */
const neighbours = (x: AnyTensor): readonly [Neighbour, Neighbour] => {
  const low = floored(x);
  const rest = minus(x, low);
  const one = like(x, 1);
  return [
    { place: castTo(low, 'int32'), weight: minus(one, rest) },
    { place: castTo(plus(low, one), 'int32'), weight: rest },
  ];
};

/** M·(i, j, 1) for all places of a picture, as rows [q] and columns [q] */
const places = (matrix: AnyTensor, [m, n]: PlaneSize): readonly [AnyTensor, AnyTensor] => {
  const count = m * n;
  const [i, j] = [0, 1].map((axis) => reshapeTo(iotaAlong([m, n], axis, matrix.dtype), [count]));
  const element = (row: number, column: number): AnyTensor =>
    broadcastTo(reshapeTo(sliceAxis(sliceAxis(matrix, 0, row, 1), 1, column, 1), [1]), [count]);
  const along = (row: number): AnyTensor =>
    i === undefined || j === undefined
      ? fill([count], 0, matrix.dtype)
      : plus(plus(times(element(row, 0), i), times(element(row, 1), j)), element(row, 2));
  return [along(0), along(1)];
};

/**
 * A picture read elsewhere: y[…, p] = x[…, M·(p, 1)], p = (row, column). Between pixels `bilinear` weighs the four around, `nearest` reads the one
 * that is nearest; beyond the edge stands what `boundary` says, pixel by pixel, so a `constant` is blended in over one pixel.
 *
 * M is the map from new places to old ones (OpenCV's `WARP_INVERSE_MAP`, the `inverse_map` of scikit-image, SciPy's `affine_transform`), rows first as
 * in SciPy, so that warpAffine(warpAffine(x, A), B) = warpAffine(x, A·B) where nothing is interpolated. {@link rotation} and the others are named by
 * what becomes of the picture; a map of old places to new ones is to be inverted ({@link invertAffine}).
 *
 * Shape     [...planes, h, w] and [2, 3] → [...planes, h, w], or the size asked for
 * Gradient  x̄ = ȳ added up where it was read, by the same weights; M̄ by the slopes between the pixels, none for `nearest`
 * Errors    "warpAffine: expected a matrix [2, 3], got [3, 3]", "warpAffine: interpolation 'bicubic' is none of nearest, bilinear", those of `extend`
 * Source    Jaderberg et al. 2015; scipy.ndimage (`grid-constant`, `grid-wrap`)
 * @example
 * warpAffine(tensor([[1, 2, 3]]), translation([0, 1]), { boundary: 'constant' }) // [[0, 1, 2]]
 */
export const warpAffine = <
  S extends Shape,
  D extends Float,
  M extends Shape,
  E extends Float,
  const O extends WarpOptions = object,
>(
  image: Tensor<S, D>,
  matrix: Arg<OfOneDType<D, E, 'warpAffine', Warp<S, M, O, 'warpAffine'>>, Tensor<M, E>>,
  options?: Arg<Spelt<O, keyof WarpOptions, 'warpAffine', null>, O>,
): Result<Warp<S, M, O, 'warpAffine'>, D> => result(warped(image, matrix, options));

const warped = (image: unknown, matrix: unknown, options: WarpOptions | string = {}): AnyTensor => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options, names, 'warpAffine');
  const [x, m] = [expectFloats(image, 'warpAffine'), expectTensor(matrix, 'warpAffine')];
  const plain = expectShape(imageShape(x.shape, 'warpAffine'), x.shape);
  if (!sameShape(m.shape, [2, 3]))
    throw new ShapeError(`warpAffine: expected a matrix [2, 3], got ${show(m.shape)}`, [m.shape]);
  expectOneDType('warpAffine', x, m);
  const { boundary = 'reflect', interpolation = 'bilinear' } = options;
  const { value } = expectBoundary(options, x.dtype, 'warpAffine');
  if (!Object.hasOwn(samplers, interpolation))
    throw new RangeError(`warpAffine: interpolation '${interpolation}' is none of ${Object.keys(samplers).join(', ')}`);
  const shape =
    options.size === undefined ? plain : expectShape(resizeShape(x.shape, options.size, 'warpAffine'), x.shape);
  const plane: PlaneSize = [dimension(x.shape, -2), dimension(x.shape, -1)];
  const planes = x.shape.slice(0, -2);
  if (plane.includes(0)) throw new ShapeError(`warpAffine: an image ${show(x.shape)} has no pixels to read`, [x.shape]);
  const pixels = transposeBy(reshapeTo(x, [size(planes), size(plane)]), [1, 0]);
  const read = samplers[interpolation](
    { pixels, plane, boundary, value },
    ...places(m, [dimension(shape, -2), dimension(shape, -1)]),
  );
  return reshapeTo(transposeBy(read, [1, 0]), shape);
};
