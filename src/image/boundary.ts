/** What stands beyond the edge of an image. */
import { fill } from '../primitive/create.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { reverseAlong } from '../primitive/layout.js';
import { concatenateAlong, sliceAxis } from '../primitive/slice.js';
import { expectShape, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { extendShape } from '../shape/plane.js';
import type { Border, Extend } from '../shape/plane.js';
import { dimension, show } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { DType } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';

/** The place 0 … n − 1 whose element stands at place i of an axis that is continued on both sides; `undefined` where a constant stands. */
export type Continuation = (i: number, n: number) => number | undefined;

/** i − n⌊i / n⌋ */
const modulo = (i: number, n: number): number => ((i % n) + n) % n;

const constant: Continuation = (i, n) => (i >= 0 && i < n ? i : undefined);
const nearest: Continuation = (i, n) => Math.min(Math.max(i, 0), n - 1);
const reflect: Continuation = (i, n) => {
  const j = modulo(i, 2 * n);
  return Math.min(j, 2 * n - 1 - j);
};
const mirror: Continuation = (i, n) => {
  if (n === 1) return 0;
  const j = modulo(i, 2 * n - 2);
  return Math.min(j, 2 * n - 2 - j);
};

/**
 * The ways to continue an axis a b c d, each as the place that is read in place of i. Beyond its first repetition a pattern goes on.
 *
 * | name                   | low side | axis    | high side | elsewhere                                      |
 * |------------------------|----------|---------|-----------|------------------------------------------------|
 * | `reflect`, `symmetric` | d c b a  | a b c d | d c b a   | NumPy and MATLAB `symmetric`; the default      |
 * | `mirror`               | d c b    | a b c d | c b a     | NumPy and PyTorch `reflect`                    |
 * | `nearest`, `replicate` | a a a a  | a b c d | d d d d   | NumPy `edge`, MATLAB and PyTorch `replicate`   |
 * | `wrap`                 | a b c d  | a b c d | a b c d   | PyTorch `circular`                             |
 * | `constant`             | v v v v  | a b c d | v v v v   | v is `value`, 0 unless said otherwise          |
 * | `zero`                 | 0 0 0 0  | a b c d | 0 0 0 0   |                                                |
 *
 * Source  scipy.ndimage
 */
export const boundaries = {
  reflect,
  symmetric: reflect,
  mirror,
  nearest,
  replicate: nearest,
  wrap: modulo,
  constant,
  zero: constant,
} as const satisfies Readonly<Record<string, Continuation>>;

/** The name of a way to continue an image beyond its edges. */
export type Boundary = keyof typeof boundaries;

/** What stands beyond the edge. */
export interface BoundaryOptions {
  /** `reflect` unless said otherwise */
  readonly boundary?: Boundary;
  /** what stands beyond a `constant` boundary; 0 unless said otherwise */
  readonly value?: number;
}

/** The names of the options of a boundary. */
export const boundaryNames: OptionNames<BoundaryOptions> = { boundary: true, value: true };

/**
 * Elements beside each other in the source: `length` places from `start` up (step 1), down (−1), the same again and again (0), or outside
 * (`start` undefined).
 */
interface Run {
  readonly start: number | undefined;
  readonly step: -1 | 0 | 1;
  readonly length: number;
}

const runs = (places: readonly (number | undefined)[]): readonly Run[] =>
  places.reduce<readonly Run[]>((done, place) => {
    const last = done.at(-1);
    const grown = last && lengthened(last, place);
    return grown === undefined ? [...done, { start: place, step: 0, length: 1 }] : [...done.slice(0, -1), grown];
  }, []);

const steps = [-1, 0, 1] as const;

/** the run with one place more, if that place is its next one; a run of one place may still go any way */
const lengthened = ({ start, step, length }: Run, place: number | undefined): Run | undefined => {
  if (start === undefined || place === undefined)
    return start === place ? { start, step: 0, length: length + 1 } : undefined;
  const next = (length === 1 ? steps : [step]).find((by) => place === start + by * length);
  return next === undefined ? undefined : { start, step: next, length: length + 1 };
};

const readRun = (x: AnyTensor, axis: number, { start, step, length }: Run, value: number): AnyTensor => {
  const shape = x.shape.map((size, k) => (k === axis ? length : size));
  if (start === undefined) return fill(shape, value, x.dtype);
  if (step === 0) return broadcastTo(sliceAxis(x, axis, start, 1), shape);
  return step === 1
    ? sliceAxis(x, axis, start, length)
    : reverseAlong(sliceAxis(x, axis, start - length + 1, length), [axis]);
};

/** One axis, `low` places longer before and `high` after. */
export const extendAxis = (
  x: AnyTensor,
  axis: number,
  low: number,
  high: number,
  { continuation, value }: Beyond,
): AnyTensor => {
  if (low === 0 && high === 0) return x;
  const n = dimension(x.shape, axis);
  const places = Array.from({ length: low + n + high }, (_, i) => continuation(i - low, n));
  return concatenateAlong(
    runs(places).map((run) => readRun(x, axis, run, value)),
    axis,
  );
};

/** A boundary with its constant. */
export interface Beyond {
  readonly continuation: Continuation;
  readonly value: number;
}

/**
 * The boundary that options ask for.
 *
 * Errors    a `RangeError`: "extend: boundary 'round' is none of reflect, symmetric, …", "extend: there is no value beyond boundary 'wrap'",
 *           "extend: value 0.5 is not an int32"
 */
export const expectBoundary = (
  { boundary = 'reflect', value }: BoundaryOptions,
  dtype: DType,
  operation: string,
): Beyond => {
  if (!Object.hasOwn(boundaries, boundary))
    throw new RangeError(`${operation}: boundary '${boundary}' is none of ${Object.keys(boundaries).join(', ')}`);
  if (value !== undefined && boundary !== 'constant')
    throw new RangeError(`${operation}: there is no value beyond boundary '${boundary}'`);
  if (value !== undefined && (typeof value !== 'number' || Number.isNaN(value)))
    throw new RangeError(`${operation}: value ${String(value)} is not a number`);
  if (value !== undefined && !representable(value, dtype))
    throw new RangeError(`${operation}: value ${value} is not of type ${dtype}`);
  return { continuation: boundaries[boundary], value: value ?? 0 };
};

const representable = (value: number, dtype: DType): boolean =>
  dtype === 'float32' || dtypes[dtype].from([value])[0] === value;

/**
 * An image with a border around it: y[…, i, j] = x[…, i − top, j − left], continued beyond the edges by the {@link boundaries} table. A border may
 * be wider than the image.
 *
 * Shape     [...planes, h, w] → [...planes, top + h + bottom, left + w + right]
 * Gradient  ȳ added up at the places it was read from
 * Errors    "extend: expected an image [..., height, width], got [3]", "extend: top -1 is not a non-negative integer", those of
 *           {@link expectBoundary}
 * Source    scipy.ndimage; numpy.pad
 * @example
 * extend(tensor([[1, 2, 3]]), { left: 2, right: 2 }) // [[2, 1, 1, 2, 3, 3, 2]]
 * extend(tensor([[1, 2, 3]]), { left: 2 }, { boundary: 'constant', value: 9 }) // [[9, 9, 1, 2, 3]]
 */
export const extend = <S extends Shape, D extends DType, const B extends Border>(
  image: Tensor<S, D>,
  border: Arg<Spelt<B, keyof Border, 'extend', Extend<S, B>>, B>,
  options: BoundaryOptions = {},
): Result<Extend<S, B>, D> => result(extended(expectTensor(image, 'extend'), border, options));

const borderNames: OptionNames<Border> = { top: true, bottom: true, left: true, right: true };

const extended = (x: AnyTensor, border: Border | string, options: BoundaryOptions): AnyTensor => {
  if (typeof border === 'string') throw new TypeError(border);
  expectSpelt(border, borderNames, 'extend');
  expectSpelt(options, boundaryNames, 'extend');
  expectShape(extendShape(x.shape, border), x.shape);
  return extendBy(x, border, expectBoundary(options, x.dtype, 'extend'), 'extend');
};

/** {@link extend} for what is an image already. */
export const extendBy = (x: AnyTensor, border: Border, beyond: Beyond, operation: string): AnyTensor => {
  const { top = 0, bottom = 0, left = 0, right = 0 } = border;
  const [vertical, horizontal] = [x.shape.length - 2, x.shape.length - 1];
  const empty = [
    [vertical, top + bottom],
    [horizontal, left + right],
  ].some(([axis = 0, added = 0]) => dimension(x.shape, axis) === 0 && added > 0);
  if (empty && beyond.continuation(0, 0) !== undefined)
    throw new ShapeError(`${operation}: an image ${show(x.shape)} has no elements to continue`, [x.shape]);
  return extendAxis(extendAxis(x, vertical, top, bottom, beyond), horizontal, left, right, beyond);
};
