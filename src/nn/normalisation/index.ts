export * from './batchNorm.js';
export * from './decorrelatedBatchNorm.js';
export * from './foldBatchNorm.js';
export * from './groupNorm.js';
export * from './layerNorm.js';
export * from './localResponseNorm.js';
export * from './rmsNorm.js';
