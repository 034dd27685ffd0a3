/** The life of a runner: it reads what to do, a line of JSON at a time, and answers each with a line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as E from 'fp-ts/lib/Either.js';
import { request, type Prepared, type Reply, type Request } from '../protocol.js';
import { readInputs, type Inputs } from '../inputs.js';
import type { Observed } from './observed.js';
import { byKernel } from './profile.js';
import { median } from '../statistics.js';
import { workloads, type Work } from '../workloads/index.js';

/** A workload set up to be run any number of times; training goes on from where it stands. */
export interface Program {
  /** Once, to the end: nothing is left to be computed when it is over. */
  readonly run: () => unknown;
  /** Once, and the numbers that it gave: the loss of a step, all elements of a result in any order. */
  readonly read: () => Numbers | Promise<Numbers>;
  readonly observed?: Observed;
}
type Numbers = ArrayLike<number>;

/** A peer takes the inputs of a workload over into its own tensors; what it returns compiles a fresh program. */
export type Peer = (work: Work, inputs: Inputs) => () => Program;

/** Answers requests until there are no more. Whatever the peer prints goes where errors go. */
export const serve = async (peer: Peer): Promise<void> => {
  console.log = console.error;
  let program: Program | undefined;
  const answer = async (asked: Request): Promise<Reply> => {
    if ('prepare' in asked) {
      const [made, prepared] = await prepare(peer, asked.prepare, asked.inputs);
      program = made;
      return prepared;
    }
    if (program === undefined) throw new Error('nothing is prepared');
    if ('profile' in asked) {
      const profile = program.observed?.profile();
      return { profile: profile === undefined ? 'there is no profile' : String(byKernel(profile)) };
    }
    return { milliseconds: await measure(program, asked.measure, asked.estimate) };
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const asked = request.decode(JSON.parse(line));
    const reply: Reply = E.isLeft(asked)
      ? { error: 'a request that makes no sense' }
      : await answer(asked.right).catch((error: unknown) => ({ error: String(error) }));
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  process.exit();
};

/** The first calls of a program, what it computes, what it takes; and the first call of a second program like it. */
const prepare = async (peer: Peer, name: string, file: string): Promise<readonly [Program, Prepared]> => {
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`there is no workload ${name}`);
  const make = peer(found.work, await readInputs(file));
  resetPeak();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const program = make();
  const numbers = await program.read();
  const first = performance.now() - start;
  const hasTime = (): boolean => performance.now() - start < patience;
  const check = [summary(numbers)];
  let second: number | null = null;
  while (check.length < 3 && hasTime()) {
    const restart = performance.now();
    const more = await program.read();
    second ??= performance.now() - restart;
    check.push(summary(more));
  }
  const bytes = Math.max(0, peak() - before);
  const buffers = program.observed?.plan()?.bytes;
  const known = { first, second, check, bytes, ...(buffers === undefined ? {} : { buffers }) };
  if (!hasTime()) return [program, { ...known, again: null }];
  const restart = performance.now();
  await make().run();
  return [program, { ...known, again: performance.now() - restart }];
};

/** Milliseconds after which a workload counts as slow: what is not needed is left out. */
const patience = 3000;

/** A single number itself, or the mean of x², which no order of the elements changes. */
const summary = (numbers: Numbers): number => {
  if (numbers.length === 1) return numbers[0] ?? NaN;
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum += (numbers[index] ?? NaN) ** 2;
  return sum / numbers.length;
};

/** The median time of a run, over as many as fit into a time; runs too short for the clock are timed together. */
const measure = async ({ run }: Program, milliseconds: number, estimate: number): Promise<number> => {
  const together = Math.max(1, Math.ceil(0.5 / estimate));
  const times: number[] = [];
  const begin = performance.now();
  do {
    const start = performance.now();
    for (let count = 0; count < together; count++) {
      const pending = run();
      if (pending instanceof Promise) await pending;
    }
    times.push((performance.now() - start) / together);
  } while (performance.now() - begin < milliseconds);
  return median(times);
};

/** Linux forgets the highest resident set when told to; elsewhere it is that of the whole life of the process. */
const resetPeak = (): void => {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak then includes the start of the process.
  }
};

const peak = (): number => {
  try {
    const [, kibibytes = '0'] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kibibytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
};
