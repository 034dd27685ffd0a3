/** Row K2: linear classifiers, and what their rows look for. */
import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { linearClassifier, scores, templates } from '../../src/classifiers/index.js';
import { l2Penalty } from '../../src/nn/index.js';
import { add, cast, concat, equal, matmul, mean, multiply, ones, reshape, zeros } from '../../src/ops/index.js';
import { sgd } from '../../src/optim/index.js';
import { key, normal } from '../../src/random/index.js';
import { item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import { imageGrid } from '../../src/viz/index.js';
import { mnist, present } from './mnist.js';

const int32 = { dtype: 'int32' } as const;

describe('K2: f(x, W) = Wx + b', () => {
  it('K2: x 3072 × 1, W 10 × 3072, b 10 × 1 make ten scores', () => {
    const map = { weight: normal(key(1), [10, 3072]), bias: normal(key(2), [10]) };
    const x = normal(key(3), [1, 3, 32, 32]);
    const y = scores(map, x);
    expect(y.shape).toEqual([1, 10]);
    const written = add(matmul(map.weight, reshape(x, [3072, 1])), reshape(map.bias, [10, 1]));
    [...toArray(written)].forEach((value, k) => expect(toArray(y)[k]).toBeCloseTo(value, 3));
    expect(30730).toBe(toArray(map.weight).length + toArray(map.bias).length);
  });

  it('K2: the worked example: cat −96.8, dog 437.9, ship 60.75', () => {
    const weight = tensor([[0.2, -0.5, 0.1, 2], [1.5, 1.3, 2.1, 0], [0, 0.25, 0.2, -0.3]], { dtype: 'float64' }); // prettier-ignore
    const bias = tensor([1.1, 3.2, -1.2], { dtype: 'float64' });
    const image = tensor([[[56, 231], [24, 2]]], { dtype: 'float64' }); // prettier-ignore
    [-96.8, 437.9, 60.75].forEach((score, k) =>
      expect(toNested(scores({ weight, bias }, image))[0]?.[k]).toBeCloseTo(score, 10),
    );
  });

  it('K2: its rows are templates', () => {
    const weight = tensor([[1, 2, 3, 4], [5, 6, 7, 8]]); // prettier-ignore
    expect(toNested(templates(weight, [2, 2]))).toEqual([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]); // prettier-ignore
    expect(() => templates(weight, [3, 3])).toThrow('reshape: [2, 4] has 8 elements but [2, 3, 3] has 18');
  });

  it('refuses what does not fit, in a sentence', () => {
    expect(() => scores({ weight: ones([10, 3072]), bias: ones([10]) }, ones([5, 28, 28]))).toThrow(
      'scores: examples [5, 28, 28] have 784 numbers each, but the weights are [10, 3072]',
    );
    expect(() => linearClassifier({ classes: 0 })).toThrow('the number of classes must be a whole number above 0');
    expect(() => linearClassifier({ classes: 2, loss: 'l2' as never })).toThrow("there is no loss 'l2'");
    // @ts-expect-error the sentence stands in the editor too
    expect(() => linearClassifier({ classes: 2 }).fit(key(1), ones([4, 2]), zeros([3], int32))).toThrow(
      'linearClassifier: examples [4, 2] need labels [4], got [3]',
    );
  });
});

describe('linear classifiers', () => {
  const centres = [[2, 0], [-1, 2], [-1, -2]] as const; // prettier-ignore
  const examples = concat(
    centres.map((centre, k) =>
      add(multiply(normal(key(k), [30, 2], { dtype: 'float64' }), 0.5), tensor(centre, { dtype: 'float64' })),
    ),
    0,
  );
  const labels = concat(centres.map((_, k) => multiply(ones([30], int32), k)), 0); // prettier-ignore
  const right = (predictions: Tensor<readonly [number], 'int32'>): number =>
    item(mean(cast(equal(predictions, labels), 'float64')));

  it.each(['softmax', 'svm'] as const)('by %s: tell three clouds apart', (loss) => {
    const { fit, predict } = linearClassifier({ classes: 3, loss, epochs: 100, batch: 30 });
    expect(right(predict(fit(key(9), examples, labels), examples))).toBeGreaterThan(0.97);
  });

  it('end where the gradient of the loss is zero: with a penalty there is one such place', () => {
    const options = {
      classes: 3,
      penalty: { l2: 0.1 },
      epochs: 1000,
      batch: 90,
      optimizer: sgd({ rate: 0.5 }),
    } as const;
    const { fit, loss } = linearClassifier(options);
    const map = fit(key(9), examples, labels);
    const slope = grad((m: typeof map) => loss(m, examples, labels))(map);
    [...toArray(slope.weight), ...toArray(slope.bias)].forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-12));
    expect(
      [...toArray(fit(key(10), examples, labels).weight)].map(
        (value, k) => Math.abs(value - (toArray(map.weight)[k] ?? NaN)) < 1e-9,
      ),
    ).not.toContain(false);
  });

  it('K4: a penalty keeps the weights small', () => {
    const sizeOf = (l2: number): number =>
      item(
        l2Penalty(
          linearClassifier({ classes: 3, penalty: { l2 }, epochs: 200, batch: 30 }).fit(key(1), examples, labels)
            .weight,
        ),
      );
    const sizes = [0, 0.01, 0.1, 1].map(sizeOf);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes[3]).toBeLessThan((sizes[0] ?? 0) / 20);
  });

  it('K4: L1 makes weights of what does not matter zero, L2 only small', () => {
    const noisy = concat([examples, normal(key(4), [90, 8], { dtype: 'float64' })], 1);
    const weights = (penalty: { readonly l1?: number; readonly l2?: number }): readonly number[] =>
      toNested(
        linearClassifier({ classes: 3, penalty, epochs: 300, batch: 90, optimizer: sgd({ rate: 0.02 }) }).fit(
          key(1),
          noisy,
          labels,
        ).weight,
      ).flatMap((row) => row.slice(2));
    const near = (all: readonly number[]): number => all.filter((w) => Math.abs(w) < 1e-3).length;
    expect(near(weights({ l1: 0.05 }))).toBeGreaterThan(near(weights({ l2: 0.05 })) + 10);
  });

  it('are the same for the same key', () => {
    const { fit } = linearClassifier({ classes: 3, epochs: 3, batch: 7 });
    const of = (seed: number) => toNested(fit(key(seed), examples, labels).weight);
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe.skipIf(!present)('K2: MNIST', () => {
  it.each(['softmax', 'svm'] as const)(
    'K2: by %s, from 5,000 digits: more than 850 of 1,000 others, and templates one can see',
    (loss) => {
      const [train, test] = [mnist('train', 5000), mnist('t10k', 1000)];
      const { fit, predict } = linearClassifier({ classes: 10, loss });
      const map = fit(key(1), train.images, train.labels);
      const found = toArray(predict(map, test.images));
      const right = toArray(test.labels).filter((label, index) => label === found[index]).length;
      expect(right).toBeGreaterThan(850);
      const zero = toArray(templates(map.weight, [28, 28])).slice(0, 784);
      /* the middle of a zero is empty, its ring is not */
      expect(zero[14 * 28 + 14]).toBeLessThan(0);
      expect(Math.max(...zero)).toBeGreaterThan(0);
      const drawn = imageGrid({
        images: [{ channels: 1, height: 28, width: 28, pixels: zero }],
        normalise: 'symmetric',
      });
      expect(String(drawn)).toContain('<image');
    },
  );
});
