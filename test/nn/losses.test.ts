/** Rows K3 and N6 beyond the classical losses: options of the families, and losses of regions, distributions and distances. */
import '../reference.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { multiply, oneHot, softmax } from '../../src/ops/index.js';
import { fromArray, item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Shape } from '../../src/shape/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import { expectClose, float64, type Numbers } from './golden.js';

const { dice, huber, jaccard, klDivergence, klFromStandardNormal, multiclassHinge, negativeLogLikelihood } = nn;
const { binaryCrossEntropy, sigmoidCrossEntropy, sigmoidFocal, softmaxCrossEntropy, softmaxFocal } = nn;
const { hinge, softTargetCrossEntropy, triplet, zeroOne } = nn;

interface Case {
  readonly inputs: readonly Numbers[];
  readonly loss: number;
  readonly gradient: Numbers;
  readonly each?: Numbers;
}
const golden = JSON.parse(readFileSync(new URL('../golden/nn/losses.json', import.meta.url), 'utf8')) as {
  readonly classWeights: Numbers;
  readonly cases: Readonly<Record<string, Case>>;
};

type Doubles = Tensor<Shape, 'float64'>;
type Row = (reduction: nn.Reduction, x: Doubles, second: Numbers, third: Numbers | undefined) => Doubles;
const int32 = ({ shape, data }: Numbers): nn.Classes => fromArray(Int32Array.from(data), shape);
const nothing: Numbers = { shape: [], data: [0] };
const weightsOf = (k: number): Tensor<readonly [number], 'float64'> =>
  fromArray(Float64Array.from(golden.classWeights.data.slice(0, k)), [k]);

const rows: Readonly<Record<string, Row>> = {
  huber: (reduction, x, t) => huber(x, float64(t), { reduction, delta: 0.7 }),
  'huber as smooth L1': (reduction, x, t) =>
    multiply(huber(multiply(x, 1), float64(t), { reduction, delta: 0.7 }), 1 / 0.7),
  'sigmoidCrossEntropy with positiveWeight': (reduction, x, t) =>
    sigmoidCrossEntropy(x, float64(t), { reduction, positiveWeight: 2.5 }),
  'binaryCrossEntropy with weights': (reduction, x, t, w = nothing) =>
    binaryCrossEntropy(x, float64(t), { reduction, weights: float64(w) }),
  sigmoidFocal: (reduction, x, t) => sigmoidFocal(x, float64(t), { reduction }),
  'sigmoidFocal with gamma and positiveWeight': (reduction, x, t) =>
    sigmoidFocal(x, float64(t), { reduction, gamma: 1.5, positiveWeight: 1 / 3 }),
  'softmaxCrossEntropy smoothed': (reduction, x, y) => softmaxCrossEntropy(x, int32(y), { reduction, smoothing: 0.1 }),
  'softmaxCrossEntropy with classWeights': (reduction, x, y) =>
    softmaxCrossEntropy(x, int32(y), { reduction, classWeights: weightsOf(5) }),
  'softmaxCrossEntropy with ignoreIndex': (reduction, x, y) =>
    softmaxCrossEntropy(x, int32(y), { reduction, ignoreIndex: -100 }),
  'softmaxCrossEntropy with all': (reduction, x, y) =>
    softmaxCrossEntropy(x, int32(y), {
      reduction,
      ignoreIndex: -100,
      classWeights: weightsOf(5),
      smoothing: 0.2,
    }),
  'softmaxCrossEntropy dense': (reduction, x, y) =>
    softmaxCrossEntropy(x, int32(y), { reduction, axis: 1, ignoreIndex: 255 }),
  'softmaxCrossEntropy dense, weighted and smoothed': (reduction, x, y) =>
    softmaxCrossEntropy(x, int32(y), {
      reduction,
      axis: -3,
      ignoreIndex: 255,
      classWeights: weightsOf(3),
      smoothing: 0.1,
    }),
  'negativeLogLikelihood with classWeights': (reduction, x, y) =>
    negativeLogLikelihood(x, int32(y), { reduction, classWeights: weightsOf(5) }),
  /* PyTorch divides by the number of examples, not by what they count */
  'multiclassHinge with classWeights': (reduction, x, y) => {
    const counts = toArray(int32(y)).reduce((sum, label) => sum + (golden.classWeights.data[label] ?? NaN), 0);
    return multiply(multiclassHinge(x, int32(y), { reduction, classWeights: weightsOf(5) }), counts / y.data.length);
  },
  softmaxFocal: (reduction, x, y) => softmaxFocal(x, int32(y), { reduction }),
  softTargetCrossEntropy: (reduction, x, y) => softTargetCrossEntropy(x, float64(y), { reduction }),
  klDivergence: (reduction, x, y) => klDivergence(x, float64(y), { reduction }),
  klFromStandardNormal: (reduction, x, y) => klFromStandardNormal(x, float64(y), { reduction }),
  triplet: (reduction, x, p, n = nothing) => triplet(x, float64(p), float64(n), { reduction, margin: 0.8 }),
  dice: (reduction, x, t) => dice(x, float64(t), { reduction }),
  jaccard: (reduction, x, t) => jaccard(x, float64(t), { reduction }),
  'jaccard of whole batches': (reduction, x, t) => jaccard(x, float64(t), { reduction, axes: [0, 1, 2], smooth: 0.5 }),
};

