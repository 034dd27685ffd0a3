import { describe, expect, it } from 'vitest';
import { autoencoder, gan, pictureDecoder, pictureEncoder, vae } from '../../src/models/index.js';
import { evaluate, model, parameterCount, reshape, sequential, train } from '../../src/nn/index.js';
import { full } from '../../src/ops/index.js';
import { adam } from '../../src/optim/index.js';
import { key, split, uniform } from '../../src/random/index.js';
import { item, toArray } from '../../src/tensor/literal.js';
import { grad } from '../../src/transform/index.js';
import { startFrom, trainingStep } from '../../src/train/index.js';
import { leaves } from '../../src/tree/index.js';
import '../reference.js';

const images = uniform(key(1), [3, 1, 8, 8]);
const encoder = model([1, 8, 8], sequential(pictureEncoder({ channels: 2, out: 6 }), reshape(2, 3)));
const decoder = model([3], pictureDecoder({ channels: 2, planes: 1, quarter: [2, 2] }));
const greatest = (tree: unknown): number =>
  Math.max(...leaves(tree).flatMap((tensor) => [...toArray(tensor)].map((x) => Math.abs(x))));

describe('S10: autoencoder', () => {
  it('gives back the shape of the picture, through a smaller one', () => {
    const net = model([1, 28, 28], autoencoder({ planes: 1, channels: 16 }));
    const output: [1, 28, 28] = net.output;
    expect(output).toEqual([1, 28, 28]);
    expect(parameterCount(net)).toBe(
      16 * 17 + 32 * (16 * 16 + 1) + 32 * (32 * 9 + 1) + (32 * 16 * 16 + 16) + (16 * 16 + 1),
    );
  });
});

describe('S10: variational autoencoder', () => {
  const { init, loss, code, decode, sample } = vae({ encoder, decoder });
  const variables = init(key(2));

  it('costs what its code differs from N(0, 1), and what cannot be told from it', () => {
    const { loss: total, measures } = loss(variables, images, key(3));
    const [codes] = encoder.forward(
      { params: variables.params.encoder, state: variables.state.encoder },
      images,
      train(key(4)),
    );
    const numbers = [...toArray(codes)];
    const divergence = numbers.reduce((sum, number, index) => {
      const isMean = index % 6 < 3;
      return sum + (isMean ? number ** 2 : Math.exp(number) - number - 1) / 2 / 3;
    }, 0);
    expect(item(measures.divergence)).toBeCloseTo(divergence, 5);
    expect(item(total)).toBeCloseTo(item(measures.reconstruction) + item(measures.divergence), 4);
    // a decoder that knows nothing says ½ of every pixel: 64 ln 2
    expect(item(measures.reconstruction)).toBeGreaterThan(30);
    expect(item(measures.reconstruction)).toBeLessThan(60);
  });

  it('has codes, pictures of codes, and pictures of nothing that was seen', () => {
    const z: readonly [number, 3] = code(variables, images).shape;
    const pictures: readonly [number, 1, 8, 8] = decode(variables, code(variables, images)).shape;
    expect([z, pictures]).toEqual([
      [3, 3],
      [3, 1, 8, 8],
    ]);
    const drawn = sample(variables, key(5), 4);
    expect(drawn.shape).toEqual([4, 1, 8, 8]);
    expect(toArray(sample(variables, key(5), 4))).toEqual(toArray(drawn));
    expect([...toArray(drawn)].every((value) => value > 0 && value < 1)).toBe(true);
  });

  it('learns: what it costs falls', () => {
    const bright = full([3, 1, 8, 8], 0.9);
    const optimizer = adam({ rate: 0.02 });
    const step = trainingStep({ objective: loss, optimizer });
    let run = startFrom(variables, optimizer, key(6));
    const costs = Array.from({ length: 25 }, () => {
      const record = step(run, bright);
      run = record.training;
      return record.loss;
    });
    expect(costs.at(-1)).toBeLessThan(0.95 * (costs[0] ?? 0));
  });

  it('is made of networks that fit', () => {
    const other = model([4], pictureDecoder({ channels: 2, planes: 1, quarter: [2, 2] }));
    // @ts-expect-error the code has 3 numbers, not 4
    expect(() => vae({ encoder, decoder: other })).toThrow('vae: the decoder takes [4], the code is [3]');
    const larger = model([3], pictureDecoder({ channels: 2, planes: 1, quarter: [3, 2] }));
    // @ts-expect-error the pictures are smaller
    expect(() => vae({ encoder, decoder: larger })).toThrow(
      'vae: the decoder makes [1, 12, 8], the pictures are [1, 8, 8]',
    );
    const flat = model([1, 8, 8], pictureEncoder({ channels: 2, out: 6 }));
    // @ts-expect-error no mean and variance
    expect(() => vae({ encoder: flat, decoder })).toThrow(
      'vae: the encoder makes [6], expected mean and log variance [2, L]',
    );
  });
});

