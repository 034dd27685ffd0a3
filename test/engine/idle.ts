/** A process that has a machine, runs a program on it, and has nothing more to do. */
import { control, machine } from '../../src/engine/wasm/machine/index.js';
import { neighbours, program } from './threads.js';

const host = machine({ threads: 2 });
host.reserve(control.bytes + 65_536);
while (host.threads() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
host.run(program(host, neighbours), 2);
console.log(`${host.threads()} threads`);
