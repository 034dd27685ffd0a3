export * from './detector.js';
export * from './locator.js';
