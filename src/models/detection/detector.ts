import {
  anchors,
  boxIou,
  clipBoxes,
  decodeBoxes,
  encodeBoxes,
  matchBoxes,
  roiAlign,
  sampleMatches,
  suppress,
  type CodingOptions,
  type Detection,
  type Matches,
} from '../../detection/index.js';
import {
  batchNorm,
  conv2d,
  evaluate,
  flatten,
  huber,
  linear,
  maxPool2d,
  relu,
  sequential,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  times,
  train,
  type AnyVariables,
  type Values,
  type Variables,
} from '../../nn/index.js';
import {
  add,
  and,
  argMax,
  argSort,
  cast,
  concat,
  divide,
  expand,
  greaterEqual,
  max,
  maximum,
  mean,
  multiply,
  negate,
  not,
  permute,
  reshape,
  slice,
  softmax,
  stopGradient,
  sum,
  take,
  where,
} from '../../ops/index.js';
import { split, splitBatch, type Key } from '../../random/index.js';
import { dimension, ShapeError, show, type Shape } from '../../shape/index.js';
import { toArray } from '../../tensor/literal.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import { vmap } from '../../transform/index.js';
import { dynamicModel, type DynamicModel } from '../dynamic.js';

const conv = <const C extends number>(out: C) =>
  sequential({ conv: conv2d({ out, kernel: 3, padding: 1, bias: false }) }, { norm: batchNorm() }, relu);

/**
 * The features that both stages share: four convolutions, a map of a quarter of the size.
 * Shape  [C, H, W] → [4·channels, H/4, W/4]
 */
export const detectorBackbone = <const C extends number>(channels: C) =>
  sequential(
    { conv1: conv(channels) },
    maxPool2d(2),
    { conv2: conv(times(2, channels)) },
    maxPool2d(2),
    { conv3: conv(times(4, channels)) },
    { conv4: conv(times(4, channels)) },
  );

/**
 * The region proposal network: at each cell, for each anchor, whether there is a thing, and four offsets.
 * Shape  [C, h, w] → [5·anchors, h, w]
 */
export const proposalHead = <const C extends number, const A extends number>(channels: C, perCell: A) =>
  sequential({ conv: conv2d({ out: channels, kernel: 3, padding: 1 }) }, relu, {
    out: conv2d({ out: times(5, perCell), kernel: 1 }),
  });

/**
 * The second stage, on what the features hold within a proposal: a logit for the background and for each class, and four offsets.
 * Shape  [C, p, p] → [classes + 5]
 */
export const regionHead = <const N extends number>(hidden: number, out: N) =>
  sequential(flatten, { fc1: linear(hidden) }, relu, { fc2: linear(out) });

/** What a detector is told. */
export interface DetectorOptions {
  readonly classes: number;
  /** of the first convolution; 16 unless given */
  readonly channels?: number;
  /** the sides of the anchors in pixels, and heights over widths */
  readonly sizes: readonly number[];
  readonly ratios?: readonly number[];
  /** how many proposals the second stage looks at, after suppression; 16 unless given */
  readonly proposals?: number;
}

/** The tensors of the three networks, under their names. */
export interface DetectorVariables {
  readonly backbone: AnyVariables['params'];
  readonly proposals: AnyVariables['params'];
  readonly head: AnyVariables['params'];
}

/** Pictures with what is in them: where there are fewer things than places, the labels of the rest are −1 and their boxes 0. */
export interface DetectorBatch {
  readonly images: Tensor<[number, number, number, number]>;
  /** [b, m, 4] */
  readonly boxes: Tensor<[number, number, number]>;
  /** [b, m] */
  readonly labels: Tensor<[number, number], 'int32'>;
}

/** What is found in pictures: the boxes of all proposals with the class and the score of each, and which of them stay. */
export interface Detected {
  /** [b, n, 4] */
  readonly boxes: Tensor<[number, number, number]>;
  /** [b, n] */
  readonly scores: Tensor<[number, number]>;
  readonly labels: Tensor<[number, number], 'int32'>;
  readonly stays: Tensor<[number, number], 'bool'>;
}

