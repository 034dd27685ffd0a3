import '../reference.js';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import * as ops from '../../src/ops/index.js';
import { index, ones, reshape, stack, zeros } from '../../src/ops/index.js';
import { IndexError } from '../../src/primitive/gather.js';
import { key, normal } from '../../src/random/index.js';
import { tensor, toArray, toNested } from '../../src/tensor/literal.js';
import { compile, grad } from '../../src/transform/index.js';
import { leaves, named } from '../../src/tree/index.js';

const { batchNorm, conv2d, dropout, evaluate, flatten, linear, maxPool2d, model, relu, sequential, train } = nn;

const lenet = nn.build(
  [1, 12, 12],
  { conv1: conv2d({ out: 3, kernel: 3 }) },
  { norm: batchNorm() },
  relu,
  maxPool2d(2),
  flatten,
  { fc1: linear(8) },
  relu,
  dropout(0.25),
  { fc2: linear(4) },
);
const start = lenet.init(key(0));

describe('a model', () => {
  it('knows its shapes', () => {
    expect([lenet.input, lenet.output, lenet.dtype]).toEqual([[1, 12, 12], [4], 'float32']);
    expect(named(start.params).map(([path, { shape }]) => [path, shape])).toEqual([
      ['conv1.weight', [3, 1, 3, 3]],
      ['conv1.bias', [3]],
      ['norm.weight', [3]],
      ['norm.bias', [3]],
      ['fc1.weight', [8, 75]],
      ['fc1.bias', [8]],
      ['fc2.weight', [4, 8]],
      ['fc2.bias', [4]],
    ]);
    expect(named(start.state).map(([path]) => path)).toEqual(['norm.mean', 'norm.variance']);
  });

  it('makes of a batch what it makes of each example, under any leading dimensions', () => {
    const batch = normal(key(1), [6, 1, 12, 12]);
    const [y] = lenet.forward(start, batch, evaluate);
    const alone = [0, 1, 2, 3, 4, 5].map((k) => lenet.forward(start, index(batch, k), evaluate)[0]);
    expect(toArray(y)).toEqual(toArray(stack(alone, 0)));
    const [grid] = lenet.forward(start, reshape(batch, [2, 3, 1, 12, 12]), evaluate);
    expect(grid.shape).toEqual([2, 3, 4]);
    expect(toArray(grid)).toEqual(toArray(y));
    expect(lenet.forward(start, zeros([0, 1, 12, 12]), evaluate)[0].shape).toEqual([0, 4]);
  });

  it('leaves the state as it is in use, and moves it in training, the same for all examples', () => {
    const batch = normal(key(1), [6, 1, 12, 12]);
    expect(lenet.forward(start, batch, evaluate)[1]).toEqual(start.state);
    const [, state] = lenet.forward(start, batch, train(key(2)));
    expect(state.norm.mean.shape).toEqual([3]);
    expect(toArray(state.norm.mean)).not.toEqual(toArray(start.state.norm.mean));
  });

  it('gives the same numbers compiled', () => {
    const batch = normal(key(1), [2, 1, 12, 12]);
    const step = (variables: typeof start, mode: ReturnType<typeof key>) =>
      lenet.forward(variables, batch, train(mode));
    const [plain, compiled] = [step(start, key(5)), compile(step)(start, key(5))];
    leaves(plain).forEach((tensor, k) => expect(String(leaves(compiled)[k])).toBe(String(tensor)));
  });

  it('has a gradient for every parameter, with its name and shape', () => {
    const batch = normal(key(1), [5, 1, 12, 12]);
    const loss = (params: typeof start.params) =>
      nn.meanSquaredError(lenet.forward({ ...start, params }, batch, train(key(2)))[0], ones([5, 4]));
    const gradient = grad(loss)(start.params);
    expect(named(gradient).map(([path, { shape }]) => [path, shape])).toEqual(
      named(start.params).map(([path, { shape }]) => [path, shape]),
    );
    for (const [path, tensor] of named(gradient))
      if (path !== 'conv1.bias') expect(Math.max(...toArray(tensor).map(Math.abs)), path).toBeGreaterThan(1e-6);
  });

  it('refuses data and variables that do not fit', () => {
    const forward = (...given: readonly unknown[]): unknown => Reflect.apply(lenet.forward, undefined, given);
    const [{ params, state }, x] = [start, zeros([2, 1, 12, 12])];
    expect(() => forward(start, zeros([2, 1, 11, 12]), evaluate)).toThrow(
      'forward: expected an input [..., 1, 12, 12], got [2, 1, 11, 12]',
    );
    expect(() => forward(start, zeros([12]), evaluate)).toThrow(
      'forward: expected an input [..., 1, 12, 12], got [12]',
    );
    expect(() => forward(start, zeros([1, 12, 12], { dtype: 'float64' }), evaluate)).toThrow(
      'forward: expected an input of float32, got float64',
    );
    expect(() => forward({ params: { ...params, fc1: {} }, state }, x, evaluate)).toThrow(
      'forward: params.fc1.weight is missing',
    );
    expect(() =>
      forward({ params: { ...params, fc2: { ...params.fc2, bias: zeros([5]) } }, state }, x, evaluate),
    ).toThrow('forward: params.fc2.bias has shape [5], expected [4]');
    expect(() =>
      forward({ params, state: { norm: { ...state.norm, mean: zeros([3], { dtype: 'int32' }) } } }, x, evaluate),
    ).toThrow('forward: state.norm.mean is int32, expected float32');
  });

  it('computes in float64 when it is of float64', () => {
    const double = nn.withDType(lenet, 'float64');
    const { params, state } = double.init(key(0));
    expect(leaves({ params, state }).every(({ dtype }) => dtype === 'float64')).toBe(true);
    const [y] = double.forward({ params, state }, normal(key(1), [2, 1, 12, 12], { dtype: 'float64' }), train(key(2)));
    expect([y.dtype, y.shape]).toEqual(['float64', [2, 4]]);
  });
});

