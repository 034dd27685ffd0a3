import * as nn from '../../src/nn/index.js';
import type { Layer } from '../../src/nn/index.js';
import { add, axisIndex, cast, divide, exp, relu, stopGradient, subtract, sum } from '../../src/ops/index.js';
import { typed } from '../../src/tensor/tensor.js';
import { prove } from '../law.js';
import { laws } from './normalisation.js';
import type { LawName } from './normalisation.js';
import { applied, layers } from './subjects.js';
import type { Layers } from './subjects.js';
import '../../test/reference.js';

const faulty = (change: Partial<Layers>): Layers => ({ ...layers, ...change });

const { batchNorm, decorrelatedBatchNorm, layerNorm, softmax, conv2d } = layers;

/** one that uses its running statistics in training too */
const inUse = (epsilon: number): Layer<unknown> =>
  applied(
    batchNorm(epsilon),
    (apply) => (variables, x, context) => apply(variables, x, { ...context, key: undefined }),
  );

/** one that takes the statistics of the batch in use too */
const always = (epsilon: number): Layer<unknown> =>
  applied(
    batchNorm(epsilon),
    (apply) => (variables, x, context) => apply(variables, x, { ...context, key: () => never() }),
  );
const never = (): never => {
  throw new TypeError('batch norm draws nothing');
};

/** the place in the batch added to an example */
const placed = (epsilon: number): Layer<unknown> =>
  applied(batchNorm(epsilon), (apply) => (variables, x, context) => {
    const [y, state] = apply(variables, x, context);
    return [add(y, typed<readonly [], 'float64'>(cast(axisIndex(context.axis), 'float64'))), state];
  });

const identity = applied(nn.relu, () => (_, x) => [x, {}]);

const faults: Readonly<Record<LawName, Readonly<Record<string, Layers>>>> = {
  'batch norm in training: the gradient is orthogonal to shifts of a channel, and to its scale where ε is nothing': {
    'running statistics in training': faulty({ batchNorm: inUse }),
    'the identity': faulty({ batchNorm: () => identity }),
    'an ε that is not nothing': faulty({ batchNorm: (epsilon) => batchNorm(epsilon + 1) }),
  },
  'batch norm in training: examples in any order give results and gradients in that order': {
    'a place in the batch that matters': faulty({ batchNorm: placed }),
  },
  'batch norm in use is affine, example by example: f(2x − x′) = 2f(x) − f(x′)': {
    'statistics of the batch in use': faulty({ batchNorm: always }),
    'an activation inside': faulty({
      batchNorm: (epsilon) =>
        applied(batchNorm(epsilon), (apply) => (variables, x, context) => {
          const [y, state] = apply(variables, x, context);
          return [relu(y), state];
        }),
    }),
  },
  'batch norm in use folds exactly into the convolution before it': {
    'statistics of the batch in use': faulty({ batchNorm: always }),
    'twice the ε': faulty({ batchNorm: (epsilon) => batchNorm(2 * epsilon) }),
    'a convolution without its padding': faulty({ conv2d: (options) => conv2d({ ...options, padding: 0 }) }),
  },
  'decorrelated batch norm in training: the covariance is the identity, the gradient orthogonal to shifts and to scale':
    {
      'running statistics in training': faulty({
        decorrelatedBatchNorm: (epsilon) =>
          applied(
            decorrelatedBatchNorm(epsilon),
            (apply) => (variables, x, context) => apply(variables, x, { ...context, key: undefined }),
          ),
      }),
      'an ε that is not nothing': faulty({ decorrelatedBatchNorm: (epsilon) => decorrelatedBatchNorm(epsilon + 0.1) }),
      'too few iterations': faulty({
        decorrelatedBatchNorm: (epsilon) => nn.decorrelatedBatchNorm({ epsilon, iterations: 2 }),
      }),
      'a shift that the gradient sees': faulty({
        decorrelatedBatchNorm: (epsilon) =>
          applied(decorrelatedBatchNorm(epsilon), (apply) => (variables, x, context) => {
            const [y, state] = apply(variables, x, context);
            return [add(y, subtract(x, stopGradient(x))), state];
          }),
      }),
    },
  'layer norm: the gradient is orthogonal to shifts of a row, and to its scale where ε is nothing': {
    'the identity': faulty({ layerNorm: () => identity }),
    'an ε that is not nothing': faulty({ layerNorm: (epsilon) => layerNorm(epsilon + 1) }),
  },
  'softmax: the gradient adds up to zero': {
    'a sum that is a constant to the gradient': faulty({
      softmax: (axis) =>
        applied(softmax(axis), () => (_, x) => [
          divide(exp(x), stopGradient(sum(exp(x), axis, { keepDimensions: true }))),
          {},
        ]),
    }),
    'the other axis': faulty({ softmax: (axis) => softmax(1 - axis) }),
  },
  'softmax: finite at ±1000, in value and gradient, and a distribution': {
    'the formula as it stands': faulty({
      softmax: (axis) =>
        applied(softmax(axis), () => (_, x) => [divide(exp(x), sum(exp(x), axis, { keepDimensions: true })), {}]),
    }),
  },
};

prove(laws, () => ({ 'the library': layers }), faults);
