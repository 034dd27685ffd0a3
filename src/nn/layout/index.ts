export * from './crop.js';
export * from './flatten.js';
export { pad } from './pad.js';
export type { Pad, PadLayerOptions } from './pad.js';
export * from './padChannels.js';
export * from './permute.js';
export * from './reshape.js';
export * from './selectFirst.js';
export * from './subsample.js';
