import { batchNorm, conv2d, relu, repeat, sequential } from '../../nn/index.js';

/**
 * What a basic residual block adds to its shortcut: two 3 × 3 convolutions, each with a batch norm.
 * Shape   [C, H, W] → [channels, ⌈H / stride⌉, ⌈W / stride⌉]
 * Source  He et al. 2015, figure 5, left
 */
export const basicBody = <const C extends number, const S extends number>(channels: C, stride: S) =>
  sequential(
    { conv1: conv2d({ out: channels, kernel: 3, stride, padding: 1, bias: false }) },
    { bn1: batchNorm() },
    relu,
    { conv2: conv2d({ out: channels, kernel: 3, padding: 1, bias: false }) },
    { bn2: batchNorm() },
  );

/** The same without its shortcut. */
export const plainBlock = <const C extends number, const S extends number>(channels: C, stride: S) =>
  sequential(basicBody(channels, stride), relu);

/** Blocks without shortcuts, the first of which halves the size. */
export const plainStage = <const C extends number>(channels: C, blocks: number) =>
  sequential({ first: plainBlock(channels, 2) }, { rest: repeat(blocks - 1, plainBlock(channels, 1)) });
