/** What the emitter makes of code: control, variables, functions, memory, and the bytes of a module. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as emit from '../../src/engine/wasm/emit/index.js';
import { signed, unsigned } from '../../src/engine/wasm/emit/code.js';
import {
  atomic,
  call,
  code,
  f32,
  f64,
  get,
  i32,
  i64,
  i64x2,
  module,
  seq,
  set,
  when,
} from '../../src/engine/wasm/emit/index.js';
import type { Code, Func, Local, Module, Scope, ValueType } from '../../src/engine/wasm/emit/index.js';
import { load, newMemory, validate } from './webassembly.js';
import type { Value } from './webassembly.js';

const empty = (): Module => module({ initial: 1, maximum: 1, shared: false });
const zero = i32.const(0);

/** what the only function of a module gives */
const result = (made: Module, func: Pick<Func, 'index'>, ...parameters: readonly Value[]): Value => {
  made.expose('f', func);
  expect(validate(made.bytes())).toBe(true);
  return load(made.bytes(), newMemory(1))('f')(...parameters);
};

describe('LEB128', () => {
  const sum = (bytes: readonly number[]): bigint =>
    bytes.reduce((total, byte, n) => total + (BigInt(byte & 127) << BigInt(7 * n)), 0n);
  const continued = (bytes: readonly number[]): boolean =>
    bytes.every((byte, n) => byte < 256 && byte >= 128 === n < bytes.length - 1);

  it('writes natural numbers in the fewest bytes', () => {
    const natural = fc.oneof(
      fc.maxSafeNat(),
      fc.nat(),
      fc.nat(300),
      fc.constantFrom(127, 128, 16383, 16384, 2 ** 32 - 1),
    );
    fc.assert(
      fc.property(natural, (n) => {
        const bytes = unsigned(n);
        expect(continued(bytes)).toBe(true);
        expect(sum(bytes)).toBe(BigInt(n));
        expect(bytes.length).toBe(Math.max(1, Math.ceil(BigInt(n).toString(2).length / 7)));
      }),
    );
  });
  it('writes integers of 64 bits in the fewest bytes', () => {
    const whole = fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -130n, max: 130n }),
      fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, -8192n, -8193n, 8191n, 8192n),
    );
    fc.assert(
      fc.property(whole, (n) => {
        const bytes = signed(n);
        expect(continued(bytes)).toBe(true);
        expect(BigInt.asIntN(7 * bytes.length, sum(bytes))).toBe(n);
        expect(bytes.length === 1 || BigInt.asIntN(7 * (bytes.length - 1), n) !== n).toBe(true);
      }),
    );
  });
});

/** Programs over a variable; jumps cost fuel, so that all come to an end. */
type Program =
  | { readonly kind: 'note'; readonly value: number }
  | { readonly kind: 'seq' | 'block' | 'loop'; readonly body: readonly Program[] }
  | { readonly kind: 'when'; readonly then: Program; readonly otherwise: Program | null }
  | { readonly kind: 'times' | 'doWhile'; readonly count: number; readonly body: Program }
  | {
      readonly kind: 'range';
      readonly from: number;
      readonly to: number;
      readonly step: number;
      readonly body: Program;
    }
  | { readonly kind: 'br' | 'brIf'; readonly depth: number }
  | { readonly kind: 'leave' };

const { program } = fc.letrec<{ readonly program: Program }>((tie) => {
  const body = tie('program');
  const several = fc.array(body, { maxLength: 4 });
  const count = fc.integer({ min: 1, max: 4 });
  const note = fc.record({ kind: fc.constant('note' as const), value: fc.nat(99) });
  return {
    program: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      note,
      note,
      fc.record({ kind: fc.constantFrom('seq' as const, 'block' as const, 'loop' as const), body: several }),
      fc.record({ kind: fc.constant('when' as const), then: body, otherwise: fc.option(body) }),
      fc.record({ kind: fc.constantFrom('times' as const, 'doWhile' as const), count, body }),
      fc.record({
        kind: fc.constant('range' as const),
        from: fc.integer({ min: -2, max: 3 }),
        to: fc.integer({ min: -3, max: 5 }),
        step: count,
        body,
      }),
      fc.record({ kind: fc.constantFrom('br' as const, 'brIf' as const), depth: fc.nat(9) }),
      fc.record({ kind: fc.constant('leave' as const) }),
    ),
  };
});

const fuel = 40;

/** What a program has noted, and how often it may still jump. */
interface State {
  held: number;
  fuel: number;
}

/** Where a program goes on: behind itself, at the n-th label around it, or outside. */
type Exit = number | 'on' | 'out';

