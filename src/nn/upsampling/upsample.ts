import * as ops from '../../ops/index.js';
import {
  dimension,
  enlargeShape,
  entryOf,
  size,
  type Enlarge,
  type PerDimension,
  type Shape,
} from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';

/** The rule of an upsampling by whole factors. */
export interface Enlarging<Op extends string, F extends PerDimension> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Enlarge<X, F, Op> : never;
}

const enlarging =
  <Op extends string>(operation: Op, f: (x: Values, factors: Shape) => Values) =>
  <const F extends PerDimension>(factor: F): Layer<Enlarging<Op, F>> =>
    layer(
      pure(
        operation,
        (input) => enlargeShape(input, factor, operation),
        (x) =>
          f(
            x,
            x.shape.slice(1).map((_, index) => entryOf(factor, index)),
          ),
      ),
    );

/**
 * Each element repeated f times along each spatial dimension (nearest neighbour): y_cij = x_c⌊i/f⌋⌊j/f⌋.
 * Shape   [C, H, W] by 2 → [C, 2H, 2W]; by [2, 3] → [C, 2H, 3W]; of any spatial rank
 * Errors  "upsample: factor 0 is not a positive integer", "upsample: factor has 3 entries for 2 spatial dimensions",
 *         "upsample: expected an input [C, ...spatial], got [784]"
 * Source  deck row C9
 * @example
 * build([64, 7, 7], upsample(2)).output // [64, 14, 14]
 */
export const upsample = enlarging('upsample', (x, factors) => ops.upsample(x, factors));

/**
 * Each element at the first corner of a block of zeros: y_c,fi,fj = x_cij, 0 elsewhere.
 * Shape   as `upsample`
 * Errors  as `upsample`
 * Source  deck row C9
 * @example
 * build([64, 7, 7], bedOfNails(2)).output // [64, 14, 14]
 */
export const bedOfNails = enlarging('bedOfNails', (x, factors) => ops.bedOfNails(x, factors));

/** the last two axes as those of an image, the others one by one, each as the height of an image as wide as what follows it */
const interpolated = (x: Values, factors: Shape): Values => {
  const [f, g]: Shape = factors.length > 1 ? factors.slice(-2) : [];
  const others: Shape = factors.length > 1 ? factors.slice(0, -2) : factors;
  const plane: Values =
    f === undefined || g === undefined
      ? x
      : ops.resize(x, { size: [dimension(x.shape, -2) * f, dimension(x.shape, -1) * g] });
  return others.reduceRight<Values>((y, factor, d) => {
    const [front, n, back] = [y.shape.slice(0, d + 1), dimension(y.shape, d + 1), y.shape.slice(d + 2)];
    const image = ops.reshape(y, [...front, n, size(back)]);
    return ops.reshape(ops.resize(image, { size: [n * factor, size(back)] }), [...front, n * factor, ...back]);
  }, plane);
};

/**
 * Linear interpolation along each spatial dimension: linear, bilinear or trilinear by their number. Pixels are squares, so new
 * pixel i stands at (i + ½)/f − ½ among the old; beyond the edge stands the edge.
 * Shape   as `upsample`
 * Errors  as `upsample`
 * Source  deck row C9; as of PyTorch with `align_corners=False`
 * @example
 * build([64, 7, 7], interpolate(2)).output // [64, 14, 14]
 */
export const interpolate = enlarging('interpolate', interpolated);
