/** Parts of pictures. */
import { broadcastTo } from '../primitive/broadcast.js';
import { choose } from '../primitive/compare.js';
import { reshapeTo } from '../primitive/layout.js';
import { sliceAxis } from '../primitive/slice.js';
import { expectShape, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { imageShape } from '../shape/plane.js';
import type { ImageShape } from '../shape/plane.js';
import { resizeShape } from '../shape/resize.js';
import type { PlaneSize, Resize } from '../shape/resize.js';
import { dimension, isNatural, show } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import { fromArray } from '../tensor/literal.js';
import type { DType } from '../tensor/dtype.js';
import { result, typed } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { expectTensor } from '../ops/operand.js';
import { vector } from './parameters.js';

/** A part of a picture: its first row and column, and how many it has. */
export interface Box {
  readonly position: readonly [row: number, column: number];
  readonly size: PlaneSize;
}

const boxNames: OptionNames<Box> = { position: true, size: true };

/**
 * The part of a picture in a box.
 *
 * Shape     [...planes, h, w] → [...planes, m, n], the size of the box
 * Gradient  ȳ within the box, 0 elsewhere
 * Errors    "crop: size [0, 2] is not two positive integers", "crop: rows 3 to 5 are not in a picture [4, 4]"
 * @example
 * crop(tensor([[1, 2, 3], [4, 5, 6]]), { position: [0, 1], size: [2, 2] }) // [[2, 3], [5, 6]]
 */
export const crop = <S extends Shape, D extends DType, const B extends Box>(
  image: Tensor<S, D>,
  box: Arg<Spelt<B, keyof Box, 'crop', Resize<S, B['size'], 'crop'>>, B>,
): Result<Resize<S, B['size'], 'crop'>, D> => result(cropped(expectTensor(image, 'crop'), box));

const axes = [
  [0, 'rows'],
  [1, 'columns'],
] as const;

const cropped = (x: AnyTensor, box: Box | string): AnyTensor => {
  if (typeof box === 'string') throw new TypeError(box);
  expectSpelt(box, boxNames, 'crop');
  expectShape(resizeShape(x.shape, box.size, 'crop'), x.shape);
  return axes.reduce((part, [axis, what]) => {
    const [first, length, place] = [box.position[axis], box.size[axis], x.shape.length - 2 + axis];
    if (!isNatural(first) || first + length > dimension(x.shape, place))
      throw new ShapeError(
        `crop: ${what} ${first} to ${first + length - 1} are not in a picture ${show(x.shape.slice(-2))}`,
        [x.shape],
      );
    return sliceAxis(part, place, first, length);
  }, x);
};

/** How boxes are drawn. */
export interface DrawOptions {
  /** what the lines are, or are in each channel; 1 unless said otherwise */
  readonly value?: number | readonly number[];
  /** in pixels; 1 unless said otherwise */
  readonly thickness?: number;
}

const drawNames: OptionNames<DrawOptions> = { value: true, thickness: true };

/**
 * A picture with the outlines of boxes, drawn within them; what of a box lies beyond the edge is not seen.
 *
 * Shape     [...planes, h, w] → [...planes, h, w]; a value for each channel needs [channels, h, w]
 * Gradient  ȳ where nothing is drawn
 * Errors    "drawBoxes: 2 values for a picture [3, 8, 8]", "drawBoxes: thickness 0 is not a positive integer",
 *           "drawBoxes: a box at [0.5, 0] of size [2, 2] is not made of pixels"
 * Source    deck row I11
 * @example
 * drawBoxes(zeros([3, 3]), [{ position: [0, 0], size: [3, 3] }]) // [[1, 1, 1], [1, 0, 1], [1, 1, 1]]
 */
export const drawBoxes = <S extends Shape, D extends DType>(
  image: Arg<ImageShape<S, 'drawBoxes'>, Tensor<S, D>>,
  boxes: readonly Box[],
  options: DrawOptions = {},
): Tensor<S, D> => typed(drawn(expectTensor(image, 'drawBoxes'), boxes, options));

const drawn = (x: AnyTensor, boxes: readonly Box[], options: DrawOptions): AnyTensor => {
  expectSpelt(options, drawNames, 'drawBoxes');
  const { value = 1, thickness = 1 } = options;
  expectShape(imageShape(x.shape, 'drawBoxes'), x.shape);
  if (!isNatural(thickness) || thickness === 0)
    throw new RangeError(`drawBoxes: thickness ${thickness} is not a positive integer`);
  const values = typeof value === 'number' ? [value] : value;
  if (typeof value !== 'number' && (x.shape.length !== 3 || values.length !== x.shape[0]))
    throw new RangeError(`drawBoxes: ${values.length} values for a picture ${show(x.shape)}`);
  if (values.some(Number.isNaN)) throw new RangeError('drawBoxes: NaN is no value to draw');
  const [height, width] = [dimension(x.shape, -2), dimension(x.shape, -1)];
  const lines = new Uint8Array(height * width);
  for (const { position, size } of boxes) {
    if (!position.every(Number.isSafeInteger) || !size.every((n) => isNatural(n) && n > 0))
      throw new RangeError(`drawBoxes: a box at ${show(position)} of size ${show(size)} is not made of pixels`);
    outline({ position, size }, thickness, [height, width], (place) => (lines[place] = 1));
  }
  const mask = broadcastTo(fromArray(lines, [height, width]), x.shape);
  const drawnValues = reshapeTo(vector(values, x.dtype), [values.length, 1, 1]);
  const colours = broadcastTo(values.length === 1 ? reshapeTo(drawnValues, []) : drawnValues, x.shape);
  return choose(mask, colours, x);
};

/** the pixels of a box that are less than `thickness` from its edge, and in the picture */
const outline = (
  { position: [row, column], size: [height, width] }: Box,
  thickness: number,
  [rows, columns]: PlaneSize,
  mark: (place: number) => void,
): void => {
  for (let i = Math.max(row, 0); i < Math.min(row + height, rows); i++)
    for (let j = Math.max(column, 0); j < Math.min(column + width, columns); j++)
      if (Math.min(i - row, row + height - 1 - i, j - column, column + width - 1 - j) < thickness)
        mark(i * columns + j);
};
