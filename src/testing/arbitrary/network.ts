import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { minus, over, plus, times } from '../../primitive/arithmetic.js';
import { broadcastAlong, sumOver } from '../../primitive/broadcast.js';
import { contractBy } from '../../primitive/contract.js';
import { like } from '../../primitive/create.js';
import { primitives } from '../../primitive/index.js';
import { reverseAlong, transposeBy } from '../../primitive/layout.js';
import { apply, at } from '../../primitive/primitive.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import type { Mapping } from '../laws/law.js';
import { leaf } from './leaf.js';
import type { Leaf } from './leaf.js';

/** The steps of a random network: smooth maps of two square matrices whose values stay small. */
const steps = {
  add: plus,
  subtract: minus,
  multiply: (a: AnyTensor, b: AnyTensor) => apply(primitives.tanh, {}, times(a, b)),
  divide: (a: AnyTensor, b: AnyTensor) => over(a, plus(like(b, 2), times(b, b))),
  product: (a: AnyTensor, b: AnyTensor) =>
    apply(primitives.tanh, {}, contractBy(a, b, { contract: [[1], [0]], batch: [[], []] })),
  sine: (a: AnyTensor) => apply(primitives.sin, {}, a),
  sigmoid: (a: AnyTensor, b: AnyTensor) => times(apply(primitives.sigmoid, {}, a), b),
  transpose: (a: AnyTensor) => transposeBy(a, [1, 0]),
  reverse: (a: AnyTensor) => reverseAlong(a, [0]),
  mean: (a: AnyTensor) => broadcastAlong(sumOver(times(a, like(a, 0.5)), [0]), a.shape, [1]),
} satisfies Record<string, (a: AnyTensor, b: AnyTensor) => AnyTensor>;

type Step = keyof typeof steps;

/** A network as a list: each line applies a step to two values above it. Printed as written. */
export interface Network {
  readonly lines: readonly { readonly step: Step; readonly a: number; readonly b: number }[];
  readonly inputs: readonly Leaf[];
}

/** The mapping of a network: its last value, and the one before. */
export const networkMapping =
  ({ lines }: Network): Mapping =>
  (inputs) => {
    const values = [...inputs];
    for (const { step, a, b } of lines)
      values.push(steps[step](at(values, a % values.length), at(values, b % values.length)));
    return values.slice(-2);
  };

const names = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'product',
  'sine',
  'sigmoid',
  'transpose',
  'reverse',
  'mean',
] as const satisfies readonly Step[];

/** Networks of up to eight steps, in which values are used often, once, or never. */
export const network: Arbitrary<Network> = fc.integer({ min: 1, max: 3 }).chain((side) =>
  fc.record({
    lines: fc.array(fc.record({ step: fc.constantFrom(...names), a: fc.nat(20), b: fc.nat(20) }), {
      minLength: 1,
      maxLength: 8,
    }),
    inputs: fc.array(leaf('float', [side, side]), { minLength: 1, maxLength: 3 }),
  }),
);
