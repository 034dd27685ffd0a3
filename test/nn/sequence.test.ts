import '../reference.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import { concat, flip, multiply, ones, slice, sum } from '../../src/ops/index.js';
import { key, normal, randint } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import { expectClose, float64, tensors, type Case } from './golden.js';

const golden = JSON.parse(readFileSync(new URL('../golden/nn/sequence.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Case>
>;

const { attending, build, decoderBlock, encoderBlock, evaluate, gru, lstm, multiHeadAttention, rnn, stream } = nn;
const post = { heads: 2, hidden: 5, norm: 'post', activation: 'relu' } as const;
const pre = { heads: 2, hidden: 5 } as const;

/** The layer of each golden case. */
const layers: Readonly<Record<string, nn.Layer<unknown>>> = {
  rnn: rnn({ width: 2 }),
  'rnn of rectifiers, both ways': rnn({ width: 2, activation: 'relu', bidirectional: true }),
  lstm: lstm({ width: 2 }),
  'lstm, both ways': lstm({ width: 2, bidirectional: true }),
  'lstm, both ways, the last': lstm({ width: 2, bidirectional: true, returns: 'last' }),
  gru: gru({ width: 2 }),
  'gru, the last': gru({ width: 2, returns: 'last' }),
  'attention that does not look ahead': multiHeadAttention(2, { causal: true }),
  'encoder block, norms first': encoderBlock(pre),
  'encoder block, norms after': encoderBlock(post),
  'encoder block that does not look ahead': encoderBlock({ ...pre, causal: true }),
  'decoder block, norms first': attending(
    2,
    { encode: encoderBlock({ ...pre, activation: 'relu' }) },
    { decode: decoderBlock({ ...pre, activation: 'relu' }) },
  ),
  'decoder block, norms after': attending(2, { encode: encoderBlock(post) }, { decode: decoderBlock(post) }),
};

const close = (input: Shape, layer: unknown) =>
  nn.withDType(Reflect.apply(nn.model, undefined, [input, layer]) as nn.Model<Shape, Shape, object, object>, 'float64');

describe('a sequence layer does what PyTorch does, forward and backward [S11, S12]', () => {
  it('for every golden case', () => expect(Object.keys(layers)).toEqual(Object.keys(golden)));

  it.each(Object.entries(golden))('%s', (name, { input, params, output, cotangent, inputGradient, gradients }) => {
    const net = close(input.shape.slice(1), layers[name]);
    const given = { params: tensors(params), x: float64(input) };
    const run = (p: typeof given): Tensor<Shape, 'float64'> =>
      net.forward({ params: p.params, state: {} }, p.x, evaluate)[0];
    expectClose(run(given), output);
    const loss = (p: typeof given): Tensor<[], 'float64'> => sum(multiply(run(p), float64(cotangent)));
    const gradient = grad(loss)(given);
    expectClose(gradient.x, inputGradient, 1e-8);
    expectClose(gradient.params, gradients, 1e-8);
  });
});

const near = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape);
  const other = toArray(b);
  toArray(a).forEach((value, index) => expect(value).toBeCloseTo(other[index] ?? Number.NaN, 5));
};
const rows = (x: Tensor, start: number, end: number): Tensor => slice(x, [{ start, end }]);

describe('what does not look ahead', () => {
  it.each([
    ['encoderBlock', encoderBlock({ heads: 2, hidden: 8, causal: true })],
    ['encoderBlock, norms after', encoderBlock({ heads: 2, hidden: 8, causal: true, norm: 'post' })],
    ['lstm', lstm({ width: 4 })],
    ['gru', gru({ width: 4 })],
    ['rnn', rnn({ width: 4 })],
  ])('%s: row t does not change when the rows after t change', (_, block) => {
    const net = Reflect.apply(nn.model, undefined, [[6, 4], block]) as nn.Model<Shape, Shape, object, object>;
    const variables = net.init(key(0));
    const [x, other] = [normal(key(1), [6, 4]), normal(key(2), [6, 4])];
    for (const t of [1, 3, 5]) {
      const changed: Tensor = concat([rows(x, 0, t), rows(other, t, 6)], 0);
      const [[y], [z]] = [net.forward(variables, x, evaluate), net.forward(variables, changed, evaluate)];
      near(rows(y, 0, t), rows(z, 0, t));
      expect(toArray(rows(y, t, 6))).not.toEqual(toArray(rows(z, t, 6)));
    }
  });
});

describe('two directions', () => {
  it('are two layers, one of which reads the sequence reversed', () => {
    const both = build([5, 3], { r: gru({ width: 2, bidirectional: true }) });
    const one = build([5, 3], { r: gru({ width: 2 }) });
    const { params } = both.init(key(0));
    const { r } = params;
    const reversed = {
      weight_ih_l0: r.weight_ih_l0_reverse,
      weight_hh_l0: r.weight_hh_l0_reverse,
      bias_ih_l0: r.bias_ih_l0_reverse,
      bias_hh_l0: r.bias_hh_l0_reverse,
    };
    const x = normal(key(1), [5, 3]);
    const [ahead] = one.forward({ params, state: {} }, x, evaluate);
    const [back] = one.forward({ params: { r: reversed }, state: {} }, flip(x, [0]), evaluate);
    near(both.forward({ params, state: {} }, x, evaluate)[0], concat([ahead, flip(back, [0])], 1));
  });
});

describe('ragged', () => {
  const embed = { embed: nn.embedding({ count: 6, width: 4 }) };
  const layers = {
    'lstm, the last': nn.sequential(embed, { r: lstm({ width: 3, returns: 'last' }) }),
    'gru, both ways, the last': nn.sequential(embed, { r: gru({ width: 3, returns: 'last', bidirectional: true }) }),
  };

  it.each(Object.entries(layers))('%s: a sequence that is filled up is what it is alone', (_, net) => {
    const model = (length: number) =>
      Reflect.apply(nn.model, undefined, [[length], nn.ragged({ padding: 0 }, net)]) as nn.Model<
        Shape,
        Shape,
        object,
        object,
        'float32',
        'int32'
      >;
    const variables = model(6).init(key(0));
    const [y] = model(6).forward(variables, tensor([3, 1, 5, 0, 0, 0], { dtype: 'int32' }), evaluate);
    const [z] = model(3).forward(variables, tensor([3, 1, 5], { dtype: 'int32' }), evaluate);
    near(y, z);
  });

  it('attention does not look at what fills up', () => {
    const net = nn.ragged({ padding: 0 }, nn.sequential(embed, { attn: multiHeadAttention(2) }));
    const [long, short] = [nn.model([5], net), nn.model([3], net)];
    const variables = long.init(key(0));
    const [y] = long.forward(variables, tensor([3, 1, 5, 0, 0], { dtype: 'int32' }), evaluate);
    const [z] = short.forward(variables, tensor([3, 1, 5], { dtype: 'int32' }), evaluate);
    near(rows(y, 0, 3), z);
  });

  it('gives 0 where nothing stands', () => {
    const net = nn.model([4], nn.ragged({ padding: 0 }, nn.sequential(embed, { r: rnn({ width: 2 }) })));
    const [y] = net.forward(net.init(key(0)), tensor([3, 1, 0, 0], { dtype: 'int32' }), evaluate);
    expect(toNested(slice(y, [{ start: 2 }]))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('wants whole numbers', () => {
    const wrong = (input: Shape, layer: unknown): void =>
      void Reflect.apply(nn.model, undefined, [input, nn.ragged({ padding: 0 }, layer as nn.Layer<unknown>)]);
    expect(() => wrong([3], nn.relu)).toThrow('ragged: expected a layer that takes int32');
    expect(() => wrong([3, 2], embed)).toThrow('ragged: expected an input [T], got [3, 2]');
    expect(() => nn.ragged({ padding: 0.5 }, embed)).toThrow('ragged: the padding 0.5 is not a whole number');
  });
});

describe('stream', () => {
  const net = build(
    [8],
    { embed: nn.embedding({ count: 5, width: 3 }) },
    { r1: lstm({ width: 4 }) },
    { r2: gru({ width: 3 }) },
    { fc: nn.linear(5) },
  );
  const variables = net.init(key(0));
  const x = randint(key(1), [2, 8], 0, 5);

  it('in pieces is forward of the whole', () => {
    const [a, carries] = stream(net, variables, slice(x, [null, { end: 3 }]));
    const [b, more] = stream(net, variables, slice(x, [null, { start: 3, end: 4 }]), { carries });
    const [c] = stream(net, variables, slice(x, [null, { start: 4 }]), { carries: more });
    near(concat([a, b, c], 1), net.forward(variables, x, evaluate)[0]);
    expect(carries.map((carry) => carry.map(({ shape }) => shape))).toEqual([[[2, 4], [2, 4]], [[2, 3]]]); // prettier-ignore
  });

  it('refuses what does not fit', () => {
    const floats: unknown = ones([2, 3]);
    expect(() => void Reflect.apply(stream, undefined, [net, variables, floats])).toThrow(
      'stream: expected sequences [b, t, …] of int32, got float32 [2, 3]',
    );
    const carries = [[ones([2, 4]), ones([2, 4])]] as const;
    expect(() => stream(net, variables, x, { carries })).toThrow('the carries are those of another network');
    const both = build([4, 2], { r: gru({ width: 2, bidirectional: true }) });
    expect(() => stream(both, both.init(key(0)), ones([1, 4, 2]))).toThrow('gru: a bidirectional layer');
  });
});

describe('attention', () => {
  it('can be looked at: rows that sum to 1, nothing ahead of the diagonal', () => {
    const net = build([3, 4], { a: encoderBlock({ heads: 2, hidden: 4, causal: true }) }, { b: multiHeadAttention(1) });
    const maps = nn.attentionMaps(net, net.init(key(0)), normal(key(1), [3, 4]));
    expect(maps.map(({ shape }) => shape)).toEqual([
      [2, 3, 3],
      [1, 3, 3],
    ]);
    const [first] = maps;
    if (first === undefined) throw new Error('no map');
    toNested(first).forEach((head) =>
      head.forEach((row, t) => {
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
        row.forEach((weight, other) => expect(other > t ? weight === 0 : weight > 0).toBe(true));
      }),
    );
  });

  it('to another sequence needs one', () => {
    const net = build([3, 4], { cross: nn.crossAttention(2) });
    expect(() => net.forward(net.init(key(0)), ones([3, 4]), evaluate)).toThrow(
      'crossAttention: there is nothing to attend to outside of the decoder of `attending`',
    );
  });
});

it('sinusoidalEncoding has the numbers of the paper', () => {
  const net = build([2, 4], nn.sinusoidalEncoding);
  const [y] = net.forward(net.init(key(0)), multiply(ones([2, 4]), 0), evaluate);
  near(y, tensor([[0, 1, 0, 1], [Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)]])); // prettier-ignore
});
