/** Regions of interest: what a map of features holds within boxes, brought to one size. */
import {
  add,
  and,
  any,
  clip,
  divide,
  dotGeneral,
  expand,
  floor,
  ceil,
  less,
  greaterEqual,
  lessEqual,
  max,
  maximum,
  mean,
  multiply,
  permute,
  reshape,
  subtract,
  abs,
  where,
} from '../ops/index.js';
import type { OfOneDType } from '../ops/operand.js';
import { expectTensor } from '../ops/operand.js';
import { DTypeError, expectOneDType, expectSpelt, show, ShapeError } from '../shape/index.js';
import type { Arg, OptionNames, SameDim, Shape, Show } from '../shape/index.js';
import { dtypes } from '../tensor/dtype.js';
import type { Float } from '../tensor/dtype.js';
import { fromArrayData } from '../tensor/literal.js';
import { result, typed, type Result, type Tensor } from '../tensor/tensor.js';
import { isValues, type Values } from '../nn/values.js';
import { columns, expectListed } from './boxes.js';

/** What becomes of regions. */
export interface RegionOptions {
  /** height and width of the result */
  readonly size: readonly [height: number, width: number];
  /** how many cells of the map a pixel of the boxes is wide: 1 over the stride of the features; 1 unless given */
  readonly scale?: number;
}

/** Regions of a map of features, or a sentence. */
export type Regions<F extends Shape, B extends Shape, O extends RegionOptions, Op extends string> = F extends readonly [
  infer C extends number,
  number,
  number,
]
  ? B extends readonly [infer N extends number, infer Four extends number]
    ? SameDim<Four, 4> extends true
      ? [N, C, O['size'][0], O['size'][1]]
      : `${Op}: expected boxes [n, 4], got ${Show<B>}`
    : number extends B['length']
      ? [number, C, O['size'][0], O['size'][1]]
      : `${Op}: expected boxes [n, 4], got ${Show<B>}`
  : number extends F['length']
    ? [number, number, O['size'][0], O['size'][1]]
    : `${Op}: expected features [channels, height, width], got ${Show<F>}`;

/** A function of features and boxes to what is in the boxes. */
export type Pooling<Op extends string, O extends RegionOptions> = <
  F extends Shape,
  B extends Shape,
  D extends Float,
  E extends Float,
  const P extends O,
>(
  features: Tensor<F, D>,
  boxes: Arg<OfOneDType<D, E, Op, Regions<F, B, P, Op>>, Tensor<B, E>>,
  options: P,
) => Result<Regions<F, B, P, Op>, D>;

const expectFeatures = (value: unknown, operation: string): Values => {
  const x = expectTensor(value, operation);
  if (!isValues(x)) throw new DTypeError(`${operation}: expected features of floats, got ${x.dtype}`);
  if (x.shape.length !== 3 || x.shape.includes(0))
    throw new ShapeError(`${operation}: expected features [channels, height, width], got ${show(x.shape)}`, [x.shape]);
  return x;
};

const isCount = (n: unknown): boolean => typeof n === 'number' && Number.isSafeInteger(n) && n > 0;

const expectOptions = ({ size, scale = 1 }: RegionOptions, operation: string): void => {
  const given: Shape = size;
  if (given.length !== 2 || !given.every(isCount))
    throw new RangeError(`${operation}: size ${show(given)} is not two positive integers`);
  if (!(scale > 0 && scale < Infinity)) throw new RangeError(`${operation}: scale ${scale} is not a positive number`);
};

/** numbers as a tensor of the type of another */
const constant = (like: Values, numbers: readonly number[]): Values =>
  typed(fromArrayData({ shape: [numbers.length], dtype: like.dtype, data: dtypes[like.dtype].from(numbers) }));

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

const cells = (like: Values, n: number): Values => constant(like, upTo(n));

/** What RoI align is told. */
export interface AlignOptions extends RegionOptions {
  /** points an axis that are averaged in each part of a box; 2 unless given */
  readonly samples?: number;
}

const alignNames: OptionNames<AlignOptions> = { size: true, scale: true, samples: true };

/**
 * How much cell j of n counts in part p of each box along an axis: the mean over the points y of part p of max(0, 1 − |y − j|), y held within the
 * map; a point more than a cell beyond it counts as 0. Shape [boxes, parts, n].
 */
const weightsAlong = (low: Values, high: Values, parts: number, samples: number, n: number): Values => {
  const steps = constant(
    low,
    upTo(parts).flatMap((p) => upTo(samples).map((s) => p + (s + 0.5) / samples)),
  );
  const start = subtract(low, 0.5);
  const points = add(expand(start, 1), multiply(expand(divide(subtract(high, low), parts), 1), steps));
  const seen = and(greaterEqual(points, -1), lessEqual(points, n));
  const near = maximum(subtract(1, abs(subtract(expand(clip(points, 0, n - 1), 2), cells(low, n)))), 0);
  const weights: Values = where(expand(seen, 2), near, 0);
  const parted: Values = reshape(weights, [low.shape[0] ?? 0, parts, samples, n]);
  return mean(parted, 2);
};

