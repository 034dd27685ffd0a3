import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { checkpoint, custom, diff, grad, hvp, jvp, scan, tensor, toNested, vjp, vmap } from '../../src/index.js';
import type { Diff, Tensor } from '../../src/index.js';
import { directionOf, expectLoop, expectSame, expectSameDiff } from './laws.js';
import type { Batching } from './laws.js';
import { overPrograms } from './over-programs.js';
import { inputsLike, inputsOf, loss, meaning } from './program.js';
import type { Inputs, Program } from './program.js';

type Wrapper = <A, B>(f: (a: A) => B) => (a: A) => B;
const wrappers: Readonly<Record<string, Wrapper>> = {
  checkpoint,
  custom: (f) => custom(diff(f)),
  compile: (f) => p.compile(f),
  'checkpoint in checkpoint': (f) => checkpoint(checkpoint(f)),
  'custom in checkpoint in compile': (f) => p.compile(checkpoint(custom(diff(f)))),
};

describe.each(Object.entries(wrappers))('%s leaves a function as it is', (_, wrap) => {
  it('in value, pullback and tangent', () => {
    overPrograms((one, seed) => {
      const [f, inputs] = [meaning(one), inputsOf(one)];
      expectSame('value', wrap(f)(inputs), f(inputs));
      expectSameDiff('diff', diff(wrap(f)), diff(f), inputs, 1e-9);
      const v = directionOf(inputs, seed);
      expectSame('jvp', jvp(wrap(f), inputs, v), jvp(f, inputs, v), 1e-9);
    });
  });

  it('in second derivatives, inside and outside', () => {
    overPrograms(
      (one, seed) => {
        const [f, inputs] = [loss(one), inputsOf(one)];
        const v = directionOf(inputs, seed);
        const expected = hvp(f, inputs, v);
        expectSame('hvp', hvp(wrap(f), inputs, v), expected, 1e-8);
        expectSame('pullback of the wrapped gradient', vjp(wrap(grad(f)), inputs)[1](v), expected, 1e-8);
      },
      { runs: 12, longest: 4 },
    );
  });

  it('under vmap, with its gradient', () => {
    overPrograms(
      (one: Program) => {
        const [first, ...rest] = inputsLike(one, 2);
        if (first === undefined) return;
        const batching = vmap as unknown as Batching<Inputs, unknown> & Batching<Inputs, Inputs>;
        expectLoop<Inputs, unknown>(batching, wrap(meaning(one)), [first, ...rest], [0, 1, null, 0], [0, 1]);
        expectLoop<Inputs, Inputs>(batching, grad(wrap(loss(one))), [first, ...rest], [0, 1, 2, 0], [0, 0, 0, 0]);
      },
      { runs: 10, longest: 4 },
    );
  });
});

describe('custom', () => {
  const double: Diff<Tensor<[2]>, Tensor<[2]>> = (x) => [p.square(x), (dy) => p.multiply(dy, 100)];
  const x = tensor([1, 2]);

  it('has the derivative that was written, in both modes, in any order', () => {
    const f = custom(double);
    expect(toNested(f(x))).toEqual([1, 4]);
    expect(toNested(vjp(f, x)[1](tensor([1, 3])))).toEqual([100, 300]);
    expect(toNested(jvp(f, x, tensor([1, 3]))[1])).toEqual([100, 300]);
    expect(toNested(grad((y: typeof x) => p.sum(vmap((e: Tensor<[2]>) => f(e))(p.stack([y, y], 0))))(x))).toEqual([
      200, 200,
    ]);
    expect(toNested(grad((y: typeof x) => p.sum(grad((z: typeof x) => p.sum(f(z)))(y)))(x))).toEqual([0, 0]);
  });

  it('says what does not fit', () => {
    expect(() => custom((y: typeof x) => [y, () => tensor([1, 2, 3]) as never])(x)).toThrow(
      'custom: the cotangent has shape [3], expected [2]',
    );
    expect(() => custom((y: { a: typeof x }) => [y.a, (d) => ({ b: d }) as never])({ a: x })).toThrow(
      'custom: expected the names a, got b',
    );
    expect(() =>
      grad((y: typeof x) => p.sum(custom((z: typeof x) => [p.multiply(z, y), (d: typeof x) => d] as const)(y)))(x),
    ).toThrow(
      'custom: the function reads a variable of an enclosing trace that is not its argument; pass it as an argument',
    );
  });
});

