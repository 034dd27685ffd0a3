import {
  batchNorm,
  conv2d,
  globalAvgPool,
  linear,
  maxPool2d,
  relu,
  repeat,
  residual,
  sequential,
  sum,
  times,
} from '../../nn/index.js';
import { basicBody, plainBlock, plainStage } from './basicBlock.js';

/* The names are those of torchvision, so that its weights fit: block 0 of a stage is its `first`, the others its `rest`. */

const stem = sequential(
  { conv1: conv2d({ out: 64, kernel: 7, stride: 2, padding: 3, bias: false }) },
  { bn1: batchNorm() },
  relu,
  maxPool2d({ kernel: 3, stride: 2, padding: 1 }),
);

/** The shortcut where the shape changes: a 1 × 1 convolution (option B). */
const projection = <const C extends number, const S extends number>(channels: C, stride: S) => ({
  downsample: sequential({ '0': conv2d({ out: channels, kernel: 1, stride, bias: false }) }, { '1': batchNorm() }),
});

const basic = <const C extends number>(channels: C) => sequential(residual(basicBody(channels, 1)), relu);

const basicStage = <const C extends number>(channels: C, blocks: number) =>
  sequential(
    { first: sequential(sum(basicBody(channels, 2), projection(channels, 2)), relu) },
    { rest: repeat(blocks - 1, basic(channels)) },
  );

/** What a bottleneck block adds to its shortcut; the stride is that of the 3 × 3 convolution, as in torchvision. */
const bottleneckBody = <const C extends number, const S extends number>(channels: C, stride: S) =>
  sequential(
    { conv1: conv2d({ out: channels, kernel: 1, bias: false }) },
    { bn1: batchNorm() },
    relu,
    { conv2: conv2d({ out: channels, kernel: 3, stride, padding: 1, bias: false }) },
    { bn2: batchNorm() },
    relu,
    { conv3: conv2d({ out: times(4, channels), kernel: 1, bias: false }) },
    { bn3: batchNorm() },
  );

const bottleneckStage = <const C extends number, const S extends number>(channels: C, stride: S, blocks: number) =>
  sequential(
    {
      first: sequential(sum(bottleneckBody(channels, stride), projection(times(4, channels), stride)), relu),
    },
    { rest: repeat(blocks - 1, sequential(residual(bottleneckBody(channels, 1)), relu)) },
  );

/** How many blocks each of the four stages has. */
type Blocks = readonly [number, number, number, number];

const withBasicBlocks = <const N extends number>([n1, n2, n3, n4]: Blocks, classes: N) =>
  sequential(
    stem,
    { layer1: repeat(n1, basic(64)) },
    { layer2: basicStage(128, n2) },
    { layer3: basicStage(256, n3) },
    { layer4: basicStage(512, n4) },
    globalAvgPool,
    { fc: linear(classes) },
  );

const withoutShortcuts = <const N extends number>([n1, n2, n3, n4]: Blocks, classes: N) =>
  sequential(
    stem,
    { layer1: repeat(n1, plainBlock(64, 1)) },
    { layer2: plainStage(128, n2) },
    { layer3: plainStage(256, n3) },
    { layer4: plainStage(512, n4) },
    globalAvgPool,
    { fc: linear(classes) },
  );

const withBottlenecks = <const N extends number>([n1, n2, n3, n4]: Blocks, classes: N) =>
  sequential(
    stem,
    { layer1: bottleneckStage(64, 1, n1) },
    { layer2: bottleneckStage(128, 2, n2) },
    { layer3: bottleneckStage(256, 2, n3) },
    { layer4: bottleneckStage(512, 2, n4) },
    globalAvgPool,
    { fc: linear(classes) },
  );

/**
 * ResNet with 18 layers of weights: basic blocks in four stages; where the shape changes, the shortcut is a projection.
 * Shape       [3, 224, 224] → [classes]
 * Parameters  11,689,512 for 1000 classes
 * Source      He et al. 2015, table 1; names and strides as in torchvision
 * @example
 * model([3, 224, 224], resnet18(1000))
 */
export const resnet18 = <const N extends number>(classes: N) => withBasicBlocks([2, 2, 2, 2], classes);

/** ResNet with 34 layers of weights: 21,797,672 parameters for 1000 classes; see `resnet18`. */
export const resnet34: typeof resnet18 = (classes) => withBasicBlocks([3, 4, 6, 3], classes);

/**
 * The plain twin of ResNet-18: the same layers without the shortcuts and their projections.
 * Shape       [3, 224, 224] → [classes]
 * Parameters  11,515,688 for 1000 classes
 * Source      He et al. 2015, figure 4, left
 * @example
 * model([3, 224, 224], plain18(1000))
 */
export const plain18 = <const N extends number>(classes: N) => withoutShortcuts([2, 2, 2, 2], classes);

/** The plain twin of ResNet-34: 21,623,848 parameters for 1000 classes; see `plain18`. */
export const plain34: typeof plain18 = (classes) => withoutShortcuts([3, 4, 6, 3], classes);

/** ResNet with 50 layers of weights, in bottleneck blocks: 25,557,032 parameters for 1000 classes; see `resnet18`. */
export const resnet50 = <const N extends number>(classes: N) => withBottlenecks([3, 4, 6, 3], classes);

/** ResNet with 101 layers of weights, in bottleneck blocks: 44,549,160 parameters for 1000 classes; see `resnet18`. */
export const resnet101: typeof resnet50 = (classes) => withBottlenecks([3, 4, 23, 3], classes);

/** ResNet with 152 layers of weights, in bottleneck blocks: 60,192,808 parameters for 1000 classes; see `resnet18`. */
export const resnet152: typeof resnet50 = (classes) => withBottlenecks([3, 8, 36, 3], classes);
