import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negative, plus, times } from '../../src/primitive/arithmetic.js';
import { axisIndex, axisSum, sumOverAxis } from '../../src/primitive/axis.js';
import { castTo } from '../../src/primitive/create.js';
import { primitives } from '../../src/primitive/index.js';
import { apply, at } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import { readAll } from '../../src/tensor/read.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { leaf, leafTensor, length, overAxis, shape } from '../../src/testing/arbitrary/index.js';
import { directions, expectClose, expectGradient, LawError, pullbackOf } from '../../src/testing/laws/index.js';
import type { Mapping } from '../../src/testing/laws/index.js';
import '../../test/reference.js';

/** Functions of one example that see the others through a collective. */
const coupled = (sum: (x: AnyTensor) => AnyTensor): readonly Mapping[] => [
  ([x]) => (x === undefined ? [] : [sum(x)]),
  ([x]) => (x === undefined ? [] : [times(x, sum(apply(primitives.sin, {}, x)))]),
  ([x]) => (x === undefined ? [] : [plus(sum(times(x, x)), x), sum(sum(x))]),
  ([x]) =>
    x === undefined || x.shape.length > 0
      ? []
      : [times(sum(x), castTo(apply(axisIndex, { axis: 'example' }), x.dtype))],
];

const examples = fc
  .tuple(length(4), shape({ maxRank: 2, maxSize: 4 }))
  .chain(([count, rest]) => leaf('float', [count, ...rest]))
  .map((x) => leafTensor(x, 'float64'));

/** The pullback of a batch is the batch of the pullbacks: differentiating and spreading over a named axis commute. */
const expectCommuting = (f: Mapping, x: AnyTensor, seed: number): void => {
  const batch = overAxis(f, 'example');
  const outputs = batch([x]);
  const all = [x, ...directions(outputs, seed)];
  const [outside, inside] = [readAll(pullbackOf(batch, 1)(all)), readAll(overAxis(pullbackOf(f, 1), 'example')(all))];
  outside.forEach((found, k) =>
    expectClose({ law: 'commuting', what: `cotangent ${k}`, found, expected: at(inside, k), tolerance: 1e-12 }),
  );
};

describe('functions that couple the examples of a batch', () => {
  const functions = coupled((x) => sumOverAxis(x, 'example'));

  it('have, as a batch, the pullback that central differences say', () => {
    fc.assert(
      fc.property(fc.constantFrom(...functions), examples, fc.nat(), (f, x, seed) => {
        expectGradient(overAxis(f, 'example'), [x], { seed });
      }),
    );
  });

  it('may be differentiated first and spread then, or the other way round', () => {
    fc.assert(fc.property(fc.constantFrom(...functions), examples, fc.nat(), expectCommuting));
  });

  it('are reported when the collective has the wrong pullback', () => {
    const faulty: Primitive<{ readonly axis: string }> = { ...axisSum, vjp: (_, cotangents) => cotangents };
    const wrong = coupled((x) => apply(faulty, { axis: 'example' }, x));
    const { errorInstance } = fc.check(fc.property(fc.constantFrom(...wrong), examples, fc.nat(), expectCommuting));
    expect(errorInstance).toBeInstanceOf(LawError);
  });

  it('leave an axis of another name to the batch outside', () => {
    const f: Mapping = ([x]) =>
      x === undefined ? [] : [plus(sumOverAxis(x, 'outer'), negative(sumOverAxis(x, 'inner')))];
    const both = overAxis(overAxis(f, 'inner'), 'outer');
    const x = leafTensor({ dtype: 'float', shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }, 'float64');
    /* Σ over the column minus Σ over the row */
    expect([...at(readAll(both([x])), 0)]).toEqual([5 - 6, 7 - 6, 9 - 6, 5 - 15, 7 - 15, 9 - 15]);
  });
});
