import { describe, expect, it } from 'vitest';
import type { Attributes } from '../../properties/primitive/cases.js';
import { table } from '../../properties/primitive/cases.js';
import { trace } from '../../src/primitive/graph.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { applyAll } from '../../src/primitive/primitive.js';
import { read, readAll, TraceError } from '../../src/tensor/read.js';
import { tensor } from '../../src/tensor/literal.js';
import { constant } from '../../src/tensor/node.js';
import { size } from '../../src/shape/shape.js';
import { dtypes } from '../../src/tensor/dtype.js';
import type { DType } from '../../src/tensor/dtype.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import '../reference.js';

const zeros = (shape: readonly number[], dtype: DType = 'float64'): AnyTensor =>
  constant({ shape, dtype }, dtypes[dtype].zeros(size(shape)));

const run = <N extends PrimitiveName>(name: N, attributes: Attributes[N], ...inputs: readonly AnyTensor[]) =>
  readAll(applyAll(table[name], attributes, inputs));

const indices = (...values: readonly number[]): AnyTensor =>
  constant({ shape: [values.length], dtype: 'int32' }, Int32Array.from(values));
const line = { stride: [1], low: [0], high: [0], dilation: [1], spacing: [1], groups: 1 };

describe('a primitive refuses what it has no value for, in a sentence with the sizes', () => {
  const refusals: Readonly<Record<string, () => unknown>> = {
    'add: [2] and [3] differ': () => run('add', {}, zeros([2]), zeros([3])),
    'select: [2] and [3] differ': () => run('select', {}, zeros([2], 'bool'), zeros([3]), zeros([3])),
    'select: the condition must be bool, got float64': () => run('select', {}, zeros([2]), zeros([2]), zeros([2])),
    'reshape: [2, 3] has 6 elements but [4] has 4': () => run('reshape', { shape: [4] }, zeros([2, 3])),
    'transpose: axes [0, 0] are not a permutation of the axes of [2, 3]': () =>
      run('transpose', { axes: [0, 0] }, zeros([2, 3])),
    'broadcast: [2] does not fit the axes [0] of [3, 2]': () =>
      run('broadcast', { shape: [3, 2], axes: [0] }, zeros([2])),
    'broadcast: [2, 3] does not fit the axes [1, 0] of [3, 2]': () =>
      run('broadcast', { shape: [3, 2], axes: [1, 0] }, zeros([2, 3])),
    'slice: [{"start":1,"length":2,"step":2}] does not fit [3]': () =>
      run('slice', { ranges: [{ start: 1, length: 2, step: 2 }] }, zeros([3])),
    'pad: [{"low":-2,"high":-2,"interior":0}] does not fit [3]': () =>
      run('pad', { padding: [{ low: -2, high: -2, interior: 0 }], value: 0 }, zeros([3])),
    'concatenate: [2, 3] and [2, 4] differ outside axis 0': () =>
      run('concatenate', { axis: 0 }, zeros([2, 3]), zeros([2, 4])),
    'concatenate: float64 with int32: cast one of them': () =>
      run('concatenate', { axis: 0 }, zeros([2]), zeros([2], 'int32')),
    'iota: expected float32 or float64 or int32, got bool': () => run('iota', { shape: [3], axis: 0, dtype: 'bool' }),
    'iota: [3] has no axis 1': () => run('iota', { shape: [3], axis: 1, dtype: 'int32' }),
    'convolution: [1, 2, 3] with weights [1, 1, 3] in 1 groups': () =>
      run('convolution', line, zeros([1, 2, 3]), zeros([1, 1, 3])),
    'convolution: expected numbers, got bool': () =>
      run('convolution', line, zeros([1, 1, 3], 'bool'), zeros([1, 1, 3], 'bool')),
    'gather: indices must be int32, got float64': () => run('gather', { batch: 0 }, zeros([3]), zeros([1])),
    'gather: index 3 is out of range for an axis of length 3': () =>
      run('gather', { batch: 0 }, zeros([3]), indices(3)),
    'gather: index -1 is out of range for an axis of length 3': () =>
      run('gather', { batch: 0 }, zeros([3]), indices(-1)),
    'scatterAdd: index 2 is out of range for an axis of length 2': () =>
      run('scatterAdd', { batch: 0, length: 2 }, indices(0, 2), zeros([2])),
    'scatterAdd: [2] and [3] differ in the first 1 axes': () =>
      run('scatterAdd', { batch: 0, length: 2 }, indices(0, 1), zeros([3])),
    'argSort: expected at least one axis, got []': () => run('argSort', {}, zeros([])),
    "the axis 'batch' has no length here: apply the function through vmap(f, { axis: 'batch' })": () =>
      run('axisSum', { axis: 'batch' }, zeros([2])),
  };
  it.each(Object.entries(refusals))('%s', (sentence, refused) => {
    expect(refused).toThrow(expect.objectContaining({ message: sentence }));
  });
});

describe('a function that is being traced', () => {
  it('has no numbers', () => {
    expect(() =>
      trace([{ shape: [2], dtype: 'float64' }], ([x]) => (x === undefined ? [] : [x, tensor([read(x)[0] ?? 0])])),
    ).toThrow(TraceError);
  });

  it('has those of its example, if there is one', () => {
    const example = constant({ shape: [2], dtype: 'float64' }, Float64Array.of(3, 4));
    let seen: readonly number[] = [];
    trace(
      [example],
      ([x]) => {
        if (x !== undefined) seen = [...read(x)];
        return [];
      },
      { values: [example] },
    );
    expect(seen).toEqual([3, 4]);
  });
});
