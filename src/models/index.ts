export * from './classification/index.js';
export * from './detection/index.js';
export * from './generative/index.js';
export * from './interchange/index.js';
export * from './segmentation/index.js';
export * from './sequence/index.js';
export type { DynamicModel } from './dynamic.js';
export { models } from './models.js';
export type { ModelName, NamedModel } from './models.js';
