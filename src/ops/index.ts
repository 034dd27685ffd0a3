export * from './activation.js';
export * from './axis.js';
export * from './contract.js';
export * from './convolution.js';
export * from './create.js';
export * from './elementwise.js';
export * from './layout.js';
export * from './pool.js';
export {
  all,
  any,
  argMax,
  argMin,
  logSumExp,
  max,
  mean,
  min,
  product,
  sum,
  variance,
} from './reduce.js';
export type { Reduction, Search } from './reduce.js';
export type { Binary, Choice, Unary } from './elementwise.js';
export type { DimsOf, Joint, Meet, Operand, SameDType } from './operand.js';
