/** A network of the table once forward and one step of training on the embedded engine. */
import '../../src/index.js';
import { models, type DynamicModel, type ModelName } from '../../src/models/index.js';
import { evaluate, parameterCount, softmaxCrossEntropy, train } from '../../src/nn/index.js';
import { permute } from '../../src/ops/index.js';
import { sgd } from '../../src/optim/index.js';
import { key, normal, randint } from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { begin, trainingStep } from '../../src/train/index.js';
import { compile } from '../../src/transform/index.js';

/** What was found. */
export interface Once {
  readonly name: ModelName;
  readonly parameters: number;
  /** of the batch, and what was made of it */
  readonly input: Shape;
  readonly output: Shape;
  /** seconds, with the time to make the plan */
  readonly forward: number;
  readonly step: number;
  /** the cross-entropy before and after the step, on the batch that it learned */
  readonly loss: number;
  readonly after: number;
}

interface Examples {
  readonly images: Tensor;
  readonly labels: Tensor<Shape, 'int32'>;
}

/** classes lie along axis 1, before the pixels where there are any */
const crossEntropy = (y: Tensor, labels: Examples['labels']): Tensor<[]> =>
  softmaxCrossEntropy(permute(y, [0, ...y.shape.keys()].filter((axis, k) => k === 0 || axis > 1).concat(1)), labels);

/** Builds a network for a batch of noise with classes at random, applies it, and follows the gradient of the cross-entropy once. */
export const once = (name: ModelName, batch: number, input = models[name].input): Once => {
  const { classes, build } = models[name];
  const model: DynamicModel = build(input, classes);
  const images: Tensor = normal(key(1), [batch, ...input]);
  const labels: Examples['labels'] = randint(key(2), [batch, ...model.output.slice(1)], 0, classes);
  const optimizer = sgd({ rate: 1e-3 });
  const start = begin(model, optimizer, key(0));
  const objective = (variables: Pick<typeof start, 'params' | 'state'>, given: Examples, seed: Key) => {
    const [y, state] = model.forward(variables, given.images, train(seed));
    return { loss: crossEntropy(y, given.labels), state, measures: {} };
  };
  const [forward, y] = timed(() => {
    const apply = compile(
      (variables: Pick<typeof start, 'params' | 'state'>, x: Tensor) => model.forward(variables, x, evaluate)[0],
    );
    const scores = apply({ params: start.params, state: start.state }, images);
    if (!toArray(scores).every(Number.isFinite)) throw new Error(`${name}: a score is not finite`);
    return scores;
  });
  const learn = trainingStep({ objective, optimizer });
  const [step, record] = timed(() => learn(start, { images, labels }));
  const { loss: after } = learn(record.training, { images, labels });
  return {
    ...{ name, parameters: parameterCount(model), input: images.shape, output: y.shape },
    ...{ forward, step, loss: record.loss, after },
  };
};

const timed = <A>(act: () => A): readonly [seconds: number, result: A] => {
  const began = performance.now();
  const result = act();
  return [(performance.now() - began) / 1000, result];
};
