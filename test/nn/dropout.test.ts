import '../reference.js';
import { describe, expect, it } from 'vitest';
import { build, dropout, evaluate, repeat, train } from '../../src/nn/index.js';
import { ones } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import { toArray, toNested } from '../../src/tensor/literal.js';

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
