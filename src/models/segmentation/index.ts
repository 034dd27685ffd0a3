export * from './fcn.js';
export * from './segnet.js';
export * from './slidingWindow.js';
export * from './unet.js';
