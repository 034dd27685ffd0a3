/** Row K5: what one unit can do, what it provably cannot, and what a hidden layer adds. */
import '../../src/index.js';
import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { isCertificate, perceptron, perceptronPass, separate, updateBound } from '../../src/classifiers/index.js';
import { build, linear, sigmoidCrossEntropy, tanh, train } from '../../src/nn/index.js';
import { reshape, step } from '../../src/ops/index.js';
import { adam, applyUpdates } from '../../src/optim/index.js';
import { key } from '../../src/random/index.js';
import { fromArray, item, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { compile, valueAndGrad } from '../../src/transform/index.js';

const corners = (d: number): Tensor<readonly [number, number], 'float64'> =>
  fromArray(
    Float64Array.from({ length: d * 2 ** d }, (_, i) => (Math.floor(i / d) >> (d - 1 - (i % d))) & 1),
    [2 ** d, d],
  );
const table = (...outputs: readonly number[]): Tensor<readonly [number], 'bool'> =>
  fromArray(Uint8Array.from(outputs), [outputs.length]);
const tableOf = (d: number, f: (ones: number) => boolean): Tensor<readonly [number], 'bool'> =>
  table(
    ...Array.from({ length: 2 ** d }, (_, i) => Number(f([...i.toString(2)].filter((digit) => digit === '1').length))),
  );

const square = corners(2);
const gates = {
  AND: { inputs: square, outputs: table(0, 0, 0, 1), known: { weight: tensor([2, 2]), bias: tensor(-3) }, bound: 51 },
  OR: { inputs: square, outputs: table(0, 1, 1, 1), known: { weight: tensor([2, 2]), bias: tensor(-1) }, bound: 27 },
  NOT: { inputs: corners(1), outputs: table(1, 0), known: { weight: tensor([-2]), bias: tensor(1) }, bound: 10 },
  'majority of three': {
    inputs: corners(3),
    outputs: tableOf(3, (ones) => ones > 1),
    known: { weight: tensor([2, 2, 2]), bias: tensor(-3) },
    bound: 84,
  },
  'majority of five': {
    inputs: corners(5),
    outputs: tableOf(5, (ones) => ones > 2),
    known: { weight: tensor([2, 2, 2, 2, 2]), bias: tensor(-5) },
    bound: 270,
  },
} as const;

const right = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error('no unit is right');
  return either.right;
};
const left = <A>(either: E.Either<A, unknown>): A => {
  if (E.isRight(either)) throw new Error('a unit is right');
  return either.left;
};

describe('K5: the McCulloch–Pitts unit', () => {
  it.each(Object.entries(gates))('K5: is %s with weights and a threshold', (_, { inputs, outputs, known }) => {
    const x = fromArray(Float32Array.from(toArray(inputs)), inputs.shape);
    expect([...toArray(perceptron(known, x))]).toEqual([...toArray(outputs)]);
  });

  it('K5: fires at its threshold', () => {
    expect(toNested(step(tensor([-1e-9, -0, 0, 1e-9])))).toEqual([0, 1, 1, 1]);
  });
});

describe('K5: the perceptron learns', () => {
  it.each(Object.entries(gates))('K5: %s, in no more updates than the theorem allows', (_, gate) => {
    const { inputs, outputs, known, bound } = gate;
    const unit = right(separate(inputs, outputs));
    expect([...toArray(perceptron(unit, inputs))]).toEqual([...toArray(outputs)]);
    expect(updateBound(inputs, outputs, known)).toBe(bound);
    expect(unit.updates).toBeLessThanOrEqual(bound);
    expect(unit.updates).toBeLessThanOrEqual(updateBound(inputs, outputs, unit));
  });

  it('K5: AND, step by step: where it errs, w ← w + yx, b ← b + y', () => {
    const classes = tensor([-1, -1, -1, 1], { dtype: 'float64' });
    const zero = { weight: tensor([0, 0], { dtype: 'float64' }), bias: tensor(0, { dtype: 'float64' }) };
    const inputs = fromArray(toArray(square), [4, 2]);
    const [first, erred] = perceptronPass(zero, inputs, classes);
    expect([toNested(first.weight), item(first.bias), toNested(erred)]).toEqual([
      [1, 1],
      0,
      [true, false, false, true],
    ]);
    const [second, again] = perceptronPass(first, inputs, classes);
    expect([toNested(second.weight), item(second.bias), toNested(again)]).toEqual([
      [2, 1],
      -1,
      [true, true, false, true],
    ]);
  });
});

