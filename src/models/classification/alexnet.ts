import { conv2d, dropout, flatten, linear, localResponseNorm, maxPool2d, relu, sequential } from '../../nn/index.js';

/* The paper does not divide α = 1e-4 by the 5 channels of the neighbourhood. */
const neighbours = localResponseNorm({ size: 5, alpha: 5e-4, beta: 0.75, k: 2 });
const overlapping = maxPool2d({ kernel: 3, stride: 2 });

/**
 * AlexNet as in the paper: the two towers are groups, the windows of the pooling overlap.
 * Shape       [3, 227, 227] → [classes]; 227 × 227 pixels become 256 maps of 6 × 6
 * Parameters  60,965,224 for [3, 227, 227] and 1000 classes
 * Source      Krizhevsky, Sutskever and Hinton 2012, figure 2
 * @example
 * model([3, 227, 227], alexnet(1000))
 */
export const alexnet = <const N extends number>(classes: N) =>
  sequential(
    { conv1: conv2d({ out: 96, kernel: 11, stride: 4 }) },
    relu,
    neighbours,
    overlapping,
    { conv2: conv2d({ out: 256, kernel: 5, padding: 2, groups: 2 }) },
    relu,
    neighbours,
    overlapping,
    { conv3: conv2d({ out: 384, kernel: 3, padding: 1 }) },
    relu,
    { conv4: conv2d({ out: 384, kernel: 3, padding: 1, groups: 2 }) },
    relu,
    { conv5: conv2d({ out: 256, kernel: 3, padding: 1, groups: 2 }) },
    relu,
    overlapping,
    flatten,
    { fc6: linear(4096) },
    relu,
    dropout(0.5),
    { fc7: linear(4096) },
    relu,
    dropout(0.5),
    { fc8: linear(classes) },
  );
