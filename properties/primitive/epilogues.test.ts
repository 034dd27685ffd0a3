import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reference } from '../../src/engine/reference/index.js';
import { wasm } from '../../src/engine/wasm/index.js';
import { minus, plus, times } from '../../src/primitive/arithmetic.js';
import { broadcastAlong } from '../../src/primitive/broadcast.js';
import { contractBy } from '../../src/primitive/contract.js';
import type { Engine } from '../../src/primitive/engine.js';
import { trace } from '../../src/primitive/graph.js';
import { primitives } from '../../src/primitive/index.js';
import { transposeBy } from '../../src/primitive/layout.js';
import { apply, at } from '../../src/primitive/primitive.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import type { ArrayData } from '../../src/tensor/array-data.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { exact, expectEngine } from '../../src/testing/laws/index.js';
import { together } from '../../test/engine/together.js';
import '../../test/reference.js';

/** Products and convolutions of all kinds, whose results go through elementwise work: what the engine may compute as one kernel. */
interface Producer {
  readonly inputs: readonly [Shape, Shape];
  readonly f: (x: AnyTensor, w: AnyTensor) => AnyTensor;
}

const length = fc.constantFrom(1, 2, 3, 5, 8, 17, 40, 67, 130);

const products: fc.Arbitrary<Producer> = fc
  .record({
    batch: fc.constantFrom<Shape>([], [], [], [3]),
    rows: length,
    columns: fc.oneof(length, fc.constant(300)),
    depth: fc.oneof({ weight: 6, arbitrary: length }, { weight: 1, arbitrary: fc.constant(2500) }),
    turned: fc.tuple(fc.boolean(), fc.boolean()),
  })
  .map(({ batch, rows, columns, depth, turned: [left, right] }) => {
    const [x, y]: readonly [Shape, Shape] = [
      left ? [depth, rows] : [rows, depth],
      right ? [columns, depth] : [depth, columns],
    ];
    const axes = [...batch.keys()];
    const n = batch.length;
    return {
      inputs: [
        [...batch, ...x],
        [...batch, ...y],
      ],
      f: (a, b) => contractBy(a, b, { contract: [[n + (left ? 0 : 1)], [n + (right ? 1 : 0)]], batch: [axes, axes] }),
    };
  });

const axis = (longest: number) =>
  fc.record({
    input: fc.integer({ min: 1, max: longest }),
    kernel: fc.constantFrom(1, 2, 3, 5, 12, 30),
    low: fc.nat(2),
    high: fc.nat(2),
    stride: fc.constantFrom(1, 1, 2, 3),
    dilation: fc.constantFrom(1, 1, 2),
    spacing: fc.constantFrom(1, 1, 2),
  });

const convolutions: fc.Arbitrary<Producer> = fc
  .integer({ min: 1, max: 3 })
  .chain((rank) =>
    fc.record({
      axes: fc.array(axis([1, 70, 34, 8][rank] ?? 1), { minLength: rank, maxLength: rank }),
      images: fc.constantFrom(1, 2, 9),
      groups: fc.constantFrom(1, 1, 2),
      depth: fc.constantFrom(1, 3, 5),
      outputs: fc.constantFrom(1, 2, 4, 6, 9),
    }),
  )
  .filter(({ axes }) =>
    axes.every(
      ({ input, kernel, low, high, dilation, spacing }) =>
        (input - 1) * spacing + 1 + low + high >= (kernel - 1) * dilation + 1,
    ),
  )
  .map(({ axes, images, groups, depth, outputs }) => {
    const each = (name: keyof (typeof axes)[number]) => axes.map((one) => one[name]);
    const [stride, low, high] = [each('stride'), each('low'), each('high')];
    const attributes = { stride, low, high, dilation: each('dilation'), spacing: each('spacing'), groups };
    return {
      inputs: [
        [images, groups * depth, ...each('input')],
        [groups * outputs, depth, ...each('kernel')],
      ],
      f: (x, w) => apply(primitives.convolution, attributes, x, w),
    };
  });

/** What a result goes through: each step takes the value before it and another one of its type. */
const steps: readonly ((a: AnyTensor, b: AnyTensor) => AnyTensor)[] = [
  plus,
  minus,
  (a, b) => minus(b, a),
  times,
  (a, b) => apply(primitives.maximum, {}, a, b),
  (a, b) => apply(primitives.select, {}, apply(primitives.greater, {}, a, b), a, times(b, b)),
  (a) => apply(primitives.cast, { dtype: a.dtype === 'float64' ? 'float32' : 'float64' }, a),
];
const rounding: readonly ((a: AnyTensor, b: AnyTensor) => AnyTensor)[] = [
  ...steps,
  (a) => apply(primitives.tanh, {}, a),
  (a, b) =>
    apply(
      primitives.divide,
      {},
      a,
      apply(primitives.exp, {}, apply(primitives.negate, {}, apply(primitives.abs, {}, b))),
    ),
];

