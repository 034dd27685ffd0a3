import '../reference.js';
import { describe, expect, it } from 'vitest';
import {
  accumulate,
  adadelta,
  adaGrad,
  adam,
  adamax,
  adamW,
  amsGrad,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  grouped,
  lamb,
  lion,
  lookahead,
  movingAverage,
  nAdam,
  optimizers,
  rAdam,
  rmsProp,
  scaleByAdam,
  scaleBySchedule,
  scaleByTrustRatio,
  sgd,
  stochasticAverage,
} from '../../src/optim/index.js';
import type { Averaging, Optimizer } from '../../src/optim/index.js';
import type { Float } from '../../src/tensor/dtype.js';
import { fromArray, item, scalar, toArray } from '../../src/tensor/literal.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { golden, goldenOptax } from './golden.js';
import type { Flat } from './golden.js';

const arrays = { float32: Float32Array, float64: Float64Array };

const params = ({ weight, bias }: Flat, dtype: Float) => ({
  weight: fromArray(new arrays[dtype](weight), [2, 3]),
  bias: fromArray(new arrays[dtype](bias), [2]),
});

type Params = ReturnType<typeof params>;

/** the parameters and the state after each gradient */
const run = (rule: Optimizer, first: Params, gradients: readonly Params[]): readonly (readonly [Params, unknown])[] => {
  const path: (readonly [Params, unknown])[] = [];
  gradients.reduce<readonly [Params, unknown]>(
    ([before, state], gradient) => {
      const [updates, next] = rule.update(gradient, state, before);
      const after = [applyUpdates(before, updates), next] as const;
      path.push(after);
      return after;
    },
    [first, rule.init(first)],
  );
  return path;
};

const follow = (rule: Optimizer, first: Params, gradients: readonly Params[]): readonly Params[] =>
  run(rule, first, gradients).map(([after]) => after);

const others = { rate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 };

const rules: Readonly<Record<string, Optimizer>> = {
  sgd: sgd({ rate: 0.1 }),
  'sgd with weight decay': sgd({ rate: 0.1, weightDecay: 0.03 }),
  momentum: sgd({ rate: 0.05, momentum: 0.9 }),
  'momentum with weight decay': sgd({ rate: 0.05, momentum: 0.8, weightDecay: 0.02 }),
  nesterov: sgd({ rate: 0.05, momentum: 0.9, nesterov: true }),
  adaGrad: adaGrad({ rate: 0.1 }),
  'adaGrad with other numbers': adaGrad({ rate: 0.1, epsilon: 1e-3, first: 0.5, weightDecay: 0.05 }),
  rmsProp: rmsProp({ rate: 0.01 }),
  'rmsProp with other numbers': rmsProp({ rate: 0.01, decay: 0.9, epsilon: 1e-4, weightDecay: 0.05 }),
  'rmsProp with momentum': rmsProp({ rate: 0.01, momentum: 0.8 }),
  'centred rmsProp': rmsProp({ rate: 0.01, centred: true }),
  'centred rmsProp with momentum': rmsProp({
    rate: 0.01,
    decay: 0.9,
    centred: true,
    momentum: 0.7,
    weightDecay: 0.05,
  }),
  adadelta: adadelta({ rate: 1 }),
  'adadelta with other numbers': adadelta({ rate: 0.5, decay: 0.8, epsilon: 1e-4, weightDecay: 0.05 }),
  adam: adam({ rate: 0.01 }),
  'adam with other numbers': adam({ rate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 }),
  adamW: adamW({ rate: 0.02, weightDecay: 0.1 }),
  amsGrad: amsGrad({ rate: 0.01 }),
  'amsGrad with other numbers': amsGrad({ rate: 0.02, beta1: 0.7, beta2: 0.8, epsilon: 1e-3, weightDecay: 0.1 }),
  adamax: adamax({ rate: 0.01 }),
  'adamax with other numbers': adamax({ rate: 0.02, beta1: 0.8, beta2: 0.7, epsilon: 1e-3, weightDecay: 0.1 }),
  nAdam: nAdam({ rate: 0.01 }),
  'nAdam with other numbers': nAdam({ ...others, momentumDecay: 0.05 }),
  rAdam: rAdam({ rate: 0.01 }),
  'rAdam with other numbers': rAdam(others),
  'two groups': grouped((path) => (path === 'weight' ? 'plain' : 'heavy'), {
    plain: sgd({ rate: 0.1 }),
    heavy: sgd({ rate: 0.3, momentum: 0.5 }),
  }),
  'clipped by norm': chain(clipByGlobalNorm(4), sgd({ rate: 0.1 })),
  'clipped by value': chain(clipByValue(1.5), sgd({ rate: 0.1 })),
  'adam under cosine': chain(scaleByAdam(), scaleBySchedule(cosine({ rate: 0.1, steps: 4, last: 0.01 }))),
};

