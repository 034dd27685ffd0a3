/** How many threads work on a program: all of them, or one where that has been faster of late. Results do not depend on it. */

/** runs of each kind that are timed */
const trial = 2;

/** after how many runs they are timed anew: soon at first, as code is cold and threads are asleep, then twice as many each time up to a bound */
const periods = { first: 16, last: 256 } as const;

/** Times runs, and chooses. */
export interface Threading {
  /** runs the work on all of some threads, or on one */
  readonly run: (threads: number, work: (threads: number) => boolean) => boolean;
}

/** A choice for one program; the clock gives milliseconds. */
export const threading = (clock: () => number): Threading => {
  const state: { turn: number; period: number; together: number; alone: number } = {
    turn: 0,
    period: periods.first,
    together: Infinity,
    alone: Infinity,
  };
  return {
    run: (threads, work) => {
      if (threads === 1) return work(1);
      if (state.turn === state.period) {
        state.period = Math.min(2 * state.period, periods.last);
        [state.turn, state.together, state.alone] = [0, Infinity, Infinity];
      }
      const turn = state.turn++;
      if (turn >= 2 * trial) return work(state.alone < state.together ? 1 : threads);
      const kind = turn < trial ? 'together' : 'alone';
      const start = clock();
      const done = work(kind === 'together' ? threads : 1);
      state[kind] = Math.min(state[kind], clock() - start);
      return done;
    },
  };
};