const outwards = (exit: Exit): Exit => (typeof exit === 'number' ? exit - 1 : exit);

/** The programs by an interpreter. */
const interpreted = (program: Program, state: State, labels: number): Exit => {
  const inOrder = (body: readonly Program[], depth: number): Exit => {
    for (const piece of body) {
      const exit = interpreted(piece, state, depth);
      if (exit !== 'on') return exit;
    }
    return 'on';
  };
  /** a loop's body until it ends otherwise than by a jump to its beginning */
  const turn = (body: () => Exit): Exit => {
    for (;;) {
      const exit = body();
      if (exit !== 0) return outwards(exit);
    }
  };
  const note = (value: number): void => {
    state.held = (Math.imul(state.held, 31) + value) | 0;
  };
  const burn = (): boolean => state.fuel-- > 0;
  switch (program.kind) {
    case 'note':
      note(program.value);
      return 'on';
    case 'seq':
      return inOrder(program.body, labels);
    case 'block': {
      const exit = inOrder(program.body, labels + 1);
      return exit === 0 ? 'on' : outwards(exit);
    }
    case 'loop':
      return turn(() => inOrder(program.body, labels + 1));
    case 'when': {
      const branch = (state.held & 1) === 1 ? program.then : program.otherwise;
      const exit = branch === null ? 'on' : interpreted(branch, state, labels + 1);
      return exit === 0 ? 'on' : outwards(exit);
    }
    case 'times':
    case 'doWhile': {
      for (let n = program.count; n > 0; n--) {
        const exit = turn(() => interpreted(program.body, state, labels + 1));
        if (exit !== 'on') return exit;
      }
      return 'on';
    }
    case 'range': {
      for (let n = program.from; n < program.to; n += program.step) {
        const exit = turn(() => {
          note(n);
          return interpreted(program.body, state, labels + 2);
        });
        if (exit === 0) return 'on';
        if (exit !== 'on') return outwards(exit);
      }
      return 'on';
    }
    case 'br':
    case 'brIf':
      return labels > 0 && burn() ? program.depth % labels : 'on';
    case 'leave':
      return burn() ? 'on' : 'out';
  }
};

/** The same programs as code. */
const compiled = (
  program: Program,
  scope: Scope,
  held: Local<'i32'>,
  left: Local<'i32'>,
  labels: number,
): Code<'void'> => {
  const inside = (piece: Program, more: number): Code<'void'> => compiled(piece, scope, held, left, labels + more);
  const note = (value: Code<'i32'>): Code<'void'> => set(held, i32.add(i32.mul(get(held), i32.const(31)), value));
  const burn = i32.gtS(i32.add(emit.tee(left, i32.sub(get(left), i32.const(1))), i32.const(1)), zero);
  switch (program.kind) {
    case 'note':
      return note(i32.const(program.value));
    case 'seq':
      return seq(...program.body.map((piece) => inside(piece, 0)));
    case 'block':
      return emit.block(...program.body.map((piece) => inside(piece, 1)));
    case 'loop':
      return emit.loop(...program.body.map((piece) => inside(piece, 1)));
    case 'when':
      return when(
        i32.and(get(held), i32.const(1)),
        inside(program.then, 1),
        program.otherwise === null ? undefined : inside(program.otherwise, 1),
      );
    case 'times':
      return emit.times(scope.local('i32'), i32.const(program.count), inside(program.body, 1));
    case 'doWhile': {
      const counter = scope.local('i32');
      return seq(
        set(counter, i32.const(program.count)),
        emit.doWhile(inside(program.body, 1), emit.tee(counter, i32.sub(get(counter), i32.const(1)))),
      );
    }
    case 'range': {
      const n = scope.local('i32');
      const body = seq(note(get(n)), inside(program.body, 2));
      return emit.range(n, i32.const(program.from), i32.const(program.to), program.step, body);
    }
    case 'br':
      return labels === 0 ? seq() : when(burn, emit.br((program.depth % labels) + 1));
    case 'brIf':
      return labels === 0 ? seq() : emit.brIf(program.depth % labels, burn);
    case 'leave':
      return when(i32.eqz(burn), emit.leave(get(held)));
  }
};

