import '../reference.js';
import { describe, expect, it } from 'vitest';
import {
  anchors,
  averagePrecision,
  boxArea,
  boxIou,
  clipBoxes,
  decodeBoxes,
  encodeBoxes,
  matchBoxes,
  roiAlign,
  roiPool,
  sampleMatches,
  suppress,
  toCentres,
  toCorners,
} from '../../src/detection/index.js';
import { key } from '../../src/random/index.js';
import { zeros } from '../../src/ops/index.js';
import { DTypeError, ShapeError } from '../../src/shape/index.js';
import { fromArray, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { compile, vmap } from '../../src/transform/index.js';

describe('boxes', () => {
  it('have middles and corners', () => {
    expect(toNested(toCentres(tensor([[0, 2, 4, 8]])))).toEqual([[2, 5, 4, 6]]);
    expect(toNested(toCorners(tensor([[2, 5, 4, 6]])))).toEqual([[0, 2, 4, 8]]);
    expect(toNested(boxArea(tensor([[0, 2, 4, 8], [1, 1, 0, 0]])))).toEqual([24, 0]); // prettier-ignore
    expect(toNested(clipBoxes(tensor([-1, 2, 4, 9]), [8, 8]))).toEqual([0, 2, 4, 8]);
  });

  it('have their shapes in their types', () => {
    const overlaps: Tensor<[3, 2]> = boxIou(zeros([3, 4]), zeros([2, 4]));
    const proposed: Tensor<[24, 4]> = anchors([2, 3], { stride: 4, sizes: [4, 8], ratios: [1, 2] });
    const pooled: Tensor<[24, 5, 2, 3]> = roiPool(zeros([5, 2, 3]), proposed, { size: [2, 3], scale: 0.25 });
    const stays: Tensor<[3], 'bool'> = suppress(zeros([3, 4]), zeros([3]), { overlap: 0.5 });
    expect([overlaps, proposed, pooled, stays].map(({ shape }) => shape)).toEqual([[3, 2], [24, 4], [24, 5, 2, 3], [3]]); // prettier-ignore
    const threes = zeros([2, 3]);
    // @ts-expect-error -- the sentence
    expect(() => boxIou(zeros([3, 4]), zeros([2, 5]))).toThrow('boxIou: expected boxes [n, 4], got [2, 5]');
    // @ts-expect-error -- the sentence
    expect(() => suppress(zeros([3, 4]), zeros([2]), { overlap: 0.5 })).toThrow(
      'suppress: boxes [3, 4] need scores [3], got [2]',
    );
    // @ts-expect-error -- the sentence
    expect(() => roiAlign(zeros([3, 4]), zeros([2, 4]), { size: [1, 1] })).toThrow(
      'roiAlign: expected features [channels, height, width], got [3, 4]',
    );
    // @ts-expect-error -- the sentence
    expect(() => boxIou(zeros([3, 4]), zeros([2, 4], { dtype: 'float64' }))).toThrow(DTypeError);
    // @ts-expect-error -- the sentence
    expect(() => toCentres(threes)).toThrow('toCentres: expected boxes [..., 4], got [2, 3]');
    // @ts-expect-error -- the sentence
    expect(() => boxArea(threes)).toThrow(ShapeError);
  });

  it('are refused with what cannot be meant', () => {
    const box = tensor([[0, 0, 1, 1]]);
    expect(() => clipBoxes(box, [0.5, 8])).toThrow('clipBoxes: [0.5, 8] is no size of a picture');
    expect(() => anchors([2, 2], { stride: 0, sizes: [3] })).toThrow('anchors: stride 0 is not a positive number');
    expect(() => anchors([2, -2], { stride: 1, sizes: [3] })).toThrow('anchors: a map [2, -2] has no cells');
    expect(() => encodeBoxes(box, box, { weights: [1, 1, 0, 1] })).toThrow(
      'encodeBoxes: the weights 1, 1, 0, 1 are not four positive numbers',
    );
    expect(() => suppress(box, tensor([1]), { overlap: NaN })).toThrow('suppress: overlap NaN is not from 0 to 1');
    expect(() => matchBoxes(tensor([[1]]), { positive: 0.5, negative: 0.6 })).toThrow(
      'matchBoxes: negative 0.6 is not from 0 to positive 0.5',
    );
    expect(() => roiAlign(zeros([1, 2, 2]), box, { size: [2, 0] })).toThrow(
      'roiAlign: size [2, 0] is not two positive integers',
    );
    expect(() => roiAlign(zeros([1, 2, 2]), box, { size: [2, 2], samples: 0 })).toThrow(
      'roiAlign: samples 0 is not a positive integer',
    );
    expect(() => averagePrecision([], { overlap: 0 })).toThrow(
      'averagePrecision: overlap 0 is not above 0 and at most 1',
    );
    expect(() => averagePrecision([{ truths: [], detections: [{ box: [0, 0, 1, 1], label: 0, score: NaN }] }])).toThrow(
      'averagePrecision: the score of a detection is NaN',
    );
  });

  it('without area overlap nothing, and come back as they are from no offsets', () => {
    expect(toNested(boxIou(tensor([[1, 1, 1, 1]]), tensor([[1, 1, 1, 1], [0, 0, 2, 2]])))).toEqual([[0, 0]]); // prettier-ignore
    expect(toNested(decodeBoxes(zeros([1, 4]), tensor([[1, 2, 5, 9]])))).toEqual([[1, 2, 5, 9]]);
  });
});

describe('suppression', () => {
  const boxes = tensor([[0, 0, 4, 4], [0, 0, 4, 5], [6, 6, 8, 8], [0, 0, 5, 4]]); // prettier-ignore
  const scores = tensor([0.8, 0.9, 0.1, 0.3]);

  it('leaves boxes of other labels alone', () => {
    const labels = tensor([0, 0, 0, 1], { dtype: 'int32' });
    expect([...toArray(suppress(boxes, scores, { overlap: 0.5 }))]).toEqual([0, 1, 1, 0]);
    expect([...toArray(suppress(boxes, scores, { overlap: 0.5, labels }))]).toEqual([0, 1, 1, 1]);
  });

  it('is the same compiled, and of each example of a batch', () => {
    const one = (b: Tensor<[4, 4]>, s: Tensor<[4]>) => suppress(b, s, { overlap: 0.5 });
    expect([...toArray(compile(one)(boxes, scores))]).toEqual([0, 1, 1, 0]);
    const both = vmap(one, { in: [null, 0] })(boxes, tensor([[0.8, 0.9, 0.1, 0.3], [1, 0, 0, 2]])); // prettier-ignore
    expect([...toArray(both)]).toEqual([0, 1, 1, 0, 0, 0, 1, 1]);
  });

  it('of nothing is nothing', () => {
    expect(suppress(zeros([0, 4]), zeros([0]), { overlap: 0.5 }).shape).toEqual([0]);
  });
});

describe('matches that are learned from', () => {
  const matches = fromArray(
    Int32Array.from({ length: 100 }, (_, i) => (i < 10 ? i % 3 : i < 20 ? -2 : -1)),
    [100],
  );
  const chosen = (seed: number, count: number, positives?: number): readonly number[] => {
    const marks = sampleMatches(key(seed), matches, positives === undefined ? { count } : { count, positives });
    return [...toArray(marks)].flatMap((mark, i) => (mark === 1 ? [i] : []));
  };
  const truths = (all: readonly number[]): number => all.filter((i) => i < 10).length;

  it('are so many, at most half of them of a truth, none of those between', () => {
    for (const seed of [1, 2, 3]) {
      expect(
        [chosen(seed, 8), chosen(seed, 40), chosen(seed, 8, 0.25)].map((all) => [all.length, truths(all)]),
      ).toEqual([
        [8, 4],
        [40, 10],
        [8, 2],
      ]);
      expect(chosen(seed, 100).filter((i) => i >= 10 && i < 20)).toEqual([]);
      expect(chosen(seed, 100).length).toBe(90);
    }
  });

  it('depend on the key', () => {
    expect(chosen(1, 8)).not.toEqual(chosen(2, 8));
    expect(chosen(1, 8)).toEqual(chosen(1, 8));
  });
});

describe('average precision', () => {
  const thing = { box: [0, 0, 4, 4], label: 0 } as const;
  const other = { box: [10, 10, 14, 14], label: 0 } as const;
  const nothing = { box: [20, 20, 24, 24], label: 0 } as const;

  it('is the worked example', () => {
    // right, wrong, right: precision 1 up to recall 1/2, then 2/3
    const detections = [
      { ...thing, score: 0.9 },
      { ...nothing, score: 0.8 },
      { ...other, score: 0.7 },
    ];
    const images = [{ truths: [thing, other], detections }];
    const found = averagePrecision(images);
    expect(found.classes[0]?.curve.map(({ recall, precision }) => [recall, precision])).toEqual([
      [0.5, 1],
      [0.5, 0.5],
      [1, 2 / 3],
    ]);
    expect(found.mean).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12);
    expect(averagePrecision(images, { points: 'all' }).mean).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
    expect(averagePrecision(images, { points: 11 }).mean).toBeCloseTo((6 + (5 * 2) / 3) / 11, 12);
  });

  it('counts a thing that is found twice once', () => {
    const detections = [
      { ...thing, score: 0.9 },
      { ...thing, score: 0.8 },
    ];
    expect(
      averagePrecision([{ truths: [thing], detections }]).classes[0]?.curve.map(({ precision }) => precision),
    ).toEqual([1, 0.5]);
  });

  it('is a mean over the classes that there are, and of none not a number', () => {
    const images = [{ truths: [thing, { ...other, label: 3 }], detections: [{ ...thing, score: 1 }] }];
    const { mean, classes } = averagePrecision(images);
    expect(classes.map(({ label, average, truths }) => [label, average, truths])).toEqual([[0, 1, 1], [3, 0, 1]]); // prettier-ignore
    expect(mean).toBe(0.5);
    expect(averagePrecision([{ truths: [], detections: [{ ...thing, score: 1 }] }]).mean).toBeNaN();
  });
});
