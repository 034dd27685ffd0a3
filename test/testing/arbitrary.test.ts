import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  conv2d,
  custom,
  greater,
  isFinite,
  matmul,
  maxPool2d,
  multiply,
  random,
  sum,
  toArray,
  where,
  zeros,
  type Shape,
  type Tensor,
} from '../../src/index.js';
import { align } from '../../src/shape/broadcast.js';
import { reverseAlong } from '../../src/primitive/layout.js';
import { size } from '../../src/shape/index.js';
import { typed } from '../../src/tensor/tensor.js';
import { expectEquivariant, expectGradient, LawError, permutations, unchanged } from '../../src/testing/index.js';
import {
  awkward,
  broadcastable,
  conv2dConfigurations,
  conv2dMisfits,
  distinctTensors,
  float64s,
  keys,
  pool2dConfigurations,
  pool2dMisfits,
  shape,
  tensors,
  unbroadcastable,
  wellConditioned,
  wellConditionedMatrices,
} from '../../src/testing/fast-check/index.js';
import '../reference.js';

const always = <T>(arbitrary: Arbitrary<T>, hold: (value: T) => void, numRuns = 300): void =>
  fc.assert(
    fc.property(arbitrary, (value) => {
      hold(value);
    }),
    { numRuns },
  );

/** whether values of a kind occur */
const occurs = <T>(arbitrary: Arbitrary<T>, of: (value: T) => boolean): boolean => fc.sample(arbitrary, 300).some(of);

const message = (f: () => unknown): string => {
  try {
    f();
    return 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('shapes', () => {
  it('broadcast where they are said to', () => {
    always(broadcastable, ({ shapes: [a, b], result }) => expect(align(a, b)).toEqual(result));
    expect(occurs(broadcastable, ({ shapes: [a, b] }) => a.length !== b.length)).toBe(true);
    expect(occurs(broadcastable, ({ shapes: [a, b], result }) => size(result) > Math.max(size(a), size(b)))).toBe(true);
  });

  it('do not broadcast where they are said not to, with the sentence', () => {
    always(unbroadcastable, ({ shapes: [a, b], sentence }) => {
      expect(message(() => add(zeros<Shape>(a as never), zeros<Shape>(b as never) as never))).toBe(`add: ${sentence}`);
    });
  });
});

describe('windows', () => {
  it('fit where they are said to, with the shape of the output', () => {
    always(conv2dConfigurations, ({ input, weights, options, output }) => {
      expect(conv2d(zeros(input as never), zeros(weights as never), options as never)).toHaveProperty('shape', output);
    });
    always(pool2dConfigurations, ({ input, options, output }) => {
      expect(maxPool2d(zeros(input as never), options as never)).toHaveProperty('shape', output);
    });
    expect(occurs(conv2dConfigurations, ({ options }) => (options.groups ?? 1) > 1)).toBe(true);
  });

  it('do not fit where they are said not to, with the sentence', () => {
    always(conv2dMisfits, ({ input, weights, options, sentence }) => {
      expect(message(() => conv2d(zeros(input as never), zeros(weights as never), options as never))).toBe(sentence);
    });
    always(pool2dMisfits, ({ input, options, sentence }) => {
      expect(message(() => maxPool2d(zeros(input as never), options as never))).toBe(`maxPool2d: ${sentence}`);
    });
  });
});

describe('tensors', () => {
  it('have the elements that they are said to have', () => {
    always(tensors([3], { elements: wellConditioned }), (x) =>
      expect(toArray(x).every((v) => Math.abs(v) >= 0.5 && Math.abs(v) <= 2)).toBe(true),
    );
    always(distinctTensors([2, 3]), (x) => expect(new Set(toArray(x)).size).toBe(6));
    always(keys, (k) => expect(random.uniform(k, [2]).shape).toEqual([2]));
    const edges = (dtype: 'float32' | 'float64') => tensors([4], { dtype, elements: awkward(dtype) });
    for (const dtype of ['float32', 'float64'] as const)
      for (const value of [NaN, Infinity, -0, dtype === 'float32' ? 2 ** -149 : Number.MIN_VALUE])
        expect(occurs(edges(dtype), (x) => [...toArray(x)].some((v) => Object.is(v, value)))).toBe(true);
    expect(occurs(edges('float32'), (x) => [...toArray(isFinite(x))].some((v) => v === 0))).toBe(true);
  });

  it('are easy to invert where they are said to be: ‖Ax‖ is between ½‖x‖·… and 3 times that', () => {
    const norm = (x: Tensor<[4, 1], 'float64'>): number => Math.hypot(...toArray(x));
    always(fc.tuple(wellConditionedMatrices(4), float64s([4, 1], wellConditioned)), ([a, x]) => {
      const stretched = norm(matmul(a, x)) / norm(x);
      expect(stretched).toBeGreaterThan(1);
      expect(stretched).toBeLessThan(3);
    });
  });
});

describe('a planted fault shrinks to a small case', () => {
  type Wide = Tensor<Shape, 'float64'>;
  const points = float64s(shape({ maxRank: 3, minRank: 1, empty: false }));

  const smallestFor = (hold: (x: Wide) => unknown): readonly [Wide, unknown] => {
    const { counterexample, errorInstance } = fc.check(
      fc.property(points, (x) => void hold(x)),
      { seed: 7, numRuns: 500 },
    );
    expect(counterexample).not.toBeNull();
    return [counterexample?.[0] ?? zeros<Shape, 'float64'>([1] as never), errorInstance];
  };

  it('a flipped sign, to one number', () => {
    const wrong = custom((x: Wide) => [multiply(x, 2), (dx: Wide) => multiply(dx, -2)] as const);
    const [x, error] = smallestFor((at) => expectGradient(wrong, at, { attempts: 0 }));
    expect(x.shape).toEqual([1]);
    expect(toArray(x)).toEqual(Float64Array.of(0));
    expect(error).toBeInstanceOf(LawError);
  });

  it('a fault above 1, to a number just above it', () => {
    const wrong = custom((x: Wide) => [x, (dx: Wide) => where(greater(x, 1), multiply(dx, 2), dx)] as const);
    const [x] = smallestFor((at) => expectGradient(wrong, at, { attempts: 0 }));
    expect(x.shape).toEqual([1]);
    expect(toArray(x)).toEqual(Float64Array.of(1.125));
  });

  it('an order that matters, to the three numbers that have one', () => {
    const [x] = smallestFor((at) =>
      expectEquivariant((y: Wide) => sum(multiply(y, typed(reverseAlong(y, [0])))), permutations([0]), at, {
        attempts: 0,
        output: unchanged,
      }),
    );
    /* y₀y₂ + y₁² + y₂y₀ */
    expect(x.shape).toEqual([3]);
    expect([...toArray(x)].filter((v) => v !== 0)).toHaveLength(1);
  });
});
