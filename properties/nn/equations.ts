/** What single layers must satisfy, whatever their options and numbers: identities that no wrong formula shares. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../src/nn/index.js';
import type { Layer, Rule } from '../../src/nn/index.js';
import { add, conv2d, divide, mean, multiply, oneHot, softmax, square, subtract, sum } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import { sameShape, show, size } from '../../src/shape/index.js';
import type { Shape } from '../../src/shape/index.js';
import { fromArray } from '../../src/tensor/literal.js';
import { read } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { expectClose, LawError } from '../../src/testing/laws/index.js';
import { grad } from '../../src/transform/index.js';
import type { LayerName, Plant } from '../../src/testing/arbitrary/layers/index.js';
import { modelOf, numbers, training } from '../../src/testing/arbitrary/models.js';
import type { Numbers } from '../../src/testing/arbitrary/models.js';

/** An identity: what it draws, and that it holds of layers some of which may be changed on purpose. */
export interface Equation {
  readonly check: (plant: Plant, runs: number) => { readonly error: unknown; readonly report: string | null };
}
const equation = <T>(drawn: Arbitrary<T>, hold: (drawn: T, make: Make) => void): Equation => ({
  check: (plant, numRuns) => {
    const make: Make = (name, layer) => nn.layer<Rule>(plant[name]?.(layer.definition) ?? layer.definition);
    const details = fc.check(
      fc.property(drawn, (one) => hold(one, make)),
      { numRuns },
    );
    return { error: details.errorInstance, report: fc.defaultReportMessage(details) ?? null };
  },
});
type Make = (name: LayerName, layer: Layer<unknown>) => Layer<Rule>;

const same = (what: string, found: AnyTensor, expected: AnyTensor, tolerance: number): void => {
  if (!sameShape(found.shape, expected.shape))
    throw new LawError(`equation: ${what} has shape ${show(found.shape)}, expected ${show(expected.shape)}`);
  expectClose({ law: 'equation', what, found: read(found), expected: read(expected), tolerance });
};

const int = (min: number, max: number): Arbitrary<number> => fc.integer({ min, max });

/** y and nothing else, of a layer with these tensors */
const output = (
  layer: Layer<unknown>,
  variables: { readonly params: object; readonly state?: object },
  x: Numbers,
  input: Shape,
  mode = nn.evaluate,
): Numbers => modelOf({ input, definition: layer.definition }).forward({ state: {}, ...variables }, x, mode)[0];

/** a batch of images, with numbers for each channel */
const images = fc
  .record({ n: int(2, 4), c: int(1, 3), h: int(1, 3), w: int(1, 3), seed: fc.nat(1000) })
  .map(({ n, c, h, w, seed }) => ({
    input: [c, h, w],
    x: numbers([n, c, h, w], seed, 0),
    params: { weight: numbers([c], seed, 1, 0.5, 2), bias: numbers([c], seed, 2) },
    state: { mean: numbers([c], seed, 3), variance: numbers([c], seed, 4, 0.5, 1.5) },
    factor: numbers([c, 1, 1], seed, 5, 0.5, 3),
    shift: numbers([c, 1, 1], seed, 6),
  }));
const epsilon = 0.25;

/** whole numbers from −3 to 3 */
const whole = (shape: Shape, seed: number, stream: number): Numbers =>
  fromArray(
    Float64Array.from(read(numbers(shape, seed, stream)), (x) => Math.round(3 * x)),
    shape,
  );

