import '../reference.js';
import { describe, expect, it } from 'vitest';
import {
  alphaDropout,
  build,
  dropout,
  dropPath,
  evaluate,
  repeat,
  residual,
  spatialDropout,
  train,
} from '../../src/nn/index.js';
import { mean, ones, variance } from '../../src/ops/index.js';
import { key, normal } from '../../src/random/index.js';
import { item, toArray, toNested } from '../../src/tensor/literal.js';

const nothing = { params: {}, state: {} };

describe('dropout', () => {
  const net = build([1000], dropout(0.3));
  const x = ones([4, 1000]);

  it('does nothing in use', () => {
    expect(toArray(net.forward(nothing, x, evaluate)[0])).toEqual(toArray(x));
  });

  it('drops at its rate in training and scales up the rest', () => {
    const y = [...toArray(net.forward(nothing, x, train(key(0)))[0])];
    const kept = y.filter((v) => v !== 0);
    for (const v of kept) expect(v).toBeCloseTo(1 / 0.7, 6);
    expect(Math.abs(kept.length / y.length - 0.7)).toBeLessThan(0.03);
  });

  it('draws anew for each example, key and place, and the same for the same key', () => {
    const draw = (seed: number): readonly string[] =>
      toNested(net.forward(nothing, x, train(key(seed)))[0]).map(String);
    expect(new Set([...draw(0), ...draw(1)]).size).toBe(8);
    expect(draw(0)).toEqual(draw(0));
    const twice = build([1000], dropout(0.5), dropout(0.5));
    const kept = [...toArray(twice.forward(nothing, x, train(key(0)))[0])].filter((v) => v !== 0).length;
    expect(Math.abs(kept / 4000 - 0.25)).toBeLessThan(0.05);
    const copies = build([1000], { copies: repeat(2, dropout(0.5)) });
    const left = [...toArray(copies.forward({ params: { copies: [{}, {}] }, state: {} }, x, train(key(0)))[0])];
    expect(Math.abs(left.filter((v) => v !== 0).length / 4000 - 0.25)).toBeLessThan(0.05);
  });

  it('drops nothing at rate 0 and everything at rate 1; other rates are refused', () => {
    const y = (rate: number): readonly number[] => [
      ...new Set(toArray(build([1000], dropout(rate)).forward(nothing, x, train(key(0)))[0])),
    ];
    expect([y(0), y(1)]).toEqual([[1], [0]]);
    expect(() => dropout(1.5)).toThrow('dropout: the rate 1.5 is not between 0 and 1');
  });
});

describe('spatialDropout', () => {
  it('drops whole channels, different ones for each example, and scales up the rest', () => {
    const net = build([40, 3, 2], spatialDropout(0.25));
    const [y] = net.forward(nothing, ones([2, 40, 3, 2]), train(key(0)));
    const channels = toNested(y).map((example) => example.map((channel) => [...new Set(channel.flat())]));
    for (const values of channels.flat()) expect([[0], [Math.fround(4 / 3)]]).toContainEqual(values);
    expect(channels.flat().filter(([value]) => value === 0).length).toBeGreaterThan(5);
    expect(channels[0]).not.toEqual(channels[1]);
    expect(toNested(net.forward(nothing, ones([1, 40, 3, 2]), evaluate)[0]).flat(3)).toEqual(Array(240).fill(1));
  });
});

describe('dropPath', () => {
  it('leaves out a residual branch for some of the examples, and doubles it for the others', () => {
    const net = build([3], residual(dropPath(0.5)));
    const rows = toNested(net.forward(nothing, ones([400, 3]), train(key(0)))[0]).map(String);
    expect(new Set(rows)).toEqual(new Set(['1,1,1', '3,3,3']));
    expect(Math.abs(rows.filter((row) => row === '1,1,1').length - 200)).toBeLessThan(50);
    expect(toNested(net.forward(nothing, ones([1, 3]), evaluate)[0])).toEqual([[2, 2, 2]]);
  });
});

describe('alphaDropout', () => {
  it('keeps mean 0 and variance 1, and what is dropped has one value', () => {
    const net = build([20000], alphaDropout(0.3));
    const x = normal(key(1), [1, 20000]);
    const [y] = net.forward(nothing, x, train(key(2)));
    expect(Math.abs(item(mean(y)))).toBeLessThan(0.03);
    expect(Math.abs(item(variance(y)) - 1)).toBeLessThan(0.05);
    const counts = new Map<number, number>();
    for (const value of toArray(y)) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect(Math.abs(Math.max(...counts.values()) - 6000)).toBeLessThan(400);
    expect(toArray(net.forward(nothing, x, evaluate)[0])).toEqual(toArray(x));
  });
});

describe('a rate', () => {
  it.each<[string, () => unknown]>([
    ['spatialDropout: the rate -0.1 is not between 0 and 1', () => spatialDropout(-0.1)],
    ['dropPath: the rate NaN is not between 0 and 1', () => dropPath(NaN)],
    ['alphaDropout: the rate 1 is not between 0 and 1, without 1', () => alphaDropout(1)],
  ])('is refused: %s', (sentence, act) => {
    expect(act).toThrow(sentence);
  });
});
