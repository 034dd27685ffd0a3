export * from './binary.js';
export * from './classes.js';
export * from './regression.js';
export type { Classes, Labelled, LabelledLoss } from './labelled.js';
export type { PairedLoss, SameTargets } from './paired.js';
export type { LossOptions, Reduced, Reduction } from './reduction.js';
