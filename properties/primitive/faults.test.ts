/** A law counts only once it has been seen to fail: every law reports primitives with a planted fault. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { negative, plus, times } from '../../src/primitive/arithmetic.js';
import { lead } from '../../src/primitive/broadcast.js';
import { like } from '../../src/primitive/create.js';
import { primitives } from '../../src/primitive/index.js';
import type { PrimitiveName } from '../../src/primitive/index.js';
import { reverseAlong, transposeBy } from '../../src/primitive/layout.js';
import { apply, at } from '../../src/primitive/primitive.js';
import type { Primitive } from '../../src/primitive/primitive.js';
import { sliceAxis } from '../../src/primitive/slice.js';
import { size } from '../../src/shape/shape.js';
import type { AnyTensor, Maybe } from '../../src/tensor/tensor.js';
import { LawError } from '../../src/testing/laws/index.js';
import { applications } from './cases.js';
import type { Attributes } from './cases.js';
import type { Application } from '../../src/testing/arbitrary/index.js';
import { laws } from './laws.js';
import type { Law, LawName } from './laws.js';
import '../../test/reference.js';

/** Random applications of a primitive some of whose rules are replaced. */
const faulty = <N extends PrimitiveName>(
  name: N,
  change: (correct: Primitive<Attributes[N]>) => Partial<Primitive<Attributes[N]>>,
  correct: Primitive<Attributes[N]>,
): fc.Arbitrary<Application> => applications(name, { ...correct, ...change(correct) });

const { sin, exp, dotGeneral, multiply, gather, convolution, windowMax, reverse, sum, not, tanh, subtract } =
  primitives;

/** the two axes of a square swapped, and anything else left alone */
const swapped = (x: AnyTensor): AnyTensor => {
  const [a, b] = x.shape.flatMap((n, axis) =>
    x.shape.flatMap((m, other) => (n === m && axis < other && n > 1 ? [[axis, other] as const] : [])),
  )[0] ?? [0, 0];
  return transposeBy(
    x,
    [...x.shape.keys()].map((axis) => (axis === a ? b : axis === b ? a : axis)),
  );
};

const each = (list: readonly Maybe[], f: (x: AnyTensor) => AnyTensor): readonly Maybe[] => list.map((x) => x && f(x));

/** Adds nothing: where indices repeat, the last update stays. */
const overwriting: Primitive<{ readonly batch: number; readonly length: number }> = {
  ...primitives.scatterAdd,
  evaluate: ({ batch, length }, [indices, updates], [output]) => {
    if (indices === undefined || updates === undefined || output === undefined) return [];
    const out = new Float64Array(size(output.shape));
    const row = size(output.shape.slice(batch + 1));
    const perPage = size(indices.shape.slice(batch));
    indices.data.forEach((index, i) =>
      out.set(updates.data.subarray(i * row, (i + 1) * row), (Math.floor(i / perPage) * length + index) * row),
    );
    return [out];
  },
};

let calls = 0;

const planted = {
  'a sign flipped in the pullback': faulty('exp', ({ vjp }) => ({ vjp: (...all) => each(vjp(...all), negative) }), exp),
  'a sign flipped in the pushforward': faulty(
    'exp',
    ({ jvp }) => ({ jvp: (...all) => each(jvp(...all), negative) }),
    exp,
  ),
  'the second cotangent of a difference without its sign': faulty(
    'subtract',
    () => ({ vjp: (_, [g]) => [g, g] }),
    subtract,
  ),
  'indices transposed in the gradient of a contraction': faulty(
    'dotGeneral',
    ({ vjp }) => ({ vjp: (...all) => each(vjp(...all), swapped) }),
    dotGeneral,
  ),
  'one of two inputs without its cotangent': faulty(
    'multiply',
    ({ vjp }) => ({ vjp: (...all) => [vjp(...all)[0], undefined] }),
    multiply,
  ),
  'updates at one index not added up': faulty(
    'gather',
    () => ({
      vjp: ({ batch }, [g], { inputs: [x, indices] }) =>
        g && x && indices ? [apply(overwriting, { batch, length: at(x.shape, batch) }, indices, g), undefined] : [],
    }),
    gather,
  ),
  'padding off by one in the gradient of a convolution': faulty(
    'convolution',
    ({ vjp }) => ({
      vjp: ({ low, high, ...rest }, ...others) =>
        vjp({ ...rest, low: low.map((n) => n + 1), high: high.map((n) => n - 1) }, ...others),
    }),
    convolution,
  ),
  'the gradient of a kernel flipped': faulty(
    'convolution',
    ({ vjp }) => ({
      vjp: (attributes, [g], ends) => {
        const [x, w] = vjp(attributes, [g], ends);
        return [x, w && reverseAlong(w, [2])];
      },
    }),
    convolution,
  ),
  'the gradient of a maximum sent to the minimum': faulty(
    'windowMax',
    ({ vjp }) => ({
      vjp: (attributes, g, { inputs, outputs }) => vjp(attributes, g, { inputs: inputs.map(negative), outputs }),
    }),
    windowMax,
  ),
  'a pullback that is not linear': faulty(
    'exp',
    ({ vjp }) => ({ vjp: (...all) => each(vjp(...all), (x) => plus(x, like(x, 1))) }),
    exp,
  ),
  'a derivative that is a constant to the next derivative': faulty(
    'exp',
    () => ({ vjp: (_, [g], { outputs: [y] }) => [g && y && times(g, apply(primitives.stopGradient, {}, y))] }),
    exp,
  ),
  'a tangent that is a constant to the next derivative': faulty(
    'exp',
    () => ({ jvp: (_, [t], { outputs: [y] }) => [t && y && times(t, apply(primitives.stopGradient, {}, y))] }),
    exp,
  ),
  'a batching rule that ignores a flag': faulty(
    'gather',
    ({ batch }) => ({
      batch: (attributes, { inputs: [x, indices], size: n, ...rest }) => {
        const same = (t: AnyTensor) => (n === 0 ? t : lead(transposeBy(first(t), [...first(t).shape.keys()]), n));
        return batch(attributes, {
          ...rest,
          size: n,
          inputs: x && indices ? [x, rest.batched[1] === true ? same(indices) : indices] : [],
        });
      },
    }),
    gather,
  ),
  'a batching rule that forgets to move the axis': faulty(
    'reverse',
    () => ({
      batch: ({ axes }, { inputs }) => ({ outputs: inputs.map((x) => reverseAlong(x, axes)), batched: [true] }),
    }),
    reverse,
  ),
  'a batch whose examples are in the wrong order': faulty(
    'exp',
    () => ({
      batch: (_, { inputs }) => ({ outputs: inputs.map((x) => apply(exp, {}, reverseAlong(x, [0]))), batched: [true] }),
    }),
    exp,
  ),
  'a value longer than its shape': faulty(
    'sum',
    ({ evaluate }) => ({ evaluate: (...all) => evaluate(...all).map((data) => Float64Array.of(...data, 0)) }),
    sum,
  ),
  'a bool that is 255': faulty(
    'not',
    ({ evaluate }) => ({ evaluate: (...all) => evaluate(...all).map((data) => data.map((x) => x * 255)) }),
    not,
  ),
  'a value that depends on the time': faulty(
    'sin',
    ({ evaluate }) => ({ evaluate: (...all) => evaluate(...all).map((data) => data.map((x) => x + calls++)) }),
    sin,
  ),
  'a value rule that writes to its input': faulty(
    'exp',
    ({ evaluate }) => ({
      evaluate: (attributes, inputs, outputs) => {
        inputs.forEach(({ data }) => data.reverse());
        return evaluate(attributes, inputs, outputs);
      },
    }),
    exp,
  ),
  'a value with eight bits': faulty(
    'tanh',
    ({ evaluate }) => ({
      evaluate: (attributes, inputs, outputs) =>
        evaluate(attributes, inputs, outputs).map((data) =>
          data instanceof Float32Array ? data.map((x) => Math.round(x * 256) / 256) : data,
        ),
    }),
    tanh,
  ),
} satisfies Readonly<Record<string, fc.Arbitrary<Application>>>;