describe('losses and their options are those of PyTorch', () => {
  it('for every golden case', () => expect(Object.keys(rows)).toEqual(Object.keys(golden.cases)));

  it.each(Object.entries(golden.cases))('K3: %s', (name, { inputs: [x, ...others], loss, gradient, each }) => {
    const [first = nothing, second = nothing, third] = [x, ...others];
    const value = (y: Doubles, reduction: nn.Reduction): Doubles =>
      rows[name]?.(reduction, y, second, third) ?? expect.fail();
    expectClose(value(float64(first), 'mean'), { shape: [], data: [loss] });
    expectClose(grad((y: Doubles) => multiply(value(y, 'mean'), 1) as Tensor<[], 'float64'>)(float64(first)), gradient);
    if (each !== undefined) expectClose(value(float64(first), 'none'), each);
  });
});

describe('options of the families', () => {
  const logits = tensor([[2, 1, 0], [0, 3, 1]]); // prettier-ignore
  const labels = tensor([0, 2], { dtype: 'int32' });

  it('smooth labels are (1 − ε) of the label and ε of all classes, for every loss of classes', () => {
    for (const loss of [softmaxCrossEntropy, negativeLogLikelihood, multiclassHinge, zeroOne, softmaxFocal]) {
      const of = (k: number): number =>
        item(loss(logits, tensor([k, k], { dtype: 'int32' }), { weights: tensor([1, 0]) }));
      const smoothed = item(loss(logits, labels, { smoothing: 0.3, weights: tensor([1, 0]) }));
      expect(smoothed).toBeCloseTo(0.7 * of(0) + 0.1 * (of(0) + of(1) + of(2)), 5);
    }
  });

  it('smoothed cross-entropy is that of the smoothed distribution', () => {
    const soft = tensor([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]]); // prettier-ignore
    expect(item(softTargetCrossEntropy(logits, soft))).toBeCloseTo(
      item(softmaxCrossEntropy(logits, labels, { smoothing: 0.3 })),
      6,
    );
  });

  it('a mean counts the weights; where nothing counts it is 0, and so is its gradient', () => {
    const none = tensor([9, 9], { dtype: 'int32' });
    const loss = (x: Tensor<[2, 3]>): Tensor<[]> => softmaxCrossEntropy(x, none, { ignoreIndex: 9 });
    expect(item(loss(logits))).toBe(0);
    expect([...toArray(grad(loss)(logits))]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(item(huber(tensor([1, 5]), tensor([0, 0]), { weights: tensor([3, 1]) }))).toBeCloseTo(1.5, 6);
    expect(item(huber(tensor([[1, 5]]), tensor([[0, 0]]), { weights: tensor([2]), reduction: 'sum' }))).toBeCloseTo(10);
  });

  it('what counts nothing costs nothing, were it infinite', () => {
    expect(item(binaryCrossEntropy(tensor([0, 0.5]), tensor([1, 1]), { weights: tensor([0, 1]) }))).toBeCloseTo(0.6931);
  });

  it('positiveWeight multiplies what positives cost, also of the hinge', () => {
    expect(toNested(hinge(tensor([0, 0]), tensor([1, -1]), { positiveWeight: 5, reduction: 'none' }))).toEqual([5, 1]);
  });

  it('finite and with finite gradients at logits of ±1000', () => {
    const z = tensor([1e3, -1e3, 1e3, -1e3]);
    const t = tensor([0, 1, 1, 0]);
    for (const loss of [sigmoidCrossEntropy, sigmoidFocal, huber, hinge]) {
      expect([...toArray(loss(z, t, { reduction: 'none' }))].every(Number.isFinite)).toBe(true);
      expect([...toArray(grad((x: Tensor<[4]>) => loss(x, t))(z))].every(Number.isFinite)).toBe(true);
    }
    const rows2 = tensor([[1e3, -1e3], [1e3, -1e3]]); // prettier-ignore
    const classes = tensor([0, 1], { dtype: 'int32' });
    for (const smoothing of [0, 0.1])
      for (const loss of [softmaxCrossEntropy, softmaxFocal, multiclassHinge]) {
        expect(Number.isFinite(item(loss(rows2, classes, { smoothing })))).toBe(true);
        const slope = grad((x: Tensor<[2, 2]>) => loss(x, classes, { smoothing }))(rows2);
        expect([...toArray(slope)].every(Number.isFinite)).toBe(true);
      }
    const half = (x: Tensor<[2, 2]>): Tensor<[]> => softmaxFocal(x, classes, { gamma: 0.5 });
    expect([...toArray(grad(half)(rows2))].every(Number.isFinite)).toBe(true);
    expect(item(softTargetCrossEntropy(rows2, tensor([[0.5, 0.5], [1, 0]])))).toBe(500); // prettier-ignore
    expect(Number.isFinite(item(klFromStandardNormal(tensor([[30]]), tensor([[-1e3]]))))).toBe(true);
  });

  it('the divergence of a distribution from itself is 0, also where it has zeros', () => {
    const y = tensor([[0, 1, 0], [0.5, 0.5, 0]]); // prettier-ignore
    expect(toNested(klDivergence(y, y, { reduction: 'none' }))).toEqual([0, 0]);
    expect([...toArray(grad((p: Tensor<[2, 3]>) => klDivergence(p, y))(y))].every(Number.isFinite)).toBe(true);
    expect(item(klDivergence(softmax(logits), oneHot(labels, 3)))).toBeCloseTo(
      item(softmaxCrossEntropy(logits, labels)),
      5,
    );
  });
});

