/** How many threads work on a program: all of them, or one where that has been faster of late. Results do not depend on it. */

/** runs of each kind that are timed */
const trial = 2;

/** how many runs there are from one trial to the next: few after a change of mind, which may be a mistake, then twice as many each time up to a bound */
const periods = { first: 16, last: 256 };

/** Times runs, and chooses. */
export interface Threading {
  /** runs the work on all of some threads, or on one */
  readonly run: (threads: number, work: (threads: number) => boolean) => boolean;
}

/** A choice for one program; the clock gives milliseconds. */
export const threading = (clock: () => number): Threading => {
  let [turn, period] = [0, periods.first];
  let [together, alone] = [Infinity, Infinity];
  let best: 'together' | 'alone' | undefined;
  const decide = (): void => {
    const better = alone < together ? 'alone' : 'together';
    period = better === best ? Math.min(2 * period, periods.last) : periods.first;
    best = better;
    [together, alone] = [Infinity, Infinity];
  };
  const timed = (work: () => boolean): readonly [done: boolean, time: number] => {
    const start = clock();
    const done = work();
    return [done, clock() - start];
  };
  return {
    run: (threads, work) => {
      if (threads === 1) return work(1);
      turn = (turn + 1) % period;
      if (turn > 2 * trial || turn === 0) return work(best === 'alone' ? 1 : threads);
      const [done, time] = timed(() => work(turn <= trial ? threads : 1));
      if (turn <= trial) together = Math.min(together, time);
      else alone = Math.min(alone, time);
      if (turn === 2 * trial) decide();
      return done;
    },
  };
};
