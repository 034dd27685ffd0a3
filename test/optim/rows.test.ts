/** Rows N8 and N9: the smallest networks, and what follows their gradients. */
import '../reference.js';
import { describe, expect, it } from 'vitest';
import { add, mean, multiply, square, subtract, sum, tanh } from '../../src/ops/index.js';
import { adaGrad, adam, applyUpdates, sgd } from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { trace } from '../../src/primitive/graph.js';
import { fromArray, item, scalar, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { compute, grad, valueAndGrad } from '../../src/transform/index.js';
import { build, leaves } from '../../src/tree/index.js';

type Real = Tensor<[], 'float64'>;
type Vector = Tensor<[number], 'float64'>;
const real = (value: number): Real => scalar(value, 'float64');
const vector = (...numbers: readonly number[]): Vector => fromArray(Float64Array.from(numbers), [numbers.length]);

/** the parameters before the first update and after each */
const descend = <P>(
  rule: Optimizer,
  gradient: (params: P, step: number) => P,
  start: P,
  steps: number,
): readonly P[] => {
  const path = [start];
  let [params, state] = [start, rule.init(start)];
  for (let step = 0; step < steps; step++) {
    const [updates, next] = rule.update(gradient(params, step), state, params);
    [params, state] = compute([applyUpdates(params, updates), next]);
    path.push(params);
  }
  return path;
};

describe("N8: the world's smallest perceptrons", () => {
  const halfSquare = (predicted: Real, y: number): Real => multiply(square(subtract(predicted, y)), 0.5);

  it('N8: y = wx learns by w ← w + (y − ŷ)x, which is descent along ½(y − ŷ)² by the rate 1', () => {
    const [x, y] = [0.5, 3];
    const path = descend(
      sgd({ rate: 1 }),
      grad((w: Real) => halfSquare(multiply(w, x), y)),
      real(1),
      60,
    ).map(item);
    path.slice(1).forEach((w, k) => {
      const before = path[k] ?? NaN;
      expect(w).toBeCloseTo(before + (y - before * x) * x, 14);
    });
    expect(path.at(-1)).toBeCloseTo(y / x, 6);
  });

  it('N8: with two inputs, each weight moves by its own: wᵢ ← wᵢ + (y − ŷ)xᵢ', () => {
    const examples = [
      { x: [1, 0.5], y: 2 },
      { x: [-0.5, 1], y: -1 },
    ];
    const example = (step: number) => examples[step % 2] ?? { x: [], y: NaN };
    const gradient = (w: Vector, step: number): Vector =>
      grad((v: Vector) => halfSquare(sum(multiply(v, vector(...example(step).x))), example(step).y))(w);
    const path = descend(sgd({ rate: 1 }), gradient, vector(0, 0), 120).map((w) => [...toArray(w)]);
    path.slice(1).forEach((w, k) => {
      const before = path[k] ?? [];
      const { x, y } = example(k);
      const error = y - before.reduce((total, wi, i) => total + wi * (x[i] ?? NaN), 0);
      w.forEach((wi, i) => expect(wi).toBeCloseTo((before[i] ?? NaN) + error * (x[i] ?? NaN), 13));
    });
    /* w₁ + ½w₂ = 2 and −½w₁ + w₂ = −1 */
    expect(path.at(-1)?.[0]).toBeCloseTo(2, 6);
    expect(path.at(-1)?.[1]).toBeCloseTo(0, 6);
  });

  describe('the chain y = f₃(w₃f₂(w₂f₁(w₁x + b₁))) of four parameters', () => {
    interface Chain {
      readonly b1: Real;
      readonly w1: Real;
      readonly w2: Real;
      readonly w3: Real;
    }
    const [x, t] = [0.7, 0.25];
    const start: Chain = { b1: real(0.1), w1: real(0.6), w2: real(-1.1), w3: real(0.9) };
    const loss = ({ b1, w1, w2, w3 }: Chain): Real =>
      halfSquare(tanh(multiply(w3, tanh(multiply(w2, tanh(add(multiply(w1, x), b1)))))), t);

    it('N8: each derivative is the one behind it times one factor', () => {
      const [b1, w1, w2, w3] = [item(start.b1), item(start.w1), item(start.w2), item(start.w3)];
      const h1 = Math.tanh(w1 * x + b1);
      const h2 = Math.tanh(w2 * h1);
      const y = Math.tanh(w3 * h2);
      const d3 = (y - t) * (1 - y * y);
      const d2 = d3 * w3 * (1 - h2 * h2);
      const d1 = d2 * w2 * (1 - h1 * h1);
      const found = grad(loss)(start);
      expect(item(found.w3)).toBeCloseTo(d3 * h2, 14);
      expect(item(found.w2)).toBeCloseTo(d2 * h1, 14);
      expect(item(found.w1)).toBeCloseTo(d1 * x, 14);
      expect(item(found.b1)).toBeCloseTo(d1, 14);
    });

    it('N8: what was computed on the way there is reused on the way back: three tanh for the value and four derivatives', () => {
      const graph = trace(leaves(start), (variables) => leaves(valueAndGrad(loss)(build(start, variables))));
      expect(graph.outputs).toHaveLength(5);
      expect(graph.applications.filter(({ operation }) => operation.name === 'tanh')).toHaveLength(3);
    });

    it('N8: it learns its example', () => {
      const end = descend(sgd({ rate: 0.5 }), grad(loss), start, 200).at(-1) ?? start;
      expect(item(loss(end))).toBeLessThan(1e-9);
    });
  });
});

describe('N9: gradient descent', () => {
  const xs = [-1, 0, 1, 2];
  const ys = [-2.5, -1, 1.5, 3];
  /** (w₁x + w₀ − y)² */
  const errors = (w: Vector, which: readonly number[]): Vector => {
    const pick = (values: readonly number[]) => which.map((i) => values[i] ?? NaN);
    const slopes = vector(1, 0);
    const [slope, offset] = [sum(multiply(w, slopes)), sum(multiply(w, subtract(1, slopes)))];
    return square(subtract(add(multiply(vector(...pick(xs)), slope), offset), vector(...pick(ys))));
  };
  const cost = (which: readonly number[]) => (w: Vector) => mean(errors(w, which));
  const all = [0, 1, 2, 3];

  it('N9: W⁺ = W − η∇C', () => {
    const rate = 0.05;
    const path = descend(sgd({ rate }), grad(cost(all)), vector(0.5, -0.5), 5).map((w) => [...toArray(w)]);
    path.slice(1).forEach((after, k) => {
      const [w1 = NaN, w0 = NaN] = path[k] ?? [];
      const residuals = xs.map((x, i) => w1 * x + w0 - (ys[i] ?? NaN));
      const by1 = (2 / 4) * residuals.reduce((total, r, i) => total + r * (xs[i] ?? NaN), 0);
      const by0 = (2 / 4) * residuals.reduce((total, r) => total + r, 0);
      expect(after[0]).toBeCloseTo(w1 - rate * by1, 14);
      expect(after[1]).toBeCloseTo(w0 - rate * by0, 14);
    });
  });

  it('N9: one example at a time, θ⁽ᵏ⁺¹⁾ = θ⁽ᵏ⁾ − μ∇Lᵢ: an epoch follows each once, and their mean is the whole gradient', () => {
    const w = vector(0.5, -0.5);
    const single = all.map((i) => [...toArray(grad(cost([i]))(w))]);
    const whole = [...toArray(grad(cost(all))(w))];
    whole.forEach((g, axis) =>
      expect(single.reduce((total, one) => total + (one[axis] ?? NaN), 0) / 4).toBeCloseTo(g, 14),
    );
    const epoch = descend(sgd({ rate: 0.05 }), (v: Vector, step) => grad(cost([step % 4]))(v), w, 4);
    expect(epoch).toHaveLength(5);
    const byHand = all.reduce((v, i) => subtract(v, multiply(grad(cost([i]))(v), 0.05)), w);
    expect([...toArray(epoch.at(-1) ?? w)]).toEqual([...toArray(byHand)]);
  });

  it('N9: a minibatch has the whole gradient on average, and its variance falls with its size', () => {
    const w = vector(0.5, -0.5);
    const slope = (which: readonly number[]): number => toArray(grad(cost(which))(w))[0] ?? NaN;
    const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const whole = slope(all);
    const noise = (batches: readonly (readonly number[])[]): number => {
      const slopes = batches.map(slope);
      expect(average(slopes)).toBeCloseTo(whole, 13);
      return average(slopes.map((s) => (s - whole) ** 2));
    };
    const singles = noise(all.map((i) => [i]));
    /* with replacement: all 16 ordered pairs */
    expect(noise(all.flatMap((i) => all.map((j) => [i, j])))).toBeCloseTo(singles / 2, 12);
  });

  it('N9: the learning rate: along ½aw² descent ends for η < 2/a, jumps to and fro at 2/a, and diverges beyond', () => {
    const a = 4;
    const last = (rate: number): number =>
      item(descend(sgd({ rate }), (w: Real) => multiply(w, a), real(1), 40).at(-1) ?? real(NaN));
    expect(Math.abs(last(0.25))).toBe(0);
    expect(Math.abs(last(0.4))).toBeLessThan(1e-8);
    expect(Math.abs(last(0.5))).toBe(1);
    expect(Math.abs(last(0.6))).toBeGreaterThan(1e5);
  });

  it('N9: momentum takes the root of the steps through a narrow valley', () => {
    const [a, b] = [1, 400];
    const valley = (w: Vector): Vector => multiply(w, vector(a, b));
    const needed = (rule: Optimizer): number =>
      descend(rule, valley, vector(1, 1), 2000).findIndex((w) => Math.hypot(...toArray(w)) < 1e-3);
    /* the best numbers for both: Polyak 1964 */
    const plain = needed(sgd({ rate: 2 / (a + b) }));
    const root = (Math.sqrt(b) - Math.sqrt(a)) / (Math.sqrt(b) + Math.sqrt(a));
    const heavy = needed(sgd({ rate: 4 / (Math.sqrt(a) + Math.sqrt(b)) ** 2, momentum: root ** 2 }));
    expect(plain).toBeGreaterThan(1000);
    expect(heavy).toBeGreaterThan(0);
    expect(plain / heavy).toBeGreaterThan(8);
  });

  it('N9: AdaGrad: the t-th step along a constant slope is η/√t, however steep', () => {
    const path = descend(adaGrad({ rate: 0.5 }), () => vector(0.01, 300), vector(0, 0), 9).map((w) => [...toArray(w)]);
    path.slice(1).forEach((w, k) => {
      for (const axis of [0, 1])
        expect((path[k]?.[axis] ?? NaN) - (w[axis] ?? NaN)).toBeCloseTo(0.5 / Math.sqrt(k + 1), 6);
    });
  });

  it('N9: Adam: every step along a constant slope is η, however steep', () => {
    const path = descend(adam({ rate: 0.5 }), () => vector(0.01, -300), vector(0, 0), 9).map((w) => [...toArray(w)]);
    path.slice(1).forEach((w, k) => {
      expect((path[k]?.[0] ?? NaN) - (w[0] ?? NaN)).toBeCloseTo(0.5, 5);
      expect((path[k]?.[1] ?? NaN) - (w[1] ?? NaN)).toBeCloseTo(-0.5, 5);
    });
  });
});
