/** The embedded engine with threads that stand ready and share all work, however little it is. */
import { setTimeout } from 'node:timers/promises';
import { reside } from '../../src/engine/wasm/executable.js';
import { machine } from '../../src/engine/wasm/machine/index.js';
import type { Machine } from '../../src/engine/wasm/machine/index.js';
import { termsOf } from '../../src/engine/wasm/plan/terms.js';
import type { Engine } from '../../src/primitive/engine.js';
import { evaluation } from '../../src/primitive/graph.js';

export const together = async (threads: number): Promise<Engine> => {
  const host = machine({ threads });
  while (host.threads() < threads) await setTimeout(1);
  const all: Machine = {
    ...host,
    get memory() {
      return host.memory;
    },
    run: (program) => {
      if (host.threads() !== threads) throw new Error(`${host.threads()} threads instead of ${threads}`);
      return host.run(program, threads);
    },
  };
  return {
    name: `wasm, ${threads} threads together`,
    compile: (graph) => {
      const { run } = reside(all, termsOf(graph));
      return (inputs) => run(inputs) ?? evaluation(graph)(inputs);
    },
  };
};
