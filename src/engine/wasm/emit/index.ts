/** The emitter: WebAssembly modules written in TypeScript, checked by its compiler. */
export { code, type Code, type Local, type ValueType } from './code.js';
export { block, br, brIf, doWhile, drop, leave, loop, range, seq, times, when } from './control.js';
export * from './instructions.js';
export { call, module, type Func, type MemoryType, type Module, type Scope } from './module.js';
