import '../reference.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  anchors,
  boxIou,
  clipBoxes,
  decodeBoxes,
  encodeBoxes,
  generalisedBoxIou,
  matchBoxes,
  roiAlign,
} from '../../src/detection/index.js';
import { multiply, subtract, sum } from '../../src/ops/index.js';
import type { Shape } from '../../src/shape/index.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { typed, type Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';

interface Numbers {
  readonly shape: Shape;
  readonly data: readonly number[];
}
type Name =
  | 'a'
  | 'b'
  | 'iou'
  | 'generalised'
  | 'clipped'
  | 'encoded'
  | 'decoded'
  | 'cells'
  | 'quality'
  | 'features'
  | 'regions'
  | 'aligned'
  | 'cotangent'
  | 'featuresGradient';
const golden = JSON.parse(
  readFileSync(new URL('../golden/detection/golden.json', import.meta.url), 'utf8'),
) as Readonly<Record<Name, Numbers>> & Readonly<Record<'matches' | 'everyTruth', readonly number[]>>;

const read = <S extends Shape>(name: Name): Tensor<S, 'float64'> =>
  typed(fromArray(Float64Array.from(golden[name].data), golden[name].shape));
const expectClose = (found: Tensor<Shape, 'float64'>, name: Name, tolerance = 1e-10): void => {
  expect(found.shape).toEqual(golden[name].shape);
  const { data } = golden[name];
  toArray(found).forEach((value, i) => expect(Math.abs(value - (data[i] ?? NaN))).toBeLessThan(tolerance));
};

const [a, b] = [read<[6, 4]>('a'), read<[4, 4]>('b')];

describe('as torchvision', () => {
  it('overlaps', () => {
    expectClose(boxIou(a, b), 'iou');
    expectClose(generalisedBoxIou(a, b), 'generalised');
  });

  it('boxes cut off', () => {
    expectClose(clipBoxes(subtract(a, 2), [5, 7]), 'clipped');
  });

  it('offsets and back', () => {
    const first = typed<[4, 4], 'float64'>(fromArray(toArray(a).slice(0, 16), [4, 4]));
    const weights = [10, 10, 5, 5] as const;
    const offsets = encodeBoxes(first, b, { weights });
    expectClose(offsets, 'encoded');
    expectClose(decodeBoxes(multiply(offsets, 0.5), b, { weights }), 'decoded');
  });

  it('anchors about a point, before torchvision rounds them', () => {
    const about = anchors([1, 1], { stride: 4, sizes: [6, 9], ratios: [0.5, 1, 2] });
    const cells = toArray(subtract(about, 2));
    golden.cells.data.forEach((corner, i) => expect(Math.abs((cells[i] ?? NaN) - corner)).toBeLessThanOrEqual(0.5));
  });

  it('matches, with every truth and without', () => {
    const quality = read<[8, 3]>('quality');
    const options = { positive: 0.7, negative: 0.3 };
    expect([...toArray(matchBoxes(quality, options))]).toEqual(golden.matches);
    expect([...toArray(matchBoxes(quality, { ...options, everyTruth: true }))]).toEqual(golden.everyTruth);
  });

  it('aligned regions and their gradient', () => {
    const [features, regions, cotangent] = [read<[2, 5, 7]>('features'), read<[4, 4]>('regions'), read('cotangent')];
    const align = (x: Tensor<[2, 5, 7], 'float64'>) => roiAlign(x, regions, { size: [3, 2], scale: 0.25, samples: 2 });
    expectClose(align(features), 'aligned');
    expectClose(grad((x: typeof features) => sum(multiply(align(x), cotangent)))(features), 'featuresGradient');
  });
});
