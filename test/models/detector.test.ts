import { describe, expect, it } from 'vitest';
import { fromArray, item, random, toArray } from '../../src/index.js';
import type { Tensor } from '../../src/index.js';
import { roadScenes } from '../../src/data/index.js';
import { averagePrecision } from '../../src/detection/index.js';
import { detections, detector, type DetectorBatch, type DetectorLoss } from '../../src/models/index.js';
import { adam, chain, clipByGlobalNorm } from '../../src/optim/index.js';
import { startFrom, trainingStep } from '../../src/train/index.js';
import { compile } from '../../src/transform/index.js';
import { leaves } from '../../src/tree/index.js';

const side = 32;
const net = detector([3, side, side], { classes: 10, channels: 4, sizes: [12, 18], proposals: 4 });

/** pictures with at most one sign, in a batch that has so many places for signs */
const batch = (count: number, places: number): DetectorBatch => {
  const { images, boxes, labels } = roadScenes([0, 7], count, { side, most: 1, radius: [6, 9] });
  const [wide, long] = [new Float32Array(count * places * 4), new Int32Array(count * places).fill(-1)];
  for (let i = 0; i < count; i++) {
    wide.set(boxes.subarray(4 * i, 4 * i + 4), 4 * i * places);
    long[i * places] = labels[i] ?? 0;
  }
  const pictures: Tensor<[number, number, number, number]> = fromArray(images, [count, 3, side, side]);
  return { images: pictures, boxes: fromArray(wide, [count, places, 4]), labels: fromArray(long, [count, places]) };
};

const losses: readonly DetectorLoss[] = ['objectness', 'proposals', 'classes', 'boxes'];

describe('the detector', () => {
  const start = net.init(random.key(1));
  const optimizer = chain(clipByGlobalNorm(5), adam({ rate: 4e-3 }));
  const step = trainingStep({ objective: net.objective, optimizer });

  it('does not see places without a sign', () => {
    const objective = compile(net.objective);
    const [one, three] = [1, 3].map((places) => objective(start, batch(3, places), random.key(5)));
    for (const name of losses) {
      const [found, expected] = [three, one].map((outcome) =>
        outcome === undefined ? NaN : item(outcome.measures[name]),
      );
      expect(found, name).toBeCloseTo(expected ?? NaN, 5);
      expect(found, name).toBeGreaterThan(0);
    }
  });

  it('learns a few pictures by heart, with finite gradients', () => {
    const few = batch(4, 1);
    let run = startFrom(start, optimizer, random.key(2));
    const seen: number[] = [];
    for (let i = 0; i < 60; i++) {
      const record = step(run, few);
      seen.push(record.loss);
      run = record.training;
    }
    const numbers = leaves(run.params).flatMap((leaf) => [...toArray(leaf)].map(Number));
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(seen.at(-1)).toBeLessThan(0.4 * (seen[0] ?? 0));
  });

  it('finds at most one box a thing, within the picture', () => {
    const found = compile(net.detect)(start, batch(2, 1).images);
    expect(found.boxes.shape).toEqual([2, 8, 4]);
    const all = detections(found, 0);
    for (const { box, score, label } of all.flat()) {
      expect(Math.min(...box)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...box)).toBeLessThanOrEqual(side);
      expect(score).toBeLessThanOrEqual(1);
      expect(label).toBeLessThan(10);
    }
    // those that stay do not overlap by more than a half, so that each has a precision of its own
    for (const list of all) {
      const truths = list.map(({ box }) => ({ box, label: 0 }));
      const told = list.map((one) => ({ ...one, label: 0 }));
      if (list.length > 0)
        expect(averagePrecision([{ truths, detections: told }], { points: 'all' }).mean).toBeCloseTo(1);
    }
  });
});
