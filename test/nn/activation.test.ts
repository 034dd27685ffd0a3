/** Row N1, and the activations against PyTorch: values and slopes at corners, far ends and between. */
import '../../src/index.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import * as ops from '../../src/ops/index.js';
import { multiply, subtract } from '../../src/ops/index.js';
import { fromArray, tensor, toArray, toNested } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import type { Case } from './golden.js';
import { expectAsInTorch } from './torch.js';

type Numbers = Tensor<readonly [number], 'float64'>;
type Activation = (x: Numbers) => Numbers;
interface Stored {
  readonly points: readonly number[];
  readonly pointwise: Readonly<
    Record<string, { readonly value: readonly number[]; readonly slope: readonly number[] }>
  >;
  readonly cases: Readonly<Record<string, Case>>;
}
const golden = JSON.parse(readFileSync(new URL('../golden/nn/activation.json', import.meta.url), 'utf8')) as Stored;

const numbers = (...values: readonly number[]): Numbers => fromArray(Float64Array.from(values), [values.length]);
const slope =
  (f: Activation): Activation =>
  (x) =>
    grad((v: Numbers) => ops.sum(f(v)))(x);
const at = (f: Activation, ...values: readonly number[]): readonly number[] => [...toArray(f(numbers(...values)))];

const activations: Readonly<Record<string, Activation>> = {
  relu: ops.relu,
  leakyRelu: (x) => ops.leakyRelu(x),
  elu: (x) => ops.elu(x),
  celu: (x) => ops.celu(x, { alpha: 0.7 }),
  selu: ops.selu,
  gelu: (x) => ops.gelu(x),
  geluTanh: (x) => ops.gelu(x, { approximate: 'tanh' }),
  silu: ops.silu,
  mish: ops.mish,
  softplus: ops.softplus,
  sigmoid: ops.sigmoid,
  tanh: ops.tanh,
  relu6: ops.relu6,
  hardTanh: ops.hardTanh,
  hardSigmoid: ops.hardSigmoid,
  hardSwish: ops.hardSwish,
};

describe('an activation is that of PyTorch, value and slope, from −1000 to 1000', () => {
  it('for every golden one', () => expect(Object.keys(activations)).toEqual(Object.keys(golden.pointwise)));

  it.each(Object.entries(activations))('%s', (name, f) => {
    const { value = [], slope: slopes = [] } = golden.pointwise[name] ?? {};
    const close = (found: readonly number[], expected: readonly number[]): void =>
      found.forEach((y, k) => {
        const wanted = expected[k] ?? NaN;
        expect(Math.abs(y - wanted), `${y} for ${wanted} at ${golden.points[k]}`).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(wanted)),
        );
      });
    close(at(f, ...golden.points), value);
    close(at(slope(f), ...golden.points), slopes);
  });

  it.each(Object.entries(activations))('%s is finite in float32 too, and passes on NaN', (name, f) => {
    const single = f as unknown as (x: Tensor<readonly [number]>) => Tensor<readonly [number]>;
    const far = tensor([-1000, -100, 100, 1000]);
    expect([...toArray(single(far))].every(Number.isFinite)).toBe(true);
    expect([...toArray(grad((x: typeof far) => ops.sum(single(x)))(far))].every(Number.isFinite)).toBe(true);
    if (name !== 'relu' && name !== 'leakyRelu') expect(at(f, NaN)).toEqual([NaN]);
  });
});

const layers: Readonly<Record<string, nn.Layer<unknown>>> = {
  prelu: nn.prelu(),
  'prelu of channels': nn.prelu({ perChannel: true }),
  logSoftmax: nn.logSoftmax({ axis: 0 }),
  glu: nn.glu(),
  'glu of channels': nn.glu({ axis: 0 }),
  maxout: nn.maxout({ out: 2, pieces: 3 }),
  maxoutChannels: nn.maxoutChannels(2),
};

describe('layers of activations are those of PyTorch, forward and backward', () => {
  it('for every golden case', () => expect(Object.keys(layers)).toEqual(Object.keys(golden.cases)));
  it.each(Object.entries(golden.cases))('%s', (name, given) => expectAsInTorch(layers[name], given));
});

