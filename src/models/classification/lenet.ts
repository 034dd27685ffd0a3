import { conv2d, flatten, linear, maxPool2d, relu, sequential } from '../../nn/index.js';

/**
 * LeNet-5 in today's form: every map of the first layer feeds the second, max pooling and rectifiers. Padding 2 gives
 * the digits of 28 × 28 pixels the frame of the paper's 32 × 32.
 * Shape       [C, H, W] → [classes]; 28 × 28 pixels become 16 maps of 5 × 5
 * Parameters  61,706 for [1, 28, 28] and 10 classes
 * Source      LeCun, Bottou, Bengio and Haffner 1998, figure 2
 * @example
 * model([1, 28, 28], lenet(10))
 */
export const lenet = <const N extends number>(classes: N) =>
  sequential(
    { conv1: conv2d({ out: 6, kernel: 5, padding: 2 }) },
    relu,
    maxPool2d(2),
    { conv2: conv2d({ out: 16, kernel: 5 }) },
    relu,
    maxPool2d(2),
    flatten,
    { fc1: linear(120) },
    relu,
    { fc2: linear(84) },
    relu,
    { fc3: linear(classes) },
  );
