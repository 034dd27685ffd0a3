import { describe, expect, it } from 'vitest';
import { plus, times } from '../../src/primitive/arithmetic.js';
import { trace } from '../../src/primitive/graph.js';
import { primitives } from '../../src/primitive/index.js';
import { apply, applyAll, at } from '../../src/primitive/primitive.js';
import type { Spec } from '../../src/tensor/tensor.js';
import type { Mapping } from '../../src/testing/laws/index.js';
import { expectResults } from './expect-results.js';
import { golden } from './golden.js';
import type { Golden } from './golden.js';
import '../reference.js';

/* The functions that make.py hands to JAX. */

const spec = (...shape: readonly number[]): Spec => ({ shape, dtype: 'float64' });

const sineProduct = trace([spec(3), spec(3)], (all) => [
  times(at(all, 0), apply(primitives.sin, {}, at(all, 1))),
  at(all, 1),
]);

const floor = trace([spec(3)], (all) => [apply(primitives.floor, {}, at(all, 0))]);
const straight = trace([spec(3), spec(3)], (all) => [at(all, 1)]);

const recurrent = trace([spec(2), spec(2), spec(2)], (all) => {
  const [w, c, x] = [at(all, 0), at(all, 1), at(all, 2)];
  return [apply(primitives.tanh, {}, plus(times(c, w), x)), times(c, x)];
});

interface Loop {
  readonly length: number;
  readonly reverse: boolean;
}

/** The primitives whose attribute is a function; those of the loop are in the file. */
const mappings: Readonly<Record<string, (loop: Loop) => Mapping>> = {
  checkpoint: () => (inputs) => applyAll(primitives.checkpoint, { body: sineProduct }, inputs),
  custom: () => (inputs) => applyAll(primitives.custom, { body: floor, pullback: straight }, inputs),
  scan: (loop) => (inputs) => applyAll(primitives.scan, { ...loop, body: recurrent, constants: 1, carried: 1 }, inputs),
};

const parse = (one: Golden): Loop => ({ length: 0, reverse: false, ...one.attributes });

describe('functions as attributes, as JAX computes them', () => {
  const cases = golden('control').map((one, index) => [`${one.primitive} ${index}`, one] as const);
  it.each(cases)('%s', (_, one) => {
    const mapping = mappings[one.primitive];
    if (mapping === undefined) expect.fail(`no mapping for ${one.primitive}`);
    expectResults(mapping(parse(one)), one);
  });
});
