export * from './arbitrary/index.js';
export * from './laws/index.js';
