import '../reference.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accumulate,
  adam,
  addWeightDecay,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  clipByValue,
  globalNorm,
  grouped,
  lookahead,
  momentum,
  movingAverage,
  only,
  optimizers,
  scale,
  scaleByAdam,
  scaleBySchedule,
  scaleByTrustRatio,
  sgd,
  exponential,
  stochasticAverage,
} from '../../src/optim/index.js';
import type { Optimizer } from '../../src/optim/index.js';
import { add, divide, multiply } from '../../src/ops/index.js';
import { fromArray, item, scalar, tensor, toArray } from '../../src/tensor/literal.js';
import { leaves, named } from '../../src/tree/index.js';

const numbers = (size: number) =>
  fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: size, maxLength: size });
const tree = fc.record({ a: numbers(4), b: numbers(2) }).map(({ a, b }) => ({
  layer: { a: fromArray(Float64Array.from(a), [2, 2]) },
  b: fromArray(Float64Array.from(b), [2]),
}));
const flat = (of: unknown): readonly number[] => leaves(of).flatMap((leaf) => [...toArray(leaf)]);

describe('clipping', () => {
  it('by norm keeps the direction and bounds the length', () => {
    fc.assert(
      fc.property(tree, fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (gradients, limit) => {
        const [clipped] = clipByGlobalNorm(limit).update(gradients, [], gradients);
        const norm = item(globalNorm(gradients));
        expect(norm).toBeCloseTo(Math.hypot(...flat(gradients)), 8);
        expect(item(globalNorm(clipped))).toBeLessThanOrEqual(limit * (1 + 1e-12));
        const factor = Math.min(1, limit / (norm + 1e-6));
        expect(flat(clipped)).toEqual(flat(gradients).map((x) => x * factor));
      }),
    );
  });

  it('by value bounds each element and leaves the small ones alone', () => {
    fc.assert(
      fc.property(tree, fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (gradients, limit) => {
        const [clipped] = clipByValue(limit).update(gradients, [], gradients);
        expect(flat(clipped)).toEqual(flat(gradients).map((x) => Math.max(-limit, Math.min(limit, x))));
      }),
    );
  });

  it('leaves a zero gradient at zero', () => {
    expect(flat(clipByGlobalNorm(1).update({ w: tensor([0, 0]) }, [], {})[0])).toEqual([0, 0]);
  });
});

describe('chains', () => {
  it('are associative', () => {
    const rules = [
      clipByGlobalNorm(2),
      scaleByAdam(),
      scaleBySchedule(exponential({ rate: 0.1, factor: 0.5 })),
    ] as const;
    fc.assert(
      fc.property(tree, tree, (params, gradients) => {
        const [left, right] = [chain(chain(rules[0], rules[1]), rules[2]), chain(rules[0], chain(rules[1], rules[2]))];
        expect(flat(left.update(gradients, left.init(params), params)[0])).toEqual(
          flat(right.update(gradients, right.init(params), params)[0]),
        );
      }),
    );
  });

  it('run from left to right', () => {
    const [updates] = chain(scale(10), clipByValue(1)).update({ w: tensor([0.5]) }, [[], []], { w: tensor([0]) });
    expect(flat(updates)).toEqual([1]);
  });

  it('multiply the rates of their parts', () => {
    expect(
      item(
        chain(scale(2), momentum(), scaleBySchedule(exponential({ rate: 3, factor: 0.5 }))).rate(scalar(1, 'int32')),
      ),
    ).toBe(3);
  });

  it('refuse the state of another chain', () => {
    expect(() => chain(scale(1)).update({ w: tensor([1]) }, [], { w: tensor([1]) })).toThrow(
      'chain: 1 rules cannot take the state of 0',
    );
  });
});

