export * from './convolution.js';
export * from './convTranspose.js';
