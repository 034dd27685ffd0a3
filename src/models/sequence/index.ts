export * from './charRecurrent.js';
export * from './textCnn.js';
export * from './transformer.js';
