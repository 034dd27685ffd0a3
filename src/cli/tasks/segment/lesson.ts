import { countOf, crops } from '../../../data/index.js';
import type { Segmented } from '../../../data/index.js';
import { evaluate, softmaxCrossEntropy, train } from '../../../nn/index.js';
import type { Variables } from '../../../nn/index.js';
import { argMax } from '../../../ops/index.js';
import { adam, chain, clipByGlobalNorm, oneCycle } from '../../../optim/index.js';
import { foldIn, split } from '../../../random/index.js';
import type { Key } from '../../../random/index.js';
import { fromArray, toArray } from '../../../tensor/literal.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { begin, confusionMatrix, trainingStep } from '../../../train/index.js';
import type { Objective } from '../../../train/index.js';
import { compile } from '../../../transform/index.js';
import type { Lesson } from '../../learn.js';
import { resumed } from '../../keep.js';
import type { Notes } from '../../keep.js';
import type { Workshop } from '../../task.js';
import type { Extent, Segmenter } from './networks.js';

/** Pictures, and a class for each of their pixels. */
export interface Batch {
  readonly images: Tensor<readonly [number, number, number, number]>;
  readonly masks: Tensor<readonly [number, number, number], 'int32'>;
}

/** Some of the pictures, as tensors. */
export const batchOf = (
  { images, masks, shape: [channels, height, width] }: Segmented,
  from: number,
  count: number,
): Batch => {
  const area = height * width;
  return {
    images: fromArray(images.subarray(from * channels * area, (from + count) * channels * area), [
      count,
      channels,
      height,
      width,
    ]),
    masks: fromArray(masks.subarray(from * area, (from + count) * area), [count, height, width]),
  };
};

const objective =
  <P, S>(network: Segmenter<P, S>, picture: Extent): Objective<P, S, Batch, never> =>
  (variables, { images, masks }, key) => {
    const [scores, state] = network(picture).forward<readonly [number]>(variables, images, train(key));
    return { loss: softmaxCrossEntropy(scores, masks, { axis: 1 }), state, measures: {} };
  };

/** How long to learn, and from what. */
export interface Plan {
  readonly size: number;
  readonly batch: number;
  readonly steps: number;
  readonly epochs: number;
}

/** What a network is to learn from squares of the pictures. */
export const lessonFor = async <P, S>(
  network: Segmenter<P, S>,
  pictures: Segmented,
  { size, batch, steps, epochs }: Plan,
  key: Key,
  notes: Notes,
  workshop: Workshop,
): Promise<Lesson<P, S, Batch, never>> => {
  const [initial, places] = split(key);
  const picture: Extent = [pictures.shape[0], size, size];
  const optimizer = chain(clipByGlobalNorm(5), adam({ rate: oneCycle({ peak: 4e-3, steps: epochs * steps }) }));
  return {
    from: await resumed(begin(network(picture), optimizer, initial), notes, workshop),
    step: trainingStep({ objective: objective(network, picture), optimizer, engine: workshop.engine }),
    batches: (epoch) => {
      const squares = crops(foldIn(places, epoch), pictures, { size, count: steps * batch });
      return Array.from({ length: steps }, (_, step) => step).map((step) => batchOf(squares, step * batch, batch));
    },
    perEpoch: steps,
    epochs,
    notes,
  };
};

/** What a network says of pictures: the class of each pixel, and how often each class was taken for each. */
export interface Judgement {
  readonly predictions: readonly Int32Array[];
  readonly confusion: readonly (readonly [number, number])[];
}

/** Shows a network the pictures, a few at a time. */
export const judge = <P, S>(
  network: Segmenter<P, S>,
  variables: Variables<P, S>,
  pictures: Segmented,
  { engine }: Workshop,
): Judgement => {
  const [, height, width] = pictures.shape;
  const atOnce = Math.max(1, Math.floor(65536 / (height * width)));
  const classify = compile(
    ({ params, state }: Variables<P, S>, { images, masks }: Batch) => {
      const [scores] = network(pictures.shape).forward<readonly [number]>({ params, state }, images, evaluate);
      const predictions = argMax(scores, 1);
      return { predictions, confusion: confusionMatrix(predictions, masks, 2) };
    },
    { engine },
  );
  const { params, state } = variables;
  const predictions: Int32Array[] = [];
  const confusion: [[number, number], [number, number]] = [
    [0, 0],
    [0, 0],
  ];
  for (let from = 0; from < countOf(pictures); from += atOnce) {
    const count = Math.min(atOnce, countOf(pictures) - from);
    const found = classify({ params, state }, batchOf(pictures, from, count));
    predictions.push(toArray(found.predictions));
    const [a = 0, b = 0, c = 0, d = 0] = toArray(found.confusion);
    confusion[0] = [confusion[0][0] + a, confusion[0][1] + b];
    confusion[1] = [confusion[1][0] + c, confusion[1][1] + d];
  }
  return { predictions, confusion };
};

/** The share of pixels that are right, and how well what is looked for was found. */
export type Scores = Readonly<Record<'accuracy' | 'precision' | 'recall' | 'f1' | 'iou', number>>;

/** The scores of a judgement. */
export const scoresOf = ({ confusion: [[tn, fp] = [0, 0], [fn, tp] = [0, 0]] }: Judgement): Scores => ({
  accuracy: (tn + tp) / (tn + fp + fn + tp),
  precision: tp / Math.max(1, tp + fp),
  recall: tp / Math.max(1, tp + fn),
  f1: (2 * tp) / Math.max(1, 2 * tp + fp + fn),
  iou: tp / Math.max(1, tp + fp + fn),
});
