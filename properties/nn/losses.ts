/** What is claimed of every loss: it is never negative, nothing for the right answer, one term for each example whatever their order, and its gradient is its slope. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as losses from '../../src/nn/loss/index.js';
import type { Reduction } from '../../src/nn/loss/index.js';
import { cast, divide, multiply, oneHot, reshape, softmax, subtract, sum } from '../../src/ops/index.js';
import { item, toArray } from '../../src/tensor/literal.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import type { Shape } from '../../src/shape/index.js';
import { expectGradient, LawError } from '../../src/testing/laws/index.js';
import { vmap } from '../../src/transform/index.js';
import { int, law, numbers, ordered, real, same, whole } from '../law.js';
import type { Law, Numbers } from '../law.js';

/** A loss of predictions, the first of its inputs, against others; all of them have the examples along their first axis. */
export interface Subject {
  readonly drawn: (batch: number) => Arbitrary<readonly [Numbers, ...Numbers[]]>;
  readonly loss: (inputs: readonly Numbers[], options: Options) => Numbers;
  /** inputs whose predictions are right, made of any */
  readonly right: (inputs: readonly Numbers[]) => readonly Numbers[];
}
interface Options {
  readonly reduction: Reduction;
  readonly weights?: Numbers;
}

const K = 3;
const signs = (shape: Shape): Arbitrary<Numbers> =>
  whole(shape, 0, 1).map((t) => numbers([...toArray(t)].map((v) => 2 * v - 1), shape)); // prettier-ignore
const nil = numbers([0], []);
type Pair = readonly [Numbers, Numbers];
const two = ([a = nil, b = nil]: readonly Numbers[]): Pair => [a, b];
const pair = (
  loss: (y: Numbers, t: Numbers, options: Options) => Numbers,
  y: (shape: Shape) => Arbitrary<Numbers>,
  t: (shape: Shape) => Arbitrary<Numbers>,
  right: (t: Numbers) => Numbers,
  inner: Shape = [2],
): Subject => ({
  drawn: (batch) => fc.tuple(y([batch, ...inner]), t([batch, ...inner])),
  loss: (inputs, options) => loss(...two(inputs), options),
  right: (inputs) => [right(two(inputs)[1]), two(inputs)[1]],
});

const int32 = (labels: Numbers): Tensor<Shape, 'int32'> => cast(labels, 'int32');
const certain = (labels: Numbers): Numbers =>
  multiply(subtract(oneHot(int32(labels), K, { dtype: 'float64' }), 1), 1000);
const labelled = (
  loss: (s: Numbers, labels: Tensor<Shape, 'int32'>, options: Options) => Numbers,
  shift = 0,
): Subject => ({
  drawn: (batch) =>
    fc.tuple(
      apart([batch, K]).map((x) => subtract(x, shift)),
      whole([batch], 0, K - 1),
    ),
  loss: (inputs, options) => loss(two(inputs)[0], int32(two(inputs)[1]), options),
  right: (inputs) => [certain(two(inputs)[1]), two(inputs)[1]],
});

/** eighths, and a little more at each place: neither equal nor 1 apart, where a loss may have a kink */
const apart = (shape: Shape): Arbitrary<Numbers> =>
  whole(shape, -31, 31).map((x) => numbers([...toArray(x)].map((v, i) => v / 8 + 0.013 * (i + 1)), shape)); // prettier-ignore
const eighths = (shape: Shape): Arbitrary<Numbers> => whole(shape, -31, 31).map((x) => divide(x, 8));
const around = (shape: Shape): Arbitrary<Numbers> => real(shape, -4, 4);
const inside = (shape: Shape): Arbitrary<Numbers> => real(shape, 1 / 16, 15 / 16);
const bits = (shape: Shape): Arbitrary<Numbers> => whole(shape, 0, 1);
const distributed = (shape: Shape): Arbitrary<Numbers> => around(shape).map((x) => softmax(x));
const hot = (shape: Shape): Arbitrary<Numbers> =>
  whole(shape.slice(0, -1), 0, K - 1).map((labels) => oneHot(int32(labels), K, { dtype: 'float64' }));
const same1 = (t: Numbers): Numbers => t;
const far = (t: Numbers): Numbers => multiply(subtract(t, 0.5), 2000);