describe('N1: activations', () => {
  const whole = Array.from({ length: 11 }, (_, k) => k - 5);

  it('N1: the step is 1 from 0 on, and has no slope', () => {
    expect(at(ops.step, -1, -1e-9, 0, 1e-9, 1)).toEqual([0, 0, 1, 1, 1]);
    expect(at(slope(ops.step), -1, 0, 1)).toEqual([0, 0, 0]);
  });

  it('N1: the table of σ from −5 to 5, and σ(−x) = 1 − σ(x)', () => {
    const table = [0.0067, 0.018, 0.0474, 0.1192, 0.2689, 0.5, 0.7311, 0.8808, 0.9526, 0.982, 0.9933];
    const found = at(ops.sigmoid, ...whole);
    expect(found.map((y) => Math.round(y * 1e4) / 1e4)).toEqual(table);
    found.forEach((y, k) => expect(y + (found[10 - k] ?? NaN)).toBeCloseTo(1, 15));
  });

  it("N1: σ' = σ(1 − σ), tanh' = 1 − tanh²", () => {
    const x = numbers(...whole);
    const [s, t] = [ops.sigmoid(x), ops.tanh(x)];
    const near = (a: Numbers, b: Numbers): void =>
      toArray(subtract(a, b)).forEach((difference) => expect(Math.abs(difference)).toBeLessThan(1e-15));
    near(slope(ops.sigmoid)(x), multiply(s, subtract(1, s)));
    near(slope(ops.tanh)(x), subtract(1, multiply(t, t)));
    near(t, subtract(multiply(ops.sigmoid(multiply(x, 2)), 2), 1));
  });

  it('N1: ReLU is max(0, x), leaky ReLU max(0.1x, x), ELU α(eˣ − 1) below 0', () => {
    const x = numbers(...whole);
    expect(toNested(ops.relu(x))).toEqual(toNested(ops.maximum(x, 0)));
    expect(toNested(ops.leakyRelu(x, { slope: 0.1 }))).toEqual(toNested(ops.maximum(multiply(x, 0.1), x)));
    expect(at((v) => ops.elu(v, { alpha: 2 }), -1, 3)).toEqual([2 * Math.expm1(-1), 3]);
  });

  it('N1: maxout is max(w₁ᵀx + b₁, w₂ᵀx + b₂); two pieces make the ReLU and the absolute value', () => {
    const unit = (w: readonly [number, number], b: readonly [number, number], x: number): number | undefined => {
      const net = nn.build([1], { unit: nn.maxout({ out: 1, pieces: 2 }) });
      const weight = tensor([[[w[0]]], [[w[1]]]]);
      const params = { unit: { weight, bias: tensor([[b[0]], [b[1]]]) } };
      return toNested(net.forward({ params, state: {} }, tensor([x]), nn.evaluate)[0])[0];
    };
    expect([-2, 3].map((x) => unit([1, 0], [0, 0], x))).toEqual([0, 3]);
    expect([-2, 3].map((x) => unit([1, -1], [0, 0], x))).toEqual([2, 3]);
    expect([-2, 3].map((x) => unit([2, -1], [1, 5], x))).toEqual([7, 7]);
  });

  it('N1: the softmax of three scores', () => {
    expect(at((x) => ops.softmax(x), 1, 2, 3).map((p) => p.toFixed(3))).toEqual(['0.090', '0.245', '0.665']);
  });
});

describe('what is refused', () => {
  it.each<[string, () => unknown]>([
    ['celu: expected an alpha above 0, got 0', () => nn.celu(0)],
    ['celu: expected an alpha above 0, got NaN', () => ops.celu(numbers(1), { alpha: NaN })],
    ["gelu: there is no approximation 'erf'", () => ops.gelu(numbers(1), { approximate: 'erf' as 'tanh' })],
    ['relu6: expected a tensor, got number', () => ops.relu6(1 as never)],
  ])('%s', (sentence, act) => {
    expect(act).toThrow(expect.objectContaining({ message: sentence }) as Error);
  });
});
