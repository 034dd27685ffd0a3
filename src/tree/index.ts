export { build, divide, fold, leaves, map, named, zip } from './tree.js';
export type { Named } from './tree.js';
