export * from './globalAvgPool.js';
export * from './maxUnpooled.js';
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d } from './pool.js';
export type { Pool, PoolSettings, PoolSettingsOf } from './pool.js';
