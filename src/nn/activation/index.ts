export * from './pointwise.js';
export * from './softmax.js';