export const equations = {
  'batchNorm in training: over batch and space the mean is β and the variance γ²σ²/(σ² + ε)': equation(
    images,
    ({ input, x, params, state }, make) => {
      const y = output(make('batchNorm', nn.batchNorm({ epsilon })), { params, state }, x, input, training);
      const over = [0, 2, 3];
      const spread = (v: Numbers): Numbers => mean(square(subtract(v, mean(v, over, { keepDimensions: true }))), over);
      same('the mean', mean(y, over), params.bias, 1e-12);
      const variance = spread(x);
      same('the variance', spread(y), divide(multiply(square(params.weight), variance), add(variance, epsilon)), 1e-12);
    },
  ),

  'batchNorm in training: a scale and a shift of a channel change nothing': equation(
    images,
    ({ input, x, params, state, factor, shift }, make) => {
      const layer = make('batchNorm', nn.batchNorm({ epsilon: 1e-20 }));
      const moved: Numbers = add(multiply(x, factor), shift);
      same(
        'y',
        output(layer, { params, state }, moved, input, training),
        output(layer, { params, state }, x, input, training),
        1e-8,
      );
    },
  ),

  'two convolutions are one, of the kernel that they make': equation(
    fc.record({
      a: int(1, 3),
      b: int(1, 3),
      c: int(1, 2),
      m: int(1, 2),
      o: int(1, 2),
      padding: int(0, 2),
      more: int(0, 2),
      seed: fc.nat(1000),
    }),
    ({ a, b, c, m, o, padding, more, seed }, make) => {
      const k = a + b - 1;
      const input = [c, k + more, k + more];
      const [x, first, second] = [
        whole([2, ...input], seed, 0),
        whole([m, c, a, a], seed, 1),
        whole([o, m, b, b], seed, 2),
      ];
      const stacked = nn.sequential(
        { first: make('conv2d', nn.conv2d({ out: m, kernel: a, padding, bias: false })) },
        { second: make('conv2d', nn.conv2d({ out: o, kernel: b, bias: false })) },
      );
      const found = output(stacked, { params: { first: { weight: first }, second: { weight: second } } }, x, input);
      same('y', found, conv2d(x, merged(first, second, k), { padding }), 0);
    },
  ),

  'softmax: positive, of sum 1, and the same when a number is added to all': equation(
    fc.record({
      shape: fc.array(int(1, 4), { minLength: 1, maxLength: 3 }),
      axis: fc.nat(5),
      by: int(-900, 900),
      seed: fc.nat(1000),
    }),
    ({ shape, axis: drawn, by, seed }, make) => {
      const axis = drawn % shape.length;
      const layer = make('softmax', nn.softmax({ axis }));
      const x = numbers(shape, seed, 0, -3, 3);
      const y = output(layer, { params: {} }, x, shape);
      if (read(y).some((p) => !(p > 0))) throw new LawError('equation: a probability is not positive');
      const total = sum(y, axis);
      same('the sum', total, fromArray(new Float64Array(size(total.shape)).fill(1), total.shape), 1e-12);
      same('y', output(layer, { params: {} }, add(x, by), shape), y, 1e-10);
    },
  ),

  'layerNorm: the mean of a row is that of β, a scale and a shift of a row change nothing': equation(
    fc.record({ rows: int(1, 3), width: int(2, 5), seed: fc.nat(1000) }),
    ({ rows, width, seed }, make) => {
      const input = [rows, width];
      const layer = make('layerNorm', nn.layerNorm({ epsilon: 1e-20 }));
      const [x, one] = [numbers(input, seed, 0), fromArray(new Float64Array(width).fill(1), [width])];
      const bias = numbers([width], seed, 1);
      const y = output(layer, { params: { weight: one, bias } }, x, input);
      same('the mean', mean(y, -1), add(mean(subtract(y, y), -1), mean(bias)), 1e-10);
      const moved: Numbers = add(multiply(x, numbers([rows, 1], seed, 2, 0.5, 3)), numbers([rows, 1], seed, 3));
      same('y', output(layer, { params: { weight: one, bias } }, moved, input), y, 1e-6);
    },
  ),

  'dropout: each number is 0 or x / (1 − rate), and the mean stays': equation(
    fc.record({ rate: fc.constantFrom(0.125, 0.5, 0.75), seed: fc.nat(1000) }),
    ({ rate, seed }, make) => {
      const n = 2000;
      const one = fromArray(new Float64Array(n).fill(1), [n]);
      const layer = make('dropout', nn.dropout(rate));
      const drawn = (mode: nn.Mode): readonly number[] => [...read(output(layer, { params: {} }, one, [n], mode))];
      const y = drawn(nn.train(key(seed)));
      if (y.some((value) => value !== 0 && Math.abs(value * (1 - rate) - 1) > 1e-12))
        throw new LawError('equation: a number is neither dropped nor scaled');
      const average = y.reduce((total, value) => total + value, 0) / n;
      /* six standard deviations */
      if (Math.abs(average - 1) > 6 * Math.sqrt(rate / (1 - rate) / n))
        throw new LawError(`equation: the mean of ones became ${average}`);
      const equal = (other: readonly number[]): boolean => other.every((value, i) => value === y[i]);
      if (!equal(drawn(nn.train(key(seed))))) throw new LawError('equation: the same key gives other numbers');
      if (equal(drawn(nn.train(key(seed + 1))))) throw new LawError('equation: another key gives the same numbers');
      if (drawn(nn.evaluate).some((value) => value !== 1)) throw new LawError('equation: something is dropped in use');
    },
  ),

  'dropout: other places and other examples have other numbers': equation(fc.nat(1000), (seed, make) => {
    const n = 64;
    const one = fromArray(new Float64Array(2 * n).fill(1), [2, n]);
    const twice = nn.concat(make('dropout', nn.dropout(0.5)), make('dropout', nn.dropout(0.5)));
    const y = [...read(output(twice, { params: {} }, one, [n], nn.train(key(seed))))].map(String);
    const masks = [0, 1, 2, 3].map((k) => y.slice(k * n, (k + 1) * n).join());
    if (new Set(masks).size < masks.length) throw new LawError('equation: two masks are the same');
  }),
} satisfies Readonly<Record<string, Equation>>;

