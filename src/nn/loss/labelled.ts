/** Losses of a score for each class against the number of the right one, one term for each example. */
import { add, expand, mean, multiply, notEqual, reshape, squeeze, take, takeAlong, where } from '../../ops/index.js';
import { cast } from '../../ops/create.js';
import { expectTensor } from '../../ops/operand.js';
import {
  dimension,
  DTypeError,
  expectOneDType,
  expectShape,
  reduceShape,
  resolveAxis,
  sameShape,
  ShapeError,
  show,
  type Arg,
  type Axis,
  type Reduce,
  type SameDim,
  type SameShape,
  type Shape,
  type Show,
  type Verdict,
} from '../../shape/index.js';
import type { DType, Float } from '../../tensor/dtype.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import { expectValues } from '../tree.js';
import type { Values } from '../values.js';
import { told, type Given, type ParameterName, type Told } from './parameters.js';
import {
  counted,
  lossOptions,
  reduced,
  type LossOptions,
  type Reduced,
  type Reduction,
  type Terms,
  type Weights,
} from './reduction.js';

/** The shape of the labels, or the sentence when it does not fit the logits, whose classes lie along the axis A. */
export type Labelled<L extends Shape, T extends Shape, A extends number, Op extends string> =
  Reduce<L, A, false, Op> extends infer B
    ? B extends Shape
      ? SameShape<B, T> extends true
        ? T
        : `${Op}: logits ${Show<L>} need labels ${Show<B>}, got ${Show<T>}`
      : B
    : never;
const labelShape = (logits: Shape, labels: Shape, axis: number, operation: string): Verdict => {
  const needed = reduceShape(logits, axis, false, operation);
  return typeof needed === 'string' || sameShape(needed, labels)
    ? needed
    : `${operation}: logits ${show(logits)} need labels ${show(needed)}, got ${show(labels)}`;
};

/**
 * What a loss of classes may be told: the axis of the classes, the last unless given; how much each class counts; the label of examples that do
 * not count. The mean is Σ w l / Σ w.
 */
export interface LabelledOptions<R extends Reduction, W, A extends number, C> extends LossOptions<R, W> {
  readonly axis?: A;
  readonly classWeights?: C;
  readonly ignoreIndex?: number;
}
const options = { ...lossOptions, axis: true, classWeights: true, ignoreIndex: true } as const;

/** A weight for each of the classes along the axis A, or the sentence when there are more or fewer. */
export type ClassWeights<L extends Shape, A extends number, C extends number, D extends Float, Op extends string> = Arg<
  SameDim<L[Axis<L, A>], C> extends true ? C : `${Op}: expected class weights [${L[Axis<L, A>]}], got [${C}]`,
  Tensor<readonly [C], D>
>;

/** A loss with a term for each example: [...b, K] and labels [...b] → [], or [...b] with `reduction: 'none'`; for images [n, K, h, w] and [n, h, w] with `axis: 1`. */
export type LabelledLoss<Op extends string, N extends ParameterName = 'smoothing'> = <
  L extends Shape,
  T extends Shape,
  D extends Float,
  R extends Reduction = 'mean',
  W extends Shape = [],
  const A extends number = -1,
  C extends number = number,
>(
  logits: Tensor<L, D>,
  labels: Arg<Labelled<L, T, A, Op>, Tensor<T, 'int32'>>,
  options?: LabelledOptions<R, Weights<T, W, D, Op>, A, ClassWeights<L, A, C, D, Op>> & Given<N>,
) => Reduced<T, D, R>;

/** The number of the right class of each example. */
export type Classes = Tensor<Shape, 'int32'>;

/** Scores, whose classes lie along the axis, and the right classes; how much each class counts, where they do not all count 1. */
interface Examples {
  readonly scores: Values;
  readonly labels: Classes;
  readonly axis: number;
  readonly weights?: Values | undefined;
}

const fitting = (operation: string, logits: unknown, labels: unknown, given: number): Examples => {
  const [s, y] = [expectTensor(logits, operation), expectTensor(labels, operation)];
  expectShape(labelShape(s.shape, y.shape, given, operation), s.shape, y.shape);
  if (y.dtype !== 'int32') throw new DTypeError(`${operation}: expected labels of int32, got ${y.dtype}`);
  return { scores: expectValues(s, 'the logits'), labels: typed(y), axis: resolveAxis(s.shape, given) ?? given };
};

