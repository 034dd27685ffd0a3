/** What a worker does: it waits for commands, and carries them out. */
import { commands, control, states, word, worker } from './control.js';

/** How often a worker looks for a command before it sleeps: about half a millisecond, in which the next run often comes. */
const spins = 100_000;

/** What a worker is told when it starts. */
export interface Attendance {
  readonly memory: unknown;
  /** the first of its words */
  readonly base: number;
}

/** The source of a function of an Attendance, for another thread: it must name nothing that is not in it. */
export const attend = `({ memory, base }) => {
  const words = new Int32Array(memory.buffer, 0, ${control.bytes / 4});
  const programs = new Map();
  const actions = {
    ${commands.run}: (id) => programs.get(id)(words[base + ${worker.seat}], words[${word.threads}]),
    ${commands.load}: (id) => {
      const [from, to] = [words[${word.address}] >>> 0, (words[${word.address}] >>> 0) + words[${word.length}]];
      // this thread may see a little later that the memory has grown
      while (memory.buffer.byteLength < to);
      const bytes = new Uint8Array(memory.buffer).slice(from, to);
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { engine: { memory } });
      programs.set(id, instance.exports.run);
    },
    ${commands.release}: (id) => programs.delete(id),
  };
  const perform = () => {
    try {
      actions[words[${word.command}]](words[${word.program}]);
      return true;
    } catch {
      Atomics.store(words, base + ${worker.state}, ${states.failed});
      if (words[${word.command}] === ${commands.run}) {
        Atomics.store(words, ${word.stalled}, 1);
        Atomics.add(words, ${word.opened}, 1);
        Atomics.notify(words, ${word.opened});
      }
      return false;
    }
  };
  const wait = (ticket) => {
    for (let turn = 0; Atomics.load(words, base + ${worker.ticket}) === ticket; turn++) {
      if (turn < ${spins}) continue;
      Atomics.store(words, base + ${worker.asleep}, 1);
      Atomics.wait(words, base + ${worker.ticket}, ticket);
      Atomics.store(words, base + ${worker.asleep}, 0);
    }
  };
  const serve = (ticket) => {
    for (;;) {
      wait(ticket);
      ticket = (ticket + 1) | 0;
      const well = perform();
      const released = words[${word.command}] === ${commands.release};
      if (Atomics.sub(words, ${word.pending}, 1) === 1 && Atomics.load(words, ${word.waits}) === 1)
        Atomics.notify(words, ${word.pending});
      if (!well) return;
      // a thread that never rests finalises no garbage
      if (released) return setTimeout(serve, 0, ticket);
    }
  };
  Atomics.store(words, base + ${worker.state}, ${states.ready});
  serve(0);
}`;
