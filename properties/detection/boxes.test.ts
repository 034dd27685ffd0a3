import '../../test/reference.js';
import { add, divide, multiply, stopGradient, subtract } from '../../src/ops/index.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { typed, type Tensor } from '../../src/tensor/tensor.js';
import { prove } from '../law.js';
import { laws, own } from './boxes.js';
import type { LawName, Subject } from './boxes.js';

const faulty = (change: Partial<Subject>): Subject => ({ ...own, ...change });
type List = Tensor<[number, number], 'float64'>;

/** boxes moved by a tenth of a pixel: what a convention about corners does */
const moved = (boxes: List): List => typed(add(boxes, fromArray(Float64Array.of(0, 0, 0.1, 0.1), [4])));
/** the last pixel belongs to the box, as in the days of integers */
const wider = (boxes: List): List => typed(add(boxes, fromArray(Float64Array.of(0, 0, 1, 1), [4])));

const overlapOfFirst: Subject['iou'] = (a, b) => {
  const [n, m] = [a.shape[0], b.shape[0]];
  const [found, rows] = [toArray(own.iou(a, b)), toArray(a)];
  const [others] = [toArray(b)];
  const area = (corners: Float64Array, i: number): number =>
    ((corners[4 * i + 2] ?? 0) - (corners[4 * i] ?? 0)) * ((corners[4 * i + 3] ?? 0) - (corners[4 * i + 1] ?? 0));
  // |A ∩ B| / |A| for |A ∩ B| / |A ∪ B|
  return fromArray(
    found.map((iou, at) => {
      const [i, j] = [Math.floor(at / m), at % m];
      const common = (iou / (1 + iou)) * (area(rows, i) + area(others, j));
      return common / area(rows, i);
    }),
    [n, m],
  );
};

const faults: Readonly<Record<LawName, Readonly<Record<string, Subject>>>> = {
  'IoU is a share: symmetric, from 0 to 1, 1 exactly for equal boxes, and of areas': {
    'the intersection over the first': faulty({ iou: overlapOfFirst }),
    'boxes with their last pixel': faulty({ iou: (a, b) => own.iou(wider(a), wider(b)) }),
    'one of the boxes moved': faulty({ iou: (a, b) => own.iou(a, moved(b)) }),
    'generalised IoU': faulty({ iou: own.generalised }),
  },
  'generalised IoU is IoU less the share of the hull that is in neither': {
    IoU: faulty({ generalised: own.iou }),
    'half of it': faulty({ generalised: (a, b) => divide(add(own.generalised(a, b), own.iou(a, b)), 2) }),
  },
  'a box comes back from its offsets, and offsets from their box': {
    'decoding without the exponential': faulty({
      decode: (offsets, anchors) => own.decode(multiply(offsets, 0.5), anchors),
    }),
    'offsets from the corner': faulty({
      encode: (boxes, anchors) => own.encode(typed(boxes), moved(anchors)),
      decode: (offsets, anchors) => own.decode(offsets, moved(anchors)),
    }),
    'offsets with another sign': faulty({ encode: (boxes, anchors) => own.encode(anchors, boxes) }),
  },
  'suppression is greedy, ties included': {
    'the worst first': faulty({
      suppress: (boxes, scores, overlap) => own.suppress(boxes, multiply(scores, -1), overlap),
    }),
    'nothing suppressed': faulty({ suppress: (boxes) => Array.from({ length: boxes.shape[0] }, () => true) }),
    'the last of equals first': faulty({
      suppress: (boxes, scores, overlap) => {
        const last = fromArray(
          Float64Array.from({ length: scores.shape[0] }, (_, i) => i / 100),
          scores.shape,
        );
        return own.suppress(boxes, typed(add(scores, last)), overlap);
      },
    }),
    'what is suppressed suppresses': faulty({
      suppress: (boxes, scores, overlap) => {
        const [near, marks, n] = [toArray(own.iou(boxes, boxes)), toArray(scores), boxes.shape[0]];
        const before = (j: number, i: number): boolean =>
          (marks[j] ?? 0) > (marks[i] ?? 0) || (marks[j] === marks[i] && j < i);
        return Array.from({ length: n }, (_, i) =>
          Array.from({ length: n }, (__, j) => !(before(j, i) && (near[i * n + j] ?? 0) > overlap)).every(Boolean),
        );
      },
    }),
  },
  'suppression is idempotent, and does not see the order of boxes whose scores differ': {
    'the first first, whatever their scores': faulty({
      suppress: (boxes, scores, overlap) => own.suppress(boxes, typed(multiply(scores, 0)), overlap),
    }),
    'a box that nothing suppresses goes': faulty({
      suppress: (boxes, scores, overlap) => own.suppress(boxes, scores, overlap).map((stays, i) => stays && i > 0),
    }),
  },
  'regions are pooled and aligned as in loops': {
    'half a pixel off': faulty({
      align: (x, boxes, options) => own.align(x, typed(add(boxes, 0.5 / options.scale)), options),
    }),
    'another number of points': faulty({
      align: (x, boxes, options) => own.align(x, boxes, { ...options, samples: options.samples + 1 }),
    }),
    'the scale forgotten': faulty({ pool: (x, boxes, options) => own.pool(x, boxes, { ...options, scale: 1 }) }),
    'corners cut off': faulty({
      pool: (x, boxes, options) => own.pool(x, typed(subtract(boxes, 0.5 / options.scale)), options),
    }),
  },
  'the pool of the whole map is max pooling': {
    'boxes without their last pixel': faulty({
      pool: (x, boxes, options) =>
        own.pool(x, typed(subtract(boxes, fromArray(Float64Array.of(0, 0, 1, 1), [4]))), options),
    }),
    'the mean': faulty({ pool: (x, boxes, options) => own.align(x, boxes, { ...options, samples: 2 }) }),
  },
  'regions have their gradients, those to the boxes included, and are batched': {
    'boxes taken as given': faulty({ align: (x, boxes, options) => own.align(x, stopGradient(boxes), options) }),
    'features taken as given': faulty({ pool: (x, boxes, options) => own.pool(stopGradient(x), boxes, options) }),
  },
  'average precision is its definition, ranks alone decide, and what is found exactly has 1': {
    'truths found twice': faulty({
      precision: (images, options) =>
        own.precision(
          images.map(({ truths, detections }) => ({ truths: [...truths, ...truths], detections })),
          options,
        ),
    }),
    'one recall in ten': faulty({ precision: (images, options) => own.precision(images, { ...options, points: 11 }) }),
    'detections as they come': faulty({
      precision: (images, options) => {
        let rank = 0;
        const flat = images.map(({ truths, detections }) => ({
          truths,
          detections: detections.map((one) => ({ ...one, score: -rank++ })),
        }));
        return own.precision(flat, options);
      },
    }),
    'a looser overlap': faulty({
      precision: (images, options) => own.precision(images, { ...options, overlap: (options.overlap ?? 0.5) / 2 }),
    }),
  },
};

prove(laws, () => ({ 'the library': own }), faults);
