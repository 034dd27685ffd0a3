/** What surrounds the engine: Node, a page, or neither. Everything is looked up where it is used, so that importing the library needs none of it. */

/** A thread beside this one. */
export interface Thread {
  readonly end: () => void;
}

interface NodeThread {
  readonly on: (event: 'error' | 'exit', listener: () => void) => unknown;
  readonly unref: () => void;
  readonly terminate: () => unknown;
}

interface PageThread {
  readonly addEventListener: (event: 'error', listener: () => void) => void;
  readonly postMessage: (message: unknown) => void;
  readonly terminate: () => void;
}

interface NodeOptions {
  readonly eval: true;
  readonly workerData: unknown;
  readonly execArgv: string[];
  readonly env: Record<string, string>;
}

/** The parts of Node's modules that the engine uses. */
interface Builtins {
  (id: 'node:v8'): { readonly setFlagsFromString: (flag: string) => void } | undefined;
  (id: 'node:os'): { readonly availableParallelism: () => number } | undefined;
  (
    id: 'node:worker_threads',
  ): { readonly Worker: new (source: string, options: NodeOptions) => NodeThread } | undefined;
}

interface Surroundings {
  readonly process?: { readonly getBuiltinModule?: Builtins };
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly Worker?: new (url: string) => PageThread;
}

const surroundings: Surroundings = globalThis;

/** Node's modules, where there are any: bundlers need not know of them. */
const builtin = (): Builtins | undefined => surroundings.process?.getBuiltinModule;

const inverse = (flag: string): string => (flag.startsWith('no-') ? flag.slice(3) : `no-${flag}`);

/** Runs an action with flags of V8 set, where the platform is Node: they hold for the process, so they are taken back. */
export const underFlags = <T>(flags: readonly string[], action: () => T): T => {
  const v8 = builtin()?.('node:v8');
  flags.forEach((flag) => v8?.setFlagsFromString(`--${flag}`));
  try {
    return action();
  } finally {
    flags.forEach((flag) => v8?.setFlagsFromString(`--${inverse(flag)}`));
  }
};

/** Whether threads can share memory here. */
export const sharesMemory = (): boolean =>
  builtin()?.('node:worker_threads') !== undefined ||
  (surroundings.crossOriginIsolated === true && surroundings.Worker !== undefined);

/** How many threads run at once. */
export const parallelism = (): number =>
  builtin()?.('node:os')?.availableParallelism() ?? surroundings.navigator?.hardwareConcurrency ?? 1;

/**
 * Starts a thread: `attend(message)` in the source. It keeps no process alive.
 * Errors  where the platform has no threads, or refuses
 */
export const thread = (attend: string, message: unknown, ended: () => void): Thread => {
  const node = builtin()?.('node:worker_threads');
  if (node !== undefined) {
    const source = `(${attend})(require('node:worker_threads').workerData)`;
    const made = new node.Worker(source, { eval: true, workerData: message, execArgv: [], env: {} });
    made.on('error', () => undefined);
    made.on('exit', ended);
    made.unref();
    return { end: () => void made.terminate() };
  }
  const { Worker } = surroundings;
  if (Worker === undefined) throw new Error('no workers here');
  const url = URL.createObjectURL(
    new Blob([`onmessage = ({ data }) => (${attend})(data)`], { type: 'text/javascript' }),
  );
  const made = new Worker(url);
  made.addEventListener('error', ended);
  made.postMessage(message);
  return {
    end: () => {
      made.terminate();
      URL.revokeObjectURL(url);
    },
  };
};
