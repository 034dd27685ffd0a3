import '../reference.js';
import { describe, expect, it } from 'vitest';
import {
  adaGrad,
  adam,
  adamW,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  clipByValue,
  cosine,
  optimizers,
  rmsProp,
  scaleByAdam,
  scaleBySchedule,
  sgd,
} from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import type { Float } from '../../src/tensor/dtype.js';
import { fromArray, item, scalar, toArray } from '../../src/tensor/literal.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { golden } from './golden.js';
import type { Flat } from './golden.js';

const arrays = { float32: Float32Array, float64: Float64Array };

const params = ({ weight, bias }: Flat, dtype: Float) => ({
  weight: fromArray(new arrays[dtype](weight), [2, 3]),
  bias: fromArray(new arrays[dtype](bias), [2]),
});

const follow = <P extends { readonly weight: AnyTensor; readonly bias: AnyTensor }>(
  rule: Optimizer,
  first: P,
  gradients: readonly P[],
): readonly P[] => {
  const path: P[] = [];
  gradients.reduce<readonly [P, unknown]>(
    ([before, state], gradient) => {
      const [updates, next] = rule.update(gradient, state, before);
      const after = applyUpdates(before, updates);
      path.push(after);
      return [after, next];
    },
    [first, rule.init(first)],
  );
  return path;
};

const rules: Readonly<Record<string, Optimizer>> = {
  sgd: sgd({ rate: 0.1 }),
  'sgd with weight decay': sgd({ rate: 0.1, weightDecay: 0.03 }),
  momentum: sgd({ rate: 0.05, momentum: 0.9 }),
  'momentum with weight decay': sgd({ rate: 0.05, momentum: 0.8, weightDecay: 0.02 }),
  nesterov: sgd({ rate: 0.05, momentum: 0.9, nesterov: true }),
  adaGrad: adaGrad({ rate: 0.1 }),
  rmsProp: rmsProp({ rate: 0.01 }),
  adam: adam({ rate: 0.01 }),
  'adam with other numbers': adam({ rate: 0.02, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1 }),
  adamW: adamW({ rate: 0.02, weightDecay: 0.1 }),
  'clipped by norm': chain(clipByGlobalNorm(4), sgd({ rate: 0.1 })),
  'clipped by value': chain(clipByValue(1.5), sgd({ rate: 0.1 })),
  'adam under cosine': chain(scaleByAdam(), scaleBySchedule(cosine({ rate: 0.1, steps: 4, last: 0.01 }))),
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

describe('the table', () => {
  it('makes every optimiser from a rate, and each knows its rate', () => {
    for (const [, make] of Object.entries(optimizers)) {
      expect(item(make({ rate: 0.25 }).rate(scalar(3, 'int32')))).toBe(0.25);
      expect(item(make({ rate: cosine({ rate: 1, steps: 4 }) }).rate(scalar(2, 'int32')))).toBeCloseTo(0.5, 14);
    }
  });
});