describe('the start of a model', () => {
  it('depends on the key and on the names, not on what else is there', () => {
    const first = toArray(start.params.fc1.weight);
    expect(toArray(lenet.init(key(0)).params.fc1.weight)).toEqual(first);
    expect(toArray(lenet.init(key(1)).params.fc1.weight)).not.toEqual(first);
    const other = nn.build([3, 5, 5], flatten, relu, { extra: linear(75) }, { fc1: linear(8) });
    expect(toArray(other.init(key(0)).params.fc1.weight)).toEqual(first);
  });

  it('differs between layers and between copies of equal shapes', () => {
    const net = nn.build([4], { a: linear(4) }, { b: linear(4) }, { c: nn.repeat(3, linear(4)) });
    const { a, b, c } = net.init(key(0)).params;
    const starts = [a, b, ...c].map(({ weight }) => String(weight));
    expect(new Set(starts).size).toBe(5);
  });

  it('is uniform in ±1/√fan for convolutions and linear layers', () => {
    const { conv1, fc1 } = nn
      .build([6, 3, 3], { conv1: conv2d({ out: 500, kernel: 3, groups: 2 }) }, flatten, { fc1: linear(40) })
      .init(key(3)).params;
    for (const [tensor, bound] of [
      [conv1.weight, 1 / Math.sqrt(27)],
      [conv1.bias, 1 / Math.sqrt(27)],
      [fc1.weight, 1 / Math.sqrt(500)],
    ] as const) {
      const numbers = toArray(tensor);
      const variance = numbers.reduce((total, v) => total + v * v, 0) / numbers.length;
      expect(Math.max(...numbers.map(Math.abs)) / bound).toBeLessThanOrEqual(1);
      expect(Math.abs(variance / ((bound * bound) / 3) - 1)).toBeLessThan(0.1);
    }
  });
});

