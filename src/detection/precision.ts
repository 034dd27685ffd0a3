/** How good detections are: precision and recall. */
import { isNatural } from '../shape/index.js';

/** A box as numbers: [left, top, right, bottom]. */
export type Corners = readonly [left: number, top: number, right: number, bottom: number];

/** A thing in a picture. */
export interface Truth {
  readonly box: Corners;
  readonly label: number;
}

/** What was taken for a thing, and with what confidence. */
export interface Detection extends Truth {
  readonly score: number;
}

/** What is in a picture, and what was found there. */
export interface Found {
  readonly truths: readonly Truth[];
  readonly detections: readonly Detection[];
}

/** What counts as found, and how the curve becomes a number. */
export interface PrecisionOptions {
  /** the intersection over union from which on a detection is of a truth; 0.5 unless given */
  readonly overlap?: number;
  /**
   * at which recalls precision is read: at 101 (COCO, unless said otherwise), at 11 (PASCAL VOC until 2009), or at all of them: the area
   * under the curve (PASCAL VOC from 2010)
   */
  readonly points?: 101 | 11 | 'all';
}

/** How the things of one class were found. */
export interface ClassPrecision {
  readonly label: number;
  readonly truths: number;
  /** area under the curve */
  readonly average: number;
  /** after each detection, the best first */
  readonly curve: readonly { readonly recall: number; readonly precision: number; readonly score: number }[];
}

/** The mean over the classes that occur, NaN where there are none, and each class. */
export interface AveragePrecision {
  readonly mean: number;
  readonly classes: readonly ClassPrecision[];
}

const area = ([left, top, right, bottom]: Corners): number => Math.max(0, right - left) * Math.max(0, bottom - top);

const iou = (a: Corners, b: Corners): number => {
  const common = area([Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]);
  const union = area(a) + area(b) - common;
  return union > 0 ? common / union : 0;
};

/** whether each detection of a class is of a truth that no better detection has taken; the best detections first, of equals those that stand first */
const judged = (
  images: readonly Found[],
  label: number,
  overlap: number,
): readonly { readonly score: number; readonly right: boolean }[] => {
  const own = images.map(({ truths }) => truths.filter((truth) => truth.label === label));
  const taken = own.map(() => new Set<Truth>());
  return images
    .flatMap(({ detections }, image) =>
      detections.filter((one) => one.label === label).map(({ box, score }) => ({ box, score, image })),
    )
    .sort((a, b) => b.score - a.score)
    .map(({ box, score, image }) => {
      const free = (own[image] ?? []).filter((truth) => taken[image]?.has(truth) === false);
      const overlaps = free.map((truth) => iou(box, truth.box));
      const best = overlaps.length === 0 ? -1 : overlaps.indexOf(Math.max(...overlaps));
      const truth = free[best];
      const right = truth !== undefined && (overlaps[best] ?? 0) >= overlap;
      if (right) taken[image]?.add(truth);
      return { score, right };
    });
};

/** the area under a curve of rising recall, once precision is the greatest there is at that recall or a higher one */
const areas: {
  readonly [P in NonNullable<PrecisionOptions['points']>]: (
    steps: readonly { readonly found: number; readonly precision: number }[],
    truths: number,
  ) => number;
} = {
  101: (steps, truths) => sampled(steps, truths, 100),
  11: (steps, truths) => sampled(steps, truths, 10),
  all: (steps, truths) => {
    let [before, sum] = [0, 0];
    for (const { found, precision } of steps) {
      sum += ((found - before) / truths) * precision;
      before = found;
    }
    return sum;
  },
};

const sampled = (
  steps: readonly { readonly found: number; readonly precision: number }[],
  truths: number,
  parts: number,
): number => {
  let sum = 0;
  // in whole numbers: found / truths ≥ k / parts
  for (let k = 0; k <= parts; k++) sum += steps.find(({ found }) => found * parts >= k * truths)?.precision ?? 0;
  return sum / (parts + 1);
};

const ofClass = (
  images: readonly Found[],
  label: number,
  overlap: number,
  points: 101 | 11 | 'all',
): ClassPrecision => {
  const truths = images.reduce((n, image) => n + image.truths.filter((truth) => truth.label === label).length, 0);
  let found = 0;
  const steps = judged(images, label, overlap).map(({ score, right }, rank) => {
    if (right) found += 1;
    return { found, score, precision: found / (rank + 1) };
  });
  let greatest = 0;
  const envelope = [...steps]
    .reverse()
    .map(({ found: n, precision }) => {
      greatest = Math.max(greatest, precision);
      return { found: n, precision: greatest };
    })
    .reverse();
  return {
    label,
    truths,
    average: areas[points](envelope, truths),
    curve: steps.map(({ found: n, score, precision }) => ({ recall: n / truths, precision, score })),
  };
};

/**
 * Average precision of detections: for each class, detections are taken from the most confident on; one is right if the truth it overlaps most, of
 * those not taken yet, overlaps it by at least `overlap`. Precision is the share of right ones so far, recall the share of truths found, and their
 * curve becomes a number by reading off the greatest precision at each recall or beyond. Of equal scores the detection that stands first is first.
 * Law       1 if all truths were found and nothing else, 0 if none was
 * Errors    "averagePrecision: overlap 2 is not above 0 and at most 1", "averagePrecision: the score of a detection is NaN"
 * Source    Everingham et al. 2010 (PASCAL VOC); Lin et al. 2014 (COCO)
 * @example
 * const truth = { box: [0, 0, 4, 4], label: 0 } as const;
 * averagePrecision([{ truths: [truth], detections: [{ ...truth, score: 0.9 }] }]).mean // 1
 */
export const averagePrecision = (images: readonly Found[], options: PrecisionOptions = {}): AveragePrecision => {
  const { overlap = 0.5, points = 101 } = options;
  if (!(overlap > 0 && overlap <= 1))
    throw new RangeError(`averagePrecision: overlap ${overlap} is not above 0 and at most 1`);
  if (!Object.hasOwn(areas, points))
    throw new RangeError(`averagePrecision: points ${points} are none of 11, 101, all`);
  for (const { truths, detections } of images) {
    if (detections.some(({ score }) => Number.isNaN(score)))
      throw new RangeError('averagePrecision: the score of a detection is NaN');
    const wrong = [...truths, ...detections].find(({ label }) => !isNatural(label));
    if (wrong !== undefined) throw new RangeError(`averagePrecision: label ${wrong.label} is not a class`);
  }
  const labels = [...new Set(images.flatMap(({ truths }) => truths.map(({ label }) => label)))].sort((a, b) => a - b);
  const classes = labels.map((label) => ofClass(images, label, overlap, points));
  return { mean: classes.reduce((sum, { average }) => sum + average, 0) / classes.length, classes };
};
