export * from './concat.js';
export { repeat } from './repeat.js';
export type { Repeat } from './repeat.js';
export { residual } from './residual.js';
export type { Residual } from './residual.js';
export { sequential } from './sequential.js';
export type { Sequential } from './sequential.js';
export * from './skipConcat.js';
export * from './sum.js';
