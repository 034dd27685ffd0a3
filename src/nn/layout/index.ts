export * from './flatten.js';
export * from './padChannels.js';
export * from './permute.js';
export * from './reshape.js';
export * from './selectFirst.js';
export * from './subsample.js';
