export * from './globalAvgPool.js';
export * from './pool.js';