describe('all optimisers', () => {
  const rules = Object.entries(optimizers).map(([name, make]) => [name, make({ rate: 0.1 })] as const);

  it.each(rules)('%s treats each tensor by itself', (_, rule) => {
    fc.assert(
      fc.property(tree, tree, (params, gradients) => {
        const together = rule.update(gradients, rule.init(params), params)[0];
        const alone = rule.update(gradients.b, rule.init(params.b), params.b)[0];
        expect([...toArray(together.b)]).toEqual([...toArray(alone)]);
      }),
      { numRuns: 20 },
    );
  });

  it.each(rules)('%s changes nothing it was given, and gives the same again', (_, rule) => {
    const params = { w: tensor([1, 2]) };
    const gradients = { w: tensor([0.5, -3]) };
    const state = rule.init(params);
    const before = flat(state);
    const first = rule.update(gradients, state, params);
    expect(flat(rule.update(gradients, state, params))).toEqual(flat(first));
    expect([flat(state), flat(params), flat(gradients)]).toEqual([before, [1, 2], [0.5, -3]]);
  });

  it.each(rules)('%s descends: the first update has the sign of the gradient', (_, rule) => {
    const params = { w: tensor([0, 0]) };
    const [updates] = rule.update({ w: tensor([2, -3]) }, rule.init(params), params);
    expect(flat(updates).map(Math.sign)).toEqual([1, -1]);
  });
});

describe('options that make no sense', () => {
  it.each([
    [() => sgd({ rate: NaN }), 'scaleByRate: the rate must be a finite number from 0, not NaN'],
    [() => sgd({ rate: -0.1 }), 'scaleByRate: the rate must be a finite number from 0, not -0.1'],
    [() => sgd({ rate: 1, momentum: 1 }), 'momentum: the decay must be from 0 to below 1, not 1'],
    [() => adam({ rate: 1, beta1: NaN }), 'adam: beta1 must be from 0 to below 1, not NaN'],
    [() => adam({ rate: 1, epsilon: -1 }), 'adam: epsilon must be a finite number from 0, not -1'],
    [() => optimizers.lion({ rate: 1, beta2: 2 }), 'lion: beta2 must be from 0 to below 1, not 2'],
    [() => scaleByTrustRatio({ coefficient: 0 }), 'scaleByTrustRatio: coefficient must be above 0, not 0'],
    [() => accumulate(0, scale(1)), 'accumulate: the number of batches must be a whole number above 0, not 0'],
    [() => lookahead(scale(1), { share: 2 }), 'lookahead: share must be above 0 and at most 1, not 2'],
    [() => movingAverage(scale(1), { decay: 1 }), 'movingAverage: decay must be from 0 to below 1, not 1'],
    [() => stochasticAverage(scale(1), { from: 0 }), 'stochasticAverage: from must be a whole number above 0, not 0'],
  ])('are refused', (make, sentence) => {
    expect(make).toThrow(new RangeError(sentence));
  });
});

describe('accumulation', () => {
  it.each(Object.entries(optimizers))('%s: n small batches are one big one, bit for bit', (_, make) => {
    const rule = make({ rate: 0.125 });
    const count = 4;
    const dyadic = (seed: number) => ({
      w: fromArray(
        Float64Array.from({ length: 6 }, (_, i) => (((i + 2) * seed) % 23) / 8 - 1),
        [2, 3],
      ),
    });
    const params = dyadic(5);
    const [small, big] = [accumulate(count, rule), rule].map((one) => ({ one, params, state: one.init(params) }));
    if (small === undefined || big === undefined) throw new Error('there are two');
    let [a, b] = [small, big];
    for (let update = 0; update < 3; update++) {
      const gradients = Array.from({ length: count }, (_, k) => dyadic(7 * update + k + 1));
      for (const gradient of gradients) {
        const before = flat(a.params);
        const [updates, state] = a.one.update(gradient, a.state, a.params);
        if (gradient !== gradients.at(-1)) expect(flat(applyUpdates(a.params, updates))).toEqual(before);
        a = { ...a, params: applyUpdates(a.params, updates), state };
      }
      const mean = {
        w: divide(
          gradients.reduce((sum, { w }) => add(sum, w), multiply(params.w, 0)),
          count,
        ),
      };
      const [updates, state] = b.one.update(mean, b.state, b.params);
      b = { ...b, params: applyUpdates(b.params, updates), state };
      expect(flat(a.params)).toEqual(flat(b.params));
    }
  });

  it('shows the rate of the update that a batch belongs to', () => {
    const { rate } = accumulate(2, scaleBySchedule(exponential({ rate: 1, factor: 0.5 })));
    expect([0, 1, 2, 3, 4].map((step) => item(rate(scalar(step, 'int32'))))).toEqual([1, 1, 0.5, 0.5, 0.25]);
  });
});

