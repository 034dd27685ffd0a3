/** Rows K3 and K4: what a wrong answer costs, and what large weights do. */
import '../reference.js';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { add, divide, log, multiply, oneHot, sigmoid, softmax, sum } from '../../src/ops/index.js';
import { addWeightDecay } from '../../src/optim/index.js';
import { item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import type { Shape } from '../../src/shape/index.js';
import { grad } from '../../src/transform/index.js';
import { expectClose, float64, golden, int32 } from './golden.js';
import type { LossCase } from './golden.js';

const { meanAbsoluteError, meanSquaredError, halfSquaredError, hinge, binaryCrossEntropy, sigmoidCrossEntropy } = nn;
const { negativeLogLikelihood, softmaxCrossEntropy, multiclassHinge, zeroOne, crossEntropy } = nn;

type Doubles = Tensor<Shape, 'float64'>;
const paired = {
  meanAbsoluteError,
  meanSquaredError,
  halfSquaredError,
  hinge,
  binaryCrossEntropy,
  sigmoidCrossEntropy,
} as const;
const labelled = { negativeLogLikelihood, softmaxCrossEntropy, multiclassHinge } as const;

/** The terms, their mean, sum and gradient are PyTorch's. */
const expectGolden = (
  { input, target, each, gradient }: LossCase,
  loss: (x: Doubles, reduction: nn.Reduction) => Doubles,
): void => {
  const x = float64(input);
  const total = each.data.reduce((a, b) => a + b, 0);
  expect(target.shape.length).toBeGreaterThan(0);
  expectClose(loss(x, 'none'), each);
  expectClose(loss(x, 'sum'), { shape: [], data: [total] });
  expectClose(loss(x, 'mean'), { shape: [], data: [total / each.data.length] });
  expectClose(grad((y: Doubles) => sum(loss(y, 'mean')))(x), gradient);
};

describe('K3: losses', () => {
  it.each(Object.keys(paired) as (keyof typeof paired)[])('K3: %s agrees with PyTorch', (name) => {
    const one = golden.paired[name] as LossCase;
    expectGolden(one, (x, reduction) => paired[name](x, float64(one.target), { reduction }));
  });

  it.each(Object.keys(labelled) as (keyof typeof labelled)[])('K3: %s agrees with PyTorch', (name) => {
    const one = golden.labelled[name] as LossCase;
    expectGolden(one, (x, reduction) => labelled[name](x, int32(one.target), { reduction }));
  });

  it('K3: crossEntropy agrees with PyTorch', () => {
    const one = golden.distributions['crossEntropy'] as LossCase;
    expectGolden(one, (x, reduction) => crossEntropy(x, float64(one.target), { reduction }));
  });

  it('K3: softmax NLL is cross-entropy of one-hot labels, and −log p of logits', () => {
    const { input, target } = golden.labelled['softmaxCrossEntropy'] as LossCase;
    const [logits, labels] = [float64(input), int32(target)];
    const p = softmax(logits);
    const each = toArray(softmaxCrossEntropy(logits, labels, { reduction: 'none' }));
    const others = [
      crossEntropy(p, oneHot(labels, 5, { dtype: 'float64' }), { reduction: 'none' }),
      negativeLogLikelihood(log(p), labels, { reduction: 'none' }),
    ];
    for (const other of others)
      [...toArray(other)].forEach((value, index) => expect(value).toBeCloseTo(each[index] ?? NaN, 10));
  });

  it('K3: binary NLL of σ(z) is that of z, and z alone stays finite', () => {
    const [z, t] = [tensor([-3, 0, 2], { dtype: 'float64' }), tensor([0, 1, 1], { dtype: 'float64' })];
    expect(item(sigmoidCrossEntropy(z, t))).toBeCloseTo(item(binaryCrossEntropy(sigmoid(z), t)), 14);
    expect(toNested(sigmoidCrossEntropy(tensor([1e3, -1e3]), tensor([0, 0]), { reduction: 'none' }))).toEqual([
      1000, 0,
    ]);
    expect(toNested(binaryCrossEntropy(tensor([0, 1, 0]), tensor([0, 1, 1]), { reduction: 'none' }))).toEqual([
      0,
      0,
      Infinity,
    ]);
    expect(toNested(grad((p: Tensor<[2]>) => binaryCrossEntropy(p, tensor([0, 1])))(tensor([0, 1])))).toEqual([
      0.5, -0.5,
    ]);
  });

  it('K3: the multi-class SVM of the lecture: cat 2.9, car 0, frog 12.9', () => {
    const scores = tensor([
      [3.2, 5.1, -1.7],
      [1.3, 4.9, 2],
      [2.2, 2.5, -3.1],
    ]);
    const each = toNested(multiclassHinge(scores, tensor([0, 1, 2], { dtype: 'int32' }), { reduction: 'none' }));
    [2.9, 0, 12.9].forEach((loss, index) => expect(each[index]).toBeCloseTo(loss, 5));
  });

  it('K3: zero-one counts errors, has no gradient, and ties go to the first class', () => {
    const labels = tensor([1, 1, 0, 1], { dtype: 'int32' });
    const scores = tensor([
      [1, 2],
      [4, 3],
      [5, 5],
      [5, 5],
    ]);
    expect(toNested(zeroOne(scores, labels, { reduction: 'none' }))).toEqual([0, 1, 0, 1]);
    expect(toNested(grad((s: Tensor<[4, 2]>) => zeroOne(s, labels))(scores))).toEqual(Array(4).fill([0, 0]));
  });

  it('K3: hinge bounds zero-one from above, and is 0 exactly beyond the margin', () => {
    expect(toNested(hinge(tensor([2, 1, 0.5, -3]), tensor([1, 1, 1, 1]), { reduction: 'none' }))).toEqual([
      0, 0, 0.5, 4,
    ]);
    expect(
      toNested(grad((s: Tensor<[2]>) => hinge(s, tensor([-1, -1]), { reduction: 'sum' }))(tensor([0, -1]))),
    ).toEqual([1, 0]);
  });

  it('refuses what does not fit, in a sentence', () => {
    expect(() => hinge(tensor([[1]]), tensor([1]) as never)).toThrow(
      'hinge: predictions [1, 1] and targets [1] differ',
    );
    expect(() => multiclassHinge(tensor([[1, 2]]), tensor([[0]], { dtype: 'int32' }) as never)).toThrow(
      'multiclassHinge: logits [1, 2] need labels [1], got [1, 1]',
    );
    expect(() => zeroOne(tensor([[1, 2]]), tensor([1]) as never)).toThrow(
      'zeroOne: expected labels of int32, got float32',
    );
    expect(() => meanAbsoluteError(tensor([1]), tensor([1], { dtype: 'float64' }) as never)).toThrow(
      'meanAbsoluteError: float32 with float64: cast one of them',
    );
    expect(() => hinge(tensor([1]), tensor([1]), { reduction: 'average' as never })).toThrow(
      "hinge: there is no reduction 'average'",
    );
    expect(() => toArray(multiclassHinge(tensor([[1, 2]]), tensor([2], { dtype: 'int32' })))).toThrow('index 2');
    // @ts-expect-error the sentence stands in the editor too
    expect(() => crossEntropy(tensor([[1, 2]]), tensor([1, 2]))).toThrow('differ');
  });
});

describe('K4: regularisation', () => {
  const params = { weight: tensor([[1, -2], [0, 3]]), bias: tensor([-4]) }; // prettier-ignore

  it('K4: R(W) is Σ|w| or Σw²', () => {
    expect([item(nn.l1Penalty(params)), item(nn.l2Penalty(params))]).toEqual([10, 30]);
    expect(item(nn.regularisation(params, { l1: 2, l2: 0.5 }))).toBe(35);
    expect(item(nn.regularisation(params.weight, {}))).toBe(0);
  });

  it('K4: data loss + λR(W): its gradient is that of the data and λ times 2w or the sign', () => {
    const slope = grad((w: Tensor<[2, 2]>) => add(sum(w), nn.regularisation(w, { l1: 10, l2: 100 })))(params.weight);
    expect(toNested(slope)).toEqual([
      [1 + 10 + 200, 1 - 10 - 400],
      [1, 1 + 10 + 600],
    ]);
  });

  it('K4: weight decay of λ is the penalty ½λ Σw²', () => {
    const rule = addWeightDecay(0.5);
    const data = { weight: tensor([[5, 6], [7, 8]]), bias: tensor([9]) }; // prettier-ignore
    const [decayed] = rule.update(data, rule.init(params), params);
    const { weight } = grad((p: typeof params) =>
      add(sum(multiply(p.weight, data.weight)), multiply(nn.l2Penalty(p), divide(tensor(0.5), 2))),
    )(params);
    expect(toNested(decayed.weight)).toEqual(toNested(weight));
  });

  it('refuses negative weights of a penalty and whole numbers', () => {
    expect(() => nn.regularisation(params, { l1: -1 })).toThrow('regularisation: expected l1 of 0 or more, got -1');
    expect(() => nn.l1Penalty({ step: tensor([1], { dtype: 'int32' }) })).toThrow(
      'l1Penalty: step is int32; only floats have a size to penalise',
    );
  });
});
