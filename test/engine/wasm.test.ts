/** The embedded engine as a whole: what it computes at its edges, what it refuses, and that it does not grow. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import {
  add,
  compile,
  compute,
  exp,
  fromArray,
  fromArrayData,
  full,
  grad,
  IndexError,
  matmul,
  MemoryError,
  multiply,
  random,
  reference,
  scan,
  sin,
  stack,
  sum,
  take,
  tanh,
  tensor,
  toArray,
  toNested,
  tree,
  wasm,
  zeros,
} from '../../src/index.js';
import type { AnyTensor, Data, DType, Engine, Tensor } from '../../src/index.js';
import type * as Platform from '../../src/engine/wasm/machine/webassembly.js';
import { programs } from './programs.js';
import { together } from './together.js';

const engine = wasm({ threads: 1 });

/** what the platform has made */
const made = vi.hoisted(() => ({
  modules: new Array<WeakRef<Platform.Compiled>>(),
  memories: new Array<Platform.Memory>(),
}));
vi.mock('../../src/engine/wasm/machine/webassembly.js', async (original) => {
  const platform = await original<typeof Platform>();
  return {
    ...platform,
    compile: (bytes: Uint8Array<ArrayBuffer>) => {
      const module = platform.compile(bytes);
      made.modules.push(new WeakRef(module));
      return module;
    },
    newMemory: (...type: Parameters<typeof platform.newMemory>) => {
      const memory = platform.newMemory(...type);
      made.memories.push(memory);
      return memory;
    },
  };
});
/** how far numbers are apart at most, 0 where all bits are the same; a failed comparison of long arrays would print them */
const apart = (found: Data, expected: Data): number => {
  let most = found.length === expected.length ? 0 : Infinity;
  for (const [i, x] of found.entries())
    if (!Object.is(x, expected[i])) most = Math.max(most, Number.MIN_VALUE, Math.abs(x - (expected[i] ?? NaN)));
  return most;
};
const linearBytes = (): number => made.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

const caught = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

type Square = Tensor<[512, 512]>;
const large: Square = random.normal(random.key(0), [512, 512]);

describe('a graph too large for memory', () => {
  it('is refused with the bytes it asks for before anything is allocated, and others are computed as before', () => {
    const small = wasm({ threads: 1, memory: 2 ** 20 });
    const double = compile((x: Tensor<[3]>) => multiply(x, 2), { engine: small });
    expect(toNested(double(tensor([1, 2, 3])))).toEqual([2, 4, 6]);
    const before = linearBytes();
    const error = caught(() => compile((x: Square) => sin(x), { engine: small })(large));
    if (!(error instanceof MemoryError)) throw new Error('not refused');
    expect(error.message).toMatch(/^memory: 2\.\d\d MiB asked for, the limit is 1\.00 MiB$/);
    expect(error.bytes).toBeGreaterThanOrEqual(2 * 4 * 512 ** 2);
    expect(error.bytes).toBeLessThan(2 * 4 * 512 ** 2 + 2 ** 16);
    expect(caught(() => compile((x: Square) => sin(x), { engine: small }).plan(large))).toEqual(error);
    expect(caught(() => compute(sin(large), { engine: small }))).toBeInstanceOf(MemoryError);
    expect(linearBytes()).toBe(before);
    expect(toNested(double(tensor([4, 5, 6])))).toEqual([8, 10, 12]);
  });
});

describe('an index that names no element', () => {
  type Table = Tensor<[5, 3]>;
  type Places = Tensor<[number], 'int32'>;
  const table: Table = random.normal(random.key(1), [5, 3]);
  const f = (x: Table, places: Places) => sum(exp(take(tanh(x), places)), 0);
  const good = tensor([4, 0, 4], { dtype: 'int32' });

  it.each([5, -1, 2 ** 31 - 1, -(2 ** 31)])('is the same error on either engine: %i', (index) => {
    const bad = tensor([0, index, 1], { dtype: 'int32' });
    const [found, expected] = [engine, reference].map((on) =>
      caught(() => toNested(compile(f, { engine: on })(table, bad))),
    );
    expect(expected).toBeInstanceOf(IndexError);
    expect(found).toEqual(expected);
  });

  it('leaves the next run alone', () => {
    const on = compile(f, { engine });
    const before = toNested(on(table, good));
    expect(() => on(table, tensor([0, 7, 1], { dtype: 'int32' }))).toThrow(IndexError);
    expect(toNested(on(table, good))).toEqual(before);
  });
});

describe('training steps', async () => {
  const engines = [await together(1), await together(2), await together(3), wasm()];

  it.each(Object.entries(programs))('have the same bits with any number of threads: %s', (name, make) => {
    const [first, ...others] = engines.map((on) =>
      make()
        .compiled(on)
        .train(name === 'resnet20' ? 1 : 3),
    );
    for (const other of others)
      expect(first?.map((data, k) => apart(other[k] ?? data, data))).toEqual(first?.map(() => 0));
    expect(first?.every((data) => data.every(Number.isFinite))).toBe(true);
  });

  it.each(['xor', 'lenet'] as const)('are those of the reference engine: %s', (name) => {
    const [found = [], expected = []] = [engine, reference].map((on) => programs[name]().compiled(on).train(1));
    const worst = found.map((data, k) => apart(data, expected[k] ?? data));
    expect(Math.max(...worst)).toBeLessThan(1e-6);
  });
});

