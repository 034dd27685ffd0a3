import { conv2d, relu, sequential, times } from '../../nn/index.js';

/** A 3 × 3 convolution whose taps lie d pixels apart; with padding 1 the image keeps its size. */
const context = <const C extends number, const D extends number, const P extends number>(
  out: C,
  dilation: D,
  padding: P,
) => sequential({ conv: conv2d({ out, kernel: 3, dilation, padding: times(dilation, padding) }) }, relu);

/** What a fully convolutional network is told. */
export interface FcnOptions<N extends number, C extends number, P extends 0 | 1> {
  readonly classes: N;
  /** The channels of every layer. */
  readonly channels: C;
  /** 0 for scores of the pixels whose whole surroundings are there, 1 for as many as the image has. */
  readonly padding: P;
}

/**
 * A fully convolutional network: scores of each pixel from the 35 × 35 pixels around it, 1 + 2(1 + 1 + 2 + 4 + 8 + 1). No layer
 * knows how large the image is, so what classifies the middle of one window of 35 × 35 classifies all pixels of an image at once.
 * Shape       [C, H, W] → [classes, H − 34, W − 34]; with padding 1 → [classes, H, W]
 * Source      Long, Shelhamer and Darrell 2015; the dilations of Yu and Koltun 2016
 * @example
 * model([1, 35, 35], fcn({ classes: 2, channels: 16, padding: 0 })).output // [2, 1, 1]
 */
export const fcn = <const N extends number, const C extends number, const P extends 0 | 1>({
  classes,
  channels,
  padding,
}: FcnOptions<N, C, P>) =>
  sequential(
    { context1: context(channels, 1, padding) },
    { context2: context(channels, 1, padding) },
    { context3: context(channels, 2, padding) },
    { context4: context(channels, 4, padding) },
    { context5: context(channels, 8, padding) },
    { context6: context(channels, 1, padding) },
    { head: conv2d({ out: classes, kernel: 1 }) },
  );
