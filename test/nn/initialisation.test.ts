/** Row N10: how the weights start, and what becomes of signals and gradients behind twenty layers. */
import '../../src/index.js';
import { describe, expect, it } from 'vitest';
import { initializers, type Initializer } from '../../src/nn/index.js';
import { matmul, mean, multiply, relu, sigmoid, square, sum, tanh } from '../../src/ops/index.js';
import { foldIn, key, normal } from '../../src/random/index.js';
import { item } from '../../src/tensor/literal.js';
import { typed } from '../../src/tensor/tensor.js';
import type { AnyTensor, Tensor } from '../../src/tensor/tensor.js';
import { compile, grad } from '../../src/transform/index.js';

const [depth, width, examples] = [20, 128, 32];
type Matrix = Tensor<[number, number], 'float64'>;
type Activation = (x: Matrix) => Matrix;

const matrix = (x: AnyTensor): Matrix => typed(x);
const input: Matrix = normal(key(1), [width, examples], { dtype: 'float64' });
const probe: Matrix = normal(key(2), [width, examples], { dtype: 'float64' });

const weights = (initial: Initializer): readonly Matrix[] =>
  Array.from({ length: depth }, (_, layer) => matrix(initial(foldIn(key(3), layer), [width, width], 'float64')));

/** what each layer gives */
const signals = (layers: readonly Matrix[], activation: Activation): readonly Matrix[] =>
  layers.reduce<readonly Matrix[]>((before, w) => [...before, activation(matmul(w, before.at(-1) ?? input))], [input]);

const meanSquare = (x: Matrix): Tensor<[], 'float64'> => mean(square(x));

/** the mean squares of the signals */
const there = (initial: Initializer, activation: Activation): readonly number[] =>
  compile((layers: readonly Matrix[]) => signals(layers, activation).map(meanSquare))(weights(initial)).map(item);

/** the mean squares of the gradients of a random projection of the last signal by each layer's weights */
const back = (initial: Initializer, activation: Activation): readonly number[] =>
  compile((layers: readonly Matrix[]) =>
    grad((ws: readonly Matrix[]) => sum(multiply(signals(ws, activation).at(-1) ?? input, probe)))(layers).map(
      meanSquare,
    ),
  )(weights(initial)).map(item);

/** by what the mean square of the last is larger than that of the first */
const growth = (values: readonly number[]): number => (values.at(-1) ?? NaN) / (values[0] ?? NaN);

const linear: Activation = (x) => x;
const { heNormal, xavierNormal } = initializers;
const naive = (deviation: number): Initializer => initializers.normal({ deviation });

describe('N10: weight initialisation', () => {
  it.each([
    ['Xavier keeps the variance of a linear network', xavierNormal(), linear],
    ['He keeps that of ReLUs, which lose half of it', heNormal(), relu],
  ] as const)('N10: %s through 20 layers, there and back', (_, initial, activation) => {
    for (const ratio of [growth(there(initial, activation)), growth(back(initial, activation))]) {
      expect(ratio).toBeGreaterThan(0.2);
      expect(ratio).toBeLessThan(5);
    }
  });

  it.each([
    ['explodes', 1],
    ['vanishes', 0.01],
  ] as const)('N10: a naive normal %s: the factor is σ²n/2 at each ReLU layer', (_, deviation) => {
    const orders = Math.log10(growth(there(naive(deviation), relu)));
    const factor = (deviation ** 2 * width) / 2;
    expect(orders / (depth * Math.log10(factor))).toBeCloseTo(1, 1);
    expect(Math.abs(orders)).toBeGreaterThan(30);
  });

  it('N10: Xavier is too small for ReLUs, by a half at each layer', () => {
    expect(Math.log2(growth(there(xavierNormal(), relu))) / depth).toBeCloseTo(-1, 0);
  });

  it('N10: tanh saturates under a naive normal of σ = 1 and dies under σ = 0.01; under Xavier it does neither', () => {
    const last = (initial: Initializer): number => there(initial, tanh).at(-1) ?? NaN;
    expect(last(naive(1))).toBeGreaterThan(0.8);
    expect(last(naive(0.01))).toBeLessThan(1e-30);
    expect(last(xavierNormal())).toBeGreaterThan(0.01);
    expect(last(xavierNormal())).toBeLessThan(0.5);
  });

  it('N10: gradients vanish behind sigmoids, whose slope is at most ¼, and explode behind large weights', () => {
    /* from the last layer's weights to the first's */
    const backwards = (initial: Initializer, activation: Activation): number => 1 / growth(back(initial, activation));
    expect(backwards(xavierNormal(), sigmoid)).toBeLessThan(1e-20);
    expect(backwards(naive(1), tanh)).toBeGreaterThan(1e6);
    const kept = backwards(heNormal(), relu);
    expect(kept).toBeGreaterThan(0.2);
    expect(kept).toBeLessThan(5);
  });
});