/** the first example of a batch */
function first(x: AnyTensor): AnyTensor {
  return apply(primitives.reshape, { shape: x.shape.slice(1) }, sliceAxis(x, 0, 0, 1));
}

type FaultName = keyof typeof planted;

const gradientFaults = [
  'a sign flipped in the pullback',
  'the second cotangent of a difference without its sign',
  'indices transposed in the gradient of a contraction',
  'one of two inputs without its cotangent',
  'updates at one index not added up',
  'padding off by one in the gradient of a convolution',
  'the gradient of a kernel flipped',
  'the gradient of a maximum sent to the minimum',
] as const;

/** For each law the faults it must report, and faults that it must let pass because they are the matter of another. */
const verdicts: {
  readonly [L in LawName]: { readonly reported: readonly FaultName[]; readonly passed?: readonly FaultName[] };
} = {
  'the value has the shape and element type of the rule': {
    reported: ['a value longer than its shape', 'a bool that is 255'],
  },
  'the same inputs give the same bits and stay as they are': {
    reported: ['a value that depends on the time', 'a value rule that writes to its input'],
  },
  'the pullback agrees with central differences': {
    reported: gradientFaults,
    passed: ['a sign flipped in the pushforward', 'a derivative that is a constant to the next derivative'],
  },
  'the pullback of the pullback agrees with central differences of the pullback': {
    reported: ['a sign flipped in the pullback', 'a derivative that is a constant to the next derivative'],
  },
  'the pullback is the transpose of the pushforward': {
    reported: [...gradientFaults, 'a sign flipped in the pushforward'],
    passed: ['a derivative that is a constant to the next derivative'],
  },
  'the derivatives of the pullback are transposes of each other': { reported: ['a sign flipped in the pushforward'] },
  'the derivatives of the pushforward are transposes of each other': {
    reported: ['a sign flipped in the pushforward'],
  },
  'the pullback is linear': { reported: ['a pullback that is not linear'], passed: ['a sign flipped in the pullback'] },
  'a batch is a loop over its examples': {
    reported: [
      'a batching rule that ignores a flag',
      'a batching rule that forgets to move the axis',
      'a batch whose examples are in the wrong order',
    ],
    passed: ['a sign flipped in the pullback'],
  },
  'a batch of pullbacks is a loop over them': { reported: ['a batch whose examples are in the wrong order'] },
  'float32 is float64 rounded, in values and in pullbacks': { reported: ['a value with eight bits'] },
};

const outcome = ({ hold }: Law, fault: FaultName) =>
  fc.check(
    fc.property(planted[fault], fc.nat(), (one, seed) => void hold(one, seed)),
    { numRuns: 200 },
  );

describe.each<[string, Law, (typeof verdicts)[LawName]]>(
  Object.entries(laws).map(([name, law]) => [name, law, verdicts[name as LawName]]),
)('%s', (_, law, { reported, passed = [] }) => {
  it.each(reported)('reports %s', (fault) => {
    const { failed, errorInstance } = outcome(law, fault);
    expect(failed).toBe(true);
    expect(errorInstance).toBeInstanceOf(LawError);
  });
  if (passed.length > 0)
    it.each(passed)('lets pass %s', (fault) => {
      expect(outcome(law, fault).errorInstance).toBeNull();
    });
});
