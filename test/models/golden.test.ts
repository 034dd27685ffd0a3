import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { fromArray, toArray } from '../../src/index.js';
import * as nets from '../../src/models/index.js';
import { evaluate, model, type Model } from '../../src/nn/index.js';
import { size, type Shape } from '../../src/shape/index.js';
import type { ArrayData } from '../../src/tensor/array-data.js';

interface Golden {
  readonly weights: Readonly<Record<string, Shape>>;
  readonly input: Shape;
  readonly output: Shape;
  readonly values: readonly number[];
}
const golden = JSON.parse(readFileSync(new URL('../golden/models/networks.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Golden>
>;

/* The weights of make.py: numbers between -1 and 1 by a hash of their place, scaled by what they are for. */
const round = (x: number): number => Math.imul(x ^ (x >>> 16), 0x45d9f3b);
const number = (place: number): number => {
  const x = round(round(place));
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1;
};
const scaled = (name: string, shape: Shape): ((u: number) => number) => {
  if (name.endsWith('running_var')) return (u) => 1 + 0.5 * u;
  if (name === 'cls_token' || name === 'pos_embed') return (u) => 0.5 * u;
  if (shape.length > 1) {
    const bound = Math.sqrt(6 / size(shape.slice(1)));
    return (u) => u * bound;
  }
  return name.endsWith('weight') ? (u) => 1 + 0.2 * u : (u) => 0.1 * u;
};
const fill = (start: number, length: number, f: (u: number) => number): Float32Array => {
  const data = new Float32Array(length);
  for (let index = 0; index < length; index++) data[index] = f(number(start + index));
  return data;
};

/** The largest difference from what PyTorch gives, as a share of the largest number it gives. */
const difference = <I extends Shape, O extends Shape, P, S>(network: Model<I, O, P, S>, title: string): number => {
  const { weights, input, output, values } = golden[title] ?? expect.fail(`make.py has no ${title}`);
  let start = 0;
  const tensors = new Map<string, ArrayData>();
  for (const [name, shape] of Object.entries(weights)) {
    tensors.set(name, { dtype: 'float32', shape, data: fill(start, size(shape), scaled(name, shape)) });
    start += size(shape);
  }
  const variables = nets.fromTorch(network, tensors);
  if (E.isLeft(variables)) throw new Error(variables.left);
  const example = network.input.length;
  const x = fromArray(
    fill(start, size(input), (u) => u),
    [...input.slice(0, -example), ...network.input],
  );
  const [y] = network.forward(variables.right, x, evaluate);
  expect(y.shape).toEqual(output);
  const scale = Math.max(...values.map(Math.abs));
  return Math.max(...toArray(y).map((found, index) => Math.abs(found - (values[index] ?? NaN)) / scale));
};

describe('with the same weights, the networks give what PyTorch gives', () => {
  const cases: Readonly<Record<string, (title: string) => number>> = {
    softmax: (title) => difference(model([3, 8, 8], nets.softmaxClassifier(10)), title),
    s1: (title) => difference(model([3, 32, 32], nets.s1(10)), title),
    lenet: (title) => difference(model([1, 28, 28], nets.lenet(10)), title),
    alexnet: (title) => difference(model([3, 67, 67], nets.alexnet(10)), title),
    vgg16: (title) => difference(model([3, 32, 32], nets.vgg16(10)), title),
    googlenet: (title) => difference(model([3, 48, 48], nets.googlenet(10)), title),
    resnet18: (title) => difference(model([3, 48, 48], nets.resnet18(10)), title),
    resnet50: (title) => difference(model([3, 32, 32], nets.resnet50(10)), title),
    resnet20: (title) => difference(model([3, 12, 12], nets.resnet20(10)), title),
    plain20: (title) => difference(model([3, 12, 12], nets.plain20(10)), title),
    'unet, valid': (title) =>
      difference(model([1, 188, 204], nets.unet({ classes: 2, channels: 2, padding: 0 })), title),
    'unet, same': (title) => difference(model([1, 16, 32], nets.unet({ classes: 2, channels: 4, padding: 1 })), title),
    vit: (title) =>
      difference(
        model([1, 28, 28], nets.vit({ patch: 7, width: 32, heads: 4, hidden: 64, depth: 2, classes: 10 })),
        title,
      ),
  };
  it.each(Object.entries(cases))('%s', (title, differ) => {
    expect(differ(title)).toBeLessThan(2e-6);
  });
});
