import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { br, code, get, i32, loop, seq, when } from '../../src/engine/wasm/emit/index.js';
import type { Code, Local } from '../../src/engine/wasm/emit/index.js';
import { control, machine, MemoryError } from '../../src/engine/wasm/machine/index.js';
import type { Machine, MachineOptions } from '../../src/engine/wasm/machine/index.js';
import { expected, neighbours, program, results, word } from './threads.js';
import type { Body } from './threads.js';

/** Node's workers, so that a test can end them */
const workerThreads = process.getBuiltinModule('node:worker_threads');
const { Worker } = workerThreads;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const machines: Machine[] = [];
const make = (options: MachineOptions): { readonly m: Machine; readonly warned: readonly string[] } => {
  const warned: string[] = [];
  const m = machine({ warn: (message) => warned.push(message), ...options });
  m.reserve(control.bytes + 65_536);
  machines.push(m);
  return { m, warned };
};
afterEach(() => machines.splice(0).forEach((m) => m.dispose()));

/** the workers that an action makes; what they hold is not the action */
const workersMade = (action: () => unknown): readonly InstanceType<typeof Worker>[] => {
  const made: InstanceType<typeof Worker>[] = [];
  workerThreads.Worker = class extends Worker {
    constructor(...parameters: ConstructorParameters<typeof Worker>) {
      super(...parameters);
      made.push(this);
    }
  };
  action();
  workerThreads.Worker = Worker;
  return made;
};

const workersOf = async (m: Machine): Promise<readonly InstanceType<typeof Worker>[]> => {
  const made = workersMade(m.threads);
  await vi.waitFor(() => expect(m.threads()).toBe(m.wanted), { timeout: 20_000, interval: 5 });
  return made;
};

const forever = loop(br(0));
/** a module with half a megabyte of a remark: other bytes for any number, and nothing to compile */
const withRemark = (bytes: Uint8Array, number: number): Uint8Array<ArrayBuffer> => {
  const length = 2 ** 19;
  const changed = new Uint8Array(bytes.length + 4 + length).fill(number >> 8, bytes.length + 5);
  changed.set(bytes);
  changed.set([0, (length & 127) | 128, ((length >> 7) & 127) | 128, length >> 14, 0], bytes.length);
  changed[bytes.length + 5] = number;
  return changed;
};
const trap = code('void', [0x00]);
const second = (thread: Local<'i32'>, then: Code<'void'>): Code<'void'> =>
  when(i32.eq(get(thread), i32.const(1)), then);

describe('a machine', () => {
  it.each([1, 2, 3, 5])('runs a program on %i threads, which wait for each other', async (threads) => {
    const { m, warned } = make({ threads });
    await workersOf(m);
    const p = program(m, neighbours);
    expect(m.run(p, threads)).toBe(true);
    expect(results(m, threads)).toEqual(expected(threads));
    expect(warned).toEqual([]);
  });

  it('uses as many threads as it is asked to, and no more than there are', async () => {
    const { m } = make({ threads: 3 });
    const p = program(m, (thread, threads) => i32.store(word(get(thread), 0), get(threads)));
    expect(m.run(p, 3)).toBe(true);
    expect(results(m, 4)).toEqual([1, 0, 0, 0]);
    await workersOf(m);
    m.run(p, 2);
    expect(results(m, 4)).toEqual([2, 2, 0, 0]);
    m.run(p, 8);
    expect(results(m, 4)).toEqual([3, 3, 3, 0]);
  });

  it('is one of several, each with its own memory and threads', async () => {
    const all = [make({ threads: 2 }).m, make({ threads: 2 }).m];
    for (const m of all) await workersOf(m);
    for (const m of all) expect(m.run(program(m, neighbours), 2)).toBe(true);
    for (const m of all) expect(results(m, 2)).toEqual(expected(2));
  });

  it('runs programs on memory that has grown since', async () => {
    const { m } = make({ threads: 2 });
    await workersOf(m);
    const far = 200 * 65_536;
    const p = program(m, (thread) =>
      i32.store(i32.add(i32.const(far), i32.mul(get(thread), i32.const(4))), i32.const(7)),
    );
    m.run(program(m, neighbours), 2);
    m.reserve(far + 64);
    expect(m.run(p, 2)).toBe(true);
    expect([...new Int32Array(m.memory.buffer, far, 2)]).toEqual([7, 7]);
  });

  it('refuses beyond its limit before anything is allocated', () => {
    const { m } = make({ threads: 1, memory: 10 * 65_536 });
    const before = m.memory.buffer.byteLength;
    expect(() => m.reserve(3 * 1024 ** 3)).toThrow(new MemoryError(3 * 1024 ** 3, 655_360));
    expect(() => m.reserve(3 * 1024 ** 3)).toThrow('memory: 3.00 GiB asked for, the limit is 640.00 KiB');
    expect(m.memory.buffer.byteLength).toBe(before);
  });

  it('leaves other threads alone where there is no room to tell them a program', async () => {
    const { m } = make({ threads: 2, memory: 5 * 65_536 });
    await workersOf(m);
    m.reserve(5 * 65_536);
    expect(m.run(program(m, neighbours), 2)).toBe(true);
    expect(results(m, 1)).toEqual(expected(1));
  });
});

