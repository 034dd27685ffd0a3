export * from './pixelShuffle.js';
export * from './resize.js';
export * from './upsample.js';
