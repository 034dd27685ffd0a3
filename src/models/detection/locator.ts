import { batchNorm, conv2d, flatten, linear, maxPool2d, relu, sequential, times } from '../../nn/index.js';

/** A convolution at the same size, then half of it. */
const stage = <const C extends number>(channels: C) =>
  sequential(
    { conv: conv2d({ out: channels, kernel: 3, padding: 1, bias: false }) },
    { norm: batchNorm() },
    relu,
    maxPool2d(2),
  );

/** Three stages with twice the channels each, a hidden layer, and numbers without a softmax. */
const regression = <const C extends number, const N extends number>(channels: C, out: N) =>
  sequential(
    { stage1: stage(channels) },
    { stage2: stage(times(2, channels)) },
    { stage3: stage(times(4, channels)) },
    flatten,
    { fc1: linear(64) },
    relu,
    { fc2: linear(out) },
  );

/** What a locator is told. */
export interface LocatorOptions<C extends number> {
  /** of the first stage */
  readonly channels: C;
}

/**
 * Where a thing is and how large: a network whose last layer is not made into probabilities. Its numbers are x, y and radius, best on a scale on which
 * each varies by about 1, and its loss is their squared error.
 * Shape       [C, H, W] → [3]
 * Parameters  89,491 for [3, 32, 32] and 16 channels
 * Source      deck row S9
 * @example
 * model([3, 32, 32], locator({ channels: 16 })).output // [3]
 */
export const locator = <const C extends number>({ channels }: LocatorOptions<C>) => regression(channels, 3);

/**
 * Whether a picture shows the thing or a picture of it: one logit, above 0 for a spoof, whose loss is the binary cross-entropy.
 * Shape       [C, H, W] → [1]
 * Parameters  89,361 for [3, 32, 32] and 16 channels
 * Source      deck row S9
 * @example
 * model([3, 32, 32], spoofDetector({ channels: 16 })).output // [1]
 */
export const spoofDetector = <const C extends number>({ channels }: LocatorOptions<C>) => regression(channels, 1);
