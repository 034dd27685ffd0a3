/** Classifiers before networks: nearest neighbours, linear ones, the perceptron. */
export { imageDistance, type Distance } from './distance.js';
export { nearestNeighbours } from './nearestNeighbours.js';
export type { Memory, NearestNeighbours, NeighbourOptions, Neighbours } from './nearestNeighbours.js';