describe('a sequence of named and nested layers', () => {
  it('reads the parameters of an unnamed sequence from the enclosing record', () => {
    const layers = [linear(3), linear(2)] as const;
    const nested = model([4], sequential({ a: layers[0] }, sequential(relu, { b: layers[1] })));
    const flat = model([4], sequential({ a: layers[0] }, relu, { b: layers[1] }));
    const x = normal(key(4), [5, 4]);
    expect(toNested(nested.forward(nested.init(key(0)), x, evaluate)[0])).toEqual(
      toNested(flat.forward(flat.init(key(0)), x, evaluate)[0]),
    );
  });

  it('moves the state of every copy of a block', () => {
    const net = nn.build([3], { blocks: nn.repeat(2, sequential({ fc: linear(3) }, { norm: batchNorm() })) });
    const variables = net.init(key(0));
    const [, state] = net.forward(variables, normal(key(1), [8, 3]), train(key(2)));
    expect(state.blocks.map(({ norm }) => norm.mean.shape)).toEqual([[3], [3]]);
    expect(String(state.blocks[0]?.norm.mean)).not.toBe(String(state.blocks[1]?.norm.mean));
  });
});

describe('a misspelt option', () => {
  it('is refused by its name, also without types', () => {
    const options = (record: object): never => Object.assign(Object.create(null), record) as never;
    expect(() => conv2d(options({ out: 6, kernel: 5, strid: 2 }))).toThrow("conv2d: there is no option 'strid'");
    expect(() => maxPool2d(options({ kernel: 2, pading: 1 }))).toThrow("maxPool2d: there is no option 'pading'");
    expect(() => linear(3, options({ bais: false }))).toThrow("linear: there is no option 'bais'");
    expect(() => nn.convTranspose2d(options({ out: 6, kernel: 2, outPadding: 1 }))).toThrow(
      "convTranspose2d: there is no option 'outPadding'",
    );
  });
});

describe('a model that begins with an embedding', () => {
  const net = nn.build([3], { embed: nn.embedding({ count: 4, width: 2 }) }, flatten, { fc: linear(1) });
  const { params, state } = net.init(key(0));
  const forward = (x: unknown): unknown => Reflect.apply(net.forward, undefined, [{ params, state }, x, evaluate]);

  it('takes whole numbers, one row for each', () => {
    const table = model([3], sequential({ embed: nn.embedding({ count: 2, width: 2 }) }));
    const weight = tensor([[1, 2], [3, 4]]); // prettier-ignore
    const x = tensor([1, 0, 1], { dtype: 'int32' });
    expect(toNested(table.forward({ params: { embed: { weight } }, state: {} }, x, evaluate)[0])).toEqual([
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
  });

  it('adds up the gradient at the rows that were read, in another element type too', () => {
    const double = nn.withDType(net, 'float64');
    const start = double.init(key(1));
    const x = tensor([1, 1, 3], { dtype: 'int32' });
    const slope = grad((p: typeof start.params) => ops.sum(double.forward({ ...start, params: p }, x, evaluate)[0]))(
      start.params,
    );
    const [[a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = []] = toNested(start.params.fc.weight);
    expect(toNested(slope.embed.weight)).toEqual([
      [0, 0],
      [a + c, b + d],
      [0, 0],
      [e, f],
    ]);
  });

  it('refuses floats, and numbers that have no row', () => {
    expect(() => forward(zeros([3]))).toThrow('forward: expected an input of int32, got float32');
    expect(() => toArray(net.forward({ params, state }, tensor([0, 4, 1], { dtype: 'int32' }), evaluate)[0])).toThrow(
      IndexError,
    );
    const plain = model([3], relu);
    const ids: unknown = tensor([0, 1, 2], { dtype: 'int32' });
    expect(() => void Reflect.apply(plain.forward, undefined, [plain.init(key(0)), ids, evaluate])).toThrow(
      'forward: expected an input of float32, got int32',
    );
  });

  it('has it in front and nowhere else', () => {
    const embed = nn.embedding({ count: 2, width: 2 });
    const close = (layer: unknown): void => void Reflect.apply(model, undefined, [[2], layer]);
    expect(() => close(nn.residual(nn.sequential({ embed }, nn.reshape(4), { fc: linear(2) })))).toThrow(
      'residual: a layer that takes int32 must come first',
    );
    expect(() => close(nn.concat({ embed }, { other: embed }))).toThrow(
      'concat: a layer that takes int32 must come first',
    );
    expect(() => close(nn.repeat(2, embed))).toThrow('repeat');
  });
});
