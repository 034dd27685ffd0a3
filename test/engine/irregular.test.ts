import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { get, i32, range } from '../../src/engine/wasm/emit/index.js';
import type { Code } from '../../src/engine/wasm/emit/index.js';
import type { Lowering, Operand } from '../../src/engine/wasm/kernel.js';
import { argMax, argMin } from '../../src/engine/wasm/kernels/argReduce.js';
import { argSort } from '../../src/engine/wasm/kernels/argSort.js';
import { axesOf, offsetAt } from '../../src/engine/wasm/kernels/axes.js';
import { gather, scatterAdd } from '../../src/engine/wasm/kernels/gather.js';
import { scalar } from '../../src/engine/wasm/kernels/scalar.js';
import { windowArgMax, windowMax, windowSum } from '../../src/engine/wasm/kernels/window/index.js';
import * as orders from '../../src/primitive/gather.js';
import { at } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import * as places from '../../src/primitive/reduce.js';
import * as windows from '../../src/primitive/window.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import { window } from '../../src/testing/arbitrary/window.js';
import { lowered, rowMajor } from './lowered.js';
import type { Placed } from './lowered.js';

/** What a planner does beside: copies where a kernel asks for them, and a status word, here the last output. */
const planned =
  <A extends object>(lowering: Lowering<A>): Lowering<A> =>
  (attributes, inputs, outputs, draft) => {
    const status = at(outputs, outputs.length - 1);
    const dense = (operand: Operand): Operand => {
      if (operand.strides.join() === rowMajor(operand.shape).join()) return operand;
      const copy = draft.temporary(operand.shape, operand.dtype);
      const { bytes } = dtypes[operand.dtype];
      draft.step(
        {
          name: 'copy',
          key: JSON.stringify(['copy', operand.dtype, axesOf(operand)]),
          pieces: size(operand.shape),
          scratch: 0,
          flops: 0,
          body: ({ scope, pointers, from, to }): Code<'void'> => {
            const n = scope.local('i32');
            const offset = offsetAt(n, axesOf(operand), bytes);
            const target = i32.add(get(at(pointers, 1)), i32.mul(get(n), i32.const(bytes)));
            const move = scalar[operand.dtype].move(target, i32.add(get(at(pointers, 0)), offset));
            return range(n, get(from), get(to), 1, move);
          },
        },
        [operand],
        [copy],
      );
      return copy;
    };
    lowering(attributes, inputs, outputs.slice(0, -1), {
      ...draft,
      dense,
      step: (kernel, ins, outs) => {
        draft.step(
          {
            ...kernel,
            body: (context) =>
              kernel.body({
                ...context,
                pointers: context.pointers.slice(0, -1),
                status: get(at(context.pointers, context.pointers.length - 1)),
              }),
          },
          ins,
          [...outs, status],
        );
      },
    });
  };

/** How an axis lies in memory. */
const direction = fc.constantFrom('ahead', 'ahead', 'back', 'repeated');

const floats = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 3, arbitrary: fc.constantFrom(-0, 0) },
  fc.constantFrom(NaN, Infinity, -Infinity),
);
const numbers: { readonly [D in DType]: Arbitrary<number> } = {
  float32: floats,
  float64: floats,
  int32: fc.oneof({ weight: 12, arbitrary: fc.integer({ min: -3, max: 3 }) }, fc.constantFrom(0x7fffffff, -0x80000000)),
  bool: fc.integer({ min: 0, max: 1 }),
};

/** numbers of all sizes, and equal ones */
const anyNumbers: { readonly [D in DType]: Arbitrary<number> } = {
  float32: fc.oneof(fc.float(), numbers.float32),
  float64: fc.oneof(fc.double(), numbers.float64),
  int32: fc.oneof(fc.integer(), numbers.int32),
  bool: numbers.bool,
};

