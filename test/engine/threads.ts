/** Programs for machines under test. */
import { call, code, get, i32, leave, module, range, seq, when } from '../../src/engine/wasm/emit/index.js';
import type { Code, Local } from '../../src/engine/wasm/emit/index.js';
import { barrier, control } from '../../src/engine/wasm/machine/index.js';
import type { Machine, Program } from '../../src/engine/wasm/machine/index.js';

/** What a thread does, given its number, their number, the code in which they wait for each other, and a variable. */
export type Body = (
  thread: Local<'i32'>,
  threads: Local<'i32'>,
  meet: Code<'void'>,
  local: Local<'i32'>,
) => Code<'void'>;

/** A program whose run(thread, threads) has this body; its bytes may be changed. */
export const program = (
  host: Machine,
  body: Body,
  change = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => bytes,
): Program => {
  const made = module(host.memoryType);
  const wait = barrier(made, host.memoryType);
  const run = made.func('run', ['i32', 'i32'], 'i32', (scope, thread, threads) => {
    const meet = when(call(wait, get(thread), get(threads)), leave(i32.const(1)));
    return code('i32', [body(thread, threads, meet, scope.local('i32')), i32.const(0)]);
  });
  made.expose('run', run);
  return host.load(change(made.bytes()));
};

const rounds = 1000;

/** The address of the word of a thread in a row of words. */
export const word = (thread: Code<'i32'>, row: number): Code<'i32'> =>
  i32.add(i32.const(control.bytes + 64 * row), i32.mul(thread, i32.const(4)));

/**
 * In each round the word of thread t becomes 5 times itself, and that of its neighbour as it was before the round, and t + 1:
 * this comes out right only if all threads meet twice in a round.
 */
export const neighbours: Body = (thread, threads, meet, round) => {
  const own = word(get(thread), 0);
  const copy = word(get(thread), 1);
  const next = word(i32.remU(i32.add(get(thread), i32.const(1)), get(threads)), 1);
  const grown = i32.add(i32.mul(i32.load(own), i32.const(5)), i32.load(next));
  const step = i32.store(own, i32.add(grown, i32.add(get(thread), i32.const(1))));
  return range(round, i32.const(0), i32.const(rounds), 1, seq(i32.store(copy, i32.load(own)), meet, step, meet));
};

/** What `neighbours` leaves. */
export const expected = (threads: number): readonly number[] => {
  let words = Array.from({ length: threads }, () => 0);
  for (let round = 0; round < rounds; round++)
    words = words.map((own, thread) => (Math.imul(5, own) + (words[(thread + 1) % threads] ?? 0) + thread + 1) | 0);
  return words;
};

/** The words of the first row. */
export const results = (host: Machine, threads: number): readonly number[] => [
  ...new Int32Array(host.memory.buffer, control.bytes, threads),
];
