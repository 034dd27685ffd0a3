import '../../src/index.js';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { splitText, verses, vocabulary, windows } from '../../src/data/index.js';
import { charGru, charTransformer } from '../../src/models/index.js';
import { build, embedding, evaluate, lstm, linear, model } from '../../src/nn/index.js';
import { adam } from '../../src/optim/index.js';
import { key } from '../../src/random/index.js';
import { fromArray, tensor, toArray } from '../../src/tensor/literal.js';
import { begin, fit, languageModelling, nats, trainingStep, written } from '../../src/train/index.js';

const text = verses(key(0), 40);
const { characters, encode, decode } = vocabulary(text);
const encoded = encode(text);
const ids = E.isRight(encoded) ? encoded.right : tensor([0], { dtype: 'int32' });
const { train, heldOut } = splitText(ids);
const count = characters.length;

describe('a language model', () => {
  it('learns to spell', async () => {
    const net = model([16], charGru({ characters: count, width: 24, depth: 1 }));
    const optimizer = adam({ rate: 1e-2 });
    const step = trainingStep({ objective: languageModelling(net), optimizer });
    const batches = windows(train, { length: 16, size: 16, key: key(1) });
    let run = begin(net, optimizer, key(2));
    const before = nats(net, run, heldOut, { size: 8 });
    for await (const { training } of fit(run, { step, batches, epochs: 6 })) run = training;
    const after = nats(net, run, heldOut, { size: 8 });
    expect(before).toBeGreaterThan(0.9 * Math.log(count));
    expect(after).toBeLessThan(0.7 * before);
  });
});

describe('written', () => {
  const net = build([6], { embed: embedding({ count: 4, width: 3 }) }, { r: lstm({ width: 5 }) }, { fc: linear(4) });
  const variables = net.init(key(0));
  const taken = (n: number, all: Iterable<number>): readonly number[] => {
    const list: number[] = [];
    for (const id of all) {
      list.push(id);
      if (list.length === n) break;
    }
    return list;
  };

  it('is the same for the same key, another for another', () => {
    const text = (seed: number) => taken(30, written(net, variables, [0, 1], { key: key(seed) }));
    expect(text(1)).toEqual(text(1));
    expect(text(1)).not.toEqual(text(2));
  });

  it('takes the likeliest with top 1, as forward says', () => {
    const found = taken(4, written(net, variables, [2, 1], { key: key(0), top: 1 }));
    const whole = [2, 1, ...found];
    const [y] = net.forward(variables, fromArray(Int32Array.from(whole.slice(0, 6)), [6]), evaluate);
    const scores = toArray(y);
    found.forEach((id, k) => {
      const row = [...scores.slice(4 * (k + 1), 4 * (k + 2))];
      expect(row.indexOf(Math.max(...row))).toBe(id);
    });
  });

  it('sees the last characters where nothing is carried', () => {
    const gpt = model([4], charTransformer({ characters: 3, width: 8, heads: 2, hidden: 8, depth: 1 }));
    const own = gpt.init(key(0));
    const [next] = taken(1, written(gpt, own, [0, 1, 2, 1, 0, 2], { key: key(0), top: 1 }));
    const [y] = gpt.forward(own, tensor([2, 1, 0, 2], { dtype: 'int32' }), evaluate);
    const row = [...toArray(y)].slice(-3);
    expect(next).toBe(row.indexOf(Math.max(...row)));
    expect(taken(2, written(gpt, own, [1], { key: key(3) }))).toHaveLength(2);
  });

  it('refuses nonsense', () => {
    const start = (options: object) => () => taken(1, written(net, variables, [0], { key: key(0), ...options }));
    expect(start({ temperature: 0 })).toThrow('written: expected a temperature above 0, got 0');
    expect(start({ top: 5 })).toThrow('written: expected top of 1 to 4, got 5');
    expect(() => taken(1, written(net, variables, [], { key: key(0) }))).toThrow('written: the beginning is empty');
    expect(() => decode([99])).toThrow('vocabulary');
  });
});
