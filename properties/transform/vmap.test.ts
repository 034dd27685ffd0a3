import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { grad, jvp, tensor, toNested, tree, vmap } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import { expectLoop, expectSame } from './laws.js';
import type { Batching, Places } from './laws.js';
import { everyStep, inputsLike, loss, meaning, program } from './program.js';
import type { Inputs, Program } from './program.js';

/** vmap without its types: the places are drawn at random */
const batching = <A, B>(): Batching<A, B> => vmap as never;

/** For each leaf of the inputs an axis, counted from either end, or null; at least one is an axis. */
const places = fc
  .tuple(
    ...[3, 3, 3, 2].map((rank) =>
      fc.oneof({ arbitrary: fc.integer({ min: -rank, max: rank - 1 }), weight: 3 }, fc.constant(null)),
    ),
  )
  .filter((list) => list.some((place) => place !== null));
const outs = fc.tuple(fc.integer({ min: -3, max: 2 }), fc.integer({ min: -3, max: 2 }));

const over = (
  runs: number,
  law: (one: Program, examples: readonly [Inputs, ...Inputs[]], where: Places, out: Places) => void,
): void => {
  const run = (one: Program, count: number, where: Places, out: Places): void => {
    const [first, ...rest] = inputsLike(one, count);
    if (first !== undefined) law(one, [first, ...rest], where, out);
  };
  for (const one of everyStep) run(one, 2, [0, 1, -1, 0], [0, -2]);
  fc.assert(fc.property(program(), fc.integer({ min: 1, max: 3 }), places, outs, run), { numRuns: runs });
};

describe('vmap of a random program', () => {
  it('is a loop over the examples, wherever they stand', () => {
    over(60, (one, examples, where, out) => {
      expectLoop(batching(), meaning(one), examples, where, out);
    });
  });

  it('of its gradient is a loop, and so is the gradient of the vmap', () => {
    over(25, (one, examples, where) => {
      const axes = where.map((place) => place ?? 0);
      expectLoop(batching(), grad(loss(one)), examples, axes, axes);
      expectLoop<Inputs, Inputs>(
        (_, options) => grad((a) => p.sum(losses(loss(one), { ...options, out: 0 })(a))),
        grad(loss(one)),
        examples,
        axes,
        axes,
      );
    });
  });

  /* the losses of all examples along one axis */
  const losses = vmap as unknown as (
    f: ReturnType<typeof loss>,
    options: object,
  ) => (a: Inputs) => Tensor<[number], 'float64'>;

  it('of its tangents is a loop', () => {
    over(25, (one, examples, where, out) => {
      expectLoop(batching(), (a: Inputs) => jvp(meaning(one), a, a)[1], examples, where, out);
    });
  });

  it('in another vmap is a loop in a loop', () => {
    over(15, (one, examples, where, out) => {
      const inner = examples.map((_, k) => inputsLike(one, k + 2).slice(-2));
      const f = (pair: readonly Inputs[]) =>
        batching<Inputs, ReturnType<ReturnType<typeof meaning>>>()(meaning(one), { in: [0], out: 0 })(
          tree.zip(pair[0], pair[1], (a, b) => p.stack([a, b] as never, 0 as never)) as Inputs,
        );
      const [first, ...rest] = inner;
      if (first === undefined) return;
      expectLoop(batching(), f, [first, ...rest], [...where, ...where], out);
    });
  });
});