describe('K5: XOR is impossible', () => {
  const xor = table(0, 1, 1, 0);

  it('K5: the certificate: ½(0,0) + ½(1,1) = ½(0,1) + ½(1,0)', () => {
    const { multipliers, point, updates } = left(separate(square, xor));
    expect({ multipliers, point }).toEqual({ multipliers: [1n, 1n, 1n, 1n], point: [0.5, 0.5] });
    expect(updates).toBe(4);
    expect(isCertificate(square, xor, multipliers)).toBe(true);
    expect(updateBound(square, xor, { weight: tensor([1, 1]), bias: tensor(-1) })).toBe(Infinity);
  });

  it('K5: so is the parity of four, and a point of both classes', () => {
    const parity = tableOf(4, (ones) => ones % 2 === 1);
    expect(isCertificate(corners(4), parity, left(separate(corners(4), parity)).multipliers)).toBe(true);
    const twice = tensor([[3, 4], [9, 9], [3, 4]]); // prettier-ignore
    expect(left(separate(twice, table(1, 0, 0))).multipliers).toEqual([1n, 0n, 1n]);
  });

  it('K5: 14 of the 16 functions of two inputs have a unit, 104 of the 256 of three; all others have a certificate', () => {
    const separable = (d: number): number => {
      const inputs = corners(d);
      return Array.from({ length: 2 ** (2 ** d) }, (_, code) => {
        const outputs = table(...Array.from({ length: 2 ** d }, (__, i) => (code >> i) & 1));
        const found = separate(inputs, outputs);
        if (E.isLeft(found)) return isCertificate(inputs, outputs, found.left.multipliers) ? 0 : NaN;
        return [...toArray(perceptron(found.right, inputs))].join() === [...toArray(outputs)].join() ? 1 : NaN;
      }).reduce<number>((a, b) => a + b, 0);
    };
    expect([separable(1), separable(2), separable(3)]).toEqual([4, 14, 104]);
  });

  it('does not take for a certificate what is none', () => {
    for (const wrong of [
      [0n, 0n, 0n, 0n],
      [1n, 1n, 1n],
      [1n, 1n, 1n, 2n],
      [-1n, -1n, -1n, -1n],
    ])
      // prettier-ignore
      expect(isCertificate(square, xor, wrong)).toBe(false);
    expect(isCertificate(square, table(0, 0, 0, 1), [1n, 1n, 1n, 1n])).toBe(false);
  });

  it('K5: one hidden layer is XOR: at least one, and not both', () => {
    const hidden = { weight: tensor([[1, 1], [1, 1]]), bias: tensor([-1, -2]) }; // prettier-ignore
    const output = { weight: tensor([1, -1]), bias: tensor(-1) };
    const x = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]); // prettier-ignore
    expect(toNested(perceptron(output, perceptron(hidden, x)))).toEqual([0, 1, 1, 0]);
  });

  it('K5: one hidden layer learns XOR', () => {
    const net = build([2], { hidden: linear(4) }, tanh, { output: linear(1) });
    const [x, t] = [tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), tensor([0, 1, 1, 0])]; // prettier-ignore
    const rule = adam({ rate: 0.1 });
    const start = net.init(key(1));
    type Params = typeof start.params;
    const logits = (params: Params): Tensor<[4]> =>
      reshape(net.forward({ ...start, params }, x, train(key(0)))[0], [4]);
    const update = compile((params: Params, state: unknown) => {
      const [loss, slope] = valueAndGrad((p: Params) => sigmoidCrossEntropy(logits(p), t))(params);
      const [updates, next] = rule.update(slope, state, params);
      return { params: applyUpdates(params, updates), state: next, loss };
    });
    let run = update(start.params, rule.init(start.params));
    for (let k = 0; k < 200; k++) run = update(run.params, run.state);
    expect(item(run.loss)).toBeLessThan(0.02);
    expect(toNested(step(logits(run.params)))).toEqual([0, 1, 1, 0]);
  });
});

describe('separate', () => {
  it('decides exactly where the perceptron would take too long, or its numbers were too large', () => {
    const line = tensor([[100000, 1], [100001, 1], [99999, 1]], { dtype: 'int32' }); // prettier-ignore
    expect(left(separate(line, table(1, 0, 0)))).toMatchObject({
      multipliers: [2n, 1n, 1n],
      point: [100000, 1],
      by: 'simplex',
    });
    const narrow = right(separate(line, table(1, 1, 0)));
    expect(narrow.by).toBe('simplex');
    expect([...toArray(perceptron(narrow, fromArray(Float64Array.from(toArray(line)), [3, 2])))]).toEqual([1, 1, 0]);
    const far = right(separate(tensor([[2 ** 40], [2 ** 40 + 1]], { dtype: 'float64' }), table(0, 1)));
    expect([toNested(far.weight), item(far.bias), far.updates]).toEqual([[2], -(2 ** 41) - 1, 0]);
  });

  it('proves with numbers of any size', () => {
    const big = tensor([[2 ** 52, 3], [2 ** 52 + 1, 5], [2 ** 51, 4], [7, 2 ** 52]], { dtype: 'float64' }); // prettier-ignore
    const found = [table(1, 0, 1, 0), table(1, 0, 0, 1), table(0, 1, 0, 1), table(1, 1, 0, 0)].map((classes) => {
      const either = separate(big, classes);
      if (E.isLeft(either)) return isCertificate(big, classes, either.left.multipliers);
      return [...toArray(perceptron(either.right, big))].join() === [...toArray(classes)].join();
    });
    expect(found).toEqual([true, true, true, true]);
    const edge = tensor([[0], [2 ** 52], [2 ** 53 - 1]], { dtype: 'float64' }); // prettier-ignore
    const { multipliers } = left(separate(edge, table(0, 1, 0)));
    expect(multipliers).toEqual([2n ** 52n - 1n, 2n ** 53n - 1n, 2n ** 52n]);
  });

  it('has nothing to learn from nothing, or from one class', () => {
    expect(right(separate(fromArray(new Float32Array(0), [0, 3]), table())).updates).toBe(0);
    expect(right(separate(square, table(1, 1, 1, 1))).updates).toBe(1);
  });

  it('refuses what does not fit, in a sentence', () => {
    expect(() => separate(tensor([[0.5]]), table(1))).toThrow('separate: expected whole numbers, got 0.5');
    expect(() => separate(square, table(1, 0, 0))).toThrow('separate: 4 examples need classes [4], got [3]');
    expect(() => separate(square, tensor([1, 0, 0, 1]) as never)).toThrow('expected classes of bool, got float32');
    // @ts-expect-error the sentence stands in the editor too
    expect(() => separate(tensor([[1], [2]]), tensor([true]))).toThrow('2 examples need classes [2], got [1]');
    expect(() => separate(tensor([1, 2]), tensor([true, false]))).toThrow(
      'separate: expected examples [n, d], got [2]',
    );
  });
});
