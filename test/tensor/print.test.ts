import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fromArray, multiply, range, reshape, scalar, tensor, zeros, type AnyTensor } from '../../src/index.js';

describe('a printed tensor', () => {
  it.each<[string, AnyTensor, string]>([
    ['a number', scalar(2.5), '2.5'],
    ['a whole number', scalar(3, 'int32'), '3'],
    ['a truth value', scalar(true, 'bool'), 'true'],
    ['a row', tensor([1, -0.5, 1e-7, 123456789]), '[1, -0.5, 1e-7, 123457000]'],
    ['float32 as six digits', tensor([0.1, 1 / 3]), '[0.1, 0.333333]'],
    ['float64 as twelve', tensor([0.1, 1 / 3], { dtype: 'float64' }), '[0.1, 0.333333333333]'],
    ['what is no number', tensor([NaN, Infinity, -Infinity]), '[NaN, Infinity, -Infinity]'],
    ['truth values', tensor([[true, false]]), '[[ true, false]]'],
    [
      'a matrix, in columns',
      tensor([
        [1, -10],
        [100, 0.5],
      ]),
      '[[  1, -10],\n [100, 0.5]]',
    ],
    ['a pile of matrices', reshape(range(8), [2, 2, 2]), '[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]'],
    ['nothing', zeros([0]), '[] float32 [0]'],
    ['nothing in rows', zeros([2, 0, 3], { dtype: 'int32' }), '[] int32 [2, 0, 3]'],
    ['an expression', multiply(tensor([1, 2]), 2), '[2, 4]'],
  ])('shows %s', (_, x, text) => {
    expect(String(x)).toBe(text);
    expect(inspect(x)).toBe(text);
    expect(inspect({ x })).toContain(text.split('\n')[0] ?? '');
  });

  it('is abridged when it is long, and then says how large it is', () => {
    expect(String(range(201))).toBe('[0, 1, 2, …, 198, 199, 200] int32 [201]');
    expect(String(range(200)).split(', ')).toHaveLength(200);
    expect(String(reshape(range(300), [100, 3]))).toBe(
      '[[  0,   1,   2],\n [  3,   4,   5],\n [  6,   7,   8],\n …,\n [291, 292, 293],\n [294, 295, 296],\n [297, 298, 299]] int32 [100, 3]',
    );
    expect(String(zeros([1000, 1000])).split('\n')).toHaveLength(7);
    expect(String(fromArray(new Float32Array(8 ** 7), [8, 8, 8, 8, 8, 8, 8]))).toMatch(
      / float32 \[8, 8, 8, 8, 8, 8, 8\]$/,
    );
  });
});
