/** What PyTorch does not say: empty tensors, ties, options by default, and callers without types. */
import { describe, expect, it } from 'vitest';
import * as p from '../../src/index.js';
import { grad, tensor, toNested, zeros } from '../../src/index.js';
import type { AnyTensor, Tensor } from '../../src/index.js';

describe('empty tensors', () => {
  it.each<[string, AnyTensor, unknown]>([
    ['a sum', p.sum(zeros([0])), 0],
    ['a product', p.product(zeros([0, 2]), 0), [1, 1]],
    ['a mean', p.mean(zeros([0])), NaN],
    ['a maximum', p.max(zeros([2, 0]), 1), [-Infinity, -Infinity]],
    ['a minimum', p.min(zeros([0])), Infinity],
    [
      'any and all',
      p.stack([p.any(tensor([], { dtype: 'bool' })), p.all(tensor([], { dtype: 'bool' }))], 0),
      [false, true],
    ],
    ['a log of a sum of exponentials', p.logSumExp(zeros([0])), -Infinity],
    [
      'a product of matrices',
      p.matmul(zeros([2, 0]), zeros([0, 2])),
      [
        [0, 0],
        [0, 0],
      ],
    ],
    ['a concatenation', p.concat([zeros([0]), tensor([1])], 0), [1]],
    ['a softmax', p.softmax(zeros([0, 3])), []],
    ['a sort', p.sort(zeros([0])), []],
    ['a slice', p.slice(zeros([3]), [{ start: 2, end: 1 }]), []],
    ['an upsampling', p.upsample(zeros([2, 0]), [2, 3]), [[], [], [], []]],
    ['a bed of nails', p.bedOfNails(zeros([0, 2]), [2, 1]), []],
    ['an infinite log-sum-exp', p.logSumExp(tensor([-Infinity, -Infinity])), -Infinity],
    ['one infinite element', p.logSumExp(tensor([Infinity, 0])), Infinity],
  ])('have %s', (_, x, expected) => {
    expect(toNested(x as Tensor)).toEqual(expected);
  });
});

