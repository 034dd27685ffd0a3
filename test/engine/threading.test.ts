import { describe, expect, it } from 'vitest';
import { threading } from '../../src/engine/wasm/threading.js';

/** the numbers of threads of so many runs, each of which takes as long as `cost` says */
const chosen = (runs: number, threads: number, cost: (threads: number, run: number) => number): readonly number[] => {
  let now = 0;
  const on = threading(() => now);
  return Array.from({ length: runs }, (_, run) => {
    let used = 0;
    on.run(threads, (count) => {
      used = count;
      now += cost(count, run);
      return true;
    });
    return used;
  });
};

describe('the number of threads', () => {
  it('is all where that is faster, after a trial of either', () => {
    const used = chosen(1000, 4, (threads) => 10 / threads);
    expect(used.filter((threads) => threads === 1).length).toBeLessThan(20);
    expect(used.slice(4, 16).every((threads) => threads === 4)).toBe(true);
  });

  it('is one where others are in the way', () => {
    const used = chosen(1000, 4, (threads) => threads);
    expect(used.filter((threads) => threads === 4).length).toBeLessThan(20);
    expect(used.slice(4, 16).every((threads) => threads === 1)).toBe(true);
  });

  it('is tried anew soon after a change of mind', () => {
    const used = chosen(2000, 2, (threads, run) => (run < 4 || (run > 1000 && run < 1020) ? threads : 2 / threads));
    expect(used.slice(20, 1000).filter((threads) => threads === 1).length).toBeLessThan(20);
    expect(used.slice(1100).filter((threads) => threads === 1).length).toBeLessThan(20);
  });

  it('changes when the others go', () => {
    const used = chosen(1000, 2, (threads, run) => (run < 300 ? threads : 2 / threads));
    expect(used.slice(120, 200).every((threads) => threads === 1)).toBe(true);
    expect(used.slice(600, 700).filter((threads) => threads === 1).length).toBeLessThan(10);
  });

  it('is not led astray by a single slow run', () => {
    const used = chosen(16, 2, (threads, run) => (run === 1 ? 1000 : 2 / threads));
    expect(used.slice(4).every((threads) => threads === 2)).toBe(true);
  });

  it('is one where there is one, and says whether the work was done', () => {
    expect(chosen(20, 1, () => 1)).toEqual(Array(20).fill(1));
    expect(threading(() => 0).run(2, () => false)).toBe(false);
  });
});
