/**
 * The control block: the words at the start of linear memory by which threads find each other.
 * Words that several threads write to stand on cache lines of their own.
 */

/** words in a cache line */
const line = 16;

/** The addresses that kernels and plans need to know. */
export const control = {
  /** the bytes before the first buffer */
  bytes: 16_384,
  /** the word that a kernel sets to 1 where its inputs are not admissible */
  status: 4 * line * 6,
} as const;

/** The words by index; a word has four bytes. */
export const word = {
  /** what the workers do next, and with which program */
  command: 0,
  program: 1,
  /** how many threads take part, the main one included */
  threads: 2,
  /** where the bytes of a program lie */
  address: 3,
  length: 4,
  /** how many workers are still at it */
  pending: line,
  /** how many threads stand at the barrier */
  arrived: line * 2,
  /** counts the times that the barrier opened */
  opened: line * 3,
  /** 1 when the memory is abandoned: nobody waits any more */
  stalled: line * 3 + 1,
  /** for how many seconds the main thread waits before it gives up */
  patience: line * 3 + 2,
  /** whether the main thread may sleep: that of a page may not */
  sleeps: line * 3 + 3,
  /** how many threads sleep at the barrier */
  atBarrier: line * 4,
  /** whether the main thread sleeps until no worker is at it */
  waits: line * 5,
} as const;

/** The words of a worker, counted from its first. */
export const worker = {
  /** counts its commands: it waits until this changes */
  ticket: 0,
  /** the number by which it takes part */
  seat: 1,
  /** one of `states` */
  state: 2,
  /** whether it sleeps: nobody is woken who does not */
  asleep: 3,
} as const;

export const states = { starting: 0, ready: 1, failed: 2 } as const;

export const commands = { run: 0, load: 1, release: 2 } as const;

/** The first word of the worker of an index. */
export const wordsOf = (index: number): number => line * (8 + index);

/** The most workers that there are words for. */
export const mostWorkers = control.bytes / (4 * line) - 8;
