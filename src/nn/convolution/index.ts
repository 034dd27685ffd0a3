export { conv1d, conv2d, conv3d } from './convolution.js';
export type { Convolution, ConvLayerOptions, ConvSettings } from './convolution.js';
export * from './convTranspose.js';
export * from './depthwise.js';
export * from './locallyConnected.js';
export * from './separable.js';
