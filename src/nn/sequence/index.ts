export * from './attention.js';
export * from './classToken.js';
export * from './embedding.js';
export * from './positionEmbedding.js';