/** A tensor of a shape in any order of axes, forwards, backwards or repeated, with gaps. */
const tensor = (dtype: DType, shape: Shape, number = numbers[dtype]): Arbitrary<Placed> =>
  fc
    .record({
      plain: fc.boolean(),
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      directions: fc.array(direction, { minLength: shape.length, maxLength: shape.length }),
      gap: fc.integer({ min: 1, max: 2 }),
    })
    .chain(({ plain, order, directions, gap }) => {
      const axes = plain ? [...shape.keys()] : order;
      const inner = rowMajor([...axes.map((axis) => at(shape, axis)), plain ? 1 : gap]);
      const steps = { ahead: 1, back: -1, repeated: 0 };
      const strides = shape.map((_, axis) => at(inner, axes.indexOf(axis)) * (plain ? 1 : steps[at(directions, axis)]));
      const offset = shape.reduce((sum, n, axis) => sum - Math.min(0, at(strides, axis)) * Math.max(0, n - 1), 0);
      const length = size(shape) * gap;
      return fc.array(number, { minLength: length, maxLength: length, size: 'max' }).map((data) => ({
        shape,
        dtype,
        strides,
        offset,
        data: dtypes[dtype].from(data),
      }));
    });

const rowMajorOf = ({ shape, dtype, strides, offset, data }: Placed) => {
  const steps = rowMajor(shape);
  const place = (n: number): number =>
    shape.reduce((sum, length, axis) => sum + (Math.floor(n / at(steps, axis)) % length) * at(strides, axis), offset);
  return {
    shape,
    dtype,
    data: dtypes[dtype].from(Array.from({ length: size(shape) }, (_, n) => data[place(n)] ?? 0)),
  };
};

/** The kernel gives what the rule gives, bit for bit, in one piece and piece by piece. */
const agrees = <A extends object>(
  lowering: Lowering<A>,
  primitive: Primitive<A>,
  attributes: A,
  inputs: readonly Placed[],
): void => {
  const outputs = primitive.infer(attributes, inputs);
  const expected = at(primitive.evaluate(attributes, inputs.map(rowMajorOf), outputs), 0);
  const kernel = lowered(planned(lowering), attributes, inputs, [...outputs, { shape: [1], dtype: 'int32' }], false);
  for (const pieceByPiece of [false, true]) {
    kernel.run(pieceByPiece);
    const [result, status] = kernel.results();
    expect(status).toEqual(Int32Array.of(0));
    expect(result).toEqual(expected);
  }
};

const dtype = fc.constantFrom<DType>('float32', 'float64', 'int32', 'bool');
const few = fc.integer({ min: 0, max: 3 });
const length = fc.oneof(few, fc.constantFrom(4, 5, 7, 8, 11, 16, 19));
const pages = fc.array(few, { maxLength: 2 });

const slidingOver = (number: typeof numbers) =>
  dtype.chain((type) =>
    fc
      .record({
        pages,
        axes: fc.array(fc.record({ window, length: few }), { maxLength: 2 }),
        last: fc.option(fc.record({ window, length }), { freq: 8 }),
      })
      .chain(({ pages, axes, last }) => {
        const all = last === null ? axes : [...axes, last];
        return fc.record({
          attributes: fc.constant({ windows: all.map((axis) => axis.window) }),
          x: tensor(type, [...pages, ...all.map((axis) => axis.length)], number[type]),
        });
      }),
  );

describe('windows', () => {
  const runs = { numRuns: 400 };
  it('sum as the rule does', () => {
    fc.assert(
      fc.property(slidingOver(numbers), ({ attributes, x }) => agrees(windowSum, windows.windowSum, attributes, [x])),
      runs,
    );
  });
  it('find the largest as the rule does', () => {
    fc.assert(
      fc.property(slidingOver(anyNumbers), ({ attributes, x }) =>
        agrees(windowMax, windows.windowMax, attributes, [x]),
      ),
      runs,
    );
  });
  it('find the place of the first largest as the rule does', () => {
    fc.assert(
      fc.property(slidingOver(anyNumbers), ({ attributes, x }) =>
        agrees(windowArgMax, windows.windowArgMax, attributes, [x]),
      ),
      runs,
    );
  });
});

