import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { castTo } from '../../src/primitive/create.js';
import { DTypeError } from '../../src/shape/error.js';
import type { DType } from '../../src/tensor/dtype.js';
import type { AnyTensor } from '../../src/tensor/tensor.js';
import { expectWellFormed } from '../../src/testing/laws/index.js';
import { applications, names } from './cases.js';
import '../../test/reference.js';

const all: readonly DType[] = ['float32', 'float64', 'int32', 'bool'];
const number: readonly DType[] = ['float32', 'float64', 'int32'];
const float: readonly DType[] = ['float32', 'float64'];

/** Which element types the inputs of a primitive may have; `free` are those that agree with each other, all unless given. */
interface Signature {
  readonly takes: readonly DType[];
  readonly free?: readonly number[];
}

const any: Signature = { takes: all };
const numbers: Signature = { takes: number };
const floats: Signature = { takes: float };
/** an attribute fixes the types of the inputs */
const given: Signature = { takes: [], free: [] };

const signatures: { readonly [N in PrimitiveName]: Signature } = {
  ...{ reshape: any, transpose: any, reverse: any, broadcast: any, sum: any, slice: any, pad: any, concatenate: any },
  ...{ iota: given, cast: any, stopGradient: any },
  ...{ add: numbers, subtract: numbers, multiply: numbers, divide: numbers, negate: numbers },
  ...{ equal: any, notEqual: any, less: any, lessEqual: any, greater: any, greaterEqual: any },
  ...{ and: { takes: ['int32', 'bool'] }, or: { takes: ['int32', 'bool'] }, xor: { takes: ['int32', 'bool'] } },
  ...{ not: { takes: ['bool'] }, shiftLeft: { takes: ['int32'] }, shiftRight: { takes: ['int32'] }, isFinite: floats },
  ...{ select: { takes: all, free: [1, 2] }, maximum: numbers, minimum: numbers, sign: numbers, abs: numbers },
  ...{ floor: floats, ceil: floats, round: floats, remainder: numbers },
  ...{ exp: floats, expm1: floats, log: floats, log1p: floats, sqrt: floats, rsqrt: floats, sin: floats, cos: floats },
  ...{ tanh: floats, sigmoid: floats, erf: floats, erfInv: floats, power: floats },
  ...{ product: any, max: any, min: any, argMax: any, argMin: any },
  ...{ dotGeneral: numbers, convolution: numbers, windowSum: any, windowMax: any, windowArgMax: any },
  ...{ gather: { takes: all, free: [0] }, scatterAdd: { takes: all, free: [1] }, argSort: any },
  ...{ threefry: { takes: ['int32'] }, axisSum: any, axisIndex: given },
  ...{ checkpoint: given, custom: given, scan: given },
};

/** The sentence with which an operation refuses inputs; none if it accepts them. */
const refusal = (f: () => unknown): string | undefined => {
  try {
    f();
    return undefined;
  } catch (error) {
    if (error instanceof DTypeError) return error.message;
    throw error;
  }
};

const over = (
  name: PrimitiveName,
  law: (f: (inputs: readonly AnyTensor[]) => readonly AnyTensor[], inputs: readonly AnyTensor[]) => void,
): void => {
  fc.assert(
    fc.property(applications(name), (application) => {
      const { f, inputs } = application('float64');
      law(f, inputs);
    }),
    { numRuns: 10 },
  );
};

describe.each(names.filter((name) => signatures[name].takes.length > 0))('%s', (name) => {
  const { takes, free } = signatures[name];
  const agrees = (index: number): boolean => free === undefined || free.includes(index);

  it('takes the element types that its row says, and says which it expects', () => {
    over(name, (f, inputs) => {
      for (const dtype of all) {
        const cast = inputs.map((input, index) => (agrees(index) ? castTo(input, dtype) : input));
        const sentence = refusal(() => f(cast));
        if (takes.includes(dtype)) {
          expect(sentence).toBeUndefined();
          expectWellFormed(f, cast);
        } else expect(sentence).toMatch(new RegExp(`^${name}: expected .*, got ${dtype}$`));
      }
    });
  });

  if (takes.length < 2) return;
  it('refuses inputs that differ in element type', () => {
    over(name, (f, inputs) => {
      const places = [...inputs.keys()].filter(agrees);
      const last = places.at(-1);
      if (places.length < 2) return;
      for (const one of takes)
        for (const other of takes.filter((dtype) => dtype !== one)) {
          const mixed = inputs.map((input, index) =>
            agrees(index) ? castTo(input, index === last ? other : one) : input,
          );
          expect(refusal(() => f(mixed))).toBe(`${name}: ${one} with ${other}: cast one of them`);
        }
    });
  });
});
