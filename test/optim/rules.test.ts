import '../reference.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adam,
  addWeightDecay,
  applyUpdates,
  chain,
  clipByGlobalNorm,
  clipByValue,
  globalNorm,
  momentum,
  only,
  optimizers,
  scale,
  scaleByAdam,
  scaleBySchedule,
  sgd,
  exponential,
} from '../../src/optim/index.js';
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
