import { slice } from '../../ops/index.js';
import { centreCropShape, entryOf, pairOf, withoutMarginShape } from '../../shape/index.js';
import type { CentreCrop, Margin, PerDimension, Shape, WithoutMargin } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `crop`. */
export interface Crop<M extends Margin> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? WithoutMargin<X, M, 'crop'> : never;
}

/** The rule of `centreCrop`. */
export interface CentreCropping<Z extends PerDimension> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? CentreCrop<X, Z> : never;
}

/**
 * The example without its margin: a width for all sides, or a width or [low, high] for each spatial dimension.
 * Shape   [C, H, W] by m → [C, H − 2m, W − 2m]
 * Errors  "crop: 3 + 2 leaves nothing of dimension 5", "crop: width has 3 entries for 2 spatial dimensions"
 * @example
 * build([64, 32, 32], crop([2, [0, 1]])).output // [64, 28, 31]
 */
export const crop = <const M extends Margin>(width: M): Layer<Crop<M>> =>
  layer(
    pure(
      'crop',
      (input) => withoutMarginShape(input, width, 'crop'),
      (x) =>
        slice(x, [
          null,
          ...x.shape.slice(1).map((n, index) => {
            const [low, high] = pairOf(width, index);
            return { start: low, end: n - high };
          }),
        ]),
    ),
  );

/**
 * The middle of the example; where it cannot be the exact middle, one element more is lost after it than before.
 * Shape   [C, H, W] to size n → [C, n, n]; to size [m, n] → [C, m, n]
 * Errors  "centreCrop: [64, 28, 28] cannot be cropped to [64, 30, 30]", "centreCrop: size 0 is not a positive integer"
 * @example
 * build([3, 256, 320], centreCrop(224)).output // [3, 224, 224]
 */
export const centreCrop = <const Z extends PerDimension>(size: Z): Layer<CentreCropping<Z>> =>
  layer(
    pure(
      'centreCrop',
      (input) => centreCropShape(input, size),
      (x) =>
        slice(x, [
          null,
          ...x.shape.slice(1).map((n, index) => {
            const start = Math.floor((n - entryOf(size, index)) / 2);
            return { start, end: start + entryOf(size, index) };
          }),
        ]),
    ),
  );
