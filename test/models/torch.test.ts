import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/index.js';
import { fromTorch, resnet20, s1, toTorch, vit } from '../../src/models/index.js';
import { conv2d, globalAvgPool, linear, model, sequential, withDType } from '../../src/nn/index.js';
import type { ArrayData } from '../../src/tensor/array-data.js';
import { leaves } from '../../src/tree/index.js';
import { toArray } from '../../src/tensor/literal.js';

const network = model([3, 32, 32], s1(10));
const variables = network.init(random.key(1));
const tensors = toTorch(network, variables);
const changed = (name: string, array: ArrayData): ReadonlyMap<string, ArrayData> =>
  new Map([...tensors, [name, array]]);
const refusal = (given: ReadonlyMap<string, ArrayData>): string => {
  const read = fromTorch(network, given);
  return E.isLeft(read) ? read.left : expect.fail('expected a refusal');
};
const numbers = (tree: unknown) => leaves(tree).map((tensor) => [tensor.shape, tensor.dtype, [...toArray(tensor)]]);

describe('weights of PyTorch', () => {
  it('have the names of akamaster and of timm', () => {
    const small = model([3, 8, 8], resnet20(10));
    expect([...toTorch(small, small.init(random.key(0))).keys()]).toEqual(
      expect.arrayContaining(['layer1.2.bn2.bias', 'layer3.0.conv1.weight', 'layer3.2.conv1.weight', 'linear.weight']),
    );
    const transformer = model([1, 8, 8], vit({ patch: 4, width: 8, heads: 2, hidden: 8, depth: 2, classes: 3 }));
    const timm = toTorch(transformer, transformer.init(random.key(0)));
    expect(timm.get('cls_token')?.shape).toEqual([1, 1, 8]);
    expect(timm.get('pos_embed')?.shape).toEqual([1, 5, 8]);
    expect([...timm.keys()]).toEqual(
      expect.arrayContaining(['patch_embed.proj.weight', 'blocks.1.attn.qkv.bias', 'blocks.0.attn.proj.weight']),
    );
  });

  it('may be named by the places of the layers', () => {
    const flat = model(
      [1, 8, 8],
      sequential({ features: sequential({ a: conv2d({ out: 2, kernel: 3 }) }) }, globalAvgPool, { fc: linear(2) }),
    );
    const start = flat.init(random.key(3));
    const placed = new Map(toTorch(flat, start, 'places'));
    expect([...placed.keys()]).toEqual(['features.0.weight', 'features.0.bias', 'fc.weight', 'fc.bias']);
    const back = fromTorch(flat, placed);
    expect(E.isRight(back) && numbers(back.right)).toEqual(numbers(start));
    placed.delete('features.0.bias');
    expect(fromTorch(flat, placed)).toEqual(E.left('fromTorch: there is no tensor features.0.bias'));
  });

  it('that are written are read again, also with what PyTorch adds', () => {
    const added = new Map([...tensors].map(([name, array]) => [`module.${name}`, array]));
    added.set('module.bn1.num_batches_tracked', { dtype: 'int32', shape: [], data: Int32Array.of(3) });
    for (const given of [tensors, added]) {
      const read = fromTorch(network, given);
      expect(E.isRight(read) && numbers(read.right)).toEqual(numbers(variables));
    }
  });

  it('take the width of the floats of the model', () => {
    const read = fromTorch(withDType(network, 'float64'), tensors);
    expect(E.isRight(read) && read.right.params.fc3.bias.dtype).toBe('float64');
  });

  it('that do not fit are refused with a sentence', () => {
    const bias = { dtype: 'float32', shape: [9], data: new Float32Array(9) } as const;
    expect(refusal(changed('fc3.bias', bias))).toBe('fromTorch: fc3.bias has shape [9], expected [10]');
    expect(refusal(changed('fc3.bias', { dtype: 'int32', shape: [10], data: new Int32Array(10) }))).toBe(
      'fromTorch: fc3.bias is int32, expected float32',
    );
    expect(refusal(changed('fc4.bias', bias))).toBe('fromTorch: the model has no place for fc4.bias');
    expect(refusal(new Map([...tensors].filter(([name]) => name !== 'conv2.weight')))).toBe(
      'fromTorch: there is no tensor conv2.weight',
    );
  });

  it('are copied: what happens to the arrays later does not matter', () => {
    const mine = new Map([...tensors].map(([name, array]) => [name, { ...array, data: array.data.slice() }]));
    const read = fromTorch(network, mine);
    for (const { data } of mine.values()) data.fill(7);
    expect(E.isRight(read) && numbers(read.right)).toEqual(numbers(variables));
  });
});