/** The sentence of an identity. */
export type EquationName = keyof typeof equations;

/** K with y = w₂ ⋆ (w₁ ⋆ x) = K ⋆ x: Kᵤ = Σ w₂ₐ w₁ᵤ₋ₐ, summed over the channels between. */
const merged = (first: Numbers, second: Numbers, k: number): Numbers => {
  const [[m = 0, c = 0, a = 0], [o = 0, , b = 0]] = [first.shape, second.shape];
  const [w1, w2] = [read(first), read(second)];
  const out = new Float64Array(o * c * k * k);
  const each = (n: number, f: (i: number) => void): void => [...Array(n).keys()].forEach(f);
  each(o, (to) =>
    each(c, (from) =>
      each(m, (middle) =>
        each(b * b, (q) =>
          each(a * a, (p) => {
            const row = Math.floor(q / b) + Math.floor(p / a);
            const column = (q % b) + (p % a);
            const place = ((to * c + from) * k + row) * k + column;
            out[place] =
              (out[place] ?? 0) + (w2[(to * m + middle) * b * b + q] ?? 0) * (w1[(middle * c + from) * a * a + p] ?? 0);
          }),
        ),
      ),
    ),
  );
  return fromArray(out, [o, c, k, k]);
};

/** The gradient of the cross-entropy by the logits is (p − onehot) / n. */
export const crossEntropy = (loss: typeof nn.softmaxCrossEntropy): Equation =>
  equation(fc.record({ n: int(1, 4), classes: int(1, 5), seed: fc.nat(1000) }), ({ n, classes, seed }) => {
    const logits = numbers([n, classes], seed, 0, -4, 4);
    const labels = fromArray(
      Int32Array.from({ length: n }, (_, i) => (seed + 3 * i) % classes),
      [n],
    );
    const found: Numbers = grad((z: Numbers) => loss(z, labels))(logits);
    const wanted = divide(subtract(softmax(logits), oneHot(labels, classes, { dtype: 'float64' })), n);
    same('the gradient', found, wanted, 1e-12);
  });