/** The parts of the loss: is there a thing, where about; which is it, and where exactly. */
export type DetectorLoss = 'objectness' | 'proposals' | 'classes' | 'boxes';

/** Three networks, and what is done with them. */
export interface Detector {
  readonly backbone: DynamicModel;
  readonly proposals: DynamicModel;
  readonly head: DynamicModel;
  /** [n, 4] */
  readonly anchors: Tensor<readonly [number, 4]>;
  readonly init: (key: Key) => Variables<DetectorVariables, DetectorVariables>;
  /** The sum of four losses, the next state and the four, as a `trainingStep` wants them. */
  readonly objective: (
    variables: Variables<DetectorVariables, DetectorVariables>,
    batch: DetectorBatch,
    key: Key,
  ) => {
    readonly loss: Tensor<[]>;
    readonly state: DetectorVariables;
    readonly measures: Readonly<Record<DetectorLoss, Tensor<[]>>>;
  };
  readonly detect: (
    variables: Variables<DetectorVariables, DetectorVariables>,
    images: DetectorBatch['images'],
  ) => Detected;
}

type Cube = Tensor<[number, number, number]>;
type List = Tensor<[number, number]>;
type Numbers = Tensor<[number]>;
type Labels = Tensor<[number], 'int32'>;

/** of the features, in pixels */
const stride = 4;
/** the regions of the second stage */
const size = [6, 6] as const;
const hidden = 128;
/** where smooth L1 turns from a parabola into a line */
const delta = 1 / 9;
/** offsets of the second stage are small, and are learned the faster for being multiplied */
const weights = [10, 10, 5, 5] as const;

/** the offsets from each proposal to its truth, 0 where it has none */
const targetsOf = (matches: Matches, truths: List, proposals: List, coding: CodingOptions = {}): List => {
  const own: List = typed(take(truths, maximum(matches, 0)));
  return typed(where(expand(greaterEqual(matches, 0), 1), encodeBoxes(own, proposals, coding), 0));
};

const positive = (matches: Matches): Numbers => typed(cast(greaterEqual(matches, 0), 'float32'));

/** smooth L1 of the offsets of those that are of a thing, over how many there are of all that count */
const offsetLoss = (found: Values, wanted: Values, things: Values, counts: Values): Tensor<[]> => {
  const of: Values = expand(multiply(things, counts), -1);
  const total: Values = huber(found, wanted, { delta, reduction: 'sum', weights: of });
  return typed(divide(total, multiply(maximum(sum(counts), 1), delta)));
};

/**
 * A detector of two stages on small pictures, after Faster R-CNN. From the features of a picture the first stage says of each anchor whether there
 * is a thing and how to move it there; the best of these, once those that mean the same are suppressed, are proposals. The second stage looks at the
 * features within each proposal, again, and says which class it is of, or background, and moves it once more. Both are learned at once, the second
 * on proposals that are taken as given. A pure function of the variables of three networks.
 *
 * Shape       pictures [b, C, H, W] with H and W multiples of 4
 * Parameters  395,566 for [3, 96, 96], 10 classes, 16 channels and three anchors a cell
 * Errors      "detector: expected pictures [C, H, W] whose height and width are multiples of 4, got [3, 30, 30]"
 * Source      Ren, He, Girshick and Sun 2015, figure 2; regions are pooled as in He, Gkioxari, Dollár and Girshick 2017; deck row S13
 * @example
 * const { anchors } = detector([3, 96, 96], { classes: 10, sizes: [16, 24, 32] });
 * anchors.shape // [1728, 4]
 */
