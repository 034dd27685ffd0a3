export * from './adaptive.js';
export { globalAvgPool, globalLpPool, globalMaxPool } from './global.js';
export type { GlobalLpPoolOptions, GlobalPool } from './global.js';
export * from './maxUnpooled.js';
export {
  avgPool1d,
  avgPool2d,
  avgPool3d,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from './pool.js';
export type { AvgPoolOptions, LpPoolOptions, Pool, PoolSettings, PoolSettingsOf } from './pool.js';
