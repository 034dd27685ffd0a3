export * from './glu.js';
export * from './maxout.js';
export * from './pointwise.js';
export * from './prelu.js';
export * from './softmax.js';