export const detector = (input: Shape, options: DetectorOptions): Detector => {
  const { classes, channels = 16, sizes, ratios = [1], proposals: wanted = 16 } = options;
  const [height, width] = [dimension(input, 1), dimension(input, 2)];
  if (input.length !== 3 || height % stride !== 0 || width % stride !== 0)
    throw new ShapeError(
      `detector: expected pictures [C, H, W] whose height and width are multiples of ${stride}, got ${show(input)}`,
      [input],
    );
  const perCell = sizes.length * ratios.length;
  const [h, w] = [height / stride, width / stride];
  const boxes = anchors([h, w], { stride, sizes, ratios });
  const all = h * w * perCell;

  const backbone = dynamicModel(input, detectorBackbone(channels));
  const proposals = dynamicModel(backbone.output, proposalHead(4 * channels, perCell));
  const head = dynamicModel([4 * channels, ...size], regionHead(hidden, classes + 5));

  /** [b, 5·anchors, h, w] → whether there is a thing [b, n], offsets [b, n, 4], in the order of the anchors */
  const perAnchor = (map: Values): { logits: List; offsets: Tensor<[number, number, number]> } => {
    const examples = map.shape[0] ?? 0;
    const parted: Values = reshape(map, [examples, perCell, 5, h * w]);
    const ordered: Values = reshape(permute(parted, [0, 3, 1, 2]), [examples, all, 5]);
    return {
      logits: typed(reshape(slice(ordered, [null, null, { end: 1 }]), [examples, all])),
      offsets: typed(slice(ordered, [null, null, { start: 1 }])),
    };
  };

  /** the best proposals of one picture, and which of them are not suppressed */
  const propose = (logits: Numbers, offsets: List, most: number): { rois: List; stays: Tensor<[number], 'bool'> } => {
    const few = Math.min(4 * most, all);
    const order: Labels = typed(slice(argSort(negate(logits)), [{ end: few }]));
    const found: List = typed(clipBoxes(decodeBoxes(take(offsets, order), take(boxes, order)), [height, width]));
    const scores: Numbers = typed(take(logits, order));
    const stays = suppress(found, scores, { overlap: 0.7 });
    // those that stay first, each half in its order
    const first: Labels = typed(slice(argSort(cast(not(stays), 'int32')), [{ end: Math.min(most, few) }]));
    return { rois: typed(take(found, first)), stays: typed(take(stays, first)) };
  };

  /** [b, r, classes + 5] → a score for the background and each class [b, r, classes + 1], offsets [b, r, 4] */
  const perRegion = (answers: Values): { scores: Cube; moves: Cube } => ({
    scores: typed(slice(answers, [null, null, { end: classes + 1 }])),
    moves: typed(slice(answers, [null, null, { start: classes + 1 }])),
  });

  const pool = (features: Cube, rois: List): Tensor<[number, number, number, number]> =>
    roiAlign(features, rois, { size, scale: 1 / stride });

  return {
    backbone,
    proposals,
    head,
    anchors: boxes,
    init: (key) => {
      const [a, b, c] = split(key, 3);
      const parts = { backbone: backbone.init(a), proposals: proposals.init(b), head: head.init(c) };
      return {
        params: { backbone: parts.backbone.params, proposals: parts.proposals.params, head: parts.head.params },
        state: { backbone: parts.backbone.state, proposals: parts.proposals.state, head: parts.head.state },
      };
    },
    objective: ({ params, state }, batch, key) => {
      const [first, second, third, chance] = split(key, 4);
      const variables = (name: keyof DetectorVariables): AnyVariables => ({ params: params[name], state: state[name] });
      const [features, nextBackbone] = backbone.forward<readonly [number]>(
        variables('backbone'),
        batch.images,
        train(first),
      );
      const [map, nextProposals] = proposals.forward<readonly [number]>(
        variables('proposals'),
        features,
        train(second),
      );
      const { logits, offsets } = perAnchor(map);

      const one = (own: Cube, objectness: Numbers, moves: List, truths: List, labels: Labels, chanceOfOne: Key) => {
        const matches = matchBoxes(boxIou(boxes, truths), { positive: 0.6, negative: 0.3, everyTruth: true });
        const sample = { count: 64, positives: 0.5 };
        const counts: Numbers = typed(cast(sampleMatches(chanceOfOne, matches, sample), 'float32'));
        const thing = positive(matches);
        // what the second stage learns from: the truths themselves, then the proposals, taken as given
        const { rois: best, stays } = propose(stopGradient(objectness), stopGradient(moves), wanted);
        const rois: List = typed(concat([truths, best], 0));
        const there = concat([greaterEqual(labels, 0), stays], 0);
        const found = matchBoxes(boxIou(rois, truths), { positive: 0.5 });
        const kinds = where(greaterEqual(found, 0), add(take(labels, maximum(found, 0)), 1), 0);
        return {
          objectness: sigmoidCrossEntropy(objectness, thing, { weights: counts }),
          proposals: offsetLoss(moves, targetsOf(matches, truths, typed(boxes)), thing, counts),
          regions: pool(own, rois),
          kinds,
          targets: targetsOf(found, truths, rois, { weights }),
          there: cast(there, 'float32'),
          things: positive(found),
        };
      };
      const keys = splitBatch(chance, batch.images.shape[0]);
      const each = vmap(one)(
        typed<[number, number, number, number], 'float32'>(features),
        logits,
        offsets,
        batch.boxes,
        batch.labels,
        keys,
      );
      const [answers, nextHead] = head.forward<readonly [number, number]>(
        variables('head'),
        each.regions,
        train(third),
      );
      const { scores, moves } = perRegion(answers);
      const kinds = softmaxCrossEntropy(scores, each.kinds, { weights: each.there });
      const losses = {
        objectness: mean(each.objectness),
        proposals: mean(each.proposals),
        classes: kinds,
        boxes: offsetLoss(moves, each.targets, each.things, each.there),
      };
      const loss = add(add(losses.objectness, losses.proposals), add(losses.classes, losses.boxes));
      return { loss, state: { backbone: nextBackbone, proposals: nextProposals, head: nextHead }, measures: losses };
    },
    detect: ({ params, state }, images) => {
      const variables = (name: keyof DetectorVariables): AnyVariables => ({ params: params[name], state: state[name] });
      const [features] = backbone.forward<readonly [number]>(variables('backbone'), typed(images), evaluate);
      const [map] = proposals.forward<readonly [number]>(variables('proposals'), features, evaluate);
      const { logits, offsets } = perAnchor(map);
      const first = vmap((own: Cube, objectness: Numbers, moves: List) => {
        const { rois, stays } = propose(objectness, moves, 2 * wanted);
        return { rois, stays, regions: pool(own, rois) };
      })(typed<[number, number, number, number], 'float32'>(features), logits, offsets);
      const [answers] = head.forward<readonly [number, number]>(variables('head'), first.regions, evaluate);
      const { scores, moves } = perRegion(answers);
      return vmap((own: List, offsetsOf: List, rois: List, there: Tensor<[number], 'bool'>) => {
        const probabilities = slice(softmax(own), [null, { start: 1 }]);
        const best: Numbers = typed(where(there, max(probabilities, 1), 0));
        const found: List = typed(clipBoxes(decodeBoxes(offsetsOf, rois, { weights }), [height, width]));
        return {
          boxes: found,
          scores: best,
          labels: argMax(probabilities, 1),
          stays: and(there, suppress(found, best, { overlap: 0.5 })),
        };
      })(scores, moves, first.rois, first.stays);
    },
  };
};

/** The detections of each picture that stay and score at least so much, as lists for `averagePrecision`. */
export const detections = (found: Detected, least = 0.05): readonly (readonly Detection[])[] => {
  const [pictures, n] = found.scores.shape;
  const { boxes, scores, labels, stays } = found;
  const [corners, marks, kinds, kept] = [toArray(boxes), toArray(scores), toArray(labels), toArray(stays)];
  return Array.from({ length: pictures }, (_, i) =>
    Array.from({ length: n }, (__, j) => i * n + j)
      .filter((at) => kept[at] === 1 && (marks[at] ?? 0) >= least)
      .map((at) => {
        const [left = 0, top = 0, right = 0, bottom = 0] = corners.subarray(4 * at, 4 * at + 4);
        return { box: [left, top, right, bottom], score: marks[at] ?? 0, label: kinds[at] ?? 0 };
      }),
  );
};
