/** How often each class was taken for each, and what is read off such a table: exact for a whole data set, as the tables of its batches add up. */
import { add, cast, divide, equal, identity, multiply, notEqual, reshape, sum, take, where } from '../../ops/index.js';
import { expectTensor } from '../../ops/operand.js';
import { contractBy } from '../../primitive/contract.js';
import { castTo } from '../../primitive/create.js';
import {
  DTypeError,
  expectShape,
  expectSpelt,
  sameShape,
  ShapeError,
  show,
  type Arg,
  type SameDim,
  type SameShape,
  type Shape,
  type Show,
} from '../../shape/index.js';
import { typed, type Tensor } from '../../tensor/tensor.js';

type Whole = Tensor<Shape, 'int32'>;
type Numbers = Tensor;

type Paired<P extends Shape, T extends Shape> =
  SameShape<P, T> extends true ? T : `confusionMatrix: predictions ${Show<P>} and labels ${Show<T>} differ`;

const expectClasses = (value: unknown, what: string): Whole => {
  const x = expectTensor(value, 'confusionMatrix');
  if (x.dtype !== 'int32') throw new DTypeError(`confusionMatrix: expected ${what} of int32, got ${x.dtype}`);
  return typed(x);
};

/**
 * How often each class was taken for each: Cᵢⱼ examples of class i were predicted to be class j, C = Lᵀ P of the one-hot rows. Examples whose label is
 * `ignoreIndex` are left out. Of images the examples are their pixels.
 *
 * Shape    [...s], [...s] → [k, k]; exact up to 2²⁴ examples at a time
 * Errors   "confusionMatrix: predictions [3] and labels [2] differ", "confusionMatrix: there are 0 classes", an `IndexError` for what is no class
 * @example confusionMatrix(tensor([0, 1, 1], { dtype: 'int32' }), tensor([0, 0, 1], { dtype: 'int32' }), 2) // [[1, 1], [0, 1]]
 */
export const confusionMatrix = <P extends Shape, T extends Shape, const K extends number>(
  predictions: Tensor<P, 'int32'>,
  labels: Arg<Paired<P, T>, Tensor<T, 'int32'>>,
  classes: K,
  options: { readonly ignoreIndex?: number } = {},
): Tensor<[K, K], 'int32'> => {
  expectSpelt(options, { ignoreIndex: true }, 'confusionMatrix');
  const count: number = classes;
  if (!(Number.isSafeInteger(count) && count > 0)) throw new RangeError(`confusionMatrix: there are ${count} classes`);
  const [p, t] = [expectClasses(predictions, 'predictions'), expectClasses(labels, 'labels')];
  const sentence = `confusionMatrix: predictions ${show(p.shape)} and labels ${show(t.shape)} differ`;
  expectShape(sameShape(p.shape, t.shape) ? t.shape : sentence, p.shape, t.shape);
  const { ignoreIndex } = options;
  const [taken, truth]: readonly [Whole, Whole] = [reshape(p, [-1]), reshape(t, [-1])];
  const rows = (x: Whole): Numbers => take(identity(count), x);
  const counted =
    ignoreIndex === undefined
      ? rows(truth)
      : multiply(
          rows(where(equal(truth, ignoreIndex), 0, truth)),
          cast(reshape(notEqual(truth, ignoreIndex), [-1, 1]), 'float32'),
        );
  return typed(castTo(contractBy(counted, rows(taken), { contract: [[0], [0]], batch: [[], []] }), 'int32'));
};

/** `true` of a confusion matrix, or the sentence for what is none. */
type Square<S extends Shape, Op extends string> = number extends S['length']
  ? true
  : S extends readonly [infer A extends number, infer B extends number]
    ? SameDim<A, B> extends true
      ? true
      : NoMatrix<S, Op>
    : NoMatrix<S, Op>;
type NoMatrix<S extends Shape, Op extends string> = `${Op}: expected a confusion matrix [k, k], got ${Show<S>}`;
const expectMatrix = (value: unknown, operation: string): Numbers => {
  const c = expectTensor(value, operation);
  if (c.shape.length !== 2 || c.shape[0] !== c.shape[1])
    throw new ShapeError(`${operation}: expected a confusion matrix [k, k], got ${show(c.shape)}`, [c.shape]);
  if (c.dtype !== 'int32') throw new DTypeError(`${operation}: expected a confusion matrix of int32, got ${c.dtype}`);
  return cast(typed<Shape, 'int32'>(c), 'float32');
};