describe('a thread that dies', () => {
  it('between runs is missed, and the others go on', async () => {
    const { m, warned } = make({ threads: 3 });
    const workers = await workersOf(m);
    const p = program(m, neighbours);
    m.run(p, 3);
    await workers[0]?.terminate();
    await vi.waitFor(() => expect(m.threads()).toBe(2));
    new Int32Array(m.memory.buffer, control.bytes, 32).fill(0);
    expect(m.run(p, 3)).toBe(true);
    expect(results(m, 2)).toEqual(expected(2));
    expect(warned).toEqual(['a thread has ended unasked; the others go on']);
  });

  it.each<readonly [string, Body]>([
    ['before it has begun', (thread) => i32.store(word(get(thread), 0), i32.const(1))],
    ['before others meet it', neighbours],
  ])('unnoticed, %s, is given up after a while', async (_, body) => {
    const { m, warned } = make({ threads: 2, patience: 0.05 });
    const workers = await workersOf(m);
    const p = program(m, body);
    const old = m.memory;
    void workers[0]?.terminate();
    expect(m.run(p, 2)).toBe(false);
    expect(m.memory).not.toBe(old);
    expect(m.threads()).toBe(1);
    expect(m.run(p, 2)).toBe(true);
    expect(results(m, 2)).toEqual(body === neighbours ? [...expected(1), 0] : [1, 0]);
    expect(warned).toHaveLength(1);
  });

  it.each<readonly [string, Body]>([
    ['fails while another waits for it', (thread, _, meet) => seq(second(thread, trap), meet)],
    ['fails while another works', (thread) => second(thread, trap)],
    ['never comes to a meeting', (thread, _, meet) => seq(second(thread, forever), meet)],
    ['never comes to an end', (thread) => second(thread, forever)],
  ])('when it %s, the run did not take place', async (_, body) => {
    const { m, warned } = make({ threads: 2, patience: 0.05 });
    const [worker] = await workersOf(m);
    const ended = new Promise((resolve) => worker?.once('exit', resolve));
    const p = program(m, body);
    const size = m.memory.buffer.byteLength;
    expect(m.run(p, 2)).toBe(false);
    expect(m.memory.buffer.byteLength).toBe(size);
    expect(m.run(p, 2)).toBe(true);
    expect(warned).toHaveLength(1);
    await ended;
  });

  it('does not hide the error of the first thread', async () => {
    const { m } = make({ threads: 2 });
    await workersOf(m);
    const p = program(m, (thread, _, meet) => seq(when(i32.eqz(get(thread)), trap), meet));
    expect(() => m.run(p, 2)).toThrow('unreachable');
    expect(m.run(program(m, neighbours), 1)).toBe(true);
    expect(results(m, 1)).toEqual(expected(1));
  });
});

describe('a process that lives long', () => {
  it('keeps nothing of the programs that have come and gone', async () => {
    const { m } = make({ threads: 2 });
    m.reserve(2 ** 20);
    await workersOf(m);
    const megabytes = async (first: number, cycles: number): Promise<number> => {
      for (let cycle = first; cycle < first + cycles; cycle++) {
        const p = program(
          m,
          (_, __, meet) => meet,
          (bytes) => withRemark(bytes, cycle),
        );
        expect(m.run(p, 2)).toBe(true);
        if (cycle % 2 === 0) p.release();
        await new Promise(setImmediate);
      }
      collect();
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      return (arrayBuffers + heapUsed) / 2 ** 20;
    };
    const before = await megabytes(0, 100);
    const { byteLength } = m.memory.buffer;
    // were they kept, 450 more
    expect((await megabytes(100, 900)) - before).toBeLessThan(20);
    expect(m.memory.buffer.byteLength).toBe(byteLength);
  });

  it('teaches a program anew that was released', async () => {
    const { m } = make({ threads: 2 });
    await workersOf(m);
    const p = program(m, neighbours);
    for (let time = 0; time < 20; time++) {
      new Int32Array(m.memory.buffer, control.bytes, 32).fill(0);
      expect(m.run(p, 2)).toBe(true);
      expect(results(m, 2)).toEqual(expected(2));
      p.release();
    }
  });

  it('ends the threads of a machine that is garbage', async () => {
    const workers = workersMade(() => machine({ threads: 3 }).threads());
    expect(workers).toHaveLength(2);
    const ended = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
    const collecting = setInterval(() => collect(), 20);
    await Promise.all(ended);
    clearInterval(collecting);
  });

  it('ends although threads stand ready', async () => {
    const script = fileURLToPath(new URL('idle.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script], { timeout: 50_000 });
    expect(stdout).toBe('2 threads\n');
  });
});