describe('gradients at the edge', () => {
  const at = (f: (x: Tensor<[number], 'float64'>) => AnyTensor, ...values: readonly number[]): unknown =>
    toNested(grad((x: Tensor<[number], 'float64'>) => p.sum(f(x) as typeof x))(tensor(values, { dtype: 'float64' })));
  it.each<[string, unknown, unknown]>([
    ['relu at 0', at(p.relu, -1, 0, 1), [0, 0, 1]],
    ['abs at 0', at(p.abs, -2, 0, 2), [-1, 0, 1]],
    ['leakyRelu at 0', at((x) => p.leakyRelu(x), 0), [0.01]],
    ['max at a tie', at((x) => p.max(x), 2, 2, 1, 2), [1 / 3, 1 / 3, 0, 1 / 3]],
    ['maximum at a tie', at((x) => p.maximum(x, 1), 0, 1, 2), [0, 0.5, 1]],
    ['clip at its bounds', at((x) => p.clip(x, -1, 1), -2, -1, 0, 1, 2), [0, 0.5, 1, 0.5, 0]],
    ['a product with a zero', at((x) => p.product(x), 2, 0, 3), [0, 6, 0]],
    ['power of 0', at((x) => p.power(x, 2), 0, 3), [0, 6]],
    ['power with exponent 0', at((x) => p.power(x, 0), 0, 3), [0, 0]],
    ['where of an infinite branch', at((x) => p.where(p.greater(x, 0), x, p.divide(x, 2)), -1, 1), [0.5, 1]],
    ['softplus far out', at(p.softplus, -1000, 0, 1000), [0, 0.5, 1]],
    ['sign, floor, round', at((x) => p.add(p.add(p.sign(x), p.floor(x)), p.round(x)), 0.5, 1.25), [0, 0]],
    [
      'sort, to where the elements came from',
      at((x) => p.multiply(p.sort(x), p.cast(p.range(3), 'float64')), 3, 1, 2),
      [2, 0, 1],
    ],
    [
      'lpPool over zeros',
      at((x) => p.lpPool1d(p.reshape(x, [1, 6]), { kernel: 2 }), 0, 0, -2, 0, 0, 0.5),
      [0, 0, -1, 0, 0, 1],
    ],
    [
      'lpPool with an odd norm',
      at((x) => p.lpPool1d(p.reshape(x, [1, 4]), { kernel: 2, norm: 1 }), 0, -2, 0, 0),
      [0, -1, 0, 0],
    ],
    [
      'maxUnpool, nothing through the places',
      at(
        (x) =>
          p.maxUnpool1d(p.maxPool1d(p.stopGradient(p.reshape(x, [1, 4])), { kernel: 2 }), p.reshape(x, [1, 4]), {
            kernel: 2,
          }),
        1,
        2,
        3,
        4,
      ),
      [0, 0, 0, 0],
    ],
    ['take, added up', at((x) => p.take(x, tensor([1, 1, 0], { dtype: 'int32' })), 5, 6), [1, 2]],
  ])('of %s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('creation', () => {
  it('fills, counts and marks', () => {
    expect(toNested(p.full([2], 2.5))).toEqual([2.5, 2.5]);
    expect(toNested(p.full([2], 2.5, { dtype: 'int32' }))).toEqual([2, 2]);
    expect(toNested(p.range(3, { dtype: 'float64' }))).toEqual([0, 1, 2]);
    expect(toNested(p.identity(2, { dtype: 'int32' }))).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(toNested(p.oneHot(tensor([1, 3, -1], { dtype: 'int32' }), 3))).toEqual([
      [0, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(toNested(p.onesLike(tensor([[true]])))).toEqual([[true]]);
    expect(toNested(p.shiftLeft(tensor([1, 3], { dtype: 'int32' }), 4))).toEqual([16, 48]);
    expect(toNested(p.shiftRight(tensor([-1], { dtype: 'int32' }), 28))).toEqual([15]);
    expect(toNested(p.not(tensor([true, false])))).toEqual([false, true]);
  });
});

describe('callers without types', () => {
  const loose = p as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
  const call =
    (name: string, ...args: readonly unknown[]) =>
    () =>
      (loose[name] ?? p.negate)(...(args as [never]));
  it.each<[string, () => unknown]>([
    ['exp: expected a tensor, got number', call('exp', 3)],
    ['add: expected a tensor or a number, got string', call('add', zeros([2]), 'x')],
    ['add: expected at least one tensor', call('add', 1, null)],
    ['matmul: expected a tensor, got null', call('matmul', null, zeros([2]))],
    ['relu: expected a tensor, got object', call('relu', {})],
    ['flatten: expected a tensor, got undefined', call('flatten')],
    ['softmax: expected a tensor, got number', call('softmax', 1)],
    ['clip: expected a tensor, got number', call('clip', 1, 0, 1)],
    ['square: expected a tensor, got string', call('square', 'x')],
    ['flip: expected a tensor, got object', call('flip', [1, 2], [0])],
    ['squeeze: expected a tensor, got object', call('squeeze', [1, 2], [0])],
    ['take: expected a tensor, got object', call('take', [1, 2], p.range(1))],
    ['sort: expected a tensor, got object', call('sort', [1, 2])],
    ['concat: expected a tensor, got number', call('concat', [zeros([1]), 2], 0)],
    ['zerosLike: expected a tensor, got number', call('zerosLike', 2)],
    ['stopGradient: expected a tensor, got number', call('stopGradient', 2)],
    ['axisMean: expected a tensor, got number', call('axisMean', 2, 'i')],
    ['where: the condition must be bool, got float32', call('where', zeros([2]), 1, zeros([2]))],
    ['zeros: [NaN] is not a shape', call('zeros', 5)],
    ['exp: expected float32 or float64, got int32', call('exp', p.range(2))],
    ['take: the indices are float32, expected int32', call('take', zeros([2]), zeros([1]))],
    [
      'maxPool1d: padding 2 lets a kernel of 2 see nothing but padding',
      call('maxPool1d', zeros([6, 4]), { kernel: 2, padding: 2 }),
    ],
    ['maxPool2d: there is no kernel', call('maxPool2d', zeros([6, 4, 4]), {})],
    [
      'argMaxPool1d: padding 2 lets a kernel of 2 see nothing but padding',
      call('argMaxPool1d', zeros([6, 4]), { kernel: 2, padding: 2 }),
    ],
    [
      'maxUnpool2d: the pooled [1, 5, 5] is [1, 2, 2], not [1, 3, 3]',
      call('maxUnpool2d', zeros([1, 3, 3]), zeros([1, 5, 5]), { kernel: 2 }),
    ],
    [
      "maxUnpool2d: there is no option 'size'",
      call('maxUnpool2d', zeros([1, 2, 2]), zeros([1, 5, 5]), { kernel: 2, size: 5 }),
    ],
    ['maxUnpool2d: expected a tensor, got object', call('maxUnpool2d', zeros([1, 2, 2]), { kernel: 2 })],
    [
      'lpPool2d: norm 0.5 is not a finite number from 1 up',
      call('lpPool2d', zeros([6, 4, 4]), { kernel: 2, norm: 0.5 }),
    ],
    [
      'lpPool2d: norm Infinity is not a finite number from 1 up',
      call('lpPool2d', zeros([6, 4, 4]), { kernel: 2, norm: Infinity }),
    ],
    [
      'lpPool2d: norm NaN is not a finite number from 1 up',
      call('lpPool2d', zeros([6, 4, 4]), { kernel: 2, norm: NaN }),
    ],
    ['upsample: factor -1 is not a positive integer', call('upsample', zeros([4, 4]), [2, -1])],
    ['upsample: factor NaN is not a positive integer', call('upsample', zeros([4, 4]), 'two')],
    ['bedOfNails: 3 factors given for [4, 4]', call('bedOfNails', zeros([4, 4]), [2, 2, 2])],
    [
      'locallyConnected1d: float32 with float64: cast one of them',
      call('locallyConnected1d', zeros([1, 3]), zeros([1, 1, 2, 2], { dtype: 'float64' })),
    ],
    [
      "locallyConnected1d: there is no option 'groups'",
      call('locallyConnected1d', zeros([1, 3]), zeros([1, 1, 2, 2]), { groups: 1 }),
    ],
    [
      'locallyConnected1d: the window has [2] positions but the weights are for [3]',
      call('locallyConnected1d', zeros([1, 3]), zeros([1, 1, 2, 3])),
    ],
  ])('are told: %s', (sentence, act) => {
    expect(act).toThrow(expect.objectContaining({ message: sentence }) as Error);
  });
});
