/** Upsampling by whole factors: every element repeated, or set among zeros. */
import { broadcastTo } from '../primitive/broadcast.js';
import { reshapeTo } from '../primitive/layout.js';
import { at } from '../primitive/primitive.js';
import { padBy } from '../primitive/slice.js';
import { expectShape } from '../shape/error.js';
import type { Arg, Shape } from '../shape/shape.js';
import { upsampleShape } from '../shape/upsample.js';
import type { Upsample } from '../shape/upsample.js';
import type { DType } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import { list } from './layout.js';
import { expectTensor } from './operand.js';

/**
 * x, one trailing axis after the other: its length n is read as [n, 1], spread to [n, f] for the axis's factor f, and read as n·f. Last axis first:
 * the rows that are spread later are then whole.
 */
const stretched = (
  x: AnyTensor,
  factors: Shape,
  operation: string,
  spread: (x: AnyTensor, axis: number, factor: number) => AnyTensor,
): AnyTensor => {
  expectShape(upsampleShape(x.shape, factors, operation), x.shape);
  const kept = x.shape.length - factors.length;
  return factors.reduceRight((y, factor, d) => {
    const [front, length, back] = [y.shape.slice(0, kept + d), at(y.shape, kept + d), y.shape.slice(kept + d + 1)];
    const apart = spread(reshapeTo(y, [...front, length, 1, ...back]), kept + d + 1, factor);
    return reshapeTo(apart, [...front, length * factor, ...back]);
  }, x);
};

/** an axis of length 1 repeated */
const repeated = (x: AnyTensor, axis: number, factor: number): AnyTensor =>
  broadcastTo(
    x,
    x.shape.map((length, k) => (k === axis ? factor : length)),
  );

/** an axis of length 1 followed by zeros */
const alone = (x: AnyTensor, axis: number, factor: number): AnyTensor =>
  padBy(
    x,
    x.shape.map((_, k) => ({ low: 0, high: k === axis ? factor - 1 : 0, interior: 0 })),
  );

/**
 * Nearest-neighbour upsampling: y[…, i, j] = x[…, ⌊i/f⌋, ⌊j/g⌋], one factor for each of the trailing axes.
 *
 * Shape     [...b, h, w] by [f, g] → [...b, f·h, g·w]
 * Gradient  ȳ summed over each block of f × g
 * Errors    "upsample: factor 0 is not a positive integer", "upsample: 3 factors given for [2, 2]"
 * Source    deck row C9
 * @example
 * upsample(tensor([[1, 2], [3, 4]]), [1, 2]) // [[1, 1, 2, 2], [3, 3, 4, 4]]
 */
export const upsample = <S extends Shape, D extends DType, const F extends Shape>(
  x: Tensor<S, D>,
  factors: Arg<Upsample<S, F>, F>,
): Result<Upsample<S, F>, D> => result(stretched(expectTensor(x, 'upsample'), list(factors), 'upsample', repeated));

/**
 * Each element at the first corner of a block of zeros: y[…, i·f, j·g] = x[…, i, j].
 *
 * Shape     [...b, h, w] by [f, g] → [...b, f·h, g·w]
 * Gradient  ȳ at the places of the elements
 * Errors    "bedOfNails: factor 0 is not a positive integer", "bedOfNails: 3 factors given for [2, 2]"
 * Source    deck row C9
 * @example
 * bedOfNails(tensor([[1, 2], [3, 4]]), [1, 2]) // [[1, 0, 2, 0], [3, 0, 4, 0]]
 */
export const bedOfNails = <S extends Shape, D extends DType, const F extends Shape>(
  x: Tensor<S, D>,
  factors: Arg<Upsample<S, F, 'bedOfNails'>, F>,
): Result<Upsample<S, F, 'bedOfNails'>, D> =>
  result(stretched(expectTensor(x, 'bedOfNails'), list(factors), 'bedOfNails', alone));
