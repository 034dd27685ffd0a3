/** Where the engine runs: memory, programs and threads. */
import type { MemoryType } from '../emit/index.js';
import type { Target } from '../lanes.js';
import { growTo, memoryType } from './linear.js';
import { underFlags } from './platform.js';
import { understandsFused } from './probe.js';
import { compile, instantiate, newMemory, type Exports, type Memory } from './webassembly.js';

export interface MachineOptions {
  /** how many threads to use at most: as many as there are cores, unless said */
  readonly threads?: number | undefined;
  /** whether a · b + c is rounded once: where the platform can, unless said */
  readonly fused?: boolean | undefined;
  /** the most bytes of memory: what 32-bit addresses reach, unless said */
  readonly memory?: number | undefined;
  /** told, in a sentence, what went wrong without harm to results */
  readonly warn?: ((message: string) => void) | undefined;
}

/** A module in place: in the memory here, and in that of every thread that has run it. */
export interface Program {
  readonly exports: Exports;
  readonly release: () => void;
}

export interface Machine {
  readonly target: Target;
  /** what programs import */
  readonly memoryType: MemoryType;
  /** where programs run now: another one, with nothing in it, after a run that did not finish */
  readonly memory: Memory;
  /**
   * Makes the addresses 0, …, bytes − 1 valid.
   * Errors  MemoryError
   */
  readonly reserve: (bytes: number) => void;
  /** the most threads that there will be */
  readonly wanted: number;
  /** how many threads stand ready: workers take a moment to come, and may be lost */
  readonly threads: () => number;
  readonly load: (bytes: Uint8Array<ArrayBuffer>) => Program;
  /**
   * Calls `run(thread, threads)` of the program in that many threads.
   * Whether all have finished; else the memory is another one, there is one thread from now on, and the caller begins anew.
   */
  readonly run: (program: Program, threads: number) => boolean;
  /** ends the workers; the machine goes on with one thread */
  readonly dispose: () => void;
}

const relaxed = ['experimental-wasm-relaxed-simd'];

/** The optimising compiler at once: kernels of the other run ten times slower until they are called again. */
const optimised = ['no-liftoff', 'no-wasm-lazy-compilation'];

/** Node 20 understands the relaxed instructions under a flag. */
const flagsFor = (fused: boolean | undefined): readonly string[] =>
  fused === false || understandsFused() || !underFlags(relaxed, understandsFused) ? [] : relaxed;

export const machine = (options: MachineOptions = {}): Machine => {
  const flags = flagsFor(options.fused);
  const type = memoryType(options.memory, false);
  const memory = newMemory(type);
  return {
    target: { fused: options.fused !== false && underFlags(flags, understandsFused) },
    memoryType: type,
    memory,
    reserve: (bytes) => growTo(memory, type, bytes),
    wanted: 1,
    threads: () => 1,
    load: (bytes) => ({
      exports: underFlags([...flags, ...optimised], () => instantiate(compile(bytes), memory)),
      release: () => undefined,
    }),
    run: ({ exports }) => exports['run']?.(0, 1) === 0,
    dispose: () => undefined,
  };
};
