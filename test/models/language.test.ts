import { describe, expect, it } from 'vitest';
import { charGru, charLstm, charRnn, charTransformer, textCnn, transformer } from '../../src/models/index.js';
import { evaluate, model, parameterCount } from '../../src/nn/index.js';
import { key } from '../../src/random/index.js';
import { tensor, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import '../reference.js';

const [v, w] = [65, 256];
const recurrent = { characters: v, width: w };

describe('networks for language [S11, S12]', () => {
  it.each([
    ['charRnn', charRnn({ ...recurrent, depth: 1 }), 2 * v * w + v + 2 * w * w + 2 * w],
    ['charLstm', charLstm({ ...recurrent, depth: 2 }), 2 * v * w + v + 2 * (8 * w * w + 8 * w)],
    ['charGru', charGru({ ...recurrent, depth: 1 }), 2 * v * w + v + 6 * w * w + 6 * w],
  ])('S11: %s has its parameters', (_, net, count) => {
    const closed = model([64], net);
    expect([closed.output, parameterCount(closed)]).toEqual([[64, 65], count]);
  });

  it('S11: an LSTM of one layer of 256 units for 65 characters has 559,681', () => {
    expect(parameterCount(model([64], charLstm({ ...recurrent, depth: 1 })))).toBe(559_681);
  });

  it('S12: a GPT has its parameters', () => {
    const [t, d, m] = [64, 128, 512];
    const closed = model([64], charTransformer({ characters: 65, width: 128, heads: 4, hidden: 512, depth: 4 }));
    expect(closed.output).toEqual([64, 65]);
    expect(parameterCount(closed)).toBe(2 * v * d + v + t * d + 2 * d + 4 * (4 * d * d + 2 * d * m + 9 * d + m));
  });

  it('S12: the base transformer of the paper has 44,138,496 in its blocks', () => {
    const closed = model([16], transformer({ characters: 1, width: 512, heads: 8, hidden: 2048, depth: 6, source: 8 }));
    const head = 512 + 1;
    const embeddings = 2 * 512;
    expect(closed.output).toEqual([8, 1]);
    expect(parameterCount(closed) - head - embeddings).toBe(6 * 3_152_384 + 6 * 4_204_032);
  });

  it('a transformer runs, its decoder not looking ahead', () => {
    const net = model([7], transformer({ characters: 5, width: 8, heads: 2, hidden: 8, depth: 1, source: 4 }));
    const variables = net.init(key(0));
    const run = (...ids: readonly number[]) =>
      net.forward(variables, tensor([ids[0] ?? 0, 1, 2, 3, 4, 0, ids[1] ?? 0], { dtype: 'int32' }), evaluate)[0];
    const rows = (y: Tensor): readonly (readonly number[])[] => {
      const all = [...toArray(y)];
      return [0, 1, 2].map((row) => all.slice(5 * row, 5 * row + 5));
    };
    const [base, ahead, source] = [rows(run(0, 0)), rows(run(0, 3)), rows(run(4, 0))];
    expect(ahead.slice(0, 2)).toEqual(base.slice(0, 2));
    expect(ahead[2]).not.toEqual(base[2]);
    expect(source[0]).not.toEqual(base[0]);
  });

  it('C7: the text CNN takes the largest answer of each filter, z_j = max f(V * K_j + b_j)', () => {
    const net = model([20], textCnn({ words: 50, width: 16, filters: 8, classes: 2 }));
    expect(net.output).toEqual([2]);
    expect(parameterCount(net)).toBe(50 * 16 + 8 * (16 * (3 + 4 + 5) + 3) + 2 * 24 + 2);
  });
});
