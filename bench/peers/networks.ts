/** The networks in the library that is measured; their parameters, drawn from a key, are those of every peer. */
import * as Either from 'fp-ts/lib/Either.js';
import { compile, fromArray, permute, random, toArray, toArrayData, type Shape, type Tensor } from '../../src/index.js';
import { fromTorch, resnet20, s1, toTorch, unet, vit } from '../../src/models/index.js';
import {
  evaluate,
  linear,
  model,
  relu,
  sequential,
  softmaxCrossEntropy,
  tanh,
  train,
  type Model,
} from '../../src/nn/index.js';
import { sgd } from '../../src/optim/index.js';
import { startFrom, trainingStep } from '../../src/train/index.js';
import { floats, integers, type Inputs } from '../inputs.js';
import { learning, type NetworkName } from '../workloads/index.js';
import type { Observed } from './observed.js';
import type { Program } from './serve.js';

/** What the benchmark needs of a network. */
export interface Network {
  readonly inputs: (batch: number) => Inputs;
  readonly training: (inputs: Inputs, observed: Observed) => () => Program;
  readonly inference: (inputs: Inputs, observed: Observed) => () => Program;
}

type Loss<O extends Shape> = (logits: Tensor<[number, ...O]>, labels: Tensor<Shape, 'int32'>) => Tensor<[]>;

const network = <I extends Shape, O extends Shape, P, S>(net: Model<I, O, P, S>, loss: Loss<O>): Network => {
  const labelsOf = (batch: number): Shape => [batch, ...net.output.slice(1)];
  const load = (inputs: Inputs) => {
    const { images, labels, ...rest } = Object.fromEntries(inputs);
    const variables = fromTorch(net, new Map(Object.entries(rest)));
    if (Either.isLeft(variables) || images === undefined || labels === undefined)
      throw new Error('inputs of another network');
    const batch = images.shape[0] ?? 0;
    return {
      variables: variables.right,
      images: fromArray(floats(inputs, 'images'), [batch, ...net.input]),
      labels: fromArray(integers(inputs, 'labels'), labelsOf(batch)),
    };
  };
  const start = net.init(random.key(0));
  const imagesOf = (batch: number): Shape => [batch, ...net.input];
  return {
    inputs: (batch) =>
      new Map([
        ...toTorch(net, start),
        ['images', toArrayData(random.normal(random.key(1), imagesOf(batch)))],
        ['labels', toArrayData(random.randint(random.key(2), labelsOf(batch), 0, net.output[0] ?? 0))],
      ]),
    training: (inputs, observed) => {
      const { variables, ...batch } = load(inputs);
      const optimizer = sgd(learning);
      return () => {
        const step = trainingStep({
          objective: (now: typeof variables, { images, labels }: typeof batch, key) => {
            const [logits, state] = net.forward<[number]>(now, images, train(key));
            return { loss: loss(logits, labels), state, measures: {} };
          },
          optimizer,
          engine: observed.engine,
        });
        let training = startFrom(variables, optimizer, random.key(3));
        const run = (): number => {
          const record = step(training, batch);
          training = record.training;
          return record.loss;
        };
        return { run, read: () => [run()], observed };
      };
    },
    inference: (inputs, observed) => {
      const { variables, images } = load(inputs);
      return () => {
        const infer = compile((now: typeof variables, x: typeof images) => net.forward<[number]>(now, x, evaluate)[0], {
          engine: observed.engine,
        });
        const run = () => infer(variables, images);
        return { run, read: () => toArray(run()), observed };
      };
    },
  };
};

const ofClasses: Loss<readonly [number]> = (logits, labels) => softmaxCrossEntropy(logits, labels);
const ofPixels: Loss<readonly [number, number, number]> = (logits, labels) =>
  softmaxCrossEntropy(permute(logits, [0, 2, 3, 1]), labels);

/** The networks by name. */
export const networks: Readonly<Record<NetworkName, Network>> = {
  xor: network(model([2], sequential({ fc1: linear(8) }, tanh, { fc2: linear(2) })), ofClasses),
  mlp: network(model([784], sequential({ fc1: linear(128) }, relu, { fc2: linear(10) })), ofClasses),
  s1: network(model([3, 32, 32], s1(10)), ofClasses),
  resnet20: network(model([3, 32, 32], resnet20(10)), ofClasses),
  unet: network(model([1, 128, 128], unet({ classes: 2, channels: 8, padding: 1 })), ofPixels),
  transformer: network(
    model([3, 32, 32], vit({ patch: 4, width: 128, heads: 4, hidden: 256, depth: 2, classes: 10 })),
    ofClasses,
  ),
};