describe('what does not fit is refused in a sentence', () => {
  const one = tensor([1]);
  const labels = tensor([0, 1], { dtype: 'int32' });
  const logits = tensor([[1, 2, 3], [1, 2, 3]]); // prettier-ignore
  const refused: readonly (readonly [() => unknown, string])[] = [
    [() => huber(one, one, { delta: 0 }), 'huber: expected delta above 0, got 0'],
    [() => huber(one, one, { delta: NaN }), 'huber: expected delta above 0, got NaN'],
    [() => huber(one, one, { dleta: 1 } as never), "huber: there is no option 'dleta'"],
    [() => dice(logits, logits, { smooth: -1 }), 'dice: expected smooth above 0, got -1'],
    // @ts-expect-error the sentence stands in the editor
    [() => dice(one, one), 'dice: axis -2 is out of range for [1]'],
    [() => sigmoidFocal(one, one, { gamma: -1 }), 'sigmoidFocal: expected gamma of 0 or more, got -1'],
    [() => hinge(one, one, { positiveWeight: 0 }), 'hinge: expected positiveWeight above 0, got 0'],
    [() => triplet(logits, logits, logits, { margin: 0 }), 'triplet: expected margin above 0, got 0'],
    // @ts-expect-error the sentence stands in the editor
    [() => triplet(logits, logits, one), 'triplet: predictions [2, 3] and targets [1] differ'],
    // @ts-expect-error the sentence stands in the editor
    [() => huber(one, one, { weights: tensor([1, 2]) }), 'huber: [2] does not broadcast to [1] (2 is not 1)'],
    [
      () => softmaxCrossEntropy(logits, labels, { smoothing: 2 }),
      'softmaxCrossEntropy: expected smoothing from 0 to 1, got 2',
    ],
    [
      // @ts-expect-error the sentence stands in the editor
      () => softmaxCrossEntropy(logits, labels, { classWeights: tensor([1, 2]) }),
      'softmaxCrossEntropy: expected class weights [3], got [2]',
    ],
    [
      // @ts-expect-error the sentence stands in the editor
      () => softmaxCrossEntropy(logits, labels, { weights: tensor([1, 2, 3]) }),
      'softmaxCrossEntropy: [3] does not broadcast to [2] (3 is not 2)',
    ],
    [
      // @ts-expect-error the sentence stands in the editor
      () => softmaxCrossEntropy(logits, labels, { axis: 2 }),
      'softmaxCrossEntropy: axis 2 is out of range for [2, 3]',
    ],
    [
      // @ts-expect-error the sentence stands in the editor
      () => softmaxCrossEntropy(logits, labels, { axis: 0 }),
      'softmaxCrossEntropy: logits [2, 3] need labels [3], got [2]',
    ],
    // @ts-expect-error the sentence stands in the editor
    [() => klDivergence(logits, logits, { axis: 2 }), 'klDivergence: axis 2 is out of range for [2, 3]'],
    [() => klDivergence(one, one, { axes: 2 } as never), "klDivergence: there is no option 'axes'"],
  ];
  it.each(refused.map(([call, sentence]) => [sentence, call] as const))('%s', (sentence, call) =>
    expect(call).toThrow(sentence),
  );
});