/** Every loss of the library. */
export const subjects = {
  meanAbsoluteError: pair(losses.meanAbsoluteError, apart, eighths, same1),
  meanSquaredError: pair(losses.meanSquaredError, apart, around, same1),
  halfSquaredError: pair(losses.halfSquaredError, apart, around, same1),
  huber: pair((y, t, o) => losses.huber(y, t, { ...o, delta: 1.5 }), apart, eighths, same1),
  hinge: pair((y, t, o) => losses.hinge(y, t, { ...o, positiveWeight: 3 }), apart, signs, same1),
  binaryCrossEntropy: pair(losses.binaryCrossEntropy, inside, bits, same1),
  sigmoidCrossEntropy: pair(losses.sigmoidCrossEntropy, apart, bits, far),
  sigmoidFocal: pair((y, t, o) => losses.sigmoidFocal(y, t, { ...o, gamma: 1.5 }), apart, bits, far),
  negativeLogLikelihood: labelled(losses.negativeLogLikelihood, 5),
  softmaxCrossEntropy: labelled(losses.softmaxCrossEntropy),
  softmaxFocal: labelled((y, t, o) => losses.softmaxFocal(y, t, { ...o, gamma: 1.5 })),
  multiclassHinge: labelled(losses.multiclassHinge),
  zeroOne: labelled(losses.zeroOne),
  crossEntropy: pair(losses.crossEntropy, distributed, hot, same1, [K]),
  softTargetCrossEntropy: pair(losses.softTargetCrossEntropy, around, hot, far, [K]),
  klDivergence: pair(losses.klDivergence, distributed, distributed, same1, [K]),
  klFromStandardNormal: {
    ...pair(losses.klFromStandardNormal, apart, around, same1),
    right: (inputs) => two(inputs).map((x) => multiply(x, 0)),
  },
  dice: pair(losses.dice, inside, bits, same1, [2, 3]),
  jaccard: pair(losses.jaccard, inside, bits, same1, [2, 3]),
  triplet: {
    drawn: (batch) => fc.tuple(apart([batch, 2]), eighths([batch, 2]), eighths([batch, 2])),
    loss: ([a = nil, p = nil, n = nil], options) => losses.triplet(a, p, n, options),
    right: ([a = nil]) => [a, a, subtract(a, 1)],
  },
} satisfies Readonly<Record<keyof typeof losses, Subject>>;
export type LossName = keyof typeof subjects;

const batch = 3;
const examples = (x: Numbers): Tensor<[number, ...number[]], 'float64'> => reshape(x, [batch, ...x.shape.slice(1)]);
const case_ = ({ drawn }: Subject): Arbitrary<readonly [Numbers, ...Numbers[]]> => drawn(batch);
const each = (loss: Subject['loss'], inputs: readonly Numbers[]): Numbers => loss(inputs, { reduction: 'none' });

export const laws = {
  'nothing costs less than nothing': law(
    case_,
    ({ loss }, inputs) => {
      const least = Math.min(...toArray(each(loss, inputs)));
      if (!(least >= -1e-12)) throw new LawError(`a term of ${least}`);
    },
    10,
  ),

  'the right answer costs nothing': law(
    case_,
    ({ loss, right }, inputs) => {
      const terms = each(loss, right(inputs));
      same('what it costs', terms, multiply(terms, 0), 1e-9);
    },
    10,
  ),

  'examples in another order have the terms in that order': law(
    (subject) => fc.tuple(case_(subject), fc.constantFrom([1, 2, 0], [2, 1, 0])),
    ({ loss }, [inputs, order]) => {
      const other = inputs.map((x) => ordered(x, order));
      same('the terms', each(loss, other), ordered(each(loss, inputs), order), 1e-12);
    },
    5,
  ),

  'the terms of a batch are those of its examples': law(
    case_,
    ({ loss }, inputs) => {
      const apart = vmap((one: readonly Numbers[]): Numbers => each(loss, one))(inputs.map(examples));
      same('the terms', apart, each(loss, inputs), 1e-12);
    },
    5,
  ),

  'the sum and the mean are of the terms, each as often as its weight': law(
    (subject) => fc.tuple(case_(subject), fc.array(int(0, 3), { minLength: 1 + batch, maxLength: 1 + batch })),
    ({ loss }, [inputs, counts]) => {
      const terms = each(loss, inputs);
      const shape = terms.shape;
      const weights = numbers([...toArray(terms)].map((_, k) => counts[k % counts.length] ?? 0), shape); // prettier-ignore
      const total = sum(multiply(terms, weights));
      same('the sum', loss(inputs, { reduction: 'sum', weights }), total, 1e-12);
      const all = item(sum(weights));
      same('the mean', loss(inputs, { reduction: 'mean', weights }), all === 0 ? total : divide(total, all), 1e-12);
    },
    5,
  ),

  'the gradient is the slope': law(
    case_,
    ({ loss }, [x, ...others]) => {
      expectGradient((y: Numbers) => loss([y, ...others], { reduction: 'mean' }), x, {
        seed: 1,
        elements: 6,
        tolerance: 1e-6,
        attempts: 0,
      });
    },
    2,
  ),
} satisfies Readonly<Record<string, Law<Subject>>>;
export type LawName = keyof typeof laws;
