/** Classifiers before networks: nearest neighbours, linear ones, the perceptron. */
export { imageDistance, type Distance } from './distance.js';
export { linearClassifier, type LinearClassifier, type LinearClassifierOptions } from './linearClassifier.js';
export { nearestNeighbours } from './nearestNeighbours.js';
export type { Memory, NearestNeighbours, NeighbourOptions, Neighbours } from './nearestNeighbours.js';
export { perceptron, perceptronPass, step, type Unit } from './perceptron.js';
export { scores, templates, type LinearMap } from './scores.js';
export { isCertificate, separate, updateBound, type Inseparable, type Separator } from './separate.js';
export { leastSquares } from './leastSquares.js';
export { polynomial, polynomialFit, type PolynomialOptions } from './polynomial.js';
