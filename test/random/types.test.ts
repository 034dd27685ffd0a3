import { describe, expect, it } from 'vitest';
import '../reference.js';
import { ones } from '../../src/ops/create.js';
import { scalar, tensor, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import * as random from '../../src/random/index.js';
import { key } from '../../src/random/index.js';
import type { Key, Keys } from '../../src/random/index.js';
import { claim } from '../types/equal.js';
import type { Equal } from '../types/equal.js';

const k = key(0);

describe('the types', () => {
  it('of keys', () => {
    claim<Equal<Keys<2>, readonly [Key, Key]>>();
    claim<Equal<Keys<0>, readonly []>>();
    claim<Equal<Keys<16>['length'], 16>>();
    claim<Equal<Keys<17>, readonly Key[]>>();
    claim<Equal<Keys<number>, readonly Key[]>>();
    claim<Equal<Keys<1 | 2>, readonly [Key] | readonly [Key, Key]>>();
    const [a, b] = random.split(k);
    const [, , c] = random.split(k, 3);
    const keys: readonly Key[] = [a, b, c, random.foldIn(k, 3), random.foldIn(k, scalar(3, 'int32'))];
    expect(keys.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
      keys.map(() => ({ shape: [2], dtype: 'int32' })),
    );
  });

  it('of draws are the shape and the element type asked for', () => {
    const draws = {
      batch: random.splitBatch(k, 3) satisfies Tensor<readonly [3, 2], 'int32'>,
      bits: random.bits(k, [2, 3]) satisfies Tensor<readonly [2, 3], 'int32'>,
      uniform: random.uniform(k, [2, 3]) satisfies Tensor<readonly [2, 3]>,
      double: random.uniform(k, [], { dtype: 'float64', high: 3 }) satisfies Tensor<readonly [], 'float64'>,
      normal: random.normal(k, [4], { deviation: 0.1 }) satisfies Tensor<readonly [4]>,
      truncated: random.truncatedNormal(k, -2, 2, [4], { dtype: 'float64' }) satisfies Tensor<readonly [4], 'float64'>,
      bernoulli: random.bernoulli(k, 0.5, [4]) satisfies Tensor<readonly [4], 'bool'>,
      each: random.bernoulli(k, tensor([0.5, 0.2]), [3, 2]) satisfies Tensor<readonly [3, 2], 'bool'>,
      randint: random.randint(k, [3], 0, 5) satisfies Tensor<readonly [3], 'int32'>,
      permutation: random.permutation(k, 6) satisfies Tensor<readonly [6], 'int32'>,
      categorical: random.categorical(k, ones([2, 3, 4])) satisfies Tensor<readonly [2, 3], 'int32'>,
      first: random.categorical(k, ones([2, 3, 4]), { axis: 0 }) satisfies Tensor<readonly [3, 4], 'int32'>,
      many: random.categorical(k, ones([2, 1, 4]), { shape: [5, 2, 3] }) satisfies Tensor<readonly [5, 2, 3], 'int32'>,
      gumbel: random.gumbel(k, [2, 2], { dtype: 'float64' }) satisfies Tensor<readonly [2, 2], 'float64'>,
    };
    expect(Object.values(draws).map(({ shape, dtype }) => `${dtype} ${shape.join()}`)).toEqual([
      ...['int32 3,2', 'int32 2,3', 'float32 2,3', 'float64 ', 'float32 4', 'float64 4', 'bool 4', 'bool 3,2'],
      ...['int32 3', 'int32 6', 'int32 2,3', 'int32 3,4', 'int32 5,2,3', 'float64 2,2'],
    ]);
    expect(Object.values(draws).map((x) => toArray(x).length)).toEqual([6, 6, 6, 1, 4, 4, 4, 6, 3, 6, 6, 12, 30, 4]);
  });

  it('pass a shape that is not known', () => {
    const wide = (shape: readonly number[]): Tensor => random.normal(k, shape);
    expect(wide([2, 3]).shape).toEqual([2, 3]);
  });

  it('do not follow the type that is expected of them', () => {
    type Double = Tensor<readonly [2], 'float64'>;
    const draws: readonly Double[] = [
      // @ts-expect-error float32 is not float64
      random.normal(k, [2]),
      // @ts-expect-error float32 is not float64
      random.uniform(k, [2]),
      // @ts-expect-error float32 is not float64
      random.truncatedNormal(k, -1, 1, [2]),
      // @ts-expect-error float32 is not float64
      random.gumbel(k, [2]),
    ];
    expect(draws.map(({ dtype }) => dtype)).toEqual(Array(4).fill('float32'));
  });
});

describe('the sentences', () => {
  const cases: readonly (readonly [() => unknown, string])[] = [
    [() => key(-1), 'key: the seed must be a whole number from 0 to 2^53 - 1, it is -1'],
    [() => key(0.5), 'key: the seed must be a whole number from 0 to 2^53 - 1, it is 0.5'],
    [() => key(NaN), 'key: the seed must be a whole number from 0 to 2^53 - 1, it is NaN'],
    [() => key(2 ** 53), 'key: the seed must be a whole number from 0 to 2^53 - 1, it is 9007199254740992'],
    [() => random.foldIn(k, -1), 'foldIn: the number must be whole and from 0 to 2^32 - 1, it is -1'],
    [() => random.foldIn(k, 1.5), 'foldIn: the number must be whole and from 0 to 2^32 - 1, it is 1.5'],
    [() => random.foldIn(k, 2 ** 32), 'foldIn: the number must be whole and from 0 to 2^32 - 1, it is 4294967296'],
    // @ts-expect-error "splitBatch: [-1, 2] is not a shape"
    [() => random.splitBatch(k, -1), 'splitBatch: [-1] is not a shape'],
    [() => random.split(k, 1.5), 'split: [1.5] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.bits(k, [2, -1]), 'bits: [2, -1] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.uniform(k, [2.5]), 'uniform: [2.5] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.normal(k, [-2]), 'normal: [-2] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.truncatedNormal(k, -1, 1, [-2]), 'truncatedNormal: [-2] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.bernoulli(k, 0.5, [-2]), 'bernoulli: [-2] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.bernoulli(k, tensor([0.5, 0.5]), [3]), 'bernoulli: [2] does not broadcast to [3] (2 is not 3)'],
    // @ts-expect-error the sentence
    [() => random.randint(k, [-2], 0, 5), 'randint: [-2] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.permutation(k, -2), 'permutation: [-2] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.gumbel(k, [-2]), 'gumbel: [-2] is not a shape'],
    // @ts-expect-error the sentence
    [() => random.categorical(k, ones([2, 3]), { axis: 2 }), 'categorical: axis 2 is out of range for [2, 3]'],
    [
      // @ts-expect-error the sentence
      () => random.categorical(k, ones([2, 3]), { shape: [5, 3] }),
      'categorical: [2] does not broadcast to [5, 3] (2 is not 3)',
    ],
    [() => random.uniform(k, [2], { low: 1, high: 0 }), 'uniform: expected finite low <= high, got low 1 and high 0'],
    [
      () => random.uniform(k, [2], { low: -3e38, high: 3e38 }),
      'uniform: expected finite low <= high, got low -3e+38 and high 3e+38',
    ],
    [() => random.uniform(k, [2], { low: NaN }), 'uniform: expected finite low <= high, got low NaN and high 1'],
    [() => random.truncatedNormal(k, 1, 1, [2]), 'truncatedNormal: expected low < high, got low 1 and high 1'],
    [() => random.bernoulli(k, 1.5, [2]), 'bernoulli: the probability must be from 0 to 1, it is 1.5'],
    [() => random.bernoulli(k, NaN, [2]), 'bernoulli: the probability must be from 0 to 1, it is NaN'],
    [
      () => random.randint(k, [2], 3, 3),
      'randint: expected whole numbers low < high from -2^31 to 2^31, got low 3 and high 3',
    ],
    [
      () => random.randint(k, [2], 0, 2 ** 33),
      'randint: expected whole numbers low < high from -2^31 to 2^31, got low 0 and high 8589934592',
    ],
    // @ts-expect-error no floating type
    [() => random.normal(k, [2], { dtype: 'int32' }), 'normal: expected float32 or float64, got int32'],
    // @ts-expect-error this is no key
    [() => random.bits(random.normal(k, [2]), [2]), 'bits: expected a key, int32 [2], got float32 [2]'],
    // @ts-expect-error this is no key
    [() => random.split(random.splitBatch(k, 2)), 'split: expected a key, int32 [2], got int32 [2, 2]'],
    // @ts-expect-error this is no key
    [() => random.normal(7, [2]), 'normal: expected a key, int32 [2], got number'],
  ];

  it.each(cases.map(([make, sentence]) => [sentence, make] as const))('%s', (sentence, make) => {
    expect(make).toThrow(new RegExp(`^${sentence.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`));
  });
});
