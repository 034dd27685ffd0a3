import { existsSync, readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { fromArray, toArray } from '../../src/index.js';
import { formats } from '../../src/data/index.js';
import { fromTorch, resnet20, toTorch } from '../../src/models/index.js';
import { evaluate, model } from '../../src/nn/index.js';
import { value } from '../data/expect.js';

const folder = new URL('../../../shared/data/', import.meta.url);
const present = existsSync(folder);
if (!present) console.info('ResNet-20 with trained weights: skipped, ../shared/data is absent');
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const count = 16;
const pixels = 3 * 32 * 32;

describe.skipIf(!present)('ResNet-20 with the weights that PyTorch trained', () => {
  const network = model([3, 32, 32], resnet20(10));
  const weights = () => value(formats.safetensors.decode(read('weights/resnet20-cifar10.safetensors')));

  it('gives the logits that PyTorch gives', () => {
    const { tensors, metadata } = weights();
    const variables = fromTorch(network, tensors);
    if (E.isLeft(variables)) throw new Error(variables.left);
    const { images } = value(formats.cifar10.decode(read('cifar-10/test_batch.bin.gz')));
    const numbers = (name: string): readonly number[] => (metadata.get(name) ?? '').split(',').map(Number);
    const [mean, deviation] = [numbers('normalize_mean'), numbers('normalize_std')];
    const normal = Float32Array.from(images.subarray(0, count * pixels), (byte, index) => {
      const channel = Math.floor((index % pixels) / 1024);
      return (byte / 255 - (mean[channel] ?? NaN)) / (deviation[channel] ?? NaN);
    });
    const [logits] = network.forward(variables.right, fromArray(normal, [count, 3, 32, 32]), evaluate);
    const expected = value(formats.npy.decode(read('weights/resnet20-cifar10.first256-logits.npy'))).data;
    const worst = Math.max(...toArray(logits).map((logit, index) => Math.abs(logit - (expected[index] ?? NaN))));
    console.info(`ResNet-20: the largest difference from PyTorch's logits is ${worst.toExponential(1)}`);
    expect(worst).toBeLessThan(1e-4);
  });

  it('writes the weights as it read them', () => {
    const { tensors } = weights();
    const variables = fromTorch(network, tensors);
    if (E.isLeft(variables)) throw new Error(variables.left);
    expect(toTorch(network, variables.right)).toEqual(new Map(tensors));
  });
});
