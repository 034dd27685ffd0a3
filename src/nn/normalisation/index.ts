export * from './batchNorm.js';
export * from './layerNorm.js';
export * from './localResponseNorm.js';
