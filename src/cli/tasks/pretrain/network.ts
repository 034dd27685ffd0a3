import { build, linear, sigmoid } from '../../../nn/index.js';

/** the width of every hidden layer */
const width = 256;

/**
 * Three hidden layers of sigmoids, whose slopes shrink what reaches the first: the kind of network that greedy pre-training was found for. And the
 * hidden layers one by one, each with what makes its input of its output again.
 */
export const network = (pixels: number, classes: number) =>
  ({
    whole: build(
      [pixels],
      { fc1: linear(width) },
      sigmoid,
      { fc2: linear(width) },
      sigmoid,
      { fc3: linear(width) },
      sigmoid,
      { head: linear(classes) },
    ),
    first: {
      encoder: build([pixels], { fc1: linear(width) }, sigmoid),
      decoder: build([width], { out: linear(pixels) }, sigmoid),
    },
    second: {
      encoder: build([width], { fc2: linear(width) }, sigmoid),
      decoder: build([width], { out: linear(width) }, sigmoid),
    },
    third: {
      encoder: build([width], { fc3: linear(width) }, sigmoid),
      decoder: build([width], { out: linear(width) }, sigmoid),
    },
  }) as const;
