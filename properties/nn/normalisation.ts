/** What normalisation and softmax do not see, and what follows for their gradients. */
import * as fc from 'fast-check';
import * as nn from '../../src/nn/index.js';
import {
  add,
  conv2d,
  divide,
  identity,
  matmul,
  mean,
  multiply,
  permute,
  reshape,
  subtract,
  sum,
} from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import type { Shape } from '../../src/shape/index.js';
import { read } from '../../src/tensor/read.js';
import { typed, type AnyTensor } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { vjp } from '../../src/transform/index.js';
import { int, law, numbers, ordered, real, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';
import { known, output } from './subjects.js';
import type { Layers } from './subjects.js';

const training = nn.train(key(7));

/** x less its mean over some axes */
const centred = (x: Numbers, axes: Shape): Numbers => subtract(x, mean(x, axes, { keepDimensions: true }));

const expectZero = (what: string, x: AnyTensor): void => same(what, x, multiply(x as Numbers, 0), 1e-9);

/** a batch of images, a cotangent, and statistics whose roots are exact */
const images = fc.record({ n: int(2, 4), c: int(1, 3), h: int(1, 3), w: int(1, 3) }).chain(({ n, c, h, w }) =>
  fc.record({
    x: whole([n, c, h, w]),
    other: whole([n, c, h, w]),
    order: fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n }),
    weight: whole([c], -4, 4),
    bias: whole([c]),
    average: whole([c]),
    /* with ε = ¼ of root ½, 1, 2 and 4 */
    variance: fc
      .array(fc.constantFrom(0, 0.75, 3.75, 15.75), { minLength: c, maxLength: c })
      .map((data) => numbers(data, [c])),
  }),
);
const epsilon = 0.25;

/** a batch of images with all kinds of numbers, no channel of which is nearly constant */
const rough = fc
  .record({ n: int(2, 4), c: int(1, 3), h: int(1, 3), w: int(1, 3) })
  .chain(({ n, c, h, w }) =>
    fc.record({ noise: real([n, c, h, w], -0.4, 0.4), cotangent: real([n, c, h, w], -1, 1), weight: whole([c]) }),
  )
  .map(({ noise, ...others }) => ({ x: spaced(noise), ...others }));
/** numbers that are all far from each other: whole ones in a scattered order, and the noise */
const spaced = (noise: Numbers): Numbers =>
  numbers(
    Array.from(read(noise), (value, i) => ((i * 7) % 11) + value),
    noise.shape,
  );

/** channels that go up and down at different rates, and the noise: no channel is nearly a sum of the others */
const waves = (noise: Numbers): Numbers => {
  const [, channels = 1, places = 1] = noise.shape;
  return numbers(
    Array.from(read(noise), (value, i) => {
      const [place, channel] = [i % places, Math.floor(i / places) % channels];
      return 2 * Math.cos((1 + channel) * (place + places * Math.floor(i / (places * channels)))) + value;
    }),
    noise.shape,
  );
};

