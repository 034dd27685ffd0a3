/** What is claimed of boxes, suppression, regions of interest and average precision. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as detection from '../../src/detection/index.js';
import type { Corners, Detection, Found, PrecisionOptions, Truth } from '../../src/detection/index.js';
import { maxPool2d } from '../../src/ops/index.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { typed, type Tensor } from '../../src/tensor/tensor.js';
import { expectBatching, expectGradient, LawError } from '../../src/testing/laws/index.js';
import { equal, int, law, numbers, ordered, real, same } from '../law.js';
import type { Law, Numbers } from '../law.js';

type List = Tensor<[number, number], 'float64'>;
type Line = Tensor<[number], 'float64'>;
type Cube = Tensor<[number, number, number], 'float64'>;
interface Pooling {
  readonly size: readonly [number, number];
  readonly scale: number;
}

/** The operations, as they are told apart from their types. */
export interface Subject {
  readonly iou: (a: List, b: List) => Numbers;
  readonly generalised: (a: List, b: List) => Numbers;
  readonly encode: (boxes: List, anchors: List) => Numbers;
  readonly decode: (offsets: List, anchors: List) => Numbers;
  readonly suppress: (boxes: List, scores: Line, overlap: number) => readonly boolean[];
  readonly pool: (features: Cube, boxes: List, options: Pooling) => Numbers;
  readonly align: (features: Cube, boxes: List, options: Pooling & { readonly samples: number }) => Numbers;
  readonly precision: (images: readonly Found[], options: PrecisionOptions) => number;
}

/** The library's own. */
export const own: Subject = {
  iou: (a, b) => detection.boxIou(a, b),
  generalised: (a, b) => detection.generalisedBoxIou(a, b),
  encode: (boxes, anchors) => detection.encodeBoxes(boxes, anchors),
  decode: (offsets, anchors) => detection.decodeBoxes(offsets, anchors),
  suppress: (boxes, scores, overlap) =>
    Array.from(toArray(detection.suppress(boxes, scores, { overlap })), (value) => value === 1),
  pool: (features, boxes, options) => detection.roiPool(features, boxes, options),
  align: (features, boxes, options) => detection.roiAlign(features, boxes, options),
  precision: (images, options) => detection.averagePrecision(images, options).mean,
};

/** A box with corners on a grid of quarters, of some width and height. */
const box = (least = 1, size = 8): Arbitrary<Corners> =>
  fc
    .record({ x: int(0, 4 * size), y: int(0, 4 * size), w: int(least, 4 * size), h: int(least, 4 * size) })
    .map(({ x, y, w, h }) => [x / 4, y / 4, (x + w) / 4, (y + h) / 4] as const);

const boxes = (least?: number): Arbitrary<readonly Corners[]> =>
  fc.array(box(least, 3), { minLength: 1, maxLength: 6 });

const list = (corners: readonly Corners[]): List => typed(numbers(corners.flat(), [corners.length, 4]));

const within = (what: string, found: number, low: number, high: number): void => {
  if (!(found >= low && found <= high)) throw new LawError(`${what} is ${found}, not from ${low} to ${high}`);
};

const area = ([left, top, right, bottom]: Corners): number => Math.max(0, right - left) * Math.max(0, bottom - top);
const meet = (a: Corners, b: Corners): Corners => [
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
  Math.min(a[2], b[2]),
  Math.min(a[3], b[3]),
];
const overlapOf = (a: Corners, b: Corners): number => {
  const common = area(meet(a, b));
  const union = area(a) + area(b) - common;
  return union === 0 ? 0 : common / union;
};

