import type { Dataset } from '../../../data/index.js';
import { lenet } from '../../../models/index.js';
import { evaluate, model } from '../../../nn/index.js';
import { argMax, max, mean, softmax } from '../../../ops/index.js';
import { adam, oneCycle } from '../../../optim/index.js';
import type { Key } from '../../../random/index.js';
import { item, toArray } from '../../../tensor/literal.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { begin, classification, shuffled, trainingStep } from '../../../train/index.js';
import { compile } from '../../../transform/index.js';
import { Interrupted } from '../../keep.js';
import { learn } from '../../learn.js';
import type { Workshop } from '../../task.js';
import type { Extent } from '../pictures.js';

export type Pictures = Tensor<readonly [number, number, number, number]>;

/** What somebody who can read says of pictures of digits: which digit each is, and how sure that is. */
export interface Reading {
  readonly digits: Int32Array;
  /** the mean of the greatest probability */
  readonly confidence: number;
}

/** Trains a LeNet on labelled digits, without a word, to read what is generated. */
export const reader = async (
  examples: Dataset<Extent>,
  key: Key,
  epochs: number,
  workshop: Workshop,
): Promise<(pictures: Pictures) => Reading> => {
  const { engine } = workshop;
  const net = model([...examples.shape], lenet(10));
  const batch = 32;
  const perEpoch = Math.ceil(examples.labels.length / batch);
  const optimizer = adam({ rate: oneCycle({ peak: 4e-3, steps: epochs * perEpoch }) });
  const { training, interrupted } = await learn(
    {
      from: begin(net, optimizer, key),
      step: trainingStep({ objective: classification(net), optimizer, engine }),
      batches: shuffled({ ...examples, shape: net.input }, { size: batch, key }),
      perEpoch,
      epochs,
      label: 'reader, epoch',
    },
    { ...workshop, terminal: { ...workshop.terminal, print: () => undefined } },
  );
  if (interrupted) throw new Interrupted();
  const { params, state } = training;
  const read = compile(
    (pictures: Pictures) => {
      const [scores] = net.forward<readonly [number]>({ params, state }, pictures, evaluate);
      return { digits: argMax(scores, 1), confidence: mean(max(softmax(scores), 1)) };
    },
    { engine },
  );
  return (pictures) => {
    const { digits, confidence } = read(pictures);
    return { digits: toArray(digits), confidence: item(confidence) };
  };
};
