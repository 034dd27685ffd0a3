import {
  conv2d,
  convTranspose2d,
  flatten,
  leakyRelu,
  linear,
  relu,
  reshape,
  sequential,
  times,
} from '../../nn/index.js';

/**
 * Half the size twice, then numbers: what a picture is about.
 * Shape   [C, H, W] → [out]
 */
export const pictureEncoder = <const C extends number, const N extends number>({
  channels,
  out,
}: EncoderOptions<C, N>) =>
  sequential(
    { conv1: conv2d({ out: channels, kernel: 4, stride: 2, padding: 1 }) },
    leakyRelu(0.2),
    { conv2: conv2d({ out: times(2, channels), kernel: 4, stride: 2, padding: 1 }) },
    leakyRelu(0.2),
    flatten,
    { head: linear(out) },
  );

/** The channels of the first layer, and how many numbers a picture becomes. */
export interface EncoderOptions<C extends number, N extends number> {
  readonly channels: C;
  readonly out: N;
}

/**
 * Numbers, then twice the size twice: a picture with a score for each of its values, of which the sigmoid goes from 0 to 1.
 * Shape   [N] → [planes, 4 · height, 4 · width]
 */
export const pictureDecoder = <
  const C extends number,
  const P extends number,
  const H extends number,
  const W extends number,
>({
  channels,
  planes,
  quarter: [height, width],
}: DecoderOptions<C, P, H, W>) =>
  sequential(
    { head: linear(times(times(2, channels), times(height, width))) },
    relu,
    reshape(times(2, channels), height, width),
    { up1: convTranspose2d({ out: channels, kernel: 4, stride: 2, padding: 1 }) },
    relu,
    { up2: convTranspose2d({ out: planes, kernel: 4, stride: 2, padding: 1 }) },
  );

/** The channels of its last layer but one, the planes of the picture, and a quarter of its height and width. */
export interface DecoderOptions<C extends number, P extends number, H extends number, W extends number> {
  readonly channels: C;
  readonly planes: P;
  readonly quarter: readonly [height: H, width: W];
}
