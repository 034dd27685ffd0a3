/** The workers of a machine: they do what they are told, all at once, and the main thread waits for them. */
import { attend, type Attendance } from './attend.js';
import { commands, control, states, word, worker, wordsOf } from './control.js';
import { thread, type Thread } from './platform.js';
import type { Memory } from './webassembly.js';

/** Turns of a loop before the main thread sleeps. */
const spins = 50_000;

export interface Order {
  readonly command: keyof typeof commands;
  readonly program: number;
  /** where the bytes of the program lie */
  readonly address?: number;
  readonly length?: number;
  /** who carries it out */
  readonly workers: readonly number[];
  /** for how many seconds the main thread waits for another in the middle of its share, and after it */
  readonly patience: number;
}

export interface Crew {
  /** the workers that have come and have not gone */
  readonly ready: () => readonly number[];
  /** Gives an order, and does the share of the main thread meanwhile; whether all have finished. If not, the memory is lost. */
  readonly carryOut: (order: Order, share: () => boolean) => boolean;
  readonly end: () => void;
}

/** whether this thread may sleep: that of a page may not */
const maySleep = (words: Int32Array): boolean => {
  try {
    Atomics.wait(words, word.sleeps, 1, 0);
    return true;
  } catch {
    return false;
  }
};

/** Starts workers over a shared memory; they take a moment to come. */
export const crew = (memory: Memory, count: number, warn: (message: string) => void): Crew => {
  const words = new Int32Array(memory.buffer, 0, control.bytes / 4);
  const sleeps = maySleep(words);
  Atomics.store(words, word.sleeps, Number(sleeps));
  const threads: (Thread | undefined)[] = [];
  const end = (): void => threads.splice(0).forEach((one) => one?.end());

  for (let index = 0; index < count; index++) {
    const attendance: Attendance = { memory, base: wordsOf(index) };
    try {
      threads.push(
        thread(attend, attendance, () => {
          if (threads[index] === undefined) return;
          threads[index] = undefined;
          warn('a thread has ended unasked; the others go on');
        }),
      );
    } catch (refusal) {
      warn(`no further thread could be started (${String(refusal)}); ${index + 1} of ${count + 1} go on`);
      break;
    }
  }

  const joined = (seconds: number): boolean => {
    const deadline = performance.now() + 1000 * seconds;
    for (let turn = 0; ; turn++) {
      const left = Atomics.load(words, word.pending);
      if (left === 0) return Atomics.load(words, word.stalled) === 0;
      if (turn < spins) continue;
      if (performance.now() > deadline) return false;
      if (!sleeps) continue;
      Atomics.store(words, word.waits, 1);
      Atomics.wait(words, word.pending, left, 1000);
      Atomics.store(words, word.waits, 0);
    }
  };

  return {
    ready: () =>
      threads.flatMap((one, index) =>
        one !== undefined && Atomics.load(words, wordsOf(index) + worker.state) === states.ready ? [index] : [],
      ),
    carryOut: ({ command, program, address = 0, length = 0, workers, patience }, share) => {
      words[word.command] = commands[command];
      words[word.program] = program;
      words[word.threads] = workers.length + 1;
      words[word.address] = address;
      words[word.length] = length;
      words[word.patience] = Math.ceil(patience);
      words[word.pending] = workers.length;
      workers.forEach((index, place) => {
        const base = wordsOf(index);
        words[base + worker.seat] = place + 1;
        Atomics.add(words, base + worker.ticket, 1);
        if (Atomics.load(words, base + worker.asleep) === 1) Atomics.notify(words, base + worker.ticket);
      });
      const begin = performance.now();
      return share() && joined(patience + (performance.now() - begin) / 100);
    },
    end,
  };
};