describe('outside compile', () => {
  const numbers = random.normal(random.key(2), [1000]);

  it('little work is done by the reference rules', () => {
    const on = (chosen: Engine): Data => toArray(compute(exp(sin(add(numbers, 1))), { engine: chosen }));
    expect(on(engine)).toEqual(on(reference));
  });

  it('much work is done by programs that serve all graphs of their structure', () => {
    const on = wasm({ threads: 1 });
    const f = (row: Tensor<[512]>, by: number): Square => multiply(add(multiply(large, row), by), row);
    const before = made.modules.length;
    [3, 4, 5].forEach((seed) => {
      const row = random.normal(random.key(seed), [512]);
      const [found, expected] = [
        toArray(compute(f(row, seed), { engine: on })),
        toArray(compute(f(row, seed), { engine: reference })),
      ];
      expect(apart(found, expected)).toBeLessThan(1e-4);
    });
    expect(made.modules.length).toBe(before + 1);
    toArray(compute(sin(f(full([512], 1), 1)), { engine: on }));
    expect(made.modules.length).toBe(before + 2);
  });
});

describe('a compiled function', () => {
  const on = <A extends readonly unknown[], B>(f: (...args: A) => B, ...args: A): B => compile(f, { engine })(...args);

  it.each<DType>(['float32', 'float64', 'int32', 'bool'])('gives back what it is given: %s', (dtype) => {
    for (const shape of [[], [0], [1], [3], [2, 0, 3], [7, 11]]) {
      const size = shape.reduce((product, n) => product * n, 1);
      const values = Array.from({ length: size }, (_, k) => (dtype === 'bool' ? k % 2 : 3 - k));
      const data = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array }[dtype].from(
        values,
      );
      const y = on((x: AnyTensor) => x, fromArrayData({ dtype, shape, data }));
      expect([y.dtype, y.shape, toArray(y)]).toEqual([dtype, shape, data]);
    }
  });

  it('keeps the bits of what it only moves', () => {
    const odd = Float32Array.of(NaN, Infinity, -Infinity, -0, 1e-45, 3.4028235e38);
    expect(toArray(on((x: Tensor<[6]>) => x, fromArray(odd, [6])))).toEqual(odd);
  });

  it('keeps the signs of zeros in constants', () => {
    const zero = fromArray(Float32Array.of(0, -0), [2]);
    expect(toArray(on(() => zero))).toEqual(Float32Array.of(0, -0));
    expect(toArray(on((x: Tensor<[2]>) => multiply(x, zero), tensor([1, 1])))).toEqual(Float32Array.of(0, -0));
  });

  it('gives the same tensor twice, constants, and nothing', () => {
    const c = tensor([1, 2, 3]);
    const x = tensor([4, 5]);
    const y = on((z: Tensor<[2]>) => ({ a: z, b: z, c, d: [c, sin(z), sin(z)], e: [] }), x);
    expect([y.a, y.b, y.c, y.d[0]].map((t) => toArray(t ?? c))).toEqual(
      [
        [4, 5],
        [4, 5],
        [1, 2, 3],
        [1, 2, 3],
      ].map((t) => Float32Array.from(t)),
    );
    expect(toArray(y.d[1] ?? c)).toEqual(toArray(y.d[2] ?? x));
    expect(on(() => [])).toEqual([]);
    expect(on(() => toNested(c))).toEqual([1, 2, 3]);
  });

  it('gives results that nobody overwrites', () => {
    const f = compile((x: Square) => [x, multiply(x, 2)] as const, { engine });
    const [x, y] = f(large);
    const [before, twice] = [toArray(x), toArray(y)];
    f(full([512, 512], 7));
    expect([apart(toArray(x), before), apart(toArray(y), twice)]).toEqual([0, 0]);
  });

  it('takes large inputs anew when they are others, in any order, with other programs in between', () => {
    const f = compile((x: Square, y: Square) => sum(matmul(sin(x), sum(multiply(x, y), 0))), { engine });
    const other = compile((x: Square) => sum(exp(matmul(x, x))), { engine });
    const [a, b, c] = [large, multiply(large, 2), full([512, 512], 0.5)];
    const expected = (x: Square, y: Square): number =>
      toNested(
        compile((p: Square, q: Square) => sum(matmul(sin(p), sum(multiply(p, q), 0))), {
          engine: wasm({ threads: 1 }),
        })(x, y),
      );
    for (const [x, y] of [
      [a, b],
      [a, b],
      [b, a],
      [b, b],
      [c, b],
      [a, c],
      [a, b],
    ] as const) {
      expect(toNested(f(x, y))).toBe(expected(x, y));
      other(c);
      expect(toNested(f(x, y))).toBe(expected(x, y));
    }
  });
});