describe('S10: generative adversarial network', () => {
  const discriminator = model([1, 8, 8], pictureEncoder({ channels: 2, out: 1 }));
  const { init, loss, sample } = gan({ generator: decoder, discriminator });
  const variables = init(key(7));
  type Params = typeof variables.params;
  const lossOf = (params: Params) => loss({ ...variables, params }, images, key(8));

  it('the gradient of the sum is for each player that of its own loss', () => {
    const both = grad((params: Params) => lossOf(params).loss)(variables.params);
    const ofGenerator = grad((params: Params) => lossOf(params).measures.generator)(variables.params);
    const ofDiscriminator = grad((params: Params) => lossOf(params).measures.discriminator)(variables.params);
    expect(greatest(ofGenerator.discriminator)).toBe(0);
    expect(greatest(ofDiscriminator.generator)).toBe(0);
    const pairs = [
      [leaves(both.generator), leaves(ofGenerator.generator)],
      [leaves(both.discriminator), leaves(ofDiscriminator.discriminator)],
    ] as const;
    for (const [found, expected] of pairs) {
      expect(greatest(expected)).toBeGreaterThan(1e-4);
      found.forEach((tensor, index) => {
        const other = toArray(expected[index] ?? tensor);
        toArray(tensor).forEach((x, place) => expect(x).toBeCloseTo(other[place] ?? NaN, 5));
      });
    }
  });

  it('the losses are those of a discriminator that sees real and drawn pictures', () => {
    const [drawing] = split(key(8), 5);
    const [scores] = discriminator.forward(
      { params: variables.params.discriminator, state: variables.state.discriminator },
      images,
      evaluate,
    );
    const real = [...toArray(scores)].reduce((sum, z) => sum + Math.log1p(Math.exp(-z)) / 3, 0);
    expect(drawing).toBeDefined();
    expect(item(lossOf(variables.params).measures.discriminator)).toBeGreaterThan(real);
    expect(item(lossOf(variables.params).measures.discriminator) - real).toBeCloseTo(Math.LN2, 0);
  });

  it('is made of networks that fit', () => {
    const other = model([1, 12, 8], pictureEncoder({ channels: 2, out: 1 }));
    // @ts-expect-error other pictures
    expect(() => gan({ generator: decoder, discriminator: other })).toThrow(
      'gan: the generator makes [1, 8, 8], the discriminator takes [1, 12, 8]',
    );
    const two = model([1, 8, 8], pictureEncoder({ channels: 2, out: 2 }));
    // @ts-expect-error two scores
    expect(() => gan({ generator: decoder, discriminator: two })).toThrow(
      'gan: the discriminator makes [2], expected one score [1]',
    );
  });

  it('draws pictures', () => {
    const drawn: readonly [number, 1, 8, 8] = sample(variables, key(9), 2).shape;
    expect(drawn).toEqual([2, 1, 8, 8]);
  });
});