describe('vmap over a named axis', () => {
  const x = tensor(
    [
      [1, 2],
      [3, 4],
      [5, 12],
    ],
    { dtype: 'float64' },
  );
  type Row = Tensor<[2], 'float64'>;
  const over_ = <B>(f: (row: Row) => B) => vmap(f, { axis: 'i' })(x);

  it('knows the mean, the sum, the number of an example and how many there are', () => {
    expect(toNested(over_((row) => p.axisMean(row, 'i')))).toEqual([
      [3, 6],
      [3, 6],
      [3, 6],
    ]);
    expect(toNested(over_((row) => p.axisSum(row, 'i')))).toEqual([
      [9, 18],
      [9, 18],
      [9, 18],
    ]);
    expect(toNested(over_(() => p.axisIndex('i')))).toEqual([0, 1, 2]);
    expect(toNested(over_(() => p.axisSize('i')))).toEqual([3, 3, 3]);
    expect(toNested(vmap((row: Row) => p.axisMean(row, 'i'), { axis: 'i', out: null })(x))).toEqual([3, 6]);
    expect(
      toNested(vmap((row: Row) => p.multiply(row, p.axisSum(p.scalar(1, 'float64'), 'i')), { axis: 'i' })(x)),
    ).toEqual([
      [3, 6],
      [9, 12],
      [15, 36],
    ]);
  });

  it('finds its own axis when nested', () => {
    const both = vmap(
      (row: Row) =>
        vmap((e: Tensor<[], 'float64'>) => p.subtract(p.axisSum(e, 'outer'), p.axisSum(e, 'inner')), { axis: 'inner' })(
          row,
        ),
      {
        axis: 'outer',
      },
    )(x);
    expect(toNested(both)).toEqual([
      [9 - 3, 18 - 3],
      [9 - 7, 18 - 7],
      [9 - 17, 18 - 17],
    ]);
  });

  it('has gradients, outside as well as inside', () => {
    const outside = grad((y: typeof x) =>
      p.sum(vmap((row: Row) => p.multiply(row, p.axisMean(p.square(row), 'i')), { axis: 'i' })(y)),
    )(x);
    /* Σᵢ xᵢ·(Σⱼ xⱼ²)/3: by xₖ it is (Σⱼ xⱼ²)/3 + 2xₖ·(Σᵢ xᵢ)/3 */
    const [squares, sums] = [
      [35 / 3, 164 / 3],
      [9, 18],
    ];
    expectSame(
      'outside',
      outside,
      p.fromArray(
        Float64Array.from([1, 2, 3, 4, 5, 12], (v, i) => (squares[i % 2] ?? 0) + (2 * v * (sums[i % 2] ?? 0)) / 3),
        [3, 2],
      ),
      1e-12,
    );
    /* the cotangent of the mean, inside, comes from all examples: of Σ over the axis of the row's own loss */
    const inside = over_((row) => grad((r: Row) => p.sum(p.axisMean(p.square(r), 'i')))(row));
    expectSame('inside', inside, p.multiply(x, 2), 1e-12);
    expectSame(
      'jvp inside',
      over_((row) => jvp((r: Row) => p.axisMean(p.square(r), 'i'), row, p.onesLike(row))[1]),
      p.broadcastTo(p.divide(p.sum(x, 0), 1.5), [3, 2]),
      1e-12,
    );
  });
});

describe('vmap says what does not fit', () => {
  const f = (x: Tensor<[2]>, y: Tensor<[2]>) => p.add(x, y);
  const loose = vmap as unknown as (f: unknown, options?: unknown) => (...args: readonly unknown[]) => unknown;
  it.each<[string, () => unknown]>([
    ['vmap: the arguments have 3 and 4 examples', () => loose(f)(p.zeros([3, 2]), p.zeros([4, 2]))],
    [
      'vmap: axis 2 is out of range for a tensor of rank 2',
      () => loose(f, { in: [2, 0] })(p.zeros([3, 2]), p.zeros([3, 2])),
    ],
    [
      'vmap: axis -3 is out of range for a tensor of rank 2',
      () => loose(f, { out: -3 })(p.zeros([3, 2]), p.zeros([3, 2])),
    ],
    ['vmap: axis 0 is out of range for a tensor of rank 0', () => loose(p.negate)(p.scalar(1))],
    ['vmap: no argument has an axis of examples', () => loose(f, { in: [null, null] })(p.zeros([2]), p.zeros([2]))],
    [
      'vmap: result 0 differs between examples, but its axis is null',
      () => loose(f, { out: null })(p.zeros([3, 2]), p.zeros([3, 2])),
    ],
    [
      'vmap: axes are given for z, which is not there',
      () => loose(({ x }: { x: Tensor }) => x, { in: [{ z: 0 }] })({ x: p.zeros([2]) }),
    ],
    [
      'vmap: the axes are a record where the argument is a tensor',
      () => loose(p.negate, { in: [{ z: 0 }] })(p.zeros([2])),
    ],
    [
      "the axis 'i' has no length here: apply the function through vmap(f, { axis: 'i' })",
      () => toNested(p.axisSum(p.zeros([2]), 'i')),
    ],
  ])('%s', (sentence, act) => {
    expect(act).toThrow(sentence);
  });

  it('maps no examples to none', () => {
    expect(vmap((x: Tensor<[2]>) => p.sum(p.exp(x)))(p.zeros([0, 2])).shape).toEqual([0]);
    expect(toNested(vmap((x: Tensor<[2]>) => p.sum(p.exp(x)))(p.zeros([0, 2])))).toEqual([]);
  });
});
