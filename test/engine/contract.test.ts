import v8 from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fill, get, i32, range } from '../../src/engine/wasm/emit/index.js';
import type { Lowering, Operand } from '../../src/engine/wasm/kernel.js';
import type { Arithmetic } from '../../src/engine/wasm/lanes.js';
import { axesOf, offsetAt } from '../../src/engine/wasm/kernels/axes.js';
import { contract } from '../../src/engine/wasm/kernels/contract/index.js';
import { scalar } from '../../src/engine/wasm/kernels/scalar.js';
import { dotGeneral } from '../../src/primitive/contract.js';
import type { Contraction } from '../../src/primitive/contract.js';
import { at } from '../../src/primitive/primitive.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { Data } from '../../src/tensor/dtype.js';
import { lowered, rowMajor } from './lowered.js';
import type { Lowered, Placed } from './lowered.js';

v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

/** The lowering with copies where it asks for them, and an output that holds something before. */
const planned: Lowering<Contraction> = (attributes, inputs, outputs, draft) => {
  const dense = (operand: Operand): Operand => {
    const copy = draft.temporary(operand.shape, operand.dtype);
    draft.step(
      {
        name: 'copy',
        key: JSON.stringify(['copy', operand.dtype, axesOf(operand)]),
        pieces: size(operand.shape),
        scratch: 0,
        flops: 0,
        body: ({ scope, pointers, from, to }) => {
          const n = scope.local('i32');
          const { bytes } = dtypes[operand.dtype];
          const target = i32.add(get(at(pointers, 1)), i32.mul(get(n), i32.const(bytes)));
          const source = i32.add(get(at(pointers, 0)), offsetAt(n, axesOf(operand), bytes));
          return range(n, get(from), get(to), 1, scalar[operand.dtype].move(target, source));
        },
      },
      [operand],
      [copy],
    );
    return copy;
  };
  for (const output of outputs) {
    const { bytes } = output.buffer;
    draft.step(
      {
        name: 'spoil',
        key: `spoil ${bytes}`,
        pieces: 1,
        scratch: 0,
        flops: 0,
        body: ({ pointers }) => fill(get(at(pointers, 0)), i32.const(0x55), i32.const(bytes)),
      },
      [],
      [output],
    );
  }
  contract(attributes, inputs, outputs, { ...draft, dense });
};

/** How an axis lies in memory. */
type Direction = 'ahead' | 'back' | 'repeated';

/** How a tensor lies in memory: the order of its axes, how each runs, how many elements stand unused between two. */
interface Arrangement {
  readonly order: readonly number[];
  readonly directions: readonly Direction[];
  readonly gap: number;
}

const plain: Arrangement = { order: [], directions: [], gap: 0 };

const arrangement: fc.Arbitrary<Arrangement> = fc.oneof(
  fc.constant(plain),
  fc.record({
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }),
    directions: fc.array(fc.constantFrom<Direction>('ahead', 'ahead', 'ahead', 'back', 'repeated'), {
      minLength: 6,
      maxLength: 6,
    }),
    gap: fc.nat(1),
  }),
);