const ofOptax: Readonly<Record<string, Optimizer>> = {
  lion: lion({ rate: 0.01 }),
  'lion with other numbers': lion({ rate: 0.02, beta1: 0.7, beta2: 0.8, weightDecay: 0.1 }),
  lamb: lamb({ rate: 0.01 }),
  'lamb with other numbers': lamb(others),
  'trust ratio': scaleByTrustRatio({ coefficient: 0.01 }),
  accumulated: accumulate(3, adam({ rate: 0.05 })),
  grouped: grouped((path) => (path === 'weight' ? 'lion' : 'lamb'), {
    lion: lion({ rate: 0.01, weightDecay: 0.1 }),
    lamb: lamb({ rate: 0.02 }),
  }),
  lookahead: lookahead(adam({ rate: 0.1 }), { every: 4, share: 0.3 }),
};

/** the largest difference, relative to the larger number or to 1 */
const distance = (tensor: AnyTensor, expected: readonly number[]): number => {
  const data = toArray(tensor);
  expect(data).toHaveLength(expected.length);
  return Math.max(...expected.map((x, index) => Math.abs(x - (data[index] ?? NaN)) / Math.max(1, Math.abs(x))));
};

describe('step for step as PyTorch', () => {
  it.each(Object.keys(golden.runs))('%s', (name) => {
    const rule = rules[name];
    const run = golden.runs[name];
    if (rule === undefined || run === undefined) throw new Error(`no rule for ${name}`);
    for (const [dtype, bound] of [
      ['float64', 1e-13],
      ['float32', 2e-6],
    ] as const) {
      const gradients = golden.gradients.slice(0, run.float64.length).map((step) => params(step, dtype));
      const path = follow(rule, params(golden.start, dtype), gradients);
      const expected = dtype === 'float64' ? run.float64 : [...run.float64.slice(0, -1), ...run.float32];
      path.forEach(({ weight, bias }, step) => {
        const wanted = expected[step];
        expect(distance(weight, wanted?.weight ?? [])).toBeLessThan(bound);
        expect(distance(bias, wanted?.bias ?? [])).toBeLessThan(bound);
        expect(weight).toMatchObject({ dtype, shape: [2, 3] });
      });
    }
  });

  it('every rule has its golden run', () => {
    expect(Object.keys(rules).sort()).toEqual(Object.keys(golden.runs).sort());
  });
});

const start = params(golden.start, 'float64');
const gradients = golden.gradients.map((step) => params(step, 'float64'));

const near = (found: readonly Params[], expected: readonly Flat[] | undefined, bound: number): void => {
  expect(found).toHaveLength(expected?.length ?? NaN);
  found.forEach(({ weight, bias }, step) => {
    expect(distance(weight, expected?.[step]?.weight ?? [])).toBeLessThan(bound);
    expect(distance(bias, expected?.[step]?.bias ?? [])).toBeLessThan(bound);
  });
};

describe('step for step as Optax', () => {
  it.each(Object.keys(goldenOptax.runs))('%s', (name) => {
    const rule = ofOptax[name];
    if (rule === undefined) throw new Error(`no rule for ${name}`);
    near(follow(rule, start, gradients), goldenOptax.runs[name], 1e-13);
  });

  it('every rule has its golden run', () => {
    expect(Object.keys(ofOptax).sort()).toEqual(Object.keys(goldenOptax.runs).sort());
  });
});

describe('averages of the parameters', () => {
  const descent = sgd({ rate: 0.1 });
  const averages = (rule: Averaging): readonly Params[] =>
    run(rule, start, gradients).map(([after, state]) => rule.average(state, after));

  it('moving, as PyTorch', () => {
    near(averages(movingAverage(descent, { decay: 0.9, debias: false })), golden.averages.moving, 1e-13);
  });

  it('moving and unbiased, as Optax', () => {
    near(averages(movingAverage(descent, { decay: 0.9 })), goldenOptax.averages.unbiased, 1e-13);
  });

  it('stochastic, as PyTorch, and the first parameters until it begins', () => {
    const found = averages(stochasticAverage(descent, { from: 3, every: 2 }));
    near(found.slice(2), golden.averages.mean.slice(2), 1e-13);
    near(found.slice(0, 2), [golden.start, golden.start], 1e-15);
  });

  it('leave the parameters as they are', () => {
    near(follow(movingAverage(descent), start, gradients), golden.runs['sgd']?.float64, 1e-13);
  });

  it('are refused in another state', () => {
    expect(() => movingAverage(descent).average(descent.init(start), start)).toThrow(
      'averaged: there is no average in this state',
    );
  });
});

describe('the table', () => {
  it('makes every optimiser from a rate, and each knows its rate', () => {
    for (const [, make] of Object.entries(optimizers)) {
      expect(item(make({ rate: 0.25 }).rate(scalar(3, 'int32')))).toBe(0.25);
      expect(item(make({ rate: cosine({ rate: 1, steps: 4 }) }).rate(scalar(2, 'int32')))).toBeCloseTo(0.5, 14);
    }
  });
});
