/**
 * The embedded engine: a graph becomes one WebAssembly module, its buffers placed ahead of time in one memory, its work shared by threads where there are any.
 */
import type { Engine } from '../../primitive/engine.js';
import { evaluation } from '../../primitive/graph.js';
import { eager } from './eager.js';
import { reside } from './executable.js';
import { machine } from './machine/index.js';
import type { Machine, MachineOptions } from './machine/index.js';
import { termsOf } from './plan/terms.js';

export { MemoryError, type MachineOptions } from './machine/index.js';

/** The embedded engine; its memory and its threads come with its first use. */
export const wasm = (options: MachineOptions = {}): Engine => {
  const made: { host?: Machine } = {};
  const host = (): Machine => (made.host ??= machine(options));
  return {
    name: 'wasm',
    compile: (graph) => {
      const { run, plan, profile } = reside(host(), termsOf(graph));
      return Object.assign((...[inputs]: Parameters<typeof run>) => run(inputs) ?? evaluation(graph)(inputs), {
        plan: plan(),
        profile,
      });
    },
    evaluate: eager((terms) => reside(host(), terms)),
  };
};
