/** Integral images: sums over rectangles from four reads, whatever their size. */
import { minus, plus } from '../primitive/arithmetic.js';
import { fill } from '../primitive/create.js';
import { moveAxis } from '../primitive/layout.js';
import { padBy, sliceBy } from '../primitive/slice.js';
import { correlateShape } from '../shape/correlation.js';
import type { Correlate } from '../shape/correlation.js';
import { DTypeError, expectShape } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { Spelt } from '../shape/options.js';
import { extendShape } from '../shape/plane.js';
import type { Extend } from '../shape/plane.js';
import type { Arg, Shape } from '../shape/shape.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { scan } from '../transform/regions.js';
import type { Numeric } from '../ops/elementwise.js';
import { expectTensor } from '../ops/operand.js';
import { expectPerAxis } from './parameters.js';
import type { PerAxis } from './parameters.js';

/** the sums of the elements up to each along an axis, in their order */
const running = (x: AnyTensor, axis: number): AnyTensor => {
  const lines = moveAxis(x, axis, 0);
  const none = fill(lines.shape.slice(1), 0, x.dtype);
  const [, sums] = scan<AnyTensor, AnyTensor, AnyTensor>(
    (sum, line) => {
      const next = plus(sum, line);
      return [next, next];
    },
    none,
    lines,
  );
  return moveAxis(sums, 0, axis);
};

const integrated = (x: AnyTensor): AnyTensor => {
  const [vertical, horizontal] = [x.shape.length - 2, x.shape.length - 1];
  return padBy(
    running(running(x, vertical), horizontal),
    x.shape.map((_, axis) => ({ low: Number(axis >= vertical), high: 0, interior: 0 })),
  );
};

const expectNumbers = (value: unknown, operation: string): AnyTensor => {
  const x = expectTensor(value, operation);
  if (x.dtype === 'bool') throw new DTypeError(`${operation}: expected numbers, got bool`);
  return x;
};

/**
 * The sums over all rectangles from the top left: S(i, j) = Σ_{a < i} Σ_{b < j} x(a, b), with a row and a column of zeros in front. The sum over a
 * rectangle is S at its corners: S(bottom, right) − S(top, right) − S(bottom, left) + S(top, left). The numbers grow with the image; float32 keeps
 * integers exact up to 2²⁴.
 *
 * Shape     [...planes, h, w] → [...planes, h + 1, w + 1]
 * Gradient  x̄(a, b) = the sum of ȳ over all i > a, j > b
 * Errors    "integral: expected an image [..., height, width], got [3]"
 * Cost      2 additions an element
 * Source    Crow 1984; Viola & Jones 2001
 * @example
 * integral(tensor([[1, 2], [3, 4]])) // [[0, 0, 0], [0, 1, 3], [0, 4, 10]]
 */
export const integral = <S extends Shape, D extends Numeric>(
  image: Arg<Extend<S, { top: 1; left: 1 }, 'integral'>, Tensor<S, D>>,
): Result<Extend<S, { top: 1; left: 1 }, 'integral'>, D> => {
  const x = expectNumbers(image, 'integral');
  expectShape(extendShape(x.shape, { top: 1, left: 1 }, 'integral'), x.shape);
  return result(integrated(x));
};

/** What sums over windows are told. */
export interface WindowSumOptions {
  /** how many elements the window spans; one for each axis, or for both */
  readonly size: PerAxis;
}

/** a number for each axis */
type Sides<Z> = Z extends readonly [infer H extends number, infer W extends number]
  ? [H, W]
  : Z extends number
    ? [Z, Z]
    : [number, number];
type WindowSum<S extends Shape, O extends WindowSumOptions> = Correlate<S, Sides<O['size']>, 'valid', 'windowSum'>;

/**
 * The sums over all windows that lie inside, by the {@link integral} image: y(i, j) = Σ_{a < h′} Σ_{b < w′} x(i + a, j + b). For windows that reach
 * beyond the edge, {@link extend} the image first.
 *
 * Shape     [...planes, h, w] with size [h′, w′] → [...planes, h − h′ + 1, w − w′ + 1]
 * Gradient  x̄ is what the windows over an element got
 * Errors    "windowSum: kernel [5, 5] is larger than image [4, 8]", a `RangeError`: "windowSum: size 0 is not a positive integer"
 * Cost      5 additions an element, whatever the size
 * Source    Viola & Jones 2001
 * @example
 * windowSum(tensor([[1, 2, 3], [4, 5, 6]]), { size: 2 }) // [[12, 16]]
 */
export const windowSum = <S extends Shape, D extends Numeric, const O extends WindowSumOptions>(
  image: Tensor<S, D>,
  options: Arg<Spelt<O, keyof WindowSumOptions, 'windowSum', WindowSum<S, O>>, O>,
): Result<WindowSum<S, O>, D> => result(summed(expectNumbers(image, 'windowSum'), options));

const summed = (x: AnyTensor, options: WindowSumOptions | string): AnyTensor => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options, { size: true }, 'windowSum');
  const window = expectPerAxis(
    options.size,
    (n) => Number.isSafeInteger(n) && n > 0,
    (n) => `windowSum: size ${String(n)} is not a positive integer`,
  );
  const shape = expectShape(correlateShape(x.shape, window, 'valid', 'windowSum'), x.shape);
  const sums = integrated(x);
  const [height, width] = window;
  const corner = (down: number, right: number): AnyTensor =>
    sliceBy(
      sums,
      shape.map((length, axis) => ({ start: [down, right][axis - shape.length + 2] ?? 0, length, step: 1 })),
    );
  return plus(minus(minus(corner(height, width), corner(0, width)), corner(height, 0)), corner(0, 0));
};
