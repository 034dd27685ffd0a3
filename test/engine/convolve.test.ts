import v8 from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arithmetic } from '../../src/engine/wasm/lanes.js';
import { convolve } from '../../src/engine/wasm/kernels/convolve/index.js';
import { convolution } from '../../src/primitive/convolution.js';
import type { Convolution } from '../../src/primitive/convolution.js';
import { at } from '../../src/primitive/primitive.js';
import { size } from '../../src/shape/shape.js';
import type { Shape } from '../../src/shape/shape.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { Data } from '../../src/tensor/dtype.js';
import { constant } from '../../src/tensor/node.js';
import { read } from '../../src/tensor/read.js';
import { cell } from '../../src/tensor/tensor.js';
import type { AnyTensor, Maybe } from '../../src/tensor/tensor.js';
import { convolution as convolutions } from '../../src/testing/arbitrary/index.js';
import { lowered, rowMajor } from './lowered.js';
import type { Placed } from './lowered.js';
import '../reference.js';

v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

/** How a tensor lies in memory: the order of its axes, which of them run backwards, how many elements stand unused between two. */
interface Arrangement {
  readonly order: readonly number[];
  readonly reversed: readonly boolean[];
  readonly gap: number;
}

const plain: Arrangement = { order: [], reversed: [], gap: 0 };

const arrangement: fc.Arbitrary<Arrangement> = fc.record({
  order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
  reversed: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  gap: fc.integer({ min: 0, max: 1 }),
});

/** The tensor in memory; whatever stands between and after its elements is NaN or as bad. */
const placed = (shape: Shape, dtype: Arithmetic, dense: Data, { order, reversed, gap }: Arrangement): Placed => {
  const axes = [...new Set([...order.filter((d) => d < shape.length), ...shape.keys()])];
  const inner = rowMajor([...axes.map((d) => at(shape, d)), gap + 1]);
  const strides = shape.map((_, d) => at(inner, axes.indexOf(d)) * (reversed[d] === true ? -1 : 1));
  const offset = shape.reduce((sum, length, d) => sum + (reversed[d] === true ? -at(strides, d) * (length - 1) : 0), 0);
  const start = size(shape) === 0 ? 0 : offset;
  const data = dtypes[dtype].zeros(size(shape) * (gap + 1)).fill(dtype === 'int32' ? 0x7fffffff : NaN);
  const step = rowMajor(shape);
  dense.forEach((value: number, i: number) => {
    data[shape.reduce((place, length, d) => place + (Math.floor(i / at(step, d)) % length) * at(strides, d), start)] =
      value;
  });
  return { shape, dtype, strides, offset: start, data };
};

interface Case {
  readonly attributes: Convolution;
  readonly input: Shape;
  readonly weights: Shape;
}

/** small whole numbers that look random; rather many zeros */
const whole = (shape: Shape, dtype: Arithmetic, seed: number): Data => {
  let state = seed + 12345;
  return dtypes[dtype].from(
    Array.from({ length: size(shape) }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return Math.max(-7, (state >> 20) % 10);
    }),
  );
};

const check = (
  { attributes, input, weights }: Case,
  dtype: Arithmetic,
  [forX, forW]: readonly [Arrangement, Arrangement],
  fused: boolean,
  data: readonly [Data, Data] = [whole(input, dtype, 1), whole(weights, dtype, 2)],
): void => {
  const [x, w] = data;
  const specs = [
    { shape: input, dtype },
    { shape: weights, dtype },
  ];
  const outputs = convolution.infer(attributes, specs);
  const [expected] = convolution.evaluate(
    attributes,
    [
      { ...at(specs, 0), data: x },
      { ...at(specs, 1), data: w },
    ],
    outputs,
  );
  const made = lowered(
    convolve,
    attributes,
    [placed(input, dtype, x, forX), placed(weights, dtype, w, forW)],
    outputs,
    fused,
    0xff,
  );
  for (const pieceByPiece of [false, true]) {
    made.run(pieceByPiece);
    const found = at(made.results(), 0);
    const wrong = found.findIndex(
      (value, i) => value !== expected?.[i] && !(value !== value && expected?.[i] !== expected?.[i]),
    );
    if (wrong >= 0)
      expect.fail(
        `${JSON.stringify({ attributes, input, weights, dtype, fused, pieceByPiece })}: ${found[wrong]} at ${wrong} of ${outputs[0]?.shape.join()}, expected ${expected?.[wrong]}; ${made.kernels.map(({ name }) => name).join()}`,
      );
  }
};

/** The convolutions that a derivative rule builds, with their inputs. */
const gradients = (
  { attributes, input, weights }: Case,
  dtype: Arithmetic,
): readonly (readonly [Case, readonly [Data, Data]])[] => {
  const [x, w] = [input, weights].map((shape, i) => constant({ shape, dtype }, whole(shape, dtype, 3 + i)));
  if (x === undefined || w === undefined) return [];
  const [spec] = convolution.infer(attributes, [x, w]);
  if (spec === undefined) return [];
  const z = constant(spec, whole(spec.shape, dtype, 5));
  const within = (tensor: Maybe): readonly AnyTensor[] => {
    const source = tensor?.[cell].source;
    if (tensor === undefined || source?.kind !== 'output') return [];
    return source.application.operation.name === 'convolution' ? [tensor] : source.application.inputs.flatMap(within);
  };
  return convolution.vjp(attributes, [z], { inputs: [x, w], outputs: [z] }).flatMap((cotangent) =>
    within(cotangent).flatMap((tensor) => {
      const { source } = tensor[cell];
      if (source.kind !== 'output') return [];
      const { operation, inputs } = source.application;
      const [a, b] = [at(inputs, 0), at(inputs, 1)];
      return [
        [
          { attributes: operation.attributes as Convolution, input: a.shape, weights: b.shape },
          [read(a), read(b)],
        ] as const,
      ];
    }),
  );
};

