/** Where the engine runs: memory, programs and threads. */
import type { MemoryType } from '../emit/index.js';
import type { Target } from '../lanes.js';
import { control, mostWorkers } from './control.js';
import { crew, type Crew } from './crew.js';
import { growTo, linear } from './linear.js';
import { parallelism, sharesMemory, underFlags } from './platform.js';
import { understandsFused } from './probe.js';
import { compile, instantiate, newMemory, type Compiled, type Exports, type Memory } from './webassembly.js';

export interface MachineOptions {
  /** how many threads to use at most: as many as there are cores, unless said */
  readonly threads?: number | undefined;
  /** whether a · b + c is rounded once: where the platform can, unless said */
  readonly fused?: boolean | undefined;
  /** the most bytes of memory: what 32-bit addresses reach, unless said */
  readonly memory?: number | undefined;
  /** how many seconds to wait for a thread that does not come: 10, unless said, and longer where the work takes long */
  readonly patience?: number | undefined;
  /** told, in a sentence, what went wrong without harm to results */
  readonly warn?: ((message: string) => void) | undefined;
}

/** A module in place: in the memory here, and in that of every thread that has run it. */
export interface Program {
  readonly exports: Exports;
  /** lets the threads forget it; garbage is released by itself */
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
   * Calls `run(thread, threads)` of the program in that many threads, or as many as there are.
   * Whether all have finished; else the memory is another one, there is one thread from now on, and the caller begins anew.
   */
  readonly run: (program: Program, threads: number) => boolean;
  /** ends the workers; the machine goes on with one thread */
  readonly dispose: () => void;
}

/** What the machine knows of a program. */
interface Loaded {
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly compiled: Compiled;
  /** the workers that have loaded it */
  readonly known: Set<number>;
  /** as it stands in a memory */
  readonly places: WeakMap<Memory, Exports>;
}

const relaxed = ['experimental-wasm-relaxed-simd'];

/** The optimising compiler at once: the code of the other is ten times slower until functions are called anew. */
const optimised = ['no-liftoff', 'no-wasm-lazy-compilation'];

/** Node 20 understands the relaxed instructions under a flag. */
const flagsFor = (fused: boolean | undefined): readonly string[] =>
  fused === false || understandsFused() || !underFlags(relaxed, understandsFused) ? [] : relaxed;

/** ends the workers of machines that are garbage */
const machines = new FinalizationRegistry<() => void>((end) => end());

export const machine = (options: MachineOptions = {}): Machine => {
  const { patience = 10, warn = console.warn } = options;
  const flags = flagsFor(options.fused);
  const asked = Math.max(1, Math.min(options.threads ?? parallelism(), mostWorkers + 1));
  const wanted = sharesMemory() ? asked : 1;
  if (options.threads !== undefined && wanted < asked)
    warn(`no memory can be shared here: 1 thread instead of ${asked}`);
  const { type, memory } = linear(options.memory, wanted > 1);
  const now: { memory: Memory; workers: Crew | undefined; alone: boolean; top: number } = {
    memory,
    workers: undefined,
    alone: wanted === 1,
    top: control.bytes,
  };
  const loaded = new WeakMap<Program, Loaded>();
  const released: { readonly id: number; readonly workers: readonly number[] }[] = [];
  const release = ({ id, known }: Pick<Loaded, 'id' | 'known'>): void => {
    released.push({ id, workers: [...known] });
    known.clear();
  };
  const garbage = new FinalizationRegistry(release);
  /** the longest that a run has taken so far, in seconds: nobody knows before the first */
  const longest = new WeakMap<Loaded, number>();
  const ids = { next: 0 };

  const dispose = (): void => {
    now.workers?.end();
    now.workers = undefined;
    now.alone = true;
  };

  /** late writers write where nobody reads */
  const abandon = (): void => {
    dispose();
    const bytes = now.memory.buffer.byteLength;
    now.memory = newMemory(type);
    growTo(now.memory, type, bytes);
  };

  const exportsOf = ({ compiled, places }: Loaded): Exports => {
    const exports = places.get(now.memory) ?? instantiate(compiled, now.memory);
    places.set(now.memory, exports);
    return exports;
  };

  const runHere = (program: Loaded, threads: number): boolean => exportsOf(program)['run']?.(0, threads) === 0;

  /** puts the bytes of a program behind all plans for a moment; its address, or nothing where there is no room */
  const stage = (bytes: Uint8Array): number | undefined => {
    const address = Math.ceil(now.top / 8) * 8;
    try {
      growTo(now.memory, type, address + bytes.length);
    } catch {
      return undefined;
    }
    new Uint8Array(now.memory.buffer, address).set(bytes);
    return address;
  };

  const forget = ({ carryOut, ready }: Crew): boolean => {
    const here = new Set(ready());
    return released
      .splice(0)
      .map(({ id, workers }) => ({ program: id, workers: workers.filter((index) => here.has(index)) }))
      .every((order) => carryOut({ ...order, command: 'release', patience }, () => true));
  };

  const runTogether = (crew: Crew, program: Loaded, threads: number): boolean => {
    const ignorant = crew.ready().filter((index) => !program.known.has(index));
    if (ignorant.length > 0) {
      const { id, bytes, known } = program;
      const address = stage(bytes);
      if (address === undefined) return runHere(program, 1);
      const order = {
        command: 'load',
        program: id,
        address,
        length: bytes.length,
        workers: ignorant,
        patience,
      } as const;
      if (!forget(crew) || !underFlags([...flags, ...optimised], () => crew.carryOut(order, () => true))) return false;
      ignorant.forEach((index) => known.add(index));
    }
    const workers = crew.ready().slice(0, threads - 1);
    const before = longest.get(program);
    const order = {
      command: 'run',
      program: program.id,
      workers,
      patience: before === undefined ? 6 * patience : patience + 10 * before,
    } as const;
    const begin = performance.now();
    const done = crew.carryOut(order, () => runHere(program, workers.length + 1));
    longest.set(program, Math.max(before ?? 0, (performance.now() - begin) / 1000));
    return done;
  };

  const made: Machine = {
    target: { fused: options.fused !== false && underFlags(flags, understandsFused) },
    memoryType: type,
    get memory() {
      return now.memory;
    },
    reserve: (bytes) => {
      growTo(now.memory, type, bytes);
      now.top = Math.max(now.top, bytes);
    },
    wanted,
    threads: () => {
      if (now.alone) return 1;
      now.workers ??= crew(now.memory, wanted - 1, warn);
      return 1 + now.workers.ready().length;
    },
    load: (bytes) => {
      const compiled = underFlags([...flags, ...optimised], () => compile(bytes));
      const trace = { id: ids.next++, known: new Set<number>() };
      const inside: Loaded = { ...trace, bytes, compiled, places: new WeakMap() };
      const program: Program = {
        get exports() {
          return exportsOf(inside);
        },
        release: () => release(trace),
      };
      garbage.register(program, trace);
      loaded.set(program, inside);
      return program;
    },
    run: (program, threads) => {
      const inside = loaded.get(program);
      if (inside === undefined) throw new RangeError('internal: a program of another machine');
      if (now.workers === undefined || threads === 1) return runHere(inside, 1);
      try {
        if (runTogether(now.workers, inside, threads)) return true;
      } catch (error) {
        abandon();
        throw error;
      }
      abandon();
      warn('a thread has failed or did not come: its work is done anew, and the engine goes on with one thread');
      return false;
    },
    dispose,
  };
  machines.register(made, dispose);
  return made;
};
