import {
  batchNorm,
  conv2d,
  identity,
  maxUnpooled2d,
  relu,
  sequential,
  times,
  type Layer,
  type Rule,
} from '../../nn/index.js';

const block = <const C extends number>(out: C) =>
  sequential({ conv: conv2d({ out, kernel: 3, padding: 1, bias: false }) }, { bn: batchNorm() }, relu);

/** One level: two layers of the encoder, the pooling, what is below, the unpooling that is its pair, two layers of the decoder. */
const level = <const C extends number, const O extends number, F extends Rule>(channels: C, out: O, below: Layer<F>) =>
  sequential(
    { encoder1: block(channels) },
    { encoder2: block(channels) },
    maxUnpooled2d(2, { below }),
    { decoder2: block(channels) },
    { decoder1: block(out) },
  );

/** What a SegNet is told. */
export interface SegnetOptions<N extends number, C extends number> {
  readonly classes: N;
  /** The channels of the first level; each level below has twice as many. 64 in the paper. */
  readonly channels: C;
}

/**
 * An encoder and a decoder in the style of SegNet: three poolings on the way down, and on the way up the unpoolings that put each
 * number where its pooling had found its maximum.
 * Shape   [C, H, W] → [classes, H, W]; H and W are 8 or more
 * Source  Badrinarayanan, Kendall and Cipolla 2015, figure 2, with three levels in place of five
 * @example
 * model([3, 32, 32], segnet({ classes: 2, channels: 16 })).output // [2, 32, 32]
 */
export const segnet = <const N extends number, const C extends number>({ classes, channels }: SegnetOptions<N, C>) =>
  sequential(
    {
      level1: level(
        channels,
        channels,
        level(times(2, channels), channels, level(times(4, channels), times(2, channels), identity)),
      ),
    },
    { head: conv2d({ out: classes, kernel: 1 }) },
  );