describe('groups', () => {
  const params = { body: { weight: tensor([3, 4]), bias: tensor([1]) }, head: { weight: tensor([2]) } };

  it('have norms of their own', () => {
    const rule = grouped((path) => (path.startsWith('body') ? 'body' : 'head'), {
      body: clipByGlobalNorm(1),
      head: scale(1),
    });
    const [updates] = rule.update(params, rule.init(params), params);
    expect(item(globalNorm(updates.body))).toBeCloseTo(1, 5);
    expect(flat(updates.head)).toEqual([2]);
  });

  it('keep the paths, so that a rule within can choose by them', () => {
    const rule = grouped(() => 'all', { all: addWeightDecay(1, (path) => path === 'body.bias') });
    expect(flat(rule.update(params, rule.init(params), params)[0])).toEqual([3, 4, 2, 2]);
  });

  it('without a rule are refused', () => {
    const rules: Readonly<Record<string, Optimizer>> = { fast: scale(1), still: scale(0) };
    expect(() => grouped(() => 'slow', rules).init(params)).toThrow(
      'grouped: body.weight has the label slow, but there are rules for fast, still',
    );
  });

  it('without a tensor are refused', () => {
    expect(() => grouped(() => 'all', { all: scale(1), head: scale(2) }).init(params)).toThrow(
      'grouped: no tensor has the label head',
    );
  });

  it('are labelled by the names of the rules, or it is an error of types', () => {
    // @ts-expect-error -- there is no rule for the label
    expect(() => grouped(() => 'slow', { fast: scale(1) }).init(params)).toThrow('the label slow');
  });
});

describe('state', () => {
  it('is a tree of tensors with an int32 counter', () => {
    const rule = adam({ rate: 0.1 });
    const params = { w: tensor([1, 2]) };
    const [, state] = rule.update(params, rule.init(params), params);
    expect(named(state).map(([path, { dtype }]) => `${path} ${dtype}`)).toEqual([
      '0.step int32',
      '0.first.w float32',
      '0.second.w float32',
    ]);
    expect(flat(state)[0]).toBe(1);
  });

  it('is refused for what cannot be trained', () => {
    expect(() => adam({ rate: 0.1 }).init({ w: tensor([1]), step: scalar(0, 'int32') })).toThrow(
      'adam: step is int32; only floats can be trained',
    );
  });
});

describe('weight decay and frozen parameters', () => {
  const params = { body: { weight: tensor([1]), bias: tensor([2]) }, head: { weight: tensor([4]) } };
  const zero = { body: { weight: tensor([0]), bias: tensor([0]) }, head: { weight: tensor([0]) } };

  it('decays what it is asked to', () => {
    const rule = chain(
      addWeightDecay(0.5, (path) => path.endsWith('weight')),
      scale(1),
    );
    expect(flat(rule.update(zero, rule.init(params), params)[0])).toEqual([0.5, 0, 2]);
  });

  it('trains only the head', () => {
    const rule = chain(
      sgd({ rate: 1, weightDecay: 1 }),
      only((path) => path.startsWith('head')),
    );
    expect(flat(applyUpdates(params, rule.update(zero, rule.init(params), params)[0]))).toEqual([1, 2, 0]);
  });
});

it('refuses updates of other parameters', () => {
  expect(() => applyUpdates<unknown>({ a: tensor([1]) }, { b: tensor([1]) })).toThrow('zip: the trees differ: a and b');
});