describe('scan', () => {
  type Row = Tensor<[2, 3], 'float64'>;
  interface Carry {
    readonly h: Row;
    readonly count: Tensor<[], 'int32'>;
  }
  /* one step of a loop: a random program of the carried value, the slice and a value from outside */
  const step = (one: Program, outside: Row) => (carry: Carry, x: { readonly u: Row }) => {
    const { last, others } = meaning(one)({ ...inputsOf(one), w: carry.h, pair: [x.u, { deep: outside }] });
    return [
      { h: p.tanh(last), count: p.add(carry.count, 1) },
      { y: others[0], n: carry.count },
    ] as const;
  };
  const unrolled =
    (one: Program, reverse: boolean) =>
    ({ h, u, outside }: Arguments) => {
      let carry: Carry = { h, count: p.scalar(0, 'int32') };
      const results: { y: Row; n: Tensor<[], 'int32'> }[] = [];
      for (const t of reverse ? [2, 1, 0] : [0, 1, 2]) {
        const [next, y] = step(one, outside)(carry, { u: p.index(u, t as 0) });
        carry = next;
        results[t] = y;
      }
      return {
        last: carry,
        y: p.stack(results.map(({ y }) => y) as [Row, Row, Row], 0),
        n: p.stack(results.map(({ n }) => n) as [Carry['count'], Carry['count'], Carry['count']], 0),
      };
    };
  interface Arguments {
    readonly h: Row;
    readonly u: Tensor<[3, 2, 3], 'float64'>;
    readonly outside: Row;
  }
  const looped =
    (one: Program, reverse: boolean) =>
    ({ h, u, outside }: Arguments) => {
      const [last, { y, n }] = scan(step(one, outside), { h, count: p.scalar(0, 'int32') }, { u }, { reverse });
      return { last, y, n };
    };
  const argumentsOf = (one: Program): Arguments => {
    const { w, pair } = inputsOf(one);
    return { h: w, u: p.stack([pair[0], pair[1].deep, w], 0), outside: pair[0] };
  };

  it('is the unrolled loop, in value, pullback and tangent, in either direction', () => {
    overPrograms(
      (one, seed) => {
        const reverse = seed % 2 === 1;
        const [f, g, a] = [looped(one, reverse), unrolled(one, reverse), argumentsOf(one)];
        expectSameDiff('scan', diff(f), diff(g), a, 1e-9);
        const v = directionOf(a, seed);
        expectSame('jvp', jvp(f, a, v)[1], jvp(g, a, v)[1], 1e-9);
      },
      { runs: 20, longest: 4 },
    );
  });

  it('is the unrolled loop in second derivatives', () => {
    overPrograms(
      (one, seed) => {
        const a = argumentsOf(one);
        const number = (f: ReturnType<typeof looped>) => (b: Arguments) => {
          const { last, y } = f(b);
          return p.add(p.sum(p.sin(last.h)), p.mean(p.square(p.tanh(y))));
        };
        const v = directionOf(a, seed);
        expectSame('hvp', hvp(number(looped(one, false)), a, v), hvp(number(unrolled(one, false)), a, v), 1e-7);
        expectSame(
          'reverse over reverse',
          vjp(grad(number(looped(one, true))), a)[1](v),
          vjp(grad(number(unrolled(one, true))), a)[1](v),
          1e-7,
        );
      },
      { runs: 5, longest: 2 },
    );
  });

  it('is the unrolled loop where cotangents themselves are factors, of what is carried and of what is handed out', () => {
    type Matrix = Tensor<[2, 2], 'float64'>;
    const key = p.random.key(7);
    const draw = (place: number) => p.random.normal(p.random.foldIn(key, place), [3, 2, 2], { dtype: 'float64' });
    const [us, vs] = [draw(0), draw(1)];
    const w = p.index(draw(2), 0);
    const step = (at: Matrix, u: Matrix): readonly [Matrix, Matrix] => [
      p.transpose(p.matmul(at, u)),
      p.transpose(p.matmul(u, at)),
    ];
    const told = (last: Matrix, all: Tensor<[3, 2, 2], 'float64'>) =>
      p.add(p.sum(p.sin(last)), p.sum(p.multiply(all, vs)));
    const looped = (at: Matrix) => {
      const [last, all] = scan((_: Matrix, u: Matrix) => step(at, u), w, us);
      return told(last, all);
    };
    const unrolled = (at: Matrix) => {
      const made = ([0, 1, 2] as const).map((t) => step(at, p.index(us, t)));
      const [, , [last] = [w]] = made;
      return told(last, p.stack(made.map(([, y]) => y) as [Matrix, Matrix, Matrix], 0));
    };
    expectSame('gradient', grad(looped)(w), grad(unrolled)(w), 1e-12);
    expectSame('hvp', hvp(looped, w, w), hvp(unrolled, w, w), 1e-12);
  });

  it('is the unrolled loop under vmap, whatever is batched', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom([0, 0, 0], [null, 0, null], [0, null, null], [null, null, 0], [-1, 2, null]),
        (seed, places) => {
          const one: Program = {
            lines: [
              { step: 'multiply', a: seed, b: seed >> 3 },
              { step: 'matmul', a: 3, b: 2 },
            ],
            inputs: {
              w: [1, -1, 0.5, 2, 0.25, 1],
              pair0: [0.5, 0.25, 1, -1, 2, 1],
              deep: [1, 1, -0.5, 0.25, 0.5, 2],
              labels: [0, 1, 2],
            },
          };
          const a = argumentsOf(one);
          const b: Arguments = { h: p.negate(a.h), u: p.flip(a.u, [0]), outside: p.square(a.outside) };
          expectLoop(vmap as unknown as Batching<Arguments, unknown>, looped(one, false), [a, b], places, [0, 0, 0, 1]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('walks no steps, and says what does not fit', () => {
    const [last, ys] = scan(
      (c: Tensor<[2]>, x: Tensor<[]>) => [p.multiply(c, x), c] as const,
      tensor([1, 2]),
      p.zeros([0]),
    );
    expect([toNested(last), ys.shape]).toEqual([
      [1, 2],
      [0, 2],
    ]);
    const loose = scan as unknown as (f: unknown, initial: unknown, sequences: unknown) => unknown;
    const keep = (c: unknown) => [c, c];
    expect(() => loose(keep, p.zeros([]), [p.zeros([5]), p.zeros([4])])).toThrow(
      'scan: the sequences have 5 and 4 steps',
    );
    expect(() => loose(keep, p.zeros([]), p.zeros([]))).toThrow('scan: a sequence has no axis to walk along');
    expect(() => loose(keep, p.zeros([]), [])).toThrow('scan: there is no sequence');
    expect(() => loose(() => [p.zeros([3]), p.zeros([])], p.zeros([2]), p.zeros([5]))).toThrow(
      'scan: the carried value is float32 [2] and becomes float32 [3]',
    );
    expect(() =>
      loose(() => [{ h: p.zeros([2], { dtype: 'float64' }) }, p.zeros([])], { h: p.zeros([2]) }, p.zeros([5])),
    ).toThrow('scan: the carried value h is float32 [2] and becomes float64 [2]');
    expect(() => loose(() => [{ g: p.zeros([2]) }, p.zeros([])], { h: p.zeros([2]) }, p.zeros([5]))).toThrow(
      'scan: the carried value has the names h and becomes g',
    );
  });
});
