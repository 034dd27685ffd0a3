import * as ops from '../../ops/index.js';
import type { ResizeOptions } from '../../ops/index.js';
import { resizeShape, type PlaneSize, type Resize as Resized, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Known } from '../options.js';
import type { Pure } from '../rule.js';

/** The rule of `resize`. */
export interface Resize<Z extends PlaneSize> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Resized<X, Z> : never;
}

/**
 * The planes of an example on another grid, by interpolation: `nearest`, `bilinear` unless said otherwise, or `bicubic`.
 * Shape   [C, H, W] to size [m, n] → [C, m, n]
 * Errors  "resize: size [0, 2] is not two positive integers", "resize: expected an image [..., height, width], got [784]";
 *         at once "resize: interpolation 'cubic' is none of nearest, bilinear, bicubic"
 * Source  Keys 1981; deck row C9
 * @example
 * build([21, 16, 16], resize({ size: [500, 375] })).output // [21, 500, 375]
 */
export const resize = <const O extends ResizeOptions & Known<O, keyof ResizeOptions, 'resize'>>(
  options: O,
): Layer<Resize<O['size']>> => {
  const given: ResizeOptions = options;
  /* what is wrong with the options is said before there is an image */
  ops.resize(ops.zeros([1, 1]), { ...given, size: [1, 1] });
  return layer(
    pure(
      'resize',
      (input) => resizeShape(input, given.size),
      (x) => ops.resize(x, given),
    ),
  );
};
