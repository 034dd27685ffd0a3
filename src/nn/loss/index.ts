export * from './meanSquaredError.js';
export type { Reduced, Reduction } from './reduction.js';
export * from './softmaxCrossEntropy.js';
