import { describe, expect, it } from 'vitest';
import {
  cast,
  fromArray,
  fromArrayData,
  isTensor,
  item,
  scalar,
  ShapeError,
  tensor,
  toArray,
  toArrayData,
  toNested,
  zeros,
} from '../../src/index.js';
import type { AnyTensor, DType } from '../../src/index.js';

const kind = (x: AnyTensor): string => `${x.dtype} [${x.shape.join(', ')}]`;

describe('tensor', () => {
  it.each<[unknown, string]>([
    [3, 'float32 []'],
    [true, 'bool []'],
    [[], 'float32 [0]'],
    [[[], []], 'float32 [2, 0]'],
    [[1, 2, 3], 'float32 [3]'],
    [[true, false], 'bool [2]'],
    [[[[1]], [[2]]], 'float32 [2, 1, 1]'],
  ])('reads shape and element type from %j', (value, expected) => {
    const x = tensor(value as never) as AnyTensor;
    expect(kind(x)).toBe(expected);
    expect(toNested(x)).toEqual(value);
  });

  it.each<[DType, unknown]>([
    ['float32', [0, 1.100000023841858, -2.9000000953674316, 300]],
    ['float64', [0, 1.1, -2.9, 300]],
    ['int32', [0, 1, -2, 300]],
    ['bool', [false, true, true, true]],
  ])('stores numbers as %s when it is told to', (dtype, expected) => {
    expect(toNested(tensor([0, 1.1, -2.9, 300], { dtype }))).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['rows of different lengths', [[1, 2], [3]]],
    ['rows of different depths', [[1], 2]],
    ['deeper rows', [1, [2]]],
    ['an empty row among others', [[1], []]],
    ['text', ['1']],
    ['nothing', null],
    ['a hole', [[1], undefined]],
  ])('refuses %s', (_, value) => {
    expect(() => tensor(value as never)).toThrow(ShapeError);
    expect(() => tensor(value as never)).toThrow(/^tensor: /);
  });
});

describe('arrays', () => {
  it.each<[DType, Float32Array | Float64Array | Int32Array | Uint8Array]>([
    ['float32', new Float32Array([1, 0, 2])],
    ['float64', new Float64Array([1, 0, 2])],
    ['int32', new Int32Array([1, 0, 2])],
  ])('of %s come back as they went in', (dtype, array) => {
    const x = fromArray(array, [3]);
    expect(kind(x)).toBe(`${dtype} [3]`);
    expect(toArray(x)).toEqual(array);
    expect(toArrayData(x)).toEqual({ dtype, shape: [3], data: array });
    expect(toArrayData(fromArrayData(toArrayData(x)))).toEqual(toArrayData(x));
  });

  it('of bytes are truth values: 0 is false, all else true', () => {
    const x = fromArray(Uint8Array.of(0, 1, 7), [3]);
    expect(toNested(x)).toEqual([false, true, true]);
    expect(toArray(x)).toEqual(Uint8Array.of(0, 1, 1));
    expect(toNested(cast(x, 'int32'))).toEqual([0, 1, 1]);
  });

  it.each<[readonly number[], string]>([
    [[2, 3], 'fromArray: [2, 3] has 6 elements but the array has 5'],
    [[-1, -5], 'fromArray: [-1, -5] is not a shape'],
    [[2.5, 2], 'fromArray: [2.5, 2] is not a shape'],
  ])('do not fit the shape %j', (shape, sentence) => {
    expect(() => fromArray(new Float32Array(5), shape)).toThrow(sentence);
  });

  it('with a layout are held to their element type', () => {
    expect(() => fromArrayData({ dtype: 'int32', shape: [2], data: new Float32Array(2) })).toThrow(
      'fromArrayData: expected Int32Array for int32, got Float32Array',
    );
  });
});

describe('single numbers', () => {
  it('are read by item, of one element in whatever shape', () => {
    expect([item(scalar(2.5)), item(tensor([[7]])), item(scalar(true, 'bool'))]).toEqual([2.5, 7, 1]);
    expect(() => item(zeros([2, 3]))).toThrow(new ShapeError('item: expected one element, got [2, 3]', [[2, 3]]));
    expect(() => item(zeros([0]))).toThrow(new ShapeError('item: expected one element, got [0]', [[0]]));
  });

  it('are written by scalar', () => {
    expect([kind(scalar(1)), kind(scalar(1.9, 'int32')), kind(scalar(2, 'bool'))]).toEqual([
      'float32 []',
      'int32 []',
      'bool []',
    ]);
    expect([item(scalar(1.9, 'int32')), item(scalar(2, 'bool')), item(scalar(0, 'bool'))]).toEqual([1, 1, 0]);
  });
});

describe('isTensor', () => {
  it('knows tensors from all else', () => {
    expect([tensor([1]), zeros([2]), cast(tensor([1]), 'bool')].map(isTensor)).toEqual([true, true, true]);
    expect([1, null, undefined, [], {}, { shape: [], dtype: 'float32' }, new Float32Array(1)].some(isTensor)).toBe(
      false,
    );
  });
});

describe('conversion between element types', () => {
  it.each<[DType, DType, readonly number[], readonly (number | boolean)[]]>([
    ['float64', 'int32', [1.9, -1.9, 1e10, -1e10, NaN], [1, -1, 2147483647, -2147483648, 0]],
    ['float64', 'bool', [0, -0, 0.1, NaN], [false, false, true, true]],
    ['float64', 'float32', [0.1, 1e300], [Math.fround(0.1), Infinity]],
    ['int32', 'float32', [16777217, -3], [16777216, -3]],
    ['bool', 'float64', [0, 1], [0, 1]],
    ['int32', 'bool', [0, -5], [false, true]],
  ])('from %s to %s', (from, to, numbers, expected) => {
    expect(toNested(cast(tensor(numbers, { dtype: from }), to))).toEqual(expected);
  });
});
