import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { multiply } from '../../src/primitive/arithmetic.js';
import { apply } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { leaf, leafTensor, network, networkMapping } from '../../src/testing/arbitrary/index.js';
import type { Mapping } from '../../src/testing/laws/index.js';
import {
  directions,
  expectAdjoint,
  expectBatching,
  expectGradient,
  expectLinearPullback,
  LawError,
  pullbackOf,
} from '../../src/testing/laws/index.js';
import '../../test/reference.js';

const overNetworks = (
  law: (f: Mapping, inputs: ReturnType<Mapping>, seed: number) => unknown,
  numRuns: number,
): void => {
  const property = fc.property(network, fc.nat(), (one, seed) => {
    law(
      networkMapping(one),
      one.inputs.map((input) => leafTensor(input, 'float64')),
      seed,
    );
  });
  fc.assert(property, { numRuns });
};

describe('random networks, in which values are used many times or never', () => {
  it('have the pullback that central differences say', () =>
    overNetworks((f, inputs, seed) => expectGradient(f, inputs, { seed }), 300));

  it('have the second derivative that central differences say', () =>
    overNetworks((f, inputs, seed) => {
      const cotangents = directions(f(inputs), seed);
      expectGradient(pullbackOf(f, inputs.length), [...inputs, ...cotangents], { seed, tolerance: 1e-6 });
    }, 60));

  it('have a pullback that is the transpose of the pushforward', () =>
    overNetworks((f, inputs, seed) => expectAdjoint(f, inputs, { seed }), 300));

  it('have a linear pullback', () => overNetworks((f, inputs, seed) => expectLinearPullback(f, inputs, { seed }), 100));

  it('are batched as a loop', () =>
    overNetworks((f, inputs, seed) => {
      expectBatching(f, inputs, { count: seed % 4 });
    }, 60));
});

describe('an input used twice', () => {
  const square = leaf('float', [3]).map((x) => leafTensor(x, 'float64'));
  const check = (product: Primitive<object>) =>
    fc.check(
      fc.property(
        square,
        (x) => void expectGradient(([y = x]: readonly AnyTensor[]) => [apply(product, {}, y, y)], [x]),
      ),
    );

  it('receives both cotangents', () => expect(check(multiply).errorInstance).toBeNull());

  it('is reported when it receives only one', () => {
    const forgetful: Primitive<object> = {
      ...multiply,
      vjp: (attributes, cotangents, ends) => {
        const [first, second] = multiply.vjp(attributes, cotangents, ends);
        return ends.inputs[0] === ends.inputs[1] ? [first, undefined] : [first, second];
      },
    };
    expect(check(forgetful).errorInstance).toBeInstanceOf(LawError);
  });
});
