import {
  conv2d,
  convTranspose2d,
  maxPool2d,
  relu,
  sequential,
  skipConcat,
  times,
  type Layer,
  type Rule,
} from '../../nn/index.js';

const double = <const C extends number, const P extends number>(out: C, padding: P) =>
  sequential(
    { conv1: conv2d({ out, kernel: 3, padding }) },
    relu,
    { conv2: conv2d({ out, kernel: 3, padding }) },
    relu,
  );

/** One level of the U: down on the left, what is below it, up on the right beside the copy of the left, cropped. */
const level = <const C extends number, const P extends number, F extends Rule>(
  channels: C,
  padding: P,
  below: Layer<F>,
) =>
  sequential(
    { left: double(channels, padding) },
    skipConcat(sequential(maxPool2d(2), { below }, { up: convTranspose2d({ out: channels, kernel: 2, stride: 2 }) })),
    { right: double(channels, padding) },
  );

/** What a U-Net is told. */
export interface UnetOptions<N extends number, C extends number, P extends 0 | 1> {
  readonly classes: N;
  /** The channels of the first level; each level below has twice as many. 64 in the paper. */
  readonly channels: C;
  /** Of the 3 × 3 convolutions: 0 as in the paper, 1 for a result of the size of the input. */
  readonly padding: P;
}

/**
 * U-Net: four levels down, four up, and across each level a copy of the left side for the right.
 * Shape       [C, H, W] → [classes, H′, W′]; 572 × 572 pixels become 388 × 388, with padding 1 all that are multiples of
 *             16 stay as they are
 * Parameters  31,030,658 for one channel, 2 classes and 64 channels
 * Source      Ronneberger, Fischer and Brox 2015, figure 1
 * @example
 * model([1, 572, 572], unet({ classes: 2, channels: 64, padding: 0 }))
 */
export const unet = <const N extends number, const C extends number, const P extends 0 | 1>({
  classes,
  channels,
  padding,
}: UnetOptions<N, C, P>) =>
  sequential(
    {
      level1: level(
        channels,
        padding,
        level(
          times(2, channels),
          padding,
          level(times(4, channels), padding, level(times(8, channels), padding, double(times(16, channels), padding))),
        ),
      ),
    },
    { head: conv2d({ out: classes, kernel: 1 }) },
  );
