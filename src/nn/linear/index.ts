export type { Affine, AffineOptions } from './affine.js';
export * from './linear.js';
