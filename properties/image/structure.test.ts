/** What the table of linear primitives says is true of them: where it proves an operator linear, the operator is linear. */
import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearByStructure } from '../../src/image/theorem/structure.js';
import type { Image } from '../../src/image/index.js';
import { add, multiply } from '../../src/ops/index.js';
import { primitives } from '../../src/primitive/index.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import { concatenateAlong, sliceAxis } from '../../src/primitive/slice.js';
import { reshapeTo } from '../../src/primitive/layout.js';
import { size } from '../../src/shape/shape.js';
import { fromArray, toArray } from '../../src/tensor/literal.js';
import { typed } from '../../src/tensor/tensor.js';
import { applications, names, table } from '../primitive/cases.js';
import type { Attributes } from '../primitive/cases.js';
import type { Application } from '../../src/testing/arbitrary/index.js';
import '../../test/reference.js';

/** an application as an operator on images of one row: the inputs with a flag are read off the row, the others are constants; the outputs that are float64 are laid out in a row */
const operatorOf = (application: Application, flags: readonly boolean[]) => {
  const { f, inputs } = application('float64');
  const varies = inputs.map(({ dtype }, k) => dtype === 'float64' && flags[k] === true);
  const lengths = inputs.map(({ shape }, k) => (varies[k] === true ? size(shape) : 0));
  const starts = lengths.map((_, k) => lengths.slice(0, k).reduce((sum, n) => sum + n, 0));
  const operator = (row: Image): Image => {
    const given = inputs.map((input, k) =>
      varies[k] === true ? reshapeTo(sliceAxis(row, 1, starts[k] ?? 0, lengths[k] ?? 0), input.shape) : input,
    );
    const rows = f(given).flatMap((y) => (y.dtype === 'float64' ? [reshapeTo(y, [1, size(y.shape)])] : []));
    return typed(concatenateAlong([sliceAxis(row, 1, 0, 0), ...rows], 1));
  };
  return { operator, length: lengths.reduce((sum, n) => sum + n, 0) };
};

/** the rule of a primitive is true of an application; whether it proved anything */
const holdsOf = (application: Application, flags: readonly boolean[], seeds: readonly number[]): boolean => {
  const { operator, length } = operatorOf(application, flags);
  if (length === 0 || E.isLeft(linearByStructure(operator, [1, length]))) return false;
  const row = (salt: number): Image =>
    fromArray(
      Float64Array.from({ length }, (_, k) => (seeds[(k + salt) % seeds.length] ?? 0) / 8),
      [1, length],
    );
  const [u, v] = [row(0), row(1)];
  const found = toArray(operator(add(multiply(3, u), v)));
  const expected = toArray(add(multiply(3, operator(u)), operator(v)));
  found.forEach((value, k) => expect(value).toBeCloseTo(expected[k] ?? NaN, 9));
  return found.length > 0;
};

const given = [
  fc.array(fc.boolean(), { minLength: 3, maxLength: 6 }),
  fc.array(fc.integer({ min: -16, max: 16 }), { minLength: 7, maxLength: 7 }),
] as const;

/** how often the rule of a primitive, perhaps one with a fault, proved something, which was true */
const proofs = <N extends PrimitiveName>(name: N, primitive: Primitive<Attributes[N]> = table[name]): number => {
  let count = 0;
  fc.assert(
    fc.property(applications(name, primitive), ...given, (application, flags, seeds) => {
      if (holdsOf(application, flags, seeds)) count++;
    }),
    { numRuns: 60 },
  );
  return count;
};

/** those of which something is proved in most cases */
const linear: readonly PrimitiveName[] = [
  ...(['reshape', 'transpose', 'reverse', 'broadcast', 'sum', 'slice', 'pad', 'concatenate', 'stopGradient'] as const),
  ...(['add', 'subtract', 'multiply', 'divide', 'negate', 'select', 'dotGeneral', 'convolution', 'windowSum'] as const),
  ...(['gather', 'scatterAdd', 'cast', 'axisSum'] as const),
];

/** as their bodies, some of which are linear */
const bodies: readonly PrimitiveName[] = ['checkpoint', 'custom', 'scan'];

describe('what an expression proves linear is linear', () => {
  it.each(names)('%s', (name) => {
    const proved = proofs(name) > 0;
    if (!bodies.includes(name)) expect(proved).toBe(linear.includes(name));
  });
});

describe('a fault is seen', () => {
  const { add: sum, maximum, pad, multiply: times, power } = primitives;
  it.each([
    ['a maximum that is said to be linear', () => proofs('add', { ...sum, evaluate: maximum.evaluate })],
    [
      'a product that is said to be linear in both together',
      () => proofs('subtract', { ...sum, evaluate: times.evaluate }),
    ],
    ['a power that is said to be a product', () => proofs('multiply', { ...times, evaluate: power.evaluate })],
    [
      'padding that is not zero',
      () => proofs('pad', { ...pad, evaluate: (how, ...rest) => pad.evaluate({ ...how, value: 1 }, ...rest) }),
    ],
  ])('%s', (_, faulty) => {
    expect(faulty).toThrow();
  });
});