const indexed = fc
  .record({
    type: dtype,
    pages,
    length: fc.integer({ min: 1, max: 7 }),
    entries: fc.array(few, { maxLength: 2 }),
    row: fc.oneof(fc.array(few, { maxLength: 2 }), fc.constantFrom([5], [19], [64], [100], [128], [3, 7])),
  })
  .chain(({ type, pages, length, entries, row }) =>
    fc.record({
      batch: fc.constant(pages.length),
      length: fc.constant(length),
      indices: tensor('int32', [...pages, ...entries], fc.integer({ min: 0, max: length - 1 })),
      x: tensor(type, [...pages, length, ...row]),
      updates: tensor(type, [...pages, ...entries, ...row]),
    }),
  );

describe('indices', () => {
  it('read as the rule does', () => {
    fc.assert(
      fc.property(indexed, ({ batch, x, indices }) => agrees(gather, orders.gather, { batch }, [x, indices])),
      { numRuns: 400 },
    );
  });
  it('add as the rule does', () => {
    fc.assert(
      fc.property(indexed, ({ batch, length, indices, updates }) =>
        agrees(scatterAdd, orders.scatterAdd, { batch, length }, [indices, updates]),
      ),
      { numRuns: 400 },
    );
  });
  it.each([-1, 3, 0x7fffffff, -0x80000000])(
    '%i out of range are reported, and nothing is written for them',
    (wrong) => {
      const x: Placed = {
        shape: [3, 2],
        dtype: 'float32',
        strides: [2, 1],
        offset: 0,
        data: Float32Array.of(1, 2, 3, 4, 5, 6),
      };
      const indices: Placed = { shape: [2], dtype: 'int32', strides: [1], offset: 0, data: Int32Array.of(wrong, 2) };
      const status = { shape: [1], dtype: 'int32' } as const;
      const read = lowered(
        planned(gather),
        { batch: 0 },
        [x, indices],
        [{ shape: [2, 2], dtype: 'float32' }, status],
        false,
      );
      read.run();
      expect(read.results()).toEqual([Float32Array.of(0, 0, 5, 6), Int32Array.of(1)]);
      const updates: Placed = { ...x, shape: [2, 2] };
      const added = lowered(
        planned(scatterAdd),
        { batch: 0, length: 3 },
        [indices, updates],
        [{ shape: [3, 2], dtype: 'float32' }, status],
        false,
      );
      added.run();
      expect(added.results()).toEqual([Float32Array.of(0, 0, 0, 0, 3, 4), Int32Array.of(1)]);
    },
  );
});

describe('order', () => {
  const sorting = fc.record({ type: dtype, pages, length: fc.oneof(length, fc.constantFrom(31, 32, 33, 64, 100)) });
  it('sorts as the rule does', () => {
    const cases = sorting.chain(({ type, pages, length }) => tensor(type, [...pages, length], anyNumbers[type]));
    fc.assert(
      fc.property(cases, (x) => agrees(argSort, orders.argSort, {}, [x])),
      { numRuns: 400 },
    );
  });
  const axis = fc
    .record({
      type: dtype,
      before: pages,
      length: fc.oneof(length, fc.constantFrom(31, 64)),
      after: fc.oneof(fc.constant([]), fc.tuple(length), fc.constant([131])),
    })
    .chain(({ type, before, length, after }) =>
      fc.record({ axis: fc.constant(before.length), x: tensor(type, [...before, length, ...after]) }),
    );
  it.each([
    ['largest', argMax, places.argMax],
    ['smallest', argMin, places.argMin],
  ] as const)('finds the first %s as the rule does', (_, lowering, primitive) => {
    fc.assert(
      fc.property(axis, ({ axis, x }) => agrees(lowering, primitive, { axis }, [x])),
      { numRuns: 400 },
    );
  });
});