type Line = readonly [step: number, other: number, asked: boolean];
const lines = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 8 });

/** The values that are asked for: of the chain, of the result itself, and of the result in another order. */
const chain =
  (known: typeof steps, program: readonly Line[], asked: boolean, turned: boolean) =>
  (z: AnyTensor, others: readonly AnyTensor[]): readonly AnyTensor[] => {
    const vectors = others.slice(1).map((vector, k) => broadcastAlong(vector, z.shape, [k]));
    const values = [z, ...others.slice(0, 1), ...vectors];
    const outputs: AnyTensor[] = asked ? [z] : [];
    const last = program.reduce((before, [step, other, wanted]) => {
      const fitting = values.filter(({ dtype }) => dtype === before.dtype);
      const made = at(known, step % known.length)(before, fitting[other % fitting.length] ?? before);
      if (wanted) outputs.push(made);
      values.push(made);
      return made;
    }, z);
    const order = [...z.shape.keys()].reverse();
    return [last, ...outputs, ...(turned ? [apply(primitives.negate, {}, transposeBy(z, order))] : [])];
  };

/** Numbers without a pattern. */
const drawn = (shape: Shape, dtype: DType, seed: number, number: (bits: number) => number): AnyTensor => {
  const data = Float64Array.from({ length: size(shape) }, (_, i) =>
    number(Math.imul(i + 1 + 977 * seed, 0x9e3779b1) >>> 8),
  );
  return constant({ shape, dtype }, dtypes[dtype].from(data));
};

const inputsOf = ({ inputs: [x, w], f }: Producer, dtype: DType, number: (bits: number) => number) => {
  const pair = [drawn(x, dtype, 1, number), drawn(w, dtype, 2, number)] as const;
  const { shape } = f(...pair);
  return [...pair, drawn(shape, dtype, 3, number), ...shape.map((n, k) => drawn([n], dtype, 4 + k, number))] as const;
};

const arrays = (tensors: readonly AnyTensor[]): readonly ArrayData[] =>
  tensors.map((tensor) => ({ shape: tensor.shape, dtype: tensor.dtype, data: read(tensor) }));

const producers = { products, convolutions };
const two = await together(2);
const one = wasm({ threads: 1 });
const engines: readonly (readonly [string, Engine])[] = [
  ['on one thread', one],
  ['on two threads', two],
  ['without fused multiply-add', wasm({ threads: 1, fused: false })],
];

describe.each(Object.entries(producers))('%s and what follows', (_, producer) => {
  it.each(engines)('are those of the specification, bit for bit in integers, %s', (__, engine) => {
    const types = fc.constantFrom<DType>('float32', 'float64', 'int32');
    fc.assert(
      fc.property(producer, lines, fc.boolean(), fc.boolean(), types, (made, program, asked, turned, dtype) => {
        const known = dtype === 'int32' ? steps.slice(0, -1) : steps;
        const f = ([x, w, ...others]: readonly AnyTensor[]): readonly AnyTensor[] =>
          x === undefined || w === undefined ? [] : chain(known, program, asked, turned)(made.f(x, w), others);
        expectEngine(
          engine,
          reference,
          f,
          inputsOf(made, dtype, (bits) => (bits % 7) - 3),
          exact,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('are the same bits as one after the other, on any number of threads', () => {
    const types = fc.constantFrom<DType>('float32', 'float64');
    fc.assert(
      fc.property(producer, lines, fc.boolean(), fc.boolean(), types, (made, program, asked, turned, dtype) => {
        const follows = chain(rounding, program, asked, turned);
        const inputs = inputsOf(made, dtype, (bits) => bits / 2 ** 23 - 1);
        const [x, w, ...others] = inputs;
        const whole = trace(inputs, ([a = x, b = w, ...rest]) => follows(made.f(a, b), rest));
        const first = trace([x, w], ([a = x, b = w]) => [made.f(a, b)]);
        const then = trace([made.f(x, w), ...others], ([z = x, ...rest]) => follows(z, rest));
        const data = arrays(inputs);
        const [z = new Float32Array()] = one.compile(first)(data.slice(0, 2));
        const apart = one.compile(then)([{ shape: made.f(x, w).shape, dtype, data: z }, ...data.slice(2)]);
        expect(two.compile(whole)(data)).toEqual(apart);
        expect(one.compile(whole)(data)).toEqual(apart);
      }),
      { numRuns: 40 },
    );
  });
});
