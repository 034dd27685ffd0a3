/** How many threads work on a program: all of them, or one where that has been faster of late. Results do not depend on it. */

/** runs of each kind that are timed, and after how many runs they are timed anew */
const trial = 2;
const period = 256;

/** Times runs, and chooses. */
export interface Threading {
  /** runs the work on all of some threads, or on one */
  readonly run: (threads: number, work: (threads: number) => boolean) => boolean;
}

/** A choice for one program; the clock gives milliseconds. */
export const threading = (clock: () => number): Threading => {
  const state = { turn: 0, together: Infinity, alone: Infinity };
  return {
    run: (threads, work) => {
      if (threads === 1) return work(1);
      const turn = state.turn++ % period;
      if (turn === 0) [state.together, state.alone] = [Infinity, Infinity];
      if (turn >= 2 * trial) return work(state.alone < state.together ? 1 : threads);
      const kind = turn < trial ? 'together' : 'alone';
      const start = clock();
      const done = work(kind === 'together' ? threads : 1);
      state[kind] = Math.min(state[kind], clock() - start);
      return done;
    },
  };
};
