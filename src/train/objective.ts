import { softmaxCrossEntropy } from '../nn/loss/index.js';
import { train } from '../nn/context.js';
import type { Model } from '../nn/model.js';
import type { Shape } from '../shape/shape.js';
import type { Batch } from './batch.js';
import { accuracy } from './metrics/index.js';
import type { Logits } from './metrics/index.js';
import type { Objective } from './step.js';

/** The mean cross-entropy of a classifier's softmax, with the share of the batch that it gets right. */
export const classification =
  <I extends Shape, K extends number, P, S>(
    model: Model<I, readonly [K], P, S>,
  ): Objective<P, S, Batch<I>, 'accuracy'> =>
  (variables, { images, labels }, key) => {
    const [y, state] = model.forward<readonly [number]>(variables, images, train(key));
    const logits: Logits = y;
    return { loss: softmaxCrossEntropy(logits, labels), state, measures: { accuracy: accuracy(logits, labels) } };
  };