export const laws = {
  'batch norm in training: the gradient is orthogonal to shifts of a channel, and to its scale where ε is nothing': law(
    () => rough,
    ({ batchNorm }: Layers, { x, cotangent, weight }) => {
      const params = { weight, bias: multiply(weight, 0) };
      const state = { mean: multiply(weight, 0), variance: add(multiply(weight, 0), 1) };
      const f = (v: Numbers): Numbers => output(batchNorm(1e-14), { params, state }, v, training);
      const [, pullback] = vjp(f, x);
      const sent = pullback(cotangent);
      expectZero('Σ x̄', sum(sent, [0, 2, 3]));
      expectZero('Σ x̄ (x − μ)', sum(multiply(sent, centred(x, [0, 2, 3])), [0, 2, 3]));
    },
  ),

  'batch norm in training: examples in any order give results and gradients in that order': law(
    () => images,
    ({ batchNorm }: Layers, { x, other, order, weight, bias, average, variance }) => {
      const variables = { params: { weight, bias }, state: { mean: average, variance } };
      const f = (v: Numbers): Numbers => output(batchNorm(epsilon), variables, v, training);
      const [[y, pullback], [z, back]] = [vjp(f, x), vjp(f, ordered(x, order))];
      same('y', z, ordered(y, order), 1e-12);
      same('x̄', back(ordered(other, order)), ordered(pullback(other), order), 1e-12);
    },
  ),

  'batch norm in use is affine, example by example: f(2x − x′) = 2f(x) − f(x′)': law(
    () => images,
    ({ batchNorm }: Layers, { x, other, weight, bias, average, variance }) => {
      const variables = { params: { weight, bias }, state: { mean: average, variance } };
      const f = (v: Numbers): Numbers => output(batchNorm(epsilon), variables, v);
      same('y', f(subtract(multiply(x, 2), other)), subtract(multiply(f(x), 2), f(other)));
    },
  ),

  'batch norm in use folds exactly into the convolution before it': law(
    () =>
      fc
        .record({ given: images, kernel: int(1, 3), stride: int(1, 2), padding: int(1, 2), channels: int(1, 2) })
        .chain(({ given, kernel, stride, padding, channels }) => {
          const [n = 1, out = 1] = given.x.shape;
          return fc.record({
            given: fc.constant(given),
            window: fc.constant({ kernel, stride, padding, dilation: 1 }),
            x: whole([n, channels, 3, 4]),
            weight: whole([out, channels, kernel, kernel]),
            bias: whole([out]),
          });
        }),
    ({ conv2d: convolution, batchNorm }: Layers, { given, window, x, weight, bias }) => {
      const out = bias.shape[0] ?? 1;
      const norm = { weight: given.weight, bias: given.bias };
      const both = nn.sequential({ conv: known(convolution({ out, ...window })) }, { norm: known(batchNorm(epsilon)) });
      const variables = {
        params: { conv: { weight, bias }, norm },
        state: { norm: { mean: given.average, variance: given.variance } },
      };
      const { stride, padding } = window;
      const each = (v: Numbers) => typed<readonly [number], 'float64'>(v);
      const folded = nn.foldBatchNorm(
        { weight: typed<readonly [number, number, number, number], 'float64'>(weight), bias: each(bias) },
        {
          params: { weight: each(norm.weight), bias: each(norm.bias) },
          state: { mean: each(given.average), variance: each(given.variance) },
        },
        { epsilon },
      );
      const y: Numbers = conv2d(x, folded.weight, { stride, padding });
      same('y', output(both, variables, x), add(y, reshape(folded.bias, [out, 1, 1])));
    },
  ),

  'decorrelated batch norm in training: the covariance is the identity, the gradient orthogonal to shifts and to scale':
    law(
      () =>
        fc
          .record({ n: int(4, 6), c: int(1, 3), places: int(2, 4) })
          .chain(({ n, c, places }) =>
            fc.record({ noise: real([n, c, places], -0.4, 0.4), cotangent: real([n, c, places], -1, 1) }),
          ),
      ({ decorrelatedBatchNorm }: Layers, { noise, cotangent }) => {
        const [n = 0, c = 0, places = 0] = noise.shape;
        const unit: Numbers = identity(c, { dtype: 'float64' });
        const weight = numbers(Array<number>(c).fill(1), [c]);
        const none = multiply(weight, 0);
        const variables = { params: { weight, bias: none }, state: { mean: none, whitening: unit } };
        const x = waves(noise);
        const [y, pullback] = vjp((v: Numbers) => output(decorrelatedBatchNorm(1e-14), variables, v, training), x);
        const rows: Numbers = reshape(permute(y, [1, 0, 2]), [c, n * places]);
        same('the covariance', divide(matmul(rows, permute(rows, [1, 0])), n * places), unit, 1e-9);
        const sent = pullback(cotangent);
        expectZero('Σ x̄', sum(sent, [0, 2]));
        expectZero('⟨x̄, x − μ⟩', sum(multiply(sent, centred(x, [0, 2]))));
      },
    ),

  'layer norm: the gradient is orthogonal to shifts of a row, and to its scale where ε is nothing': law(
    () =>
      fc.record({ n: int(1, 3), rows: int(1, 3), width: int(2, 6) }).chain(({ n, rows, width }) =>
        fc.record({
          noise: real([n, rows, width], -0.4, 0.4),
          cotangent: real([n, rows, width], -1, 1),
          weight: whole([width]),
        }),
      ),
    ({ layerNorm }: Layers, { noise, cotangent, weight }) => {
      const [x, params] = [spaced(noise), { weight, bias: weight }];
      const [, pullback] = vjp((v: Numbers) => output(layerNorm(1e-14), { params }, v), x);
      const sent = pullback(cotangent);
      expectZero('Σ x̄', sum(sent, -1));
      expectZero('Σ x̄ (x − μ)', sum(multiply(sent, centred(x, [2])), -1));
    },
  ),

  'softmax: the gradient adds up to zero': law(
    () =>
      fc.record({ n: int(1, 3), rows: int(1, 3), width: int(1, 5), axis: int(0, 1) }).chain((sizes) =>
        fc.record({
          x: real([sizes.n, sizes.rows, sizes.width], -5, 5),
          cotangent: real([sizes.n, sizes.rows, sizes.width], -5, 5),
          axis: fc.constant(sizes.axis),
        }),
      ),
    ({ softmax }: Layers, { x, cotangent, axis }) => {
      const [, pullback] = vjp((v: Numbers) => output(softmax(axis), { params: {} }, v), x);
      expectZero('Σ x̄', sum(pullback(cotangent), axis + 1));
    },
  ),

  'softmax: finite at ±1000, in value and gradient, and a distribution': law(
    () =>
      fc
        .array(fc.oneof(fc.constantFrom(-1000, 1000, 0, 999), fc.double({ min: -1e3, max: 1e3, noNaN: true })), {
          minLength: 1,
          maxLength: 6,
        })
        .map((data) => numbers(data, [1, data.length])),
    ({ softmax }: Layers, x) => {
      const [y, pullback] = vjp((v: Numbers) => output(softmax(0), { params: {} }, v), x);
      for (const p of read(y)) if (!(p >= 0 && p <= 1)) throw new LawError(`softmax: a probability is ${p}`);
      same('Σ y', sum(y), numbers([1], []), 1e-12);
      for (const g of read(pullback(x))) if (!Number.isFinite(g)) throw new LawError(`softmax: a slope is ${g}`);
    },
  ),
} satisfies Readonly<Record<string, Law<Layers>>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