/** Of each class how many examples were found right (true positives), taken for it, and truly of it. */
interface Counts {
  readonly right: Numbers;
  readonly taken: Numbers;
  readonly truth: Numbers;
}
const countsOf = (c: Numbers): Counts => ({
  right: sum(multiply(c, identity(c.shape[0] ?? 0)), 1),
  taken: sum(c, 0),
  truth: sum(c, 1),
});

/** a/b, and 0 of nothing */
const share = (part: Numbers, whole: Numbers): Numbers => divide(part, where(equal(whole, 0), 1, whole));

/** The share of all examples that were found right, Σ Cᵢᵢ / Σ Cᵢⱼ: of images the pixel accuracy.
 *
 * Shape    [k, k] → []
 * Errors   "pixelAccuracy: expected a confusion matrix [k, k], got [2, 3]"
 * @example pixelAccuracy(tensor([[3, 1], [0, 4]], { dtype: 'int32' })) // 0.875
 */
export const pixelAccuracy = <S extends Shape>(
  confusion: Arg<Square<S, 'pixelAccuracy'>, Tensor<S, 'int32'>>,
): Tensor<[]> => {
  const c = expectMatrix(confusion, 'pixelAccuracy');
  return typed(share(sum(countsOf(c).right), sum(c)));
};

/**
 * How the scores of the classes become one: `macro` (unless given) is their mean over the classes that occur among labels or predictions, `micro` the
 * score of all counts together, `none` each class for itself.
 */
export type Average = 'macro' | 'micro' | 'none';

/** A score of each class, or their average. */
export type ClassScore<Op extends string> = <S extends Shape, A extends Average = 'macro'>(
  confusion: Arg<Square<S, Op>, Tensor<S, 'int32'>>,
  options?: { readonly average?: A },
) => Tensor<A extends 'none' ? [S[0]] : []>;

const classScore =
  <Op extends string>(operation: Op, score: (counts: Counts) => Numbers): ClassScore<Op> =>
  (confusion, options = {}) => {
    expectSpelt(options, { average: true }, operation);
    const counts = countsOf(expectMatrix(confusion, operation));
    const average: Average = options.average ?? 'macro';
    if (!Object.hasOwn(averages, average)) throw new TypeError(`${operation}: there is no average '${average}'`);
    return typed(averages[average](score, counts));
  };
const averages: { readonly [A in Average]: (score: (counts: Counts) => Numbers, counts: Counts) => Numbers } = {
  none: (score, counts) => score(counts),
  micro: (score, { right, taken, truth }) => score({ right: sum(right), taken: sum(taken), truth: sum(truth) }),
  macro: (score, counts) => {
    const occurs = cast(notEqual(add(counts.taken, counts.truth), 0), 'float32');
    return share(sum(multiply(score(counts), occurs)), sum(occurs));
  },
};

/**
 * Of the examples taken for a class, the share that are of it: tp / (tp + fp), 0 where none was taken for it.
 *
 * Shape    [k, k] → []; [k] with `average: 'none'`
 * Errors   "precision: expected a confusion matrix [k, k], got [2, 3]", "precision: there is no average 'mean'"
 * @example precision(tensor([[3, 1], [0, 4]], { dtype: 'int32' }), { average: 'none' }) // [1, 0.8]
 */
export const precision = classScore('precision', ({ right, taken }) => share(right, taken));

/**
 * Of the examples of a class, the share that were found: tp / (tp + fn), 0 where there are none.
 *
 * Shape    [k, k] → []; [k] with `average: 'none'`
 * Errors   as of {@link precision}
 * @example recall(tensor([[3, 1], [0, 4]], { dtype: 'int32' }), { average: 'none' }) // [0.75, 1]
 */
export const recall = classScore('recall', ({ right, truth }) => share(right, truth));

/**
 * The harmonic mean of precision and recall, 2tp / (2tp + fp + fn).
 *
 * Shape    [k, k] → []; [k] with `average: 'none'`
 * Errors   as of {@link precision}
 * @example f1(tensor([[3, 1], [0, 4]], { dtype: 'int32' }), { average: 'none' }) // [0.857143, 0.888889]
 */
export const f1 = classScore('f1', ({ right, taken, truth }) => share(multiply(right, 2), add(taken, truth)));

/**
 * Intersection over union tp / (tp + fp + fn); its macro average is the mean IoU of segmentations.
 *
 * Shape    [k, k] → []; [k] with `average: 'none'`
 * Errors   as of {@link precision}
 * Source   Long et al. 2015, Fully convolutional networks
 * @example meanIou(tensor([[3, 1], [0, 4]], { dtype: 'int32' })) // 0.775
 */
export const meanIou = classScore('meanIou', ({ right, taken, truth }) =>
  share(right, add(add(taken, truth), multiply(right, -1))),
);
