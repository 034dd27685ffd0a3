import type { PrimitiveName } from '../../src/primitive/index.js';
import type { Subject } from '../../src/testing/arbitrary/index.js';
import {
  batchFlags,
  directions,
  expectAdjoint,
  expectBatching,
  expectDifferences,
  expectLinearPullback,
  expectPrecision,
  expectRepeatable,
  expectWellFormed,
  movable,
  pullbackOf,
  pushforwardOf,
} from '../../src/testing/laws/index.js';
import type { Application } from './cases.js';

/** A law about one application of a primitive; the seed is for what the law draws itself. */
export interface Law {
  readonly hold: (application: Application, seed: number) => void;
  readonly runs: number;
  /** the primitives of which it is not true, each for a reason given */
  readonly except: readonly PrimitiveName[];
}

const law = (
  hold: (subject: Subject, seed: number) => void,
  runs: number,
  except: readonly PrimitiveName[] = [],
): Law => ({
  hold: (application, seed) => hold(application('float64'), seed),
  runs,
  except,
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

/** What is claimed of every primitive. */
export const laws = {
  'the value has the shape and element type of the rule': law(({ f, inputs }) => expectWellFormed(f, inputs), 60),

  'the same inputs give the same bits and stay as they are': law(({ f, inputs }) => expectRepeatable(f, inputs), 20),

  'the pullback agrees with central differences': law(
    ({ f, inputs }, seed) => expectDifferences(f, inputs, { seed }),
    60,
    /* it differs from them on purpose */
    ['stopGradient'],
  ),

  'the pullback of the pullback agrees with central differences of the pullback': law(
    (subject, seed) => {
      const { f, inputs } = back(subject, seed + 2);
      expectDifferences(f, inputs, { seed, elements: 12, tolerance: 1e-6 });
    },
    25,
    /* a cast to float32 has a cotangent in float32, where differences say little */
    ['stopGradient', 'cast'],
  ),

  'the pullback is the transpose of the pushforward': law(({ f, inputs }, seed) => expectAdjoint(f, inputs, seed), 60),

  'the derivatives of the pullback are transposes of each other': law((subject, seed) => {
    const { f, inputs } = back(subject, seed + 2);
    expectAdjoint(f, inputs, seed);
  }, 20),

  'the derivatives of the pushforward are transposes of each other': law((subject, seed) => {
    const { f, inputs } = forth(subject, seed + 2);
    expectAdjoint(f, inputs, seed);
  }, 20),

  'the pullback is linear': law(({ f, inputs }, seed) => expectLinearPullback(f, inputs, seed), 25),

  'a batch is a loop over its examples': law(({ f, inputs }, seed) => {
    for (const flags of batchFlags(inputs.length)) expectBatching(f, inputs, flags, seed % 4);
  }, 25),

  'a batch of pullbacks is a loop over them': law((subject, seed) => {
    const { f, inputs } = back(subject, seed);
    const every = batchFlags(inputs.length);
    expectBatching(f, inputs, every[seed % every.length] ?? [], (seed >> 8) % 4);
  }, 25),

  'float32 is float64 rounded, in values and in pullbacks': {
    hold: (application, seed) => {
      const [single, double] = [application('float32'), application('float64')];
      expectPrecision([single.f, single.inputs], [double.f, double.inputs]);
      const [singleBack, doubleBack] = [back(single, seed), back(double, seed)];
      expectPrecision([singleBack.f, singleBack.inputs], [doubleBack.f, doubleBack.inputs], 1e-4);
    },
    runs: 20,
    except: [],
  },
} satisfies Readonly<Record<string, Law>>;

/** The sentence of a law. */
export type LawName = keyof typeof laws;
