/** Steps of training as functions to compile, with arguments for them. */
import type { Data, Engine, Plan, Shape, Tensor } from '../../src/index.js';
import { compile, fromArray, random, tensor, toArray, tree, valueAndGrad } from '../../src/index.js';
import { lenet, resnet20, s1, vit } from '../../src/models/index.js';
import { linear, model, sequential, softmaxCrossEntropy, tanh, train } from '../../src/nn/index.js';
import type { Model } from '../../src/nn/index.js';
import { applyUpdates, sgd } from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';

const classify = (logits: Tensor<[number, number]>, labels: Tensor<[number], 'int32'>): Tensor<[]> =>
  softmaxCrossEntropy(logits, labels);

const learning = sgd({ rate: 0.05, momentum: 0.9 });

/** The step of a classifier with some optimiser on a batch of random examples. */
const trainingOf = <I extends Shape, P, S>(
  net: Model<I, readonly [number], P, S>,
  size: number,
  optimizer: Optimizer = learning,
) => {
  const { params: first, state: initial } = net.init(random.key(0));
  const shape: Shape = [size, ...net.input];
  const run = { params: first, state: initial, remembered: optimizer.init(first), loss: tensor(0) };
  const batch = {
    images: fromArray(toArray(random.normal(random.key(1), shape)), [size, ...net.input]),
    labels: random.randint(random.key(2), [size], 0, net.output[0]),
  };
  const step = ({ params, state, remembered }: typeof run, { images, labels }: typeof batch): typeof run => {
    const [[loss, next], gradients] = valueAndGrad(
      (now: P) => {
        const [logits, after] = net.forward<[number]>({ params: now, state }, images, train(random.key(3)));
        return [classify(logits, labels), after] as const;
      },
      { aux: true },
    )(params);
    const [updates, later] = optimizer.update(gradients, remembered, params);
    return { params: applyUpdates(params, updates), state: next, remembered: later, loss };
  };
  return {
    /** the step on an engine: its plan, its times, and the numbers after some steps */
    compiled: (engine: Engine) => {
      const compiled = compile(step, { engine });
      return {
        plan: (): Plan => {
          const told = compiled.plan(run, batch);
          if (told === undefined) throw new Error(`${engine.name} has no plan`);
          return told;
        },
        profile: (): Plan => compiled.profile(run, batch),
        train: (steps: number): readonly Data[] => {
          const last = Array.from({ length: steps }).reduce<typeof run>((now) => compiled(now, batch), run);
          return tree.leaves(last).map(toArray);
        },
      };
    },
  };
};

/** Networks small and large; the sizes of their batches are those of small tests. */
export const programs = {
  xor: () => trainingOf(model([2], sequential({ fc1: linear(8) }, tanh, { fc2: linear(2) })), 4),
  lenet: () => trainingOf(model([1, 28, 28], lenet(10)), 16),
  s1: () => trainingOf(model([3, 32, 32], s1(10)), 16),
  transformer: () =>
    trainingOf(model([3, 16, 16], vit({ patch: 4, width: 64, heads: 4, hidden: 128, depth: 2, classes: 10 })), 8),
  resnet20: () => trainingOf(model([3, 32, 32], resnet20(10)), 8),
};
