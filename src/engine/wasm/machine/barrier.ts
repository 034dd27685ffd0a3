/** Where the threads of a run wait for each other. */
import { code } from '../emit/code.js';
import { atomic, block, brIf, drop, get, i32, i64, leave, loop, seq, set, tee, when } from '../emit/index.js';
import type { Code, Func, MemoryType, Module } from '../emit/index.js';
import { word } from './control.js';

/** Turns of a loop before a thread goes to sleep: a few tenths of a millisecond, the least that uneven shares take to be worth a wake-up. */
const spins = 50_000;
/** Turns that a thread which may not sleep counts as a second; they take longer. */
const spinsPerSecond = 1 << 30;
const second = i64.const(1_000_000_000n);

const address = (index: number): Code<'i32'> => i32.const(4 * index);
const read = (index: number): Code<'i32'> => atomic.load(address(index));
const one = i32.const(1);

/** Lets go on who stands at the barrier. */
const open = seq(
  drop(atomic.add(address(word.opened), one)),
  when(read(word.atBarrier), drop(atomic.notify(address(word.opened), i32.const(-1)))),
);

/**
 * A function (thread, threads) that returns when all threads have called it, 0, or 1 when the main thread (0) has given up on another.
 * The last to arrive opens it; the others spin for a while and then sleep.
 * Source  Hensgen, Finkel & Manber 1988, with a counter in place of the sense
 */
export const barrier = (module: Module, { shared }: Pick<MemoryType, 'shared'>): Func<readonly ['i32', 'i32'], 'i32'> =>
  module.func('barrier', ['i32', 'i32'], 'i32', (scope, thread, threads) => {
    if (!shared) return i32.const(0);
    const before = scope.local('i32');
    const turns = scope.local('i32');
    const seconds = scope.local('i32');
    const isOpen = i32.ne(read(word.opened), get(before));
    /** ends the enclosing block when the barrier opens within so many turns */
    const spin = (count: number): Code<'void'> =>
      seq(set(turns, i32.const(count)), loop(brIf(1, isOpen), brIf(0, tee(turns, i32.sub(get(turns), one)))));
    const giveUp = seq(atomic.store(address(word.stalled), one), open);
    const sleep = seq(
      drop(atomic.add(address(word.atBarrier), one)),
      drop(atomic.wait(address(word.opened), get(before), second)),
      drop(atomic.add(address(word.atBarrier), i32.const(-1))),
    );
    const mayNotSleep = i32.eqz(i32.or(get(thread), read(word.sleeps)));
    return code('i32', [
      when(i32.eq(get(threads), one), leave(i32.const(0))),
      set(before, read(word.opened)),
      when(read(word.stalled), leave(one)),
      when(
        i32.eq(atomic.add(address(word.arrived), one), i32.sub(get(threads), one)),
        seq(atomic.store(address(word.arrived), i32.const(0)), open, leave(read(word.stalled))),
      ),
      block(
        spin(spins),
        set(seconds, read(word.patience)),
        loop(
          brIf(1, isOpen),
          when(mayNotSleep, block(spin(spinsPerSecond)), sleep),
          brIf(0, get(thread)),
          brIf(0, tee(seconds, i32.sub(get(seconds), one))),
        ),
        brIf(0, isOpen),
        giveUp,
      ),
      read(word.stalled),
    ]);
  });
