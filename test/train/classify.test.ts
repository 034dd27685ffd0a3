import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { batchNorm, build, evaluate, flatten, linear, relu } from '../../src/nn/index.js';
import { adam } from '../../src/optim/index.js';
import { key, split } from '../../src/random/index.js';
import { toArray, toNested } from '../../src/tensor/literal.js';
import {
  begin,
  classification,
  confusionMatrix,
  evaluateModel,
  fit,
  inOrder,
  shuffled,
  toBatch,
  trainingStep,
  examples,
} from '../../src/train/index.js';
import type { Dataset } from '../../src/data/index.js';

/** two classes of images of 1×2×2: bright above, or bright below */
const dataset = (count: number): Dataset<[1, 2, 2]> => ({
  images: Float32Array.from({ length: 4 * count }, (_, k) => {
    const [image, row] = [Math.floor(k / 4), Math.floor((k % 4) / 2)];
    return (row === image % 2 ? 1 : 0) + 0.3 * Math.sin(12.9898 * k);
  }),
  labels: Int32Array.from({ length: count }, (_, image) => image % 2),
  shape: [1, 2, 2],
});

const net = build([1, 2, 2], flatten, { fc1: linear(6) }, { norm: batchNorm() }, relu, { fc2: linear(2) });
const optimizer = adam({ rate: 0.02 });

describe('a classifier', () => {
  it('learns what can be learned', async () => {
    const step = trainingStep({ objective: classification(net), optimizer });
    const train = dataset(20);
    let run = begin(net, optimizer, key(1));
    const before = run;
    const losses: number[] = [];
    for await (const record of fit(run, { step, batches: shuffled(train, { size: 8, key: key(2) }), epochs: 6 })) {
      losses.push(record.loss);
      expect(record.accuracy * record.examples).toBeCloseTo(Math.round(record.accuracy * record.examples), 5);
      run = record.training;
    }
    expect(losses).toHaveLength(18);
    const test = evaluateModel(net);
    const after = await test(run, inOrder(dataset(30), 7));
    expect(after.accuracy).toBe(1);
    expect(after.loss).toBeLessThan((await test(before, inOrder(dataset(30), 7))).loss);
    expect(toArray(run.state.norm.mean)).not.toEqual(toArray(before.state.norm.mean));
  });

  it('begins with parameters from one half of the key and draws from the other', () => {
    const [initial, run] = split(key(4));
    const { params, key: own } = begin(net, optimizer, key(4));
    expect(toArray(params.fc1.weight)).toEqual(toArray(net.init(initial).params.fc1.weight));
    expect(toArray(own)).toEqual(toArray(run));
  });

  it('is judged the same in batches of any size', async () => {
    const test = evaluateModel(net);
    const variables = begin(net, optimizer, key(1));
    const data = dataset(9);
    const whole = await test(variables, inOrder(data, 9));
    const parts = await test(variables, inOrder(data, 2));
    expect(parts.loss).toBeCloseTo(whole.loss, 6);
    expect({ ...parts, loss: whole.loss }).toEqual(whole);
    const { images, labels } = toBatch(data);
    const scores = toNested(net.forward(variables, images, evaluate)[0]);
    expect(whole.predictions).toEqual(scores.map(([a = 0, b = 0]) => (a >= b ? 0 : 1)));
    expect(whole.labels).toEqual([...data.labels]);
    expect(whole.confusion.flat().reduce((a, b) => a + b)).toBe(9);
    const { predictions } = whole;
    expect(whole.confusion).toEqual(
      toNested(confusionMatrix(toBatch({ ...data, labels: Int32Array.from(predictions) }).labels, labels, 2)),
    );
    expect(whole.accuracy).toBeCloseTo(
      predictions.filter((taken, index) => taken === data.labels[index]).length / 9,
      12,
    );
  });
});

describe('batches', () => {
  const data = dataset(10);
  const order = (epoch: number) => [...shuffled(data, { size: 4, key: key(5) })(epoch)];
  it('are tensors of their examples', () => {
    const [batch] = [...inOrder(data, 3)];
    expect(batch?.images).toMatchObject({ shape: [3, 1, 2, 2], dtype: 'float32' });
    expect(batch && [...toArray(batch.images)]).toEqual([...data.images.subarray(0, 12)]);
    expect(batch && [...toArray(batch.labels)]).toEqual([0, 1, 0]);
  });

  it('come in another order in each epoch, the same one when asked again, each example once', () => {
    const pixels = (epoch: number) => order(epoch).flatMap(({ images }) => [...toArray(images)]);
    expect(order(0).map(({ labels }) => labels.shape)).toEqual([[4], [4], [2]]);
    expect(pixels(0)).toEqual(pixels(0));
    expect(pixels(0)).not.toEqual(pixels(1));
    expect(pixels(1).sort()).toEqual([...data.images].sort());
  });

  it('are made only of examples that fit', () => {
    expect(examples(data, [1, 2, 2])).toEqual({ _tag: 'Right', right: data });
    expect(examples(data, net.input)._tag).toBe('Right');
    expect(examples(data, [3, 2, 2])).toMatchObject({
      left: { message: 'data set: shape: expected examples of [3, 2, 2], got [1, 2, 2]' },
    });
  });
});