describe('control', () => {
  it('goes where an interpreter goes', () => {
    fc.assert(
      fc.property(program, fc.nat(9), (tree, start) => {
        const made = empty();
        const f = made.func('f', ['i32'], 'i32', (scope, held) => {
          const left = scope.local('i32');
          return code('i32', [set(left, i32.const(fuel)), compiled(tree, scope, held, left, 0), get(held)]);
        });
        const state: State = { held: start, fuel };
        interpreted(tree, state, 0);
        expect(result(made, f, start)).toBe(state.held);
      }),
      { numRuns: 2000 },
    );
  });

  it('nests deeply', () => {
    const depth = 300;
    const made = empty();
    const f = made.func('f', ['i32'], 'i32', (_, n) => {
      const more = set(n, i32.add(get(n), i32.const(1)));
      let body = emit.br(depth - 1);
      for (let k = 0; k < depth; k++) body = k % 2 === 0 ? emit.block(more, body) : when(get(n), seq(body, more));
      let long = get(n);
      for (let k = 0; k < 2000; k++) long = i32.add(i32.const(k), long);
      return code('i32', [body, long]);
    });
    expect(result(made, f, 1)).toBe(1 + depth / 2 + (2000 * 1999) / 2);
  });
});

const types = ['i32', 'i64', 'f32', 'f64', 'v128'] as const;

/** a number in each type, its negative in the upper half of a vector; and that of a variable as f64 */
const number: { readonly [T in ValueType]: (x: number) => Code<T> } = {
  i32: i32.const,
  i64: (x) => i64.const(BigInt(x)),
  f32: f32.const,
  f64: f64.const,
  v128: (x) => i64x2.splat(i64.const(BigInt(x))),
};
const real: { readonly [T in ValueType]: (piece: Code<T>) => Code<'f64'> } = {
  i32: f64.convertI32,
  i64: f64.convertI64,
  f32: f64.promote,
  f64: (piece) => piece,
  v128: (piece) => f64.convertI64(i64x2.extract(piece, 1)),
};
const assigned = <T extends ValueType>(local: Local<T>, type: T, x: number): Code<'void'> =>
  set(local, number[type](x));
const weighed = <T extends ValueType>(local: Local<T>, type: T, weight: number): Code<'f64'> =>
  f64.mul(real[type](get(local)), f64.const(weight));

describe('variables and functions', () => {
  it('keep what is passed and what is set, in whatever order of types', () => {
    const run = fc.tuple(fc.constantFrom(...types), fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(130)));
    const some = fc
      .array(run, { maxLength: 6 })
      .map((runs) => runs.flatMap(([type, count]) => Array.from({ length: count }, () => type)));
    fc.assert(
      fc.property(some, some, (parameters, locals) => {
        const made = empty();
        const inner = made.func('inner', parameters, 'f64', (scope, ...passed) => {
          const own = locals.map((type) => scope.local(type));
          const all = [...passed, ...own];
          const weights = (local: Local, n: number) => weighed(local, local.type, n + 1);
          const fresh = own.map((local) => weighed(local, local.type, 1)).reduce(f64.add, f64.const(0));
          return code('f64', [
            fresh,
            ...own.map((local, n) => assigned(local, local.type, passed.length + n + 1)),
            all.map(weights).reduce(f64.add, f64.const(0)),
            0xa0,
          ]);
        });
        const outer = made.func('outer', [], 'f64', () =>
          call(inner, ...parameters.map((type, n) => number[type](n + 1))),
        );
        // Σ n² is the largest of all sums of products of them
        const n = parameters.length + locals.length;
        expect(result(made, outer)).toBe((n * (n + 1) * (2 * n + 1)) / 6);
      }),
    );
  });

  it('have types of their own', () => {
    const made = empty();
    const passed = <T extends ValueType>(type: T, piece: Code<T>): Code<'f64'> =>
      call(
        made.func(type, [type], 'f64', (_, local) => real[type](get(local))),
        piece,
      );
    const f = made.func('f', [], 'f64', () =>
      types.map((type, n) => passed(type, number[type](10 ** n))).reduce(f64.add),
    );
    expect(result(made, f)).toBe(11111);
  });

  it('call each other by the hundreds', () => {
    const made = empty();
    const chain = (n: number): Func<['i32'], 'i32'> =>
      made.func(`${n}`, ['i32'], 'i32', (_, x) =>
        n === 0 ? get(x) : i32.add(call(chain(n - 1), get(x)), i32.const(n)),
      );
    for (let n = 0; n < 500; n++) made.expose(`λ${n}`, chain(n));
    const find = load(made.bytes(), newMemory(1));
    for (let n = 0; n < 500; n++) expect(find(`λ${n}`)(1)).toBe(1 + (n * (n + 1)) / 2);
  });

  it('are made once for each key, wherever they are asked for', () => {
    const made = empty();
    let written = 0;
    const seven = () =>
      made.func('seven', [], 'i32', () => {
        written++;
        return i32.const(7);
      });
    const f = made.func('f', [], 'i32', () => i32.mul(call(seven()), call(seven())));
    expect(seven().index).toBe(0);
    expect(result(made, f)).toBe(49);
    expect(written).toBe(1);
  });

  it.each<[string, (made: Module) => unknown]>([
    ['a value of another type', (made) => made.func('f', [], 'i32', () => code('i32', [f32.const(1)]))],
    ['a missing value', (made) => made.func('f', [], 'i32', () => code('i32', []))],
    ['a value left over', (made) => made.func('f', [], 'void', () => code('void', [zero]))],
    ['a jump beyond all labels', (made) => made.func('f', [], 'void', () => emit.block(emit.br(2)))],
    [
      'one key for two types',
      (made) => {
        made.func('f', [], 'i32', () => zero);
        made.func('g', [], 'f32', () => call(made.func('f', [], 'f32', () => f32.const(0))));
      },
    ],
  ])('are refused by the platform with %s', (_, write) => {
    const made = empty();
    write(made);
    expect(validate(made.bytes())).toBe(false);
    expect(validate(empty().bytes())).toBe(true);
  });
});

