import type { Arbitrary } from 'fast-check';
import type { Primitive } from '../../primitive/primitive.js';
import { application } from '../arbitrary/case.js';
import type { Application, Case, Subject } from '../arbitrary/case.js';
import { expectAdjoint } from '../laws/adjoint.js';
import { batchFlags, expectBatching } from '../laws/batching.js';
import { movable, pullbackOf, pushforwardOf } from '../laws/derivative.js';
import { expectDeterminism } from '../laws/determinism.js';
import { directions } from '../laws/direction.js';
import { expectGradient } from '../laws/gradient.js';
import { expectLinearPullback } from '../laws/linear.js';
import { expectPrecision } from '../laws/precision.js';
import { expectWellFormed } from '../laws/well-formed.js';
import { rangeOver } from './range.js';
import type { CaseLaw, NamedLaw, RangeOptions } from './range.js';

const law = (hold: (subject: Subject, seed: number) => unknown, runs: number): CaseLaw<Application> => ({
  hold: (one, seed) => hold(one('float64'), seed),
  runs,
});

/** The pullback of a subject, as a subject. */
const back = ({ f, inputs }: Subject, seed: number): Subject => ({
  f: pullbackOf(f, inputs.length),
  inputs: [...inputs, ...directions(movable(f(inputs)), seed)],
});

/** The pushforward of a subject, as a subject. */
const forth = ({ f, inputs }: Subject, seed: number): Subject => ({
  f: pushforwardOf(f, inputs.length),
  inputs: [...inputs, ...directions(movable(inputs), seed)],
});

/** fast-check makes the case smaller */
const attempts = 0;

/** What is claimed of every primitive. */
export const primitiveLaws = {
  'the value has the shape and element type of the rule': law(({ f, inputs }) => expectWellFormed(f, inputs), 60),

  'the same inputs give the same bits and stay as they are': law(
    ({ f, inputs }) => expectDeterminism(f, inputs, { attempts }),
    20,
  ),

  'the pullback agrees with central differences': law(
    ({ f, inputs }, seed) => expectGradient(f, inputs, { seed, attempts }),
    60,
  ),

  'the pullback of the pullback agrees with central differences of the pullback': law((subject, seed) => {
    const { f, inputs } = back(subject, seed + 2);
    return expectGradient(f, inputs, { seed, attempts, elements: 12, tolerance: 1e-6 });
  }, 25),

  'the pullback is the transpose of the pushforward': law(
    ({ f, inputs }, seed) => expectAdjoint(f, inputs, { seed, attempts }),
    60,
  ),

  'the derivatives of the pullback are transposes of each other': law((subject, seed) => {
    const { f, inputs } = back(subject, seed + 2);
    return expectAdjoint(f, inputs, { seed, attempts });
  }, 20),

  'the derivatives of the pushforward are transposes of each other': law((subject, seed) => {
    const { f, inputs } = forth(subject, seed + 2);
    return expectAdjoint(f, inputs, { seed, attempts });
  }, 20),

  'the pullback is linear': law(({ f, inputs }, seed) => expectLinearPullback(f, inputs, { seed, attempts }), 25),

  'a batch is a loop over its examples': law(
    ({ f, inputs }, seed) => expectBatching(f, inputs, { count: seed % 4, attempts }),
    25,
  ),

  'a batch of pullbacks is a loop over them': law((subject, seed) => {
    const { f, inputs } = back(subject, seed);
    const every = batchFlags(inputs.length);
    return expectBatching(f, inputs, {
      batched: every[seed % every.length] ?? [],
      count: (seed >> 8) % 4,
      attempts,
    });
  }, 25),

  'float32 is float64 rounded, in values and in pullbacks': {
    hold: (one: Application, seed: number) => {
      const [single, double] = [one('float32'), one('float64')];
      expectPrecision([single.f, single.inputs], [double.f, double.inputs]);
      const [singleBack, doubleBack] = [back(single, seed), back(double, seed)];
      expectPrecision([singleBack.f, singleBack.inputs], [doubleBack.f, doubleBack.inputs], 1e-4);
    },
    runs: 20,
  },
} satisfies Readonly<Record<string, CaseLaw<Application>>>;

/** The sentence of a law of primitives. */
export type PrimitiveLawName = keyof typeof primitiveLaws;

/**
 * The laws of a primitive of one's own, over random attributes and inputs, which should be away from kinks and poles.
 * @example
 * import { leaf, legible } from 'pullback/testing/fast-check';
 * import { exp } from '../../primitive/elementary.js';
 * const cases = leaf('float', [3]).map((x) => legible(() => ({}), [x]));
 * for (const { expect } of lawsOfPrimitive(exp, cases, { numRuns: 3 })) expect();
 */
export const lawsOfPrimitive = <A extends object>(
  primitive: Primitive<A>,
  cases: Arbitrary<Case<A>>,
  options: RangeOptions<PrimitiveLawName> = {},
): readonly NamedLaw[] =>
  rangeOver(
    primitiveLaws,
    cases.map((one) => application(primitive, one)),
    options,
  );
