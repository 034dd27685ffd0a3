import { permute, reshape } from '../../ops/index.js';
import {
  pixelShuffleShape,
  pixelUnshuffleShape,
  type PixelShuffle,
  type PixelUnshuffle,
  type Shape,
} from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';
import type { Values } from '../values.js';

/** The rule of `pixelShuffle`. */
export interface PixelShuffling<R extends number> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? PixelShuffle<X, R> : never;
}

/** The rule of `pixelUnshuffle`. */
export interface PixelUnshuffling<R extends number> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? PixelUnshuffle<X, R> : never;
}

/**
 * Channels laid out as pixels: y_c,ri+a,rj+b = x_cr²+ar+b,i,j. After a convolution to C·r² channels, an upsampling that is learned.
 * Shape   [C·r², H, W] → [C, rH, rW]
 * Errors  "pixelShuffle: 10 channels do not divide into blocks of 2 x 2", "pixelShuffle: factor 0 is not a positive integer"
 * Source  Shi et al. 2016
 * @example
 * build([12, 8, 8], pixelShuffle(2)).output // [3, 16, 16]
 */
export const pixelShuffle = <const R extends number>(factor: R): Layer<PixelShuffling<R>> =>
  layer(
    pure(
      'pixelShuffle',
      (input) => pixelShuffleShape(input, factor),
      (x) => shuffled(x, factor),
    ),
  );

/**
 * Blocks of pixels laid out as channels, the inverse of `pixelShuffle`: y_cr²+ar+b,i,j = x_c,ri+a,rj+b.
 * Shape   [C, rH, rW] → [C·r², H, W]
 * Errors  "pixelUnshuffle: [3, 5, 4] does not divide into blocks of 2 x 2"
 * Source  Shi et al. 2016
 * @example
 * build([3, 16, 16], pixelUnshuffle(2)).output // [12, 8, 8]
 */
export const pixelUnshuffle = <const R extends number>(factor: R): Layer<PixelUnshuffling<R>> =>
  layer(
    pure(
      'pixelUnshuffle',
      (input) => pixelUnshuffleShape(input, factor),
      (x) => unshuffled(x, factor),
    ),
  );

const shuffled = (x: Values, r: number): Values => {
  const [channels = 0, height = 0, width = 0] = x.shape;
  const blocks = reshape(x, [channels / r ** 2, r, r, height, width]);
  return reshape(permute(blocks, [0, 3, 1, 4, 2]), [channels / r ** 2, height * r, width * r]);
};

const unshuffled = (x: Values, r: number): Values => {
  const [channels = 0, height = 0, width = 0] = x.shape;
  const blocks = reshape(x, [channels, height / r, r, width / r, r]);
  return reshape(permute(blocks, [0, 2, 4, 1, 3]), [channels * r ** 2, height / r, width / r]);
};