describe('a loop', () => {
  type Rows = Tensor<[number, 3]>;
  type Row = Tensor<[3]>;
  const rows = (count: number): Rows =>
    fromArray(
      Float32Array.from({ length: 3 * count }, (_, k) => (k % 7) - 3),
      [count, 3],
    );
  type Three = readonly [Row, Row, Row];
  type Kind = (reverse: boolean) => (x: Rows, start: Row) => unknown;
  const swap = (reverse: boolean) => (x: Rows, start: Row) =>
    scan(
      ([a, b]: readonly [Row, Row], row: Row): readonly [readonly [Row, Row], readonly [Row, Row]] => [
        [b, add(multiply(a, 0.5), row)],
        [a, multiply(b, row)],
      ],
      [start, multiply(start, 2)] as const,
      x,
      { reverse },
    );
  const nested = (reverse: boolean) => (x: Rows, start: Row) =>
    scan(
      (c: Row, row: Row): readonly [Row, Row] => {
        const [last, all] = scan(
          (d: Row, inner: Row): readonly [Row, Row] => [add(multiply(d, 0.5), multiply(inner, row)), add(d, c)],
          c,
          x,
          { reverse: !reverse },
        );
        return [multiply(last, 0.25), sum(all, 0)];
      },
      start,
      x,
      { reverse },
    );
  const invariant = (reverse: boolean) => (x: Rows, start: Row) =>
    scan((c: Row): readonly [Row, Row] => [c, start], start, x, { reverse });

  const exchange: Kind = (reverse) => (x, start) =>
    scan(
      ([a, b, c]: Three, row: Row): readonly [Three, Three] => [
        [c, a, b],
        [add(a, row), b, c],
      ],
      [start, multiply(start, 2), multiply(start, 3)] as const,
      x,
      { reverse },
    );
  const deep: Kind = (reverse) => (x, start) =>
    scan(
      (outer: Row, plane: Rows): readonly [Row, Rows] =>
        scan((c: Row, row: Row): readonly [Row, Row] => [add(multiply(c, 0.5), row), multiply(c, row)], outer, plane, {
          reverse: !reverse,
        }),
      start,
      stack([x, multiply(x, 2), multiply(x, 3)], 0),
      { reverse },
    );

  it.each(
    Object.entries<Kind>({ swap, exchange, nested, deep, invariant }).flatMap(([name, f]) =>
      [0, 1, 2, 5].flatMap((count) => [false, true].map((reverse) => [name, count, reverse, f] as const)),
    ),
  )('of the kind %s over %i rows, reverse: %s, is that of the reference engine', (_, count, reverse, f) => {
    const start = tensor([1, -2, 3]);
    const [found, expected] = [engine, reference].map((chosen) =>
      tree.leaves(compile(f(reverse), { engine: chosen })(rows(count), start)).map(toArray),
    );
    expect(found?.map(({ length }) => length)).toEqual(expected?.map(({ length }) => length));
    expect(Math.max(...(found ?? []).map((data, k) => apart(data, expected?.[k] ?? data)))).toBeLessThan(1e-5);
  });

  it('has the gradient of the reference engine', () => {
    const slope = grad((x: Rows) => sum(nested(false)(x, tensor([1, -2, 3]))[0]));
    const [found, expected] = [engine, reference].map((chosen) => toArray(compile(slope, { engine: chosen })(rows(4))));
    expect(found).toEqual(expected);
  });
});

describe('a process that lives long', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = async (): Promise<number> => {
    for (let round = 0; round < 4; round++) {
      await new Promise((done) => setTimeout(done, 5));
      collect();
    }
    return process.memoryUsage().heapUsed;
  };

  it('does not grow with the steps of a training', { timeout: 60_000 }, async () => {
    const { train } = programs.xor().compiled(engine);
    train(1000);
    const [before, bytes, modules] = [await heap(), linearBytes(), made.modules.length];
    train(10_000);
    expect((await heap()) - before).toBeLessThan(2 ** 18);
    expect([linearBytes(), made.modules.length]).toEqual([bytes, modules]);
  });

  it('does not grow in a loop that waits for nothing', () => {
    const next = compile((x: Tensor<[number]>, y: Tensor<[number]>) => [multiply(sin(x), 0.5), add(x, y)] as const, {
      engine,
    });
    const y = zeros([250_000]);
    let x: Tensor<[number]> = y;
    for (let step = 0; step < 200; step++) [x] = next(x, y);
    collect();
    // a megabyte a step, if every one were kept
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(100 * 2 ** 20);
  });

  it('does not grow with the programs that have come and gone', async () => {
    const on = wasm({ threads: 1 });
    const start = linearBytes();
    const come = (first: number, count: number): void => {
      for (let k = first; k < first + count; k++) {
        const f = compile((x: Tensor<[number]>) => sum(multiply(sin(x), k)), { engine: on });
        f(zeros([100_000 - k]));
      }
    };
    come(0, 50);
    const before = await heap();
    come(50, 300);
    expect((await heap()) - before).toBeLessThan(4 * 2 ** 20);
    expect(linearBytes() - start).toBeLessThan(2 ** 20);
    const alive = made.modules.slice(-350).filter((module) => module.deref() !== undefined);
    expect(alive.length).toBeLessThan(10);
  });
});