/** the definition: the best of those left stays, and takes those away that overlap it */
const greedy = (all: readonly Corners[], scores: readonly number[], overlap: number): readonly boolean[] => {
  const kept = new Set<number>();
  let left = [...all.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  for (let [first] = left; first !== undefined; [first] = left) {
    const best = first;
    kept.add(best);
    const chosen = all[best];
    left = left.slice(1).filter((other) => {
      const corners = all[other];
      return chosen !== undefined && corners !== undefined && !(overlapOf(chosen, corners) > overlap);
    });
  }
  return all.map((_, i) => kept.has(i));
};

interface Suppression {
  readonly all: readonly Corners[];
  readonly scores: readonly number[];
  readonly overlap: number;
}
const suppressions = (scores: (n: number) => Arbitrary<readonly number[]>): Arbitrary<Suppression> =>
  fc
    .array(box(4, 2), { minLength: 1, maxLength: 8 })
    .chain((all) =>
      fc.record({ all: fc.constant(all), scores: scores(all.length), overlap: fc.constantFrom(0.1, 0.3, 0.5, 1) }),
    );
const drawn = (n: number): Arbitrary<readonly number[]> => fc.array(int(0, 3), { minLength: n, maxLength: n });
const different = (n: number): Arbitrary<readonly number[]> =>
  fc.uniqueArray(int(-50, 50), { minLength: n, maxLength: n });
const line = (values: readonly number[]): Line => typed(numbers(values, [values.length]));

const alike = (what: string, found: readonly boolean[], expected: readonly boolean[]): void => {
  if (found.join() !== expected.join()) throw new LawError(`${what}: [${found.join()}], expected [${expected.join()}]`);
};

interface Regions {
  readonly features: Cube;
  readonly all: readonly Corners[];
  readonly options: Pooling & { readonly samples: number };
}
const regionsOf = (most: number, count = 2): Arbitrary<Regions> =>
  fc
    .record({
      c: int(1, 2),
      h: int(1, most),
      w: int(1, most),
      p: int(1, 3),
      q: int(1, 2),
      n: int(1, count),
      samples: int(1, 3),
    })
    .chain(({ c, h, w, p, q, n, samples }) =>
      fc.record({
        features: real([c, h, w], -1, 1).map((x): Cube => typed(x)),
        all: fc.array(
          box(0, 5).map(([l, t, r, b]): Corners => [l - 1.4, t - 1.3, r - 1.4, b - 1.3]),
          { minLength: n, maxLength: n },
        ),
        options: fc.record({
          size: fc.constant([p, q] as const),
          scale: fc.constantFrom(0.5, 1),
          samples: fc.constant(samples),
        }),
      }),
    );

/** Calls f for each element of the result: box, channel, row, column. */
const filled = (
  { features: { shape }, all, options: { size } }: Regions,
  f: (corners: Corners, channel: number, row: number, column: number) => number,
): Numbers => {
  const out: number[] = [];
  for (const corners of all)
    for (let c = 0; c < shape[0]; c++)
      for (let i = 0; i < size[0]; i++) for (let j = 0; j < size[1]; j++) out.push(f(corners, c, i, j));
  return numbers(out, [all.length, shape[0], ...size]);
};

/** torchvision's loops: bilinear reads at points in each part, averaged */
const alignedSlowly = (task: Regions): Numbers => {
  const { features, options } = task;
  const [, h, w] = features.shape;
  const [values, { size, scale, samples }] = [toArray(features), options];
  const read = (c: number, y: number, x: number): number => {
    if (y < -1 || y > h || x < -1 || x > w) return 0;
    const [v, u] = [Math.min(Math.max(y, 0), h - 1), Math.min(Math.max(x, 0), w - 1)];
    const [i, j] = [Math.floor(v), Math.floor(u)];
    const at = (row: number, column: number): number =>
      values[(c * h + Math.min(row, h - 1)) * w + Math.min(column, w - 1)] ?? NaN;
    const [a, b] = [v - i, u - j];
    return (1 - a) * ((1 - b) * at(i, j) + b * at(i, j + 1)) + a * ((1 - b) * at(i + 1, j) + b * at(i + 1, j + 1));
  };
  return filled(task, ([left, top, right, bottom], c, p, q) => {
    let sum = 0;
    for (let s = 0; s < samples; s++)
      for (let t = 0; t < samples; t++) {
        const y = top * scale - 0.5 + ((p + (s + 0.5) / samples) * (bottom - top) * scale) / size[0];
        const x = left * scale - 0.5 + ((q + (t + 0.5) / samples) * (right - left) * scale) / size[1];
        sum += read(c, y, x);
      }
    return sum / samples ** 2;
  });
};

/** the definition: corners to the nearest cells, parts to whole cells around them, the greatest of each */
const pooledSlowly = (task: Regions): Numbers => {
  const { features, options } = task;
  const [, h, w] = features.shape;
  const [values, { size, scale }] = [toArray(features), options];
  const span = (low: number, high: number, part: number, parts: number, n: number): readonly number[] => {
    const first = Math.floor(low * scale + 0.5);
    const length = Math.max(Math.floor(high * scale + 0.5) - first, 1);
    const [from, to] = [first + Math.floor((part * length) / parts), first + Math.ceil(((part + 1) * length) / parts)];
    return Array.from({ length: n }, (_, i) => i).filter((i) => i >= from && i < to);
  };
  return filled(task, ([left, top, right, bottom], c, p, q) => {
    const cells = span(top, bottom, p, size[0], h).flatMap((i) =>
      span(left, right, q, size[1], w).map((j) => values[(c * h + i) * w + j] ?? NaN),
    );
    return cells.length === 0 ? 0 : Math.max(...cells);
  });
};

/** pictures with things, and things that were found: some are those, moved a little */
const pictures: Arbitrary<readonly Found[]> = fc
  .array(
    fc.record({
      truths: fc.array(fc.record({ box: box(4, 4), label: int(0, 2) }), { maxLength: 3 }),
      guesses: fc.array(fc.record({ box: box(4, 4), label: int(0, 2) }), { maxLength: 2 }),
      keep: fc.array(fc.record({ found: fc.boolean(), by: int(0, 6) }), { minLength: 3, maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((images) => {
    let rank = 0;
    return images.map(({ truths, guesses, keep }): Found => {
      const moved = truths.flatMap(({ box: [l, t, r, b], label }, i): readonly Truth[] => {
        const { found, by } = keep[i] ?? { found: false, by: 0 };
        return found ? [{ box: [l + by / 4, t, r, b], label }] : [];
      });
      // different scores in no particular order: multiples of 7 modulo 101
      const detections = [...moved, ...guesses].map((one): Detection => ({ ...one, score: ((rank += 7) % 101) / 101 }));
      return { truths, detections };
    });
  })
  .filter((images) => images.some(({ truths }) => truths.length > 0));

/** the definition, for one class after the other: at each recall the greatest precision among prefixes of the ranking that reach it */
const precisionSlowly = (images: readonly Found[], overlap: number): number => {
  const labels = new Set(images.flatMap(({ truths }) => truths.map(({ label }) => label)));
  const averages = [...labels].map((label) => {
    const all = images.flatMap(({ detections }, image) => detections.map((one) => ({ ...one, image })));
    const ranking = all.filter((one) => one.label === label).sort((a, b) => b.score - a.score);
    const things = images.map(({ truths }) => truths.filter((truth) => truth.label === label));
    const total = things.flat().length;
    const taken = new Set<Truth>();
    const points = ranking.map((one, rank) => {
      const free = (things[one.image] ?? []).filter((truth) => !taken.has(truth));
      const [best] = [...free].sort((a, b) => overlapOf(b.box, one.box) - overlapOf(a.box, one.box));
      if (best !== undefined && overlapOf(best.box, one.box) >= overlap) taken.add(best);
      return { recall: taken.size / total, precision: taken.size / (rank + 1) };
    });
    const at = Array.from({ length: 101 }, (_, k) =>
      Math.max(0, ...points.filter(({ recall }) => recall >= k / 100 - 1e-9).map(({ precision }) => precision)),
    );
    return at.reduce((sum, value) => sum + value, 0) / 101;
  });
  return averages.reduce((sum, value) => sum + value, 0) / averages.length;
};

const close = (what: string, found: number, expected: number): void => {
  if (!(Math.abs(found - expected) <= 1e-9)) throw new LawError(`${what} is ${found}, expected ${expected}`);
};

export const laws = {
  'IoU is a share: symmetric, from 0 to 1, 1 exactly for equal boxes, and of areas': law(
    () => fc.record({ a: boxes(), b: boxes() }),
    ({ iou }, { a, b }) => {
      const found = toArray(iou(list([...a, ...b]), list([...b, ...a])));
      const [rows, across] = [
        [...a, ...b],
        [...b, ...a],
      ];
      rows.forEach((one, i) =>
        across.forEach((other, j) => {
          const value = found[i * across.length + j] ?? NaN;
          within('an overlap', value, 0, 1);
          equal('whether an overlap is 1', Number(value === 1), Number(one.join() === other.join()));
          close('an overlap', value, overlapOf(one, other));
        }),
      );
      same('the overlaps of b and a', iou(list(b), list(a)), transposed(iou(list(a), list(b))));
    },
  ),

  'generalised IoU is IoU less the share of the hull that is in neither': law(
    () => fc.record({ a: boxes(), b: boxes() }),
    ({ generalised }, { a, b }) => {
      const found = toArray(generalised(list(a), list(b)));
      a.forEach((one, i) =>
        b.forEach((other, j) => {
          const hull = area([
            Math.min(one[0], other[0]),
            Math.min(one[1], other[1]),
            Math.max(one[2], other[2]),
            Math.max(one[3], other[3]),
          ]);
          const union = area(one) + area(other) - area(meet(one, other));
          const value = found[i * b.length + j] ?? NaN;
          close('an overlap', value, overlapOf(one, other) - (hull - union) / hull);
          within('an overlap', value, -1, overlapOf(one, other));
        }),
      );
    },
  ),

  'a box comes back from its offsets, and offsets from their box': law(
    () => fc.array(fc.record({ box: box(), anchor: box() }), { minLength: 1, maxLength: 5 }),
    ({ encode, decode }, pairs) => {
      const [all, anchors] = [list(pairs.map((pair) => pair.box)), list(pairs.map(({ anchor }) => anchor))];
      const offsets: List = typed(encode(all, anchors));
      same('a box', decode(offsets, anchors), all, 1e-12);
      same('offsets', encode(typed(decode(offsets, anchors)), anchors), offsets, 1e-12);
      // equation 2: the middle moves by a share of the anchor, the sizes are its multiples
      const found = toArray(offsets);
      pairs.forEach(({ box: [l, t, r, b], anchor: [al, at, ar, ab] }, i) => {
        const expected = [
          ((l + r) / 2 - (al + ar) / 2) / (ar - al),
          ((t + b) / 2 - (at + ab) / 2) / (ab - at),
          Math.log((r - l) / (ar - al)),
          Math.log((b - t) / (ab - at)),
        ];
        expected.forEach((value, k) => close('an offset', found[4 * i + k] ?? NaN, value));
      });
    },
  ),

  'suppression is greedy, ties included': law(
    () => suppressions(drawn),
    ({ suppress }, { all, scores, overlap }) =>
      alike('what stays', suppress(list(all), line(scores), overlap), greedy(all, scores, overlap)),
    60,
  ),

  'suppression is idempotent, and does not see the order of boxes whose scores differ': law(
    () => fc.record({ task: suppressions(different), keys: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }) }),
    ({ suppress }, { task: { all, scores, overlap }, keys }) => {
      const kept = suppress(list(all), line(scores), overlap);
      const left = all.filter((_, i) => kept[i]);
      const rest = scores.filter((_, i) => kept[i]);
      alike('what stays of what stayed', suppress(list(left), line(rest), overlap), left.map(() => true)); // prettier-ignore
      const order = [...all.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      const mixed = suppress(typed(ordered(list(all), order)), typed(ordered(line(scores), order)), overlap);
      alike('what stays', mixed, order.map((i) => kept[i] ?? false)); // prettier-ignore
    },
  ),

  'regions are pooled and aligned as in loops': law(
    () => regionsOf(5),
    ({ pool, align }, task) => {
      const { features, all, options } = task;
      const { samples, ...plain } = options;
      same('the pool', pool(features, list(all), plain), pooledSlowly(task));
      same('what is aligned', align(features, list(all), { ...plain, samples }), alignedSlowly(task), 1e-12);
    },
    60,
  ),

  'the pool of the whole map is max pooling': law(
    () =>
      fc
        .record({ c: int(1, 2), p: int(1, 3), q: int(1, 3), kh: int(1, 3), kw: int(1, 3) })
        .chain(({ c, p, q, kh, kw }) =>
          fc.record({
            features: real([c, p * kh, q * kw], -1, 1).map((x): Cube => typed(x)),
            size: fc.constant([p, q] as const),
            window: fc.constant([kh, kw] as const),
          }),
        ),
    ({ pool }, { features, size, window }) => {
      const [c, h, w] = features.shape;
      const found = pool(features, list([[0, 0, w, h]]), { size, scale: 1 });
      const expected = maxPool2d(features, { kernel: window });
      same('the pool', found, numbers([...toArray(expected)], [1, c, ...size]));
    },
  ),

  'regions have their gradients, those to the boxes included, and are batched': law(
    () => regionsOf(2, 1),
    ({ align, pool }, { features, all, options }) => {
      const { samples, ...plain } = options;
      const corners = list(all);
      expectGradient(([x, b]: readonly [Cube, List]) => align(x, b, options), [features, corners] as const);
      expectGradient((x: Cube) => pool(x, corners, plain), features);
      expectBatching(([x, b]: readonly [Cube, List]) => align(x, b, { ...plain, samples }), [
        features,
        corners,
      ] as const);
    },
    6,
  ),

  'average precision is its definition, ranks alone decide, and what is found exactly has 1': law(
    () => pictures,
    ({ precision }, images) => {
      for (const overlap of [0.3, 0.5])
        close('the average', precision(images, { overlap }), precisionSlowly(images, overlap));
      const cooler = images.map(({ truths, detections }) => ({
        truths,
        detections: detections.map((one) => ({ ...one, score: one.score ** 3 - 1 })),
      }));
      close('the average of other scores', precision(cooler, {}), precision(images, {}));
      const perfect = images.map(({ truths }) => ({
        truths,
        detections: truths.map((truth, i) => ({ ...truth, score: i })),
      }));
      for (const points of [101, 11, 'all'] as const) close('a perfect average', precision(perfect, { points }), 1);
      close('the average of nothing', precision(images.map(({ truths }) => ({ truths, detections: [] })), {}), 0); // prettier-ignore
    },
    60,
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;

const transposed = (x: Numbers): Numbers => {
  const [n = 0, m = 0] = x.shape;
  const values = toArray(x);
  return fromArray(
    Float64Array.from({ length: n * m }, (_, at) => values[(at % n) * m + Math.floor(at / n)] ?? NaN),
    [m, n],
  );
};
