/** Row K1: nearest neighbours, and what near means for images. */
import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { imageDistance, nearestNeighbours } from '../../src/classifiers/index.js';
import { cast, equal, mean, ones, zeros } from '../../src/ops/index.js';
import { permutation, key, uniform } from '../../src/random/index.js';
import { fromArray, item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { compile, grad } from '../../src/transform/index.js';
import { mnist, present } from './mnist.js';

const int32 = { dtype: 'int32' } as const;

describe('K1: image distances', () => {
  const a = tensor([[56, 32, 10, 18], [90, 23, 128, 133], [24, 26, 178, 200], [2, 0, 255, 220]]); // prettier-ignore
  const b = tensor([[10, 20, 24, 17], [8, 10, 89, 100], [12, 16, 178, 170], [4, 32, 233, 112]]); // prettier-ignore

  it('K1: L1 of the 4 × 4 pair is 456', () => {
    expect(item(imageDistance(a, b, { distance: 'l1' }))).toBe(456);
  });

  it('K1: L2 of the 4 × 4 pair is √26,280', () => {
    expect(item(imageDistance(cast(a, 'float64'), cast(b, 'float64')))).toBeCloseTo(Math.sqrt(26280), 12);
    expect(toNested(grad((x: Tensor<[2]>) => imageDistance(x, tensor([0, 0])))(tensor([3, 4])))[1]).toBeCloseTo(0.8, 6);
  });

  it('refuses images of different shapes', () => {
    // @ts-expect-error the sentence stands in the editor too
    expect(() => imageDistance(ones([4, 4]), ones([2, 8]))).toThrow('imageDistance: [4, 4] and [2, 8] differ');
    expect(() => imageDistance(a, b, { distance: 'l3' as never })).toThrow("imageDistance: there is no distance 'l3'");
  });
});

describe('K1: k nearest neighbours', () => {
  const examples = tensor([[0], [1], [4], [5], [6], [20]]);
  const labels = tensor([7, 7, 3, 3, 7, 9], int32);
  const queries = tensor([[0.4], [4.9], [5.6], [100]]);

  it('K1: votes with K = 1, 3, 5', () => {
    const classes = (k: number): unknown => {
      const { fit, predict } = nearestNeighbours({ k });
      return toNested(predict(fit(examples, labels), queries));
    };
    expect([1, 3, 5].map(classes)).toEqual([
      [7, 3, 7, 9],
      [7, 3, 3, 9],
      [7, 7, 7, 7],
    ]);
  });

  it('tells which are near, and how far; of equally far ones the first', () => {
    const { fit, neighbours } = nearestNeighbours({ k: 3, distance: 'l1' });
    const { indices, distances } = neighbours(fit(tensor([[0, 0], [2, 0], [1, 1], [5, 5]]), zeros([4], int32)), tensor([[1, 0]])); // prettier-ignore
    expect([toNested(indices), toNested(distances)]).toEqual([[[0, 1, 2]], [[1, 1, 1]]]);
  });

  it('gives a tied vote to the class of the nearest', () => {
    const { fit, predict } = nearestNeighbours({ k: 4 });
    expect(toNested(predict(fit(tensor([[1], [2], [-3], [4]]), tensor([5, 1, 1, 5], int32)), tensor([[0]])))).toEqual([
      5,
    ]);
  });

  it('is perfect on its own distinct examples, in blocks that do not divide their number', () => {
    const images = uniform(key(3), [2311, 2, 3], { low: 1000, high: 1010 });
    const known = permutation(key(4), 2311);
    const { fit, predict } = nearestNeighbours({ k: 1 });
    expect(item(mean(cast(equal(predict(fit(images, known), images), known), 'float32')))).toBe(1);
  });

  it('finds many neighbours as it finds few', () => {
    const [known, asked] = [uniform(key(1), [40, 5]), uniform(key(2), [7, 5])];
    const of = (k: number) => {
      const { fit, neighbours } = nearestNeighbours({ k });
      return toNested(neighbours(fit(known, zeros([40], int32)), asked).indices);
    };
    expect(of(16)).toEqual(of(40).map((row) => row.slice(0, 16)));
  });

  it('puts what is infinitely far, or nowhere, behind the rest and finds it once', () => {
    const { fit, neighbours } = nearestNeighbours({ k: 3, distance: 'l1' });
    const memory = fit(tensor([[NaN], [Infinity], [1]]), zeros([3], int32));
    expect(toNested(neighbours(memory, tensor([[0]])).indices)).toEqual([[2, 0, 1]]);
  });

  it('is a function like any other: compiled it gives the same, and no queries give nothing', () => {
    const { fit, predict } = nearestNeighbours({ k: 3 });
    const memory = fit(examples, labels);
    const alone = compile((x: Tensor<[4, 1]>) => predict(memory, x));
    expect(toNested(alone(queries))).toEqual(toNested(predict(memory, queries)));
    expect(predict(memory, zeros([0, 1])).shape).toEqual([0]);
    expect(toNested(predict(memory, zeros([0, 1])))).toEqual([]);
  });

  it('refuses what does not fit, in a sentence', () => {
    expect(() => nearestNeighbours({ k: 0 })).toThrow('nearestNeighbours: k must be a whole number above 0, it is 0');
    expect(() => nearestNeighbours({ k: 2, distance: 'l3' as never })).toThrow('there is no distance');
    const { fit, predict } = nearestNeighbours({ k: 3 });
    expect(() => fit(ones([2, 4]), zeros([2], int32))).toThrow('nearestNeighbours: 2 examples have no 3 neighbours');
    // @ts-expect-error the sentence stands in the editor too
    expect(() => fit(ones([4, 2, 2]), zeros([3], int32))).toThrow(
      'nearestNeighbours: examples [4, 2, 2] need labels [4], got [3]',
    );
    const memory = fit(ones([4, 2, 2]), zeros([4], int32));
    // @ts-expect-error the sentence stands in the editor too
    expect(() => predict(memory, ones([4, 2, 3]))).toThrow(
      'nearestNeighbours: the examples known are [2, 2], got [4, 2, 3]',
    );
    // @ts-expect-error a single image is no list of images
    expect(() => predict(memory, ones([2, 2]))).toThrow('the examples known are [2, 2], got [2, 2]');
  });
});

describe.skipIf(!present)('K1: MNIST', () => {
  it('K1: of 1,000 digits, the 5,000 first examples know 91 %, by L2 and by L1', () => {
    const [train, test] = [mnist('train', 5000), mnist('t10k', 1000)];
    const accuracy = (distance: 'l1' | 'l2'): number => {
      const { fit, predict } = nearestNeighbours({ k: 3, distance });
      const found = toArray(predict(fit(train.images, train.labels), test.images));
      const right = toArray(test.labels).filter((label, index) => label === found[index]).length;
      return right / 1000;
    };
    expect(accuracy('l2')).toBeCloseTo(0.912, 2);
    expect(accuracy('l1')).toBeCloseTo(0.895, 2);
  });

  it('K1: ten thousand digits by ten thousand others, K = 3: at least 94.4 %', () => {
    const [train, test] = [mnist('train', 10000), mnist('t10k', 10000)];
    const { fit, predict } = nearestNeighbours({ k: 3 });
    const right = mean(cast(equal(predict(fit(train.images, train.labels), test.images), test.labels), 'float64'));
    expect(item(right)).toBeCloseTo(0.9494, 3);
  });

  it('K1: agrees with the definition, computed in doubles one by one', () => {
    const [train, test] = [mnist('train', 300), mnist('t10k', 20)];
    const { fit, neighbours } = nearestNeighbours({ k: 1 });
    const found = toArray(neighbours(fit(train.images, train.labels), test.images).indices);
    const [a, q] = [toArray(train.images), toArray(test.images)];
    const nearest = Array.from({ length: 20 }, (_, i) => {
      const squares = Array.from({ length: 300 }, (_, j) =>
        a.subarray(784 * j, 784 * (j + 1)).reduce((total, pixel, p) => total + (pixel - (q[784 * i + p] ?? 0)) ** 2, 0),
      );
      return squares.indexOf(Math.min(...squares));
    });
    expect([...found]).toEqual(nearest);
    expect(fromArray(found, [20]).shape).toEqual([20]);
  });
});
