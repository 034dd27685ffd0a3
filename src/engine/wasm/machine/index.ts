/** Where the engine runs. */
export { barrier } from './barrier.js';
export { control } from './control.js';
export { machine, type Machine, type MachineOptions, type Program } from './machine.js';
export { MemoryError } from './memory-error.js';
export type { Exports, Memory } from './webassembly.js';
