/** A network once forward and one step of training on the embedded engine. */
import '../../src/index.js';
import type { DynamicModel } from '../../src/models/index.js';
import { evaluate, parameterCount, train } from '../../src/nn/index.js';
import { sgd } from '../../src/optim/index.js';
import { key, normal } from '../../src/random/index.js';
import type { Key } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { begin, trainingStep } from '../../src/train/index.js';
import { compile } from '../../src/transform/index.js';
import type { System } from './systems.js';

/** What was found. */
export interface Once {
  readonly parameters: number;
  /** of the batch, and of what was made of it */
  readonly input: Shape;
  readonly output: Shape;
  /** seconds, with the time to make the plan */
  readonly forward: number;
  readonly step: number;
  /** before and after the step, on the batch that it learned */
  readonly loss: number;
  readonly after: number;
}

type Weights = ReturnType<DynamicModel['init']>;

/** Applies a network to a batch of noise, and follows the gradient of its loss once. */
export const once = ({ build, loss }: System, batch: (input: Shape) => number): Once => {
  const model = build();
  const x: Tensor = normal(key(1), [batch(model.input), ...model.input]);
  const optimizer = sgd({ rate: 1e-3 });
  const start = begin(model, optimizer, key(0));
  const [forward, output] = timed(() => {
    const apply = compile((variables: Weights, given: Tensor) => model.forward(variables, given, evaluate)[0]);
    const y = apply({ params: start.params, state: start.state }, x);
    if (!toArray(y).every(Number.isFinite)) throw new Error('a number of the result is not finite');
    return y.shape;
  });
  const cost = loss(output);
  const learn = trainingStep({
    objective: (variables: Weights, given: Tensor, seed: Key) => {
      const [y, state] = model.forward(variables, given, train(seed));
      return { loss: cost(y), state, measures: {} };
    },
    optimizer,
  });
  const [step, record] = timed(() => learn(start, x));
  const { loss: after } = learn(record.training, x);
  return { parameters: parameterCount(model), input: x.shape, output, forward, step, loss: record.loss, after };
};

const timed = <A>(act: () => A): readonly [seconds: number, result: A] => {
  const began = performance.now();
  const result = act();
  return [(performance.now() - began) / 1000, result];
};
