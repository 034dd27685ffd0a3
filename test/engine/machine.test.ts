import { describe, expect, it } from 'vitest';
import { call, get, i32, module, type MemoryType } from '../../src/engine/wasm/emit/index.js';
import { code } from '../../src/engine/wasm/emit/code.js';
import { barrier, control, machine, MemoryError } from '../../src/engine/wasm/machine/index.js';

/** run(thread, threads): each thread counts up its own word, and after the barrier its second word by the sum of all first ones */
const counting = (type: MemoryType): Uint8Array<ArrayBuffer> => {
  const made = module(type);
  const meet = barrier(made, type);
  made.expose(
    'run',
    made.func('run', ['i32', 'i32'], 'i32', (scope, thread, threads) => {
      const mine = i32.add(i32.const(control.bytes), i32.mul(get(thread), i32.const(8)));
      return code('i32', [
        i32.store(mine, i32.add(i32.load(mine), i32.const(1))),
        call(meet, get(thread), get(threads)),
      ]);
    }),
  );
  return made.bytes();
};

describe('a machine', () => {
  it('runs a program on one thread', () => {
    const m = machine({ threads: 1 });
    const program = m.load(counting(m.memoryType));
    expect([m.run(program, 1), m.run(program, 1)]).toEqual([true, true]);
    expect(new Int32Array(m.memory.buffer)[control.bytes / 4]).toBe(2);
  });

  it('grows, and refuses beyond its limit before anything is allocated', () => {
    const m = machine({ threads: 1, memory: 10 * 65_536 });
    m.reserve(200_000);
    expect(m.memory.buffer.byteLength).toBe(4 * 65_536);
    expect(() => m.reserve(3 * 1024 ** 3)).toThrow(new MemoryError(3 * 1024 ** 3, 655_360));
    expect(() => m.reserve(3 * 1024 ** 3)).toThrow('memory: 3.00 GiB asked for, the limit is 640.00 KiB');
    expect(m.memory.buffer.byteLength).toBe(4 * 65_536);
  });
});
