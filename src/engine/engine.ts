export { evaluatorOf, joinEngine } from '../primitive/engine.js';
export type { Engine, Executable } from '../primitive/engine.js';
