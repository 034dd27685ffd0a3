/** Parameters by their paths: what stands there, what is chosen, what is frozen and what is shared. */
import '../reference.js';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { add, multiply, square, sum, zerosLike } from '../../src/ops/index.js';
import { addWeightDecay, grouped, only, sgd } from '../../src/optim/index.js';
import { key } from '../../src/random/index.js';
import { item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import { named } from '../../src/tree/index.js';
import { claim, type Equal } from '../types/equal.js';

const { at, build, chosen, frozen, groups, linear, matching, model, relu, repeat, sequential, setAt, tied } = nn;
const { updateAt, updateChosen } = nn;

const net = build(
  [4],
  { body: sequential({ fc1: linear(3) }, relu, { blocks: repeat(2, linear(3)) }) },
  { head: linear(2) },
);
const { params } = net.init(key(1));

describe('paths', () => {
  it('lead to tensors and sub-trees, with their types', () => {
    const weight = at(params, 'body.fc1.weight');
    claim<Equal<typeof weight, Tensor<[3, 4]>>>();
    const second = at(params, 'body.blocks.1.bias');
    claim<Equal<typeof second, Tensor<[3]>>>();
    expect(toNested(weight)).toEqual(toNested(params.body.fc1.weight));
    expect(toNested(second)).toEqual(toNested(at(params, 'body.blocks.1.bias')));
    expect(Object.keys(at(params, 'head'))).toEqual(['weight', 'bias']);
    claim<Equal<nn.ParamsPath<typeof params.head>, 'weight' | 'bias'>>();
    const path: nn.ParamsPath<typeof params> = 'body.blocks.0.weight';
    expect(path).toBe('body.blocks.0.weight');
  });

  it('at every path of `named` stands its tensor', () => {
    for (const [path, one] of named(params)) expect(nn.at(params as unknown, path)).toBe(one);
  });

  it('what is set is there, everything else is as it was, and the old tree too', () => {
    const next = setAt(params, 'head', { weight: tensor([[1, 2, 3]]), bias: tensor([4]) });
    claim<Equal<(typeof next)['head']['weight'], Tensor<[1, 3]>>>();
    expect(toNested(next.head.bias)).toEqual([4]);
    expect(next.body.fc1.weight).toBe(params.body.fc1.weight);
    expect(params.head.bias.shape).toEqual([2]);
    const doubled = updateAt(params, 'body.blocks.0.bias', (b) => add(b, 1));
    expect(toNested(at(doubled, 'body.blocks.0.bias'))).toEqual(toNested(add(at(params, 'body.blocks.0.bias'), 1)));
    expect(doubled.body.blocks[1]).toEqual(params.body.blocks[1]);
  });

  it('that lead nowhere are refused by the editor and the run time', () => {
    // @ts-expect-error the sentence stands in the editor
    expect(() => at(params, 'body.fc1.weigth')).toThrow("at: body.fc1 has no 'weigth'");
    // @ts-expect-error the sentence stands in the editor
    expect(() => setAt(params, 'tail', tensor([1]))).toThrow("setAt: the tree has no 'tail'");
    // @ts-expect-error the sentence stands in the editor
    expect(() => updateAt(params, 'head.bias.0', (x) => x)).toThrow("updateAt: head.bias has no '0'");
  });
});

describe('choices', () => {
  const paths = named(params).map(([path]) => path);
  it.each([
    ['*.bias', ['body.fc1.bias', 'body.blocks.0.bias', 'body.blocks.1.bias', 'head.bias']],
    ['body.*', paths.slice(0, 6)],
    ['body', paths.slice(0, 6)],
    ['head.weight', ['head.weight']],
    ['*.blocks.1', ['body.blocks.1.weight', 'body.blocks.1.bias']],
    ['body.*.weight', ['body.fc1.weight', 'body.blocks.0.weight', 'body.blocks.1.weight']],
    ['*', paths],
    ['bias', []],
    ['hea', []],
  ])('%s', (pattern, expected) => expect(paths.filter(matching(pattern))).toEqual(expected));

  it('name tensors, and change them alone', () => {
    expect(chosen(params, ['head.bias', 'body.fc1']).map(([path]) => path)).toEqual([
      'body.fc1.weight',
      'body.fc1.bias',
      'head.bias',
    ]);
    const next = updateChosen(params, '*.bias', (b) => zerosLike(b));
    expect(toNested(next.head.bias)).toEqual([0, 0]);
    expect(next.head.weight).toBe(params.head.weight);
  });

  it('that lead nowhere are refused', () => {
    // @ts-expect-error the sentence stands in the editor
    expect(() => chosen(params, '*.wieght')).toThrow("chosen: no tensor is at '*.wieght': body.fc1.weight, ");
    expect(() => nn.l2Penalty(params, ['head', 'tail'])).toThrow("l2Penalty: no tensor is at 'tail'");
    // @ts-expect-error the sentence stands in the editor
    expect(() => nn.regularisation(params, { l2: 1, only: 'tail' })).toThrow("regularisation: no tensor is at 'tail'");
    expect(() => addWeightDecay(1, '*.wieght').init(params)).toThrow("addWeightDecay: no tensor is at '*.wieght'");
    expect(() => only('haed').init(params)).toThrow("only: no tensor is at 'haed'");
  });

  it('penalties, decay and freezing take them', () => {
    const [w, b] = [params.head.weight, params.head.bias];
    expect(item(nn.l2Penalty(params, 'head'))).toBeCloseTo(item(add(sum(square(w)), sum(square(b)))), 5);
    expect(item(nn.regularisation(params, { l1: 2, only: 'head.weight' }))).toBeCloseTo(2 * item(nn.l1Penalty(w)), 5);
    const one = { fc: { weight: tensor([2]), bias: tensor([3]) } };
    const [decayed] = addWeightDecay(0.5, '*.weight').update(one, [], one);
    expect([toNested(decayed.fc.weight), toNested(decayed.fc.bias)]).toEqual([[3], [3]]);
    const [moved] = only(['*.bias']).update(one, [], one);
    expect([toNested(moved.fc.weight), toNested(moved.fc.bias)]).toEqual([[0], [3]]);
  });

  it('parameter groups have rates of their own', () => {
    const one = { body: { w: tensor([1]) }, head: { w: tensor([1]), b: tensor([1]) } };
    const rule = grouped(groups({ head: 'head', rest: '*' }), { head: sgd({ rate: 1 }), rest: sgd({ rate: 0.5 }) });
    const [updates] = rule.update(one, rule.init(one), one);
    expect([toNested(updates.body.w), toNested(updates.head.w), toNested(updates.head.b)]).toEqual([[0.5], [1], [1]]);
    expect(() => groups({ head: 'head' })('body.w')).toThrow('groups: body.w is in none of head');
  });
});

describe('frozen', () => {
  const x = tensor([[1, -2, 3], [0, 1, 2], [4, 0, -1]]); // prettier-ignore
  const layers = sequential({ fc: linear(3) }, { bn: nn.batchNorm() }, nn.dropout(0.5), relu);
  const still = build([3], { body: frozen(layers) }, { head: linear(2) });
  const free = build([3], { body: layers }, { head: linear(2) });
  const start = free.init(key(2));

  it('has the gradient 0, and what is above and below it learns', () => {
    const gradient = grad((p: { readonly params: typeof start.params; readonly x: typeof x }) =>
      sum(still.forward({ params: p.params, state: start.state }, p.x, nn.train(key(3)))[0]),
    )({ params: start.params, x });
    expect([...toArray(gradient.params.body.fc.weight)].every((g) => g === 0)).toBe(true);
    expect([...toArray(gradient.params.body.bn.weight)].every((g) => g === 0)).toBe(true);
    expect([...toArray(gradient.params.head.weight)].some((g) => g !== 0)).toBe(true);
    expect([...toArray(gradient.x)].some((g) => g !== 0)).toBe(true);
  });

  it('maps in training as in evaluation, and remembers nothing new', () => {
    const [y, next] = still.forward(start, x, nn.train(key(3)));
    expect(toNested(y)).toEqual(toNested(free.forward(start, x, nn.evaluate)[0]));
    expect(toNested(next.body.bn.mean)).toEqual(toNested(start.state.body.bn.mean));
  });

  it('leaves alone what its neighbours without a name remember', () => {
    const mixed = build([3], { a: nn.batchNorm() }, frozen(sequential({ b: nn.batchNorm() })));
    const begun = mixed.init(key(0));
    const [, next] = mixed.forward(begun, x, nn.train(key(1)));
    expect(toNested(next.a.mean)).not.toEqual(toNested(begun.state.a.mean));
    expect(toNested(next.b.mean)).toEqual(toNested(begun.state.b.mean));
  });
});

describe('tied', () => {
  const twice = model(
    [3],
    tied({ f: linear(3) }, (f) => sequential(f, nn.tanh, nn.residual(f), { head: linear(1) })),
  );
  const apart = build([3], { f: linear(3) }, nn.tanh, nn.residual({ g: linear(3) }), { head: linear(1) });
  const { params: shared } = twice.init(key(4));
  const x = tensor([[1, 2, -1], [0, 1, 3]]); // prettier-ignore

  it('has the parameters once', () => {
    claim<Equal<keyof typeof shared, 'f' | 'head'>>();
    const weight: Tensor<[3, 3]> = shared.f.weight;
    expect(weight.shape).toEqual([3, 3]);
    expect(Object.keys(shared)).toEqual(['f', 'head']);
    expect(nn.parameterCount(twice)).toBe(12 + 4);
  });

  it('maps like two layers of the same parameters, and its gradient is the sum of theirs', () => {
    const copies = { f: shared.f, g: shared.f, head: shared.head };
    const value = (y: Tensor<[2, 1]>): Tensor<[]> => sum(multiply(y, y));
    expect(toNested(twice.forward({ params: shared, state: {} }, x, nn.evaluate)[0])).toEqual(
      toNested(apart.forward({ params: copies, state: {} }, x, nn.evaluate)[0]),
    );
    const one = grad((p: typeof shared) => value(twice.forward({ params: p, state: {} }, x, nn.evaluate)[0]))(shared);
    const two = grad((p: typeof copies) => value(apart.forward({ params: p, state: {} }, x, nn.evaluate)[0]))(copies);
    const wanted = toArray(add(two.f.weight, two.g.weight));
    [...toArray(one.f.weight)].forEach((g, i) => expect(g).toBeCloseTo(wanted[i] ?? NaN, 4));
  });

  it('takes a kernel wherever its weights fit, at images of any size', () => {
    const pyramid = model(
      [2, 8, 8],
      tied({ c: nn.conv2d({ out: 2, kernel: 3, padding: 1 }) }, (c) => sequential(c, nn.maxPool2d(2), c)),
    );
    claim<Equal<(typeof pyramid)['output'], [2, 4, 4]>>();
    expect(nn.parameterCount(pyramid)).toBe(2 * 2 * 9 + 2);
  });

  it('refuses what cannot be shared', () => {
    const different = tied({ f: linear(4) }, (f) => sequential(f, f));
    // @ts-expect-error the sentence stands in the editor
    expect(() => model([3], different)).toThrow("tied: the uses of 'f' need parameters of different shapes");
    const unused = tied({ f: linear(4) }, () => relu);
    // @ts-expect-error the sentence stands in the editor
    expect(() => model([3], unused)).toThrow("tied: 'f' is not used");
    const remembering = tied({ f: nn.batchNorm() }, (f) => sequential(f, f));
    // @ts-expect-error the sentence stands in the editor
    expect(() => model([3], remembering)).toThrow(
      "tied: 'f' remembers from batch to batch, which its uses cannot share",
    );
    const clash = tied({ f: linear(3) }, (f) => sequential(f, { f: linear(3) }));
    // @ts-expect-error the sentence stands in the editor
    expect(() => model([3], clash)).toThrow("tied: the name 'f' occurs twice");
    const hidden = tied({ f: linear(3) }, (f) => sequential(f, { stage: sequential(f) }));
    expect(() => model([3], hidden)).toThrow(
      "tied: 'f' is used under the name 'stage', where it would have parameters of its own",
    );
    const wrong = tied({ f: nn.conv2d({ out: 1, kernel: 9 }) }, (f) => sequential(f));
    // @ts-expect-error the sentence stands in the editor
    expect(() => model([1, 3, 3], wrong)).toThrow('f: conv2d: kernel 9 is larger than padded input 3');
  });
});
