/** What is claimed of losses: their definitions, written in plain numbers, and what follows from them. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../src/nn/index.js';
import { add } from '../../src/ops/index.js';
import { fromArray, item, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import type { Shape } from '../../src/shape/index.js';
import { LawError } from '../../src/testing/laws/index.js';
import { equal, int, law, numbers, real, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

type Reduced = (reduction: nn.Reduction) => Numbers;
type Classes = Tensor<Shape, 'int32'>;

/** The losses of pairs, and of classes. */
export interface Subject {
  readonly paired: Readonly<Record<keyof typeof terms, (y: Numbers, t: Numbers) => Reduced>>;
  readonly labelled: Readonly<Record<keyof typeof rows, (scores: Numbers, labels: Classes) => Reduced>>;
}

const log = Math.log;
/** one term of each loss of pairs, by its definition */
const terms = {
  meanAbsoluteError: (y: number, t: number) => Math.abs(y - t),
  meanSquaredError: (y: number, t: number) => (y - t) ** 2,
  halfSquaredError: (y: number, t: number) => (y - t) ** 2 / 2,
  hinge: (y: number, t: number) => Math.max(0, 1 - y * t),
  binaryCrossEntropy: (p: number, t: number) => (t === 0 ? 0 : -t * log(p)) - (t === 1 ? 0 : (1 - t) * log(1 - p)),
  sigmoidCrossEntropy: (z: number, t: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - z * t,
} as const;
/** what the pairs of each are drawn from */
const domains: Readonly<
  Record<keyof typeof terms, (shape: Shape) => readonly [Arbitrary<Numbers>, Arbitrary<Numbers>]>
> = {
  meanAbsoluteError: (shape) => [real(shape, -9, 9), real(shape, -9, 9)],
  meanSquaredError: (shape) => [real(shape, -9, 9), real(shape, -9, 9)],
  halfSquaredError: (shape) => [real(shape, -9, 9), real(shape, -9, 9)],
  hinge: (shape) => [real(shape, -3, 3), whole(shape, 0, 1).map((t) => numbers([...toArray(t)].map((v) => 2 * v - 1), shape))], // prettier-ignore
  binaryCrossEntropy: (shape) => [real(shape, 1 / 64, 63 / 64), fc.oneof(whole(shape, 0, 1), real(shape, 0, 1))],
  sigmoidCrossEntropy: (shape) => [real(shape, -40, 40), fc.oneof(whole(shape, 0, 1), real(shape, 0, 1))],
};

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const logSum = (s: readonly number[]): number => {
  const most = Math.max(...s);
  return most + log(total(s.map((v) => Math.exp(v - most))));
};
/** one term of each loss of classes, by its definition */
const rows = {
  negativeLogLikelihood: (s: readonly number[], own: number) => -(s[own] ?? NaN),
  softmaxCrossEntropy: (s: readonly number[], own: number) => logSum(s) - (s[own] ?? NaN),
  multiclassHinge: (s: readonly number[], own: number) =>
    total(s.map((v, k) => (k === own ? 0 : Math.max(0, v - (s[own] ?? NaN) + 1)))),
  zeroOne: (s: readonly number[], own: number) => (s.indexOf(Math.max(...s)) === own ? 0 : 1),
} as const;

/** The library's own. */
export const losses: Subject = {
  paired: {
    meanAbsoluteError: (y, t) => (reduction) => nn.meanAbsoluteError(y, t, { reduction }),
    meanSquaredError: (y, t) => (reduction) => nn.meanSquaredError(y, t, { reduction }),
    halfSquaredError: (y, t) => (reduction) => nn.halfSquaredError(y, t, { reduction }),
    hinge: (y, t) => (reduction) => nn.hinge(y, t, { reduction }),
    binaryCrossEntropy: (y, t) => (reduction) => nn.binaryCrossEntropy(y, t, { reduction }),
    sigmoidCrossEntropy: (y, t) => (reduction) => nn.sigmoidCrossEntropy(y, t, { reduction }),
  },
  labelled: {
    negativeLogLikelihood: (s, y) => (reduction) => nn.negativeLogLikelihood(s, y, { reduction }),
    softmaxCrossEntropy: (s, y) => (reduction) => nn.softmaxCrossEntropy(s, y, { reduction }),
    multiclassHinge: (s, y) => (reduction) => nn.multiclassHinge(s, y, { reduction }),
    zeroOne: (s, y) => (reduction) => nn.zeroOne(s, y, { reduction }),
  },
};

const keys = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => {
  const all: K[] = [];
  for (const name in table) all.push(name);
  return all;
};

/** the terms, their sum and their mean are those expected */
const expectReduced = (what: string, loss: Reduced, shape: Shape, expected: readonly number[]): void => {
  same(`${what}, each`, loss('none'), numbers(expected, shape), 1e-12);
  same(`${what}, the sum`, loss('sum'), numbers([total(expected)], []), 1e-12);
  same(`${what}, the mean`, loss('mean'), numbers([total(expected) / expected.length], []), 1e-12);
};

/** scores of whole numbers, or any, and labels */
const scored = fc.record({ n: int(1, 4), k: int(1, 5), exact: fc.boolean() }).chain(({ n, k, exact }) =>
  fc.record({
    k: fc.constant(k),
    scores: exact ? whole([n, k], -3, 3) : real([n, k], -5, 5),
    labels: fc.array(int(0, k - 1), { minLength: n, maxLength: n }),
  }),
);
const int32 = (labels: readonly number[]): Classes => fromArray(Int32Array.from(labels), [labels.length]);

export const laws = {
  'a loss of pairs is its definition under every reduction': law(
    () =>
      fc
        .record({ name: fc.constantFrom(...keys(terms)), shape: fc.array(int(1, 3), { maxLength: 2 }) })
        .chain(({ name, shape }) => {
          const [y, t] = domains[name](shape);
          return fc.record({ name: fc.constant(name), shape: fc.constant(shape), y, t });
        }),
    ({ paired }, { name, shape, y, t }) => {
      const targets = toArray(t);
      const expected = [...toArray(y)].map((v, i) => terms[name](v, targets[i] ?? NaN));
      expectReduced(name, paired[name](y, t), shape, expected);
    },
    120,
  ),

  'a loss of classes is its definition under every reduction': law(
    () => fc.record({ name: fc.constantFrom(...keys(rows)), task: scored }),
    ({ labelled }, { name, task: { k, scores, labels } }) => {
      const all = [...toArray(scores)];
      const expected = labels.map((own, i) => rows[name](all.slice(i * k, (i + 1) * k), own));
      expectReduced(name, labelled[name](scores, int32(labels)), [labels.length], expected);
    },
    120,
  ),

  'the same number added to all scores of whole numbers changes no loss': law(
    () => fc.record({ task: scored, by: int(-1000, 1000) }),
    ({ labelled }, { task: { scores, labels }, by }) => {
      const rounded = numbers([...toArray(scores)].map(Math.round), scores.shape);
      for (const name of ['softmaxCrossEntropy', 'multiclassHinge', 'zeroOne'] as const) {
        const [moved, still] = [add(rounded, by), rounded].map((s) => labelled[name](s, int32(labels))('sum'));
        if (moved === undefined || still === undefined) throw new LawError('two losses');
        equal(name, item(moved), item(still));
      }
    },
  ),

  'the hinge and the surprise in bits bound the share of errors from above': law(
    () => scored,
    ({ labelled }, { scores, labels }) => {
      const of = (name: keyof typeof rows): Float64Array => toArray(labelled[name](scores, int32(labels))('none'));
      const [errors, hinges, surprises] = [of('zeroOne'), of('multiclassHinge'), of('softmaxCrossEntropy')];
      errors.forEach((error, i) => {
        if (!((hinges[i] ?? NaN) >= error && (surprises[i] ?? NaN) / Math.LN2 >= error - 1e-12))
          throw new LawError(`an error costs ${hinges[i] ?? NaN} and ${surprises[i] ?? NaN}`);
      });
    },
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;