const dtype = fc.constantFrom<Arithmetic>('float32', 'float64', 'int32');

const conv = (
  input: Shape,
  weights: Shape,
  { stride = 1, pad = 0, dilation = 1, spacing = 1, groups = 1 } = {},
): Case => {
  const all = (value: number): readonly number[] => input.slice(2).map(() => value);
  return {
    attributes: {
      stride: all(stride),
      low: all(pad),
      high: all(pad),
      dilation: all(dilation),
      spacing: all(spacing),
      groups,
    },
    input,
    weights,
  };
};

const chosen: { readonly [name: string]: Case } = {
  'first layer': conv([3, 3, 12, 12], [16, 3, 3, 3], { pad: 1 }),
  'five by five': conv([3, 3, 14, 14], [6, 3, 5, 5]),
  'six to sixteen': conv([2, 6, 14, 14], [16, 6, 5, 5]),
  'sixteen to sixteen': conv([9, 16, 9, 8], [16, 16, 3, 3], { pad: 1 }),
  seventeen: conv([5, 17, 8, 8], [18, 17, 3, 3], { pad: 1 }),
  'stride two': conv([3, 16, 16, 16], [32, 16, 3, 3], { stride: 2, pad: 1 }),
  'eight by eight': conv([3, 24, 8, 8], [20, 24, 3, 3], { pad: 1 }),
  'stride two, odd': conv([2, 5, 17, 13], [7, 5, 3, 3], { stride: 2, pad: 1 }),
  'stride three': conv([2, 3, 23, 29], [4, 3, 5, 5], { stride: 3, pad: 2 }),
  'one by one': conv([2, 9, 7, 7], [13, 9, 1, 1]),
  'one by one, stride two': conv([2, 8, 8, 8], [16, 8, 1, 1], { stride: 2 }),
  depthwise: conv([2, 12, 11, 11], [12, 1, 3, 3], { pad: 1, groups: 12 }),
  'depthwise, stride two': conv([2, 6, 12, 12], [6, 1, 3, 3], { pad: 1, stride: 2, groups: 6 }),
  grouped: conv([2, 12, 9, 10], [8, 3, 3, 3], { pad: 1, groups: 4 }),
  dilated: conv([1, 3, 15, 15], [5, 3, 3, 3], { pad: 2, dilation: 2 }),
  transposed: conv([2, 6, 7, 7], [4, 6, 3, 3], { pad: 1, spacing: 2 }),
  'transposed by three': conv([2, 3, 5, 6], [4, 3, 4, 4], { pad: 2, spacing: 3 }),
  'stride and spacing': conv([1, 3, 9, 9], [4, 3, 3, 3], { pad: 1, spacing: 3, stride: 2 }),
  line: conv([3, 5, 31], [7, 5, 5], { pad: 2 }),
  volume: conv([2, 3, 5, 6, 7], [5, 3, 3, 3, 3], { pad: 1 }),
  narrow: conv([5, 6, 3, 3], [9, 6, 3, 3], { pad: 1 }),
  'six narrow': conv([2, 3, 4, 2], [6, 3, 3, 3], { pad: 1 }),
  'one window': conv([9, 6, 4, 4], [10, 6, 4, 4]),
  'large image': conv([1, 2, 70, 131], [4, 2, 3, 3], { pad: 1 }),
  'nothing comes out': conv([2, 3, 2, 2], [40, 3, 3, 3], { stride: 2 }),
  'nothing goes in': conv([2, 3, 0, 9], [4, 3, 3, 3], { pad: 2, spacing: 2 }),
  'no channels': conv([2, 0, 5, 9], [4, 0, 3, 3], { pad: 1 }),
  'large, without padding': conv([2, 3, 44, 68], [5, 3, 5, 5]),
  'a power of two apart': conv([2, 18, 16, 32], [5, 18, 1, 1]),
  patches: conv([2, 3, 16, 16], [8, 3, 4, 4], { stride: 4 }),
};

describe('convolution', () => {
  it('agrees with its rule, as its gradients do, whatever the attributes, the sizes and the layouts', () => {
    fc.assert(
      fc.property(convolutions, dtype, arrangement, arrangement, fc.boolean(), (one, type, forX, forW, fused) => {
        check(one, type, [forX, forW], fused);
        for (const [gradient, data] of gradients(one, type)) check(gradient, type, [forX, forW], fused, data);
      }),
      { numRuns: 300 },
    );
  });

  it('lets infinities and what is no number reach the outputs that see them, and no others', () => {
    for (const one of [chosen['five by five'], chosen['one by one'], chosen['patches']])
      for (const type of ['float32', 'float64'] as const) {
        if (one === undefined) continue;
        const [x, w] = [whole(one.input, type, 6), whole(one.weights, type, 7)];
        x.set([Infinity, NaN], 60);
        x.set([-Infinity], 130);
        w.set([Infinity], 20);
        check(one, type, [plain, plain], true, [x, w]);
      }
  });

  it.each(Object.entries(chosen))('%s, and its gradients', (_, one) => {
    for (const type of ['float32', 'float64', 'int32'] as const) {
      check(one, type, [plain, plain], true);
      check(one, type, [plain, { order: [1, 0], reversed: [false, false, true, true], gap: 0 }], false);
      for (const [gradient, data] of gradients(one, type)) {
        check(gradient, type, [plain, plain], true, data);
        check(
          gradient,
          type,
          [
            { ...plain, order: [1, 0] },
            { ...plain, order: [1, 0] },
          ],
          false,
          data,
        );
      }
    }
  });
});