/** A tensor of small whole numbers in memory, and its elements in order; whatever stands between and after them is NaN or as bad. */
const placed = (
  shape: Shape,
  dtype: Arithmetic,
  { order, directions, gap }: Arrangement,
  seed: number,
  numbers: (index: number) => number = (index) => ((Math.imul(index + seed, 1664525) + 1013904223) >> 20) % 9,
): readonly [Placed, Data] => {
  const repeated = (axis: number): boolean => directions[axis] === 'repeated';
  const back = (axis: number): boolean => directions[axis] === 'back';
  const axes = [...new Set([...order.filter((axis) => axis < shape.length), ...shape.keys()])];
  const room = axes.map((axis) => (repeated(axis) ? Math.min(1, at(shape, axis)) : at(shape, axis)));
  const inner = rowMajor([...room, gap + 1]);
  const strides = shape.map((_, axis) => (repeated(axis) ? 0 : at(inner, axes.indexOf(axis)) * (back(axis) ? -1 : 1)));
  const offset = shape.reduce((sum, length, axis) => sum + (back(axis) ? -at(strides, axis) * (length - 1) : 0), 0);
  const data = dtypes[dtype].zeros(size(room) * (gap + 1)).fill(dtype === 'int32' ? 0x7fffffff : NaN);
  const dense = dtypes[dtype].zeros(size(shape));
  const steps = rowMajor(shape);
  dense.forEach((_, index) => {
    const place = shape.reduce(
      (sum, length, axis) => sum + (Math.floor(index / at(steps, axis)) % length) * at(strides, axis),
      offset,
    );
    data[place] = numbers(place);
    dense[index] = data[place] ?? 0;
  });
  return [{ shape, dtype, strides, offset: size(shape) === 0 ? 0 : offset, data }, dense];
};

interface Case {
  readonly attributes: Contraction;
  readonly left: Shape;
  readonly right: Shape;
}

/** Two tensors from the lengths of their axes, each tensor with its axes in some order. */
const contraction = (
  batch: Shape,
  rows: Shape,
  columns: Shape,
  depth: Shape,
  orders: readonly [readonly number[], readonly number[]] = [[], []],
): Case => {
  const side = (free: Shape, order: readonly number[]) => {
    const lengths = [...batch, ...free, ...depth];
    const axes = [...new Set([...order.filter((axis) => axis < lengths.length), ...lengths.keys()])];
    const place = (_: number, axis: number): number => axes.indexOf(axis);
    return {
      shape: axes.map((axis) => at(lengths, axis)),
      batch: batch.map(place),
      depth: depth.map((length, axis) => place(length, batch.length + free.length + axis)),
    };
  };
  const [x, y] = [side(rows, orders[0]), side(columns, orders[1])];
  return {
    attributes: { contract: [x.depth, y.depth], batch: [x.batch, y.batch] },
    left: x.shape,
    right: y.shape,
  };
};

const made = (
  { attributes, left, right }: Case,
  dtype: Arithmetic,
  [forX, forY]: readonly [Arrangement, Arrangement],
  fused: boolean,
  numbers?: (index: number) => number,
): readonly [Lowered, Data] => {
  const [x, denseX] = placed(left, dtype, forX, 1, numbers);
  const [y, denseY] = placed(right, dtype, forY, 2, numbers);
  const specs = [
    { shape: left, dtype, data: denseX },
    { shape: right, dtype, data: denseY },
  ];
  const outputs = dotGeneral.infer(attributes, specs);
  const expected = at(dotGeneral.evaluate(attributes, specs, outputs), 0);
  return [lowered(planned, attributes, [x, y], outputs, fused), expected];
};

const check = (...[asked, dtype, arrangements, fused, numbers]: Parameters<typeof made>): void => {
  const [kernels, expected] = made(asked, dtype, arrangements, fused, numbers);
  for (const pieceByPiece of [false, true]) {
    kernels.run(pieceByPiece);
    const found = at(kernels.results(), 0);
    const wrong = found.findIndex((value, i) => value !== expected[i] && !Object.is(value, expected[i]));
    if (wrong >= 0)
      expect.fail(
        `${JSON.stringify({ asked, dtype, arrangements, fused, pieceByPiece })}: ${found[wrong]} at ${wrong} of ${found.length}, expected ${expected[wrong]}; ${kernels.kernels.map(({ name }) => name).join()}`,
      );
  }
};

const dtype = fc.constantFrom<Arithmetic>('float32', 'float64', 'int32');
const length = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 1, 13, 16, 17, 31, 32, 64));
const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });

