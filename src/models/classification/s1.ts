import { conv2d, flatten, linear, maxPool2d, relu, sequential } from '../../nn/index.js';

/**
 * The first network of many courses: two convolutions with pooling, three linear layers.
 * Shape       [C, H, W] → [classes]; 32 × 32 pixels become 16 maps of 5 × 5
 * Parameters  62,006 for [3, 32, 32] and 10 classes
 * Source      PyTorch, "Training a Classifier"
 * @example
 * model([3, 32, 32], s1(10))
 */
export const s1 = <const N extends number>(classes: N) =>
  sequential(
    { conv1: conv2d({ out: 6, kernel: 5 }) },
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