/**
 * RoI align: each box is cut into size[0] × size[1] parts, and each part is the mean of samples × samples points in it, read between the cells
 * bilinearly. As rows and columns are read apart, y = A x Bᵀ for each channel; nothing is rounded, so that there is a gradient to the boxes also.
 * Pixel i of the features is the square from i to i + 1.
 * Shape     features [c, h, w], boxes [n, 4] → [n, c, ...size]
 * Gradient  x̄ = Aᵀ ȳ B; of the boxes that of the points
 * Errors    "roiAlign: expected features [channels, height, width], got [3, 8]", "roiAlign: samples 0 is not a positive integer"
 * Cost      2·n·c·size[0]·w·(h + size[1]) flops
 * Source    He, Gkioxari, Dollár and Girshick 2017; torchvision's roi_align with aligned=True
 * @example
 * roiAlign(tensor([[[0, 1], [2, 3]]]), tensor([[0, 0, 2, 2]]), { size: [1, 1] }) // [[[[1.5]]]]
 */
export const roiAlign: Pooling<'roiAlign', AlignOptions> = (features, boxes, options) =>
  result(aligned(features, boxes, options));

const aligned = (features: unknown, boxes: unknown, options: AlignOptions): Values => {
  expectSpelt(options, alignNames, 'roiAlign');
  expectOptions(options, 'roiAlign');
  const { size, scale = 1, samples = 2 } = options;
  if (!isCount(samples)) throw new RangeError(`roiAlign: samples ${samples} is not a positive integer`);
  const [x, b] = [expectFeatures(features, 'roiAlign'), expectListed(boxes, 'roiAlign')];
  expectOneDType('roiAlign', x, b);
  const [, h = 0, w = 0] = x.shape;
  const [left, top, right, bottom] = columns(multiply(b, scale));
  const down = weightsAlong(top, bottom, size[0], samples, h);
  const across = weightsAlong(left, right, size[1], samples, w);
  // [n, p, h] · [c, h, w] → [n, p, c, w]; · [n, q, w] → [n, p, c, q]
  const rows: Values = dotGeneral(down, x, { contract: [[2], [1]] });
  const both: Values = dotGeneral(rows, across, { contract: [[3], [2]], batch: [[0], [0]] });
  return permute(both, [0, 2, 1, 3]);
};

const poolNames: OptionNames<RegionOptions> = { size: true, scale: true };

/** Which of n cells are in part p of each box along an axis: [boxes, parts, n]. */
const cellsAlong = (low: Values, high: Values, parts: number, n: number): Tensor<Shape, 'bool'> => {
  const nearest = (x: Values): Values => floor(add(x, 0.5));
  const first = nearest(low);
  const length = maximum(subtract(nearest(high), first), 1);
  const edge = (p: readonly number[], whole: (x: Values) => Values): Values =>
    expand(add(expand(first, 1), whole(divide(multiply(expand(length, 1), constant(low, p)), parts))), 2);
  const numbers = upTo(parts);
  const j = cells(low, n);
  return and(greaterEqual(j, edge(numbers, floor)), less(j, edge(numbers.map((p) => p + 1), ceil))); // prettier-ignore
};

/**
 * RoI pooling: the corners of each box are rounded to cells, the box is cut into size[0] × size[1] parts that may share a row or column, and
 * each part is the maximum of its cells; 0 of a part beyond the map. A box has at least one cell.
 * Law       the pool of the whole map is max pooling
 * Shape     features [c, h, w], boxes [n, 4] → [n, c, ...size]
 * Gradient  to the greatest cells; none to the boxes
 * Errors    "roiPool: expected features [channels, height, width], got [3, 8]", "roiPool: size [0, 2] is not two positive integers"
 * Cost      n·c·size[0]·w·(h + size[1]) comparisons
 * Source    Girshick 2015; torchvision's roi_pool takes the last row and column of a box for part of it, ours is from corner to corner
 * @example
 * roiPool(tensor([[[0, 1], [2, 3]]]), tensor([[0, 0, 2, 1]]), { size: [1, 1] }) // [[[[1]]]]
 */
export const roiPool: Pooling<'roiPool', RegionOptions> = (features, boxes, options) =>
  result(pooled(features, boxes, options));

const pooled = (features: unknown, boxes: unknown, options: RegionOptions): Values => {
  expectSpelt(options, poolNames, 'roiPool');
  expectOptions(options, 'roiPool');
  const { size, scale = 1 } = options;
  const [x, b] = [expectFeatures(features, 'roiPool'), expectListed(boxes, 'roiPool')];
  expectOneDType('roiPool', x, b);
  const [, h = 0, w = 0] = x.shape;
  const [left, top, right, bottom] = columns(multiply(b, scale));
  const down = cellsAlong(top, bottom, size[0], h);
  const across = cellsAlong(left, right, size[1], w);
  // the greatest over rows [n, c, p, w], then over columns [n, c, p, q]; maxima over nothing are −∞
  const rows: Values = max(where(expand(expand(down, 1), 4), expand(expand(x, 1), 0), -Infinity), 3);
  const both: Values = max(where(expand(expand(across, 1), 1), expand(rows, 3), -Infinity), 4);
  const some = and(expand(any(down, 2), 2), expand(any(across, 2), 1));
  return where(expand(some, 1), both, 0);
};
