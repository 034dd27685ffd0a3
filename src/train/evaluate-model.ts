import { evaluate } from '../nn/context.js';
import type { Variables } from '../nn/definition.js';
import type { Model } from '../nn/model.js';
import { softmaxCrossEntropy } from '../nn/loss/index.js';
import type { Engine } from '../primitive/engine.js';
import type { Shape } from '../shape/shape.js';
import { item, toArray } from '../tensor/literal.js';
import { compile } from '../transform/index.js';
import type { Batch } from './batch.js';
import { predict } from './metrics/index.js';
import type { Logits } from './metrics/index.js';

/** How a classifier does on a data set. */
export interface Evaluation {
  readonly examples: number;
  /** the mean over the examples */
  readonly loss: number;
  readonly accuracy: number;
  /** `confusion[i][j]`: how many examples of class i were predicted to be class j */
  readonly confusion: readonly (readonly number[])[];
  /** of each example, in order */
  readonly predictions: readonly number[];
  readonly labels: readonly number[];
}

/** Applies a model, as it is used rather than trained, to all batches of a data set. */
export type Evaluator<I extends Shape, P, S> = (
  variables: Variables<P, S>,
  batches: Iterable<Batch<I>> | AsyncIterable<Batch<I>>,
) => Promise<Evaluation>;

/**
 * Loss, accuracy, predictions and confusion matrix of a classifier. The function it returns is compiled once and serves any parameters.
 *
 * @example
 * import { build, flatten, linear } from 'pullback/nn';
 * const net = build([1, 2, 2], flatten, { fc: linear(2) });
 * const dataset = { images: new Float32Array(8), labels: Int32Array.of(0, 1), shape: net.input };
 * const test = evaluateModel(net);
 * const { accuracy } = await test(net.init(random.key(1)), inOrder(dataset, 2));
 * accuracy // 0.5
 */
export const evaluateModel = <I extends Shape, K extends number, P, S>(
  model: Model<I, readonly [K], P, S>,
  on: { readonly engine?: Engine } = {},
): Evaluator<I, P, S> => {
  const judge = compile((variables: Variables<P, S>, { images, labels }: Batch<I>) => {
    const [y] = model.forward<readonly [number]>(variables, images, evaluate);
    const logits: Logits = y;
    return { loss: softmaxCrossEntropy(logits, labels), predictions: predict(logits) };
  }, on);
  return async ({ params, state }, batches) => {
    const seen: {
      readonly loss: number;
      readonly predictions: readonly number[];
      readonly labels: readonly number[];
    }[] = [];
    for await (const batch of batches) {
      const { loss, predictions } = judge({ params, state }, batch);
      const labels = [...toArray(batch.labels)];
      seen.push({ loss: item(loss) * labels.length, predictions: [...toArray(predictions)], labels });
    }
    return summary(
      model.output[0],
      seen.reduce((total, { loss }) => total + loss, 0),
      seen.flatMap(({ predictions }) => predictions),
      seen.flatMap(({ labels }) => labels),
    );
  };
};

const summary = (
  classes: number,
  loss: number,
  predictions: readonly number[],
  labels: readonly number[],
): Evaluation => {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, index) => {
    const [row, taken] = [confusion[label], predictions[index] ?? 0];
    if (row !== undefined) row[taken] = (row[taken] ?? 0) + 1;
  });
  const correct = labels.filter((label, index) => label === predictions[index]).length;
  return {
    examples: labels.length,
    loss: loss / labels.length,
    accuracy: correct / labels.length,
    confusion,
    predictions,
    labels,
  };
};
