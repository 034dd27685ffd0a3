/** Classifiers before networks: nearest neighbours, linear ones, the perceptron. */
export { isCertificate, type Inseparable, type Separator } from './certificate.js';
export { imageDistance, type Distance } from './distance.js';
export { leastSquares } from './leastSquares.js';
export { linearClassifier, type LinearClassifier, type LinearClassifierOptions } from './linearClassifier.js';
export { nearestNeighbours } from './nearestNeighbours.js';
export type { Memory, NearestNeighbours, NeighbourOptions, Neighbours } from './nearestNeighbours.js';
export { perceptron, perceptronPass, type Unit } from './perceptron.js';
export { polynomial, polynomialFit, type PolynomialOptions } from './polynomial.js';
export { scores, templates, type LinearMap } from './scores.js';
export { separate, updateBound } from './separate.js';
