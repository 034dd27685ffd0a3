export * from './activation.js';
export * from './arithmetic.js';
export * from './axis.js';
export * from './compare.js';
export * from './contract.js';
export * from './convolution.js';
export * from './create.js';
export * from './elementary.js';
export type { Binary, Unary } from './elementwise.js';
export * from './gather.js';
export * from './hardActivation.js';
export { broadcastTo, expand, flatten, flip, permute, reshape, squeeze, transpose } from './layout.js';
export type { Transposed } from './layout.js';
export * from './locallyConnected.js';
export * from './lpPool.js';
export type { AllOfOneDType, DimsOf, Joint, Meet, OfOneDType, Operand, SameDType } from './operand.js';
export * from './parts.js';
export {
  argMaxPool1d,
  argMaxPool2d,
  argMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  maxPool1d,
  maxPool2d,
  maxPool3d,
} from './pool.js';
export type { Pooling, PoolOptions } from './pool.js';
export { all, any, argMax, argMin, logSumExp, max, mean, min, product, sum, variance } from './reduce.js';
export type { Reduction, Search } from './reduce.js';
export { resize } from './resize.js';
export type { Interpolation, ResizeOptions } from './resize.js';
export * from './unpool.js';
export * from './upsample.js';