describe('memory', () => {
  const page = 65_536;

  it('is reached at an address and an offset, and nowhere else', () => {
    fc.assert(
      fc.property(
        fc.nat(3 * page),
        fc.oneof(fc.nat(300), fc.nat(3 * page), fc.constantFrom(0x7fffffff, 2 ** 32 - 1)),
        (address, offset) => {
          const made = module({ initial: 2, maximum: 2, shared: false });
          made.expose(
            'write',
            made.func('write', ['i32'], 'void', (_, a) => i64.store(get(a), i64.const(-1n), offset)),
          );
          made.expose(
            'read',
            made.func('read', ['i32'], 'i64', (_, a) => i64.load(get(a), offset)),
          );
          const memory = newMemory(2);
          const find = load(made.bytes(), memory);
          const [write, read] = [() => find('write')(address), () => find('read')(address)];
          const bytes = new Uint8Array(memory.buffer);
          if (address + offset + 8 > 2 * page) {
            expect(write).toThrow('out of bounds');
            expect(read).toThrow('out of bounds');
            expect(bytes.every((byte) => byte === 0)).toBe(true);
            return;
          }
          write();
          expect(read()).toBe(-1n);
          expect(bytes.findIndex((byte) => byte === 255)).toBe(address + offset);
          expect(bytes.reduce((sum, byte) => sum + byte, 0)).toBe(8 * 255);
        },
      ),
    );
  });

  it('has limits', () => {
    const limit = fc.oneof(fc.nat(300), fc.nat(page + 1), fc.constantFrom(page, page + 1));
    fc.assert(
      fc.property(limit, limit, fc.boolean(), (initial, maximum, shared) => {
        const bytes = module({ initial, maximum, shared }).bytes();
        expect(validate(bytes)).toBe(initial <= maximum && maximum <= page);
      }),
    );
    const bytes = module({ initial: 2, maximum: 3, shared: false }).bytes();
    load(bytes, newMemory(2, 3));
    load(bytes, newMemory(3, 3));
    for (const other of [newMemory(1, 3), newMemory(2, 4), newMemory(2, 3, true)])
      expect(() => load(bytes, other)).toThrow();
  });

  it('is shared by atomic instructions', () => {
    const made = module({ initial: 1, maximum: 1, shared: true });
    const word = i32.const(64);
    const expose = (name: string, piece: (n: Code<'i32'>) => Code<'i32'>): void =>
      made.expose(
        name,
        made.func(name, ['i32'], 'i32', (_, n) => piece(get(n))),
      );
    expose('load', () => atomic.load(word, 4));
    expose('store', (n) => code('i32', [atomic.store(word, n, 4), atomic.load(word, 4)]));
    expose('add', (n) => atomic.add(word, n, 4));
    expose('or', (n) => atomic.or(word, n, 4));
    expose('notify', (n) => atomic.notify(word, n, 4));
    expose('wait', (n) => atomic.wait(word, n, i64.const(1000n), 4));
    const memory = newMemory(1, 1, true);
    const find = load(made.bytes(), memory);
    expect(find('store')(5)).toBe(5);
    expect(find('add')(-3)).toBe(5);
    expect(find('or')(10)).toBe(2);
    expect(find('load')(0)).toBe(10);
    expect(new Int32Array(memory.buffer)[17]).toBe(10);
    expect([find('wait')(9), find('wait')(10), find('notify')(1)]).toEqual([1, 2, 0]);
  });
});
