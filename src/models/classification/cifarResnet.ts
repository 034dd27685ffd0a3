import {
  batchNorm,
  conv2d,
  globalAvgPool,
  linear,
  padChannels,
  relu,
  repeat,
  residual,
  sequential,
  subsample,
  sum,
} from '../../nn/index.js';
import { basicBody, plainBlock, plainStage } from './basicBlock.js';

const stem = sequential({ conv1: conv2d({ out: 16, kernel: 3, padding: 1, bias: false }) }, { bn1: batchNorm() }, relu);

const block = <const C extends number>(channels: C) => sequential(residual(basicBody(channels, 1)), relu);

/** Half the size, more channels; the shortcut leaves out pixels and adds channels of zeros (option A). */
const halving = <const C extends number>(channels: C) =>
  sequential(sum(basicBody(channels, 2), sequential(subsample(2), padChannels(channels))), relu);

const stage = <const C extends number>(channels: C, blocks: number) =>
  sequential({ first: halving(channels) }, { rest: repeat(blocks - 1, block(channels)) });

/** 6n + 2 layers of weights, n blocks in each of three stages. */
const residualNet = <const N extends number>(blocks: number, classes: N) =>
  sequential(
    stem,
    { layer1: repeat(blocks, block(16)) },
    { layer2: stage(32, blocks) },
    { layer3: stage(64, blocks) },
    globalAvgPool,
    { linear: linear(classes) },
  );

/** The same layers without the shortcuts. */
const plainNet = <const N extends number>(blocks: number, classes: N) =>
  sequential(
    stem,
    { layer1: repeat(blocks, plainBlock(16, 1)) },
    { layer2: plainStage(32, blocks) },
    { layer3: plainStage(64, blocks) },
    globalAvgPool,
    { linear: linear(classes) },
  );

/**
 * ResNet for small images with 20 layers of weights, whose shortcuts have no parameters.
 * Shape       [3, 32, 32] → [classes]
 * Parameters  269,722 for 10 classes
 * Source      He et al. 2015, section 4.2
 * @example
 * model([3, 32, 32], resnet20(10))
 */
export const resnet20 = <const N extends number>(classes: N) => residualNet(3, classes);

/** The same with 32 layers of weights; see `resnet20`. */
export const resnet32: typeof resnet20 = (classes) => residualNet(5, classes);

/** The same with 44 layers of weights; see `resnet20`. */
export const resnet44: typeof resnet20 = (classes) => residualNet(7, classes);

/** The same with 56 layers of weights; see `resnet20`. */
export const resnet56: typeof resnet20 = (classes) => residualNet(9, classes);

/** `resnet20` without its shortcuts; as many parameters, and worse the deeper it gets: figure 6, left. */
export const plain20 = <const N extends number>(classes: N) => plainNet(3, classes);

/** `resnet32` without its shortcuts; see `plain20`. */
export const plain32: typeof plain20 = (classes) => plainNet(5, classes);

/** `resnet44` without its shortcuts; see `plain20`. */
export const plain44: typeof plain20 = (classes) => plainNet(7, classes);

/** `resnet56` without its shortcuts; see `plain20`. */
export const plain56: typeof plain20 = (classes) => plainNet(9, classes);
