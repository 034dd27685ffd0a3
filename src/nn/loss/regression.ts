/** Losses of numbers. */
import { abs, minimum, multiply, square, subtract } from '../../ops/index.js';
import { paired } from './paired.js';

/**
 * L1: |yᵢ − tᵢ|, the mean over all elements.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  sign(y − t) / n, 0 where they are equal
 * Errors    "meanAbsoluteError: predictions [8, 1] and targets [8] differ" (they would broadcast to [8, 8])
 * Source    deck row K3
 * @example
 * meanAbsoluteError(tensor([1, 2]), tensor([0, 5])) // 2
 */
export const meanAbsoluteError = paired('meanAbsoluteError', (y, t) => abs(subtract(y, t)));

/**
 * L2: (yᵢ − tᵢ)², the mean over all elements.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  2 (y − t) / n
 * Errors    "meanSquaredError: predictions [8, 1] and targets [8] differ" (they would broadcast to [8, 8])
 * Source    deck row K3
 * @example
 * meanSquaredError(tensor([1, 2]), tensor([0, 5])) // 5
 */
export const meanSquaredError = paired('meanSquaredError', (y, t) => square(subtract(y, t)));

/**
 * ½ (yᵢ − tᵢ)², the mean over all elements: the half makes the gradient the error itself.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  (y − t) / n
 * Errors    "halfSquaredError: predictions [8, 1] and targets [8] differ" (they would broadcast to [8, 8])
 * Source    deck rows K3, N4
 * @example
 * halfSquaredError(tensor([1, 2]), tensor([0, 5])) // 2.5
 */
export const halfSquaredError = paired('halfSquaredError', (y, t) => multiply(square(subtract(y, t)), 0.5));

/**
 * Huber: ½d² of differences d = |yᵢ − tᵢ| up to δ, and the tangent δ(d − ½δ) beyond: squares for the many, lines for outliers. δ is 1 unless given;
 * PyTorch's smooth L1 is this over δ.
 * Shape     predictions and targets [...s] → []; [...s] with `reduction: 'none'`
 * Gradient  (y − t) / n, clipped to ±δ / n
 * Errors    "huber: predictions [8, 1] and targets [8] differ", "huber: expected delta above 0, got 0"
 * Source    Huber 1964; Girshick 2015 for boxes
 * @example
 * huber(tensor([1, 5]), tensor([0, 0]), { reduction: 'none' }) // [0.5, 4.5]
 */
export const huber = paired(
  'huber',
  (y, t, { delta }) => {
    const distance = abs(subtract(y, t));
    const near = minimum(distance, delta);
    return multiply(near, subtract(distance, multiply(near, 0.5)));
  },
  ['delta'],
);