describe('contraction kernels agree with the reference rule', () => {
  it('for matrices of any size and layout', () => {
    const matrix = fc.tuple(length, length, length, order, order);
    fc.assert(
      fc.property(
        matrix,
        dtype,
        fc.tuple(arrangement, arrangement),
        fc.boolean(),
        ([m, n, k, ...orders], type, arrangements, fused) => {
          check(contraction([], [m], [n], [k], orders), type, arrangements, fused);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('for any number of axes of each kind', () => {
    const few = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 });
    fc.assert(
      fc.property(
        fc.tuple(few, few, few, few, order, order),
        dtype,
        fc.tuple(arrangement, arrangement),
        fc.boolean(),
        ([...shape], type, arrangements, fused) => {
          check(contraction(...shapes(shape)), type, arrangements, fused);
        },
      ),
      { numRuns: 300 },
    );
  });

  const large: readonly (readonly [number, number, number])[] = [
    [129, 257, 300],
    [257, 64, 513],
    [64, 128, 784],
    [3, 5, 5000],
    [1, 1, 4099],
    [8, 8, 9001],
    [1, 700, 300],
    [700, 1, 300],
    [2, 300, 129],
    [300, 3, 70],
  ];
  it.each(large)('for [%i, k] · [k, %i] with k = %i, as it is and transposed', (m, n, k) => {
    for (const fused of [false, true])
      for (const orders of [
        [[], [1, 0]],
        [[1, 0], []],
        [[], []],
        [
          [1, 0],
          [1, 0],
        ],
      ] as const)
        check(contraction([], [m], [n], [k], orders), 'float32', [plain, plain], fused);
  });

  it('for matrices of many tiles and blocks', () => {
    const long = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(63, 65, 100, 127, 257, 300));
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 2 }), long, long, long, order, order),
        dtype,
        fc.tuple(arrangement, arrangement),
        fc.boolean(),
        ([b, m, n, k, ...orders], type, arrangements, fused) => {
          check(contraction([b], [m], [n], [k], orders), type, arrangements, fused);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('within the bound of a sum in any order, and bit for bit whichever pieces a thread has', () => {
    const few = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        fc.tuple(few, few, fc.constantFrom(1, 7, 300, 2100, 5000), order, order),
        fc.constantFrom('float32', 'float64'),
        fc.boolean(),
        ([m, n, k, ...orders], type, fused) => {
          const asked = contraction([], [m], [n], [k], orders);
          const wave = (index: number): number => Math.sin(index * index + 1);
          const [kernels, expected] = made(asked, type, [plain, plain], fused, wave);
          kernels.run();
          const found = at(kernels.results(), 0);
          const errors = Array.from(found, (value, i) => Math.abs(value - (expected[i] ?? NaN)));
          // no factor is larger than 1: a sum of k products is no larger than k, and each addition rounds a part of it
          expect(Math.max(...errors)).toBeLessThanOrEqual(k * (k + 2) * (type === 'float32' ? 2 ** -24 : 2 ** -52));
          kernels.run(true);
          expect(kernels.results()).toEqual([found]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('for long sums of other types', () => {
    check(contraction([3], [37], [41], [700]), 'float64', [plain, plain], true);
    check(contraction([2], [5], [6], [3000]), 'int32', [plain, plain], true, (index) =>
      Math.imul(index + 7, 0x9e3779b1),
    );
  });

  it('infinities and what is not a number included', () => {
    const strange = (index: number): number => [1, Infinity, 2, NaN, -Infinity, 0, 3, -1][((index * 7) % 31) % 13] ?? 1;
    check(contraction([], [9], [11], [13]), 'float32', [plain, plain], true, strange);
    check(contraction([], [9], [1], [130]), 'float64', [plain, plain], false, strange);
  });
});

const shapes = ([batch, rows, columns, depth, left, right]: readonly [
  Shape,
  Shape,
  Shape,
  Shape,
  readonly number[],
  readonly number[],
]): Parameters<typeof contraction> => [batch, rows, columns, depth, [left, right]];
