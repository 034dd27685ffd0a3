import { flatten, linear, sequential } from '../../nn/index.js';

/**
 * Softmax regression: one linear map of all pixels to a score for each class; the softmax is in the loss.
 * Shape       [C, H, W] → [classes]
 * Parameters  classes · (C·H·W + 1); 7,850 for [1, 28, 28] and 10 classes
 * @example
 * model([1, 28, 28], softmaxClassifier(10))
 */
export const softmaxClassifier = <const N extends number>(classes: N) =>
  sequential(flatten, { linear: linear(classes) });
