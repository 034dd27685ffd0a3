import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import type { Definition } from '../../src/nn/index.js';
import { multiply, pad, slice } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import { LawError } from '../../src/testing/laws/index.js';
import { crossEntropy, equations } from './equations.js';
import type { Equation, EquationName } from './equations.js';
import type { Plant } from '../../src/testing/arbitrary/layers/index.js';
import '../../test/reference.js';

const runs = 30;
const apply = (change: (correct: Definition['apply']) => Definition['apply']) => (correct: Definition) => ({
  ...correct,
  apply: change(correct.apply),
});

/** one example normalised by itself */
const alone = apply((correct) => (variables, x, context) => {
  const { definition } = nn.layerNorm({ epsilon: 0.25 });
  const [, state] = correct(variables, x, context);
  const unit = nn.initializers.ones(key(0), x.shape.slice(-1), x.dtype);
  return [definition.apply({ params: { weight: unit, bias: multiply(unit, 0) }, state: {} }, x, context)[0], state];
});

/** For each identity a fault that it must report. */
const faults: Readonly<Record<EquationName, Readonly<Record<string, Plant>>>> = {
  'batchNorm in training: over batch and space the mean is β and the variance γ²σ²/(σ² + ε)': {
    'each example by itself': { batchNorm: alone },
    'running statistics in training': {
      batchNorm: apply((correct) => (variables, x, context) => correct(variables, x, { ...context, key: undefined })),
    },
  },
  'batchNorm in training: a scale and a shift of a channel change nothing': {
    'running statistics in training': {
      batchNorm: apply((correct) => (variables, x, context) => correct(variables, x, { ...context, key: undefined })),
    },
  },
  'two convolutions are one, of the kernel that they make': {
    'a padding off by one': {
      conv2d: apply((correct) => (variables, x, context) => {
        const shifted = pad(slice(x, [null, { end: -1 }]), [
          [0, 0],
          [1, 0],
          [0, 0],
        ]);
        return correct(variables, shifted, context);
      }),
    },
  },
  'softmax: positive, of sum 1, and the same when a number is added to all': {
    'sigmoid in its place': { softmax: () => nn.sigmoid.definition },
    'another axis': {
      softmax: (correct) => ({ ...correct, apply: nn.softmax({ axis: 0 }).definition.apply }),
    },
  },
  'layerNorm: the mean of a row is that of β, a scale and a shift of a row change nothing': {
    'the identity': { layerNorm: apply(() => (_, x) => [x, {}]) },
  },
  'dropout: each number is 0 or x / (1 − rate), and the mean stays': {
    'no scale': {
      dropout: apply((correct) => (variables, x, context) => [multiply(correct(variables, x, context)[0], 0.5), {}]),
    },
    'the complement of its rate': { dropout: () => nn.dropout(0.875).definition },
    'one key for all': {
      dropout: apply(
        (correct) => (variables, x, context) =>
          correct(variables, x, { ...context, key: context.key && (() => key(0)) }),
      ),
    },
  },
  'dropout: other places and other examples have other numbers': {
    'one key for all places': {
      dropout: apply((correct) => (variables, x, context) => correct(variables, x, { ...context, key: () => key(0) })),
    },
  },
};

describe.each<[string, Equation]>(Object.entries(equations))('%s', (name, { check }) => {
  it('holds', () => expect(check({}, runs).report).toBeNull());

  it.each(Object.entries(faults[name as EquationName]))('reports %s', (_, plant) => {
    expect(check(plant, 100).error).toBeInstanceOf(LawError);
  });
});

describe('the gradient of the cross-entropy is (p − onehot) / n', () => {
  it('holds', () => expect(crossEntropy(nn.softmaxCrossEntropy).check({}, runs).report).toBeNull());

  it('reports a sum in place of the mean', () => {
    const summed: typeof nn.softmaxCrossEntropy = (logits, labels) =>
      nn.softmaxCrossEntropy(logits, labels, { reduction: 'sum' }) as never;
    expect(crossEntropy(summed).check({}, runs).error).toBeInstanceOf(LawError);
  });
});