const expectClassWeights = (operation: string, weights: unknown, scores: Values, axis: number): Values => {
  const w = expectTensor(weights, operation);
  const classes = dimension(scores.shape, axis);
  expectOneDType(operation, scores, w);
  if (!sameShape(w.shape, [classes]))
    throw new ShapeError(`${operation}: expected class weights [${classes}], got ${show(w.shape)}`, [w.shape]);
  return expectValues(w, 'the class weights');
};

const labelled =
  <Op extends string, N extends ParameterName>(
    operation: Op,
    names: readonly N[],
    terms: (examples: Examples, numbers: Told<N>) => Terms,
  ): LabelledLoss<Op, N> =>
  (logits, labels, given = {}) => {
    const numbers = told(operation, names, given, options);
    const { classWeights, ignoreIndex } = given;
    const { scores, labels: classes, axis } = fitting(operation, logits, labels, given.axis ?? -1);
    const present = ignoreIndex === undefined ? undefined : notEqual(classes, ignoreIndex);
    const known: Classes = present === undefined ? classes : where(present, classes, 0);
    const weights = classWeights === undefined ? undefined : expectClassWeights(operation, classWeights, scores, axis);
    const all = terms({ scores, labels: known, axis, weights }, numbers);
    return reduced(operation, present === undefined ? all : counted(cast(present, scores.dtype), all), given);
  };

const countsOf = ({ weights, labels }: Examples): Values | undefined =>
  weights === undefined ? undefined : take(weights, labels);
const weigh = (values: Values, examples: Examples): Terms => {
  const counts = countsOf(examples);
  return counts === undefined ? { values } : counted(counts, { values });
};

/** What is true of the right class of an example, or what it costs. */
type Own = (scores: Values, labels: Classes, axis: number) => Values;

/** The mean over the examples of what is true of their right classes. */
export const labelledMeasure = <Op extends string>(operation: Op, own: Own): LabelledLoss<Op, never> =>
  labelled(operation, [], (examples) => weigh(own(examples.scores, examples.labels, examples.axis), examples));

/** What each class would cost, were it the right one, and, where it is cheaper to find alone, what the right one does. */
export interface Costs<N extends ParameterName> {
  readonly every: (scores: Values, axis: number, numbers: Told<N>) => Values;
  readonly own?: Own;
}

/** The loss of the given costs, with labels smoothed: (1 − ε) of the cost of the right class and ε of the mean of the costs of all. */
export const labelledLoss = <Op extends string, N extends ParameterName = never>(
  operation: Op,
  { every, own }: Costs<N>,
  names: readonly N[] = [],
): LabelledLoss<Op, N | 'smoothing'> =>
  labelled<Op, N | 'smoothing'>(operation, [...names, 'smoothing'], (examples, numbers) => {
    const { scores, labels, axis, weights } = examples;
    const smoothing: number = numbers.smoothing;
    if (smoothing === 0 && own !== undefined) return weigh(own(scores, labels, axis), examples);
    const each = every(scores, axis, numbers);
    if (smoothing === 0) return weigh(ofLabel(each, labels, axis), examples);
    const weighted = weights === undefined ? each : multiply(each, alongAxis(weights, each.shape, axis));
    const values = add(
      multiply(ofLabel(weighted, labels, axis), 1 - smoothing),
      multiply(mean(weighted, axis), smoothing),
    );
    return { values, counts: countsOf(examples) };
  });

/** Something of each class, as a tensor that broadcasts along their axis. */
export const alongAxis = <D extends DType>(x: Tensor<Shape, D>, { length }: Shape, axis: number): Tensor<Shape, D> => {
  const shape: Shape = [dimension(x.shape, 0), ...new Array<number>(length - 1 - axis).fill(1)];
  return reshape(x, shape);
};

/** What stands at the right class of each example. */
export const ofLabel = (scores: Values, labels: Classes, axis: number): Values =>
  squeeze(takeAlong(scores, expand(labels, axis), axis), axis);
