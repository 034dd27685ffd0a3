/** Measures of whole data sets, added up from batches: what each batch says is a sum of its examples, so that any division into batches says the same. */
import { meanSquaredError } from '../../nn/loss/index.js';
import { cast, divide, log, multiply, sum } from '../../ops/index.js';
import { plus } from '../../primitive/arithmetic.js';
import { fill } from '../../primitive/create.js';
import { size, type Shape } from '../../shape/index.js';
import type { Float } from '../../tensor/dtype.js';
import { scalar } from '../../tensor/literal.js';
import { typed, type Tensor } from '../../tensor/tensor.js';
import { compile, compute } from '../../transform/index.js';
import { zip } from '../../tree/index.js';
import { confusionMatrix } from './confusion.js';

/** What batches say of a data set: a monoid of trees of tensors under addition, and what is read off the sum. */
export interface Metric<A extends readonly unknown[], S, V> {
  readonly empty: S;
  readonly of: (...batch: A) => S;
  readonly value: (total: S) => V;
}

/**
 * What two parts of a data set say together; associative, and `empty` changes nothing.
 * Errors  "zip: the trees differ: …" for sums of different metrics
 */
export const combine = <S>(a: S, b: S): S => zip(a, b, plus);

/**
 * The value of a metric over batches, of which each is looked at once and forgotten.
 * @example
 * import { meanOf, measure } from 'pullback/train';
 * const hits = meanOf((hit: Tensor<[number]>) => hit);
 * await measure(hits, [[tensor([1, 0])], [tensor([1])]]) // 0.666666666667
 */
export const measure = async <A extends readonly unknown[], S, V>(
  { empty, of, value }: Metric<A, S, V>,
  batches: Iterable<A> | AsyncIterable<A>,
): Promise<V> => {
  const next = compile((total: S, ...batch: A): S => combine(total, of(...batch)));
  let total = empty;
  for await (const batch of batches) total = next(total, ...batch);
  return compute(value(total));
};

/** A sum and how many numbers it is of. */
export interface Total {
  readonly sum: Tensor<[], 'float64'>;
  readonly count: Tensor<[], 'float64'>;
}

/**
 * The mean of numbers of which each batch has some: of the terms of a loss (`reduction: 'none'`), of hits. Summed in float64; NaN of nothing.
 * @example
 * import { meanOf } from 'pullback/train';
 * meanOf((x: Tensor<[number]>) => x).value({ sum: tensor(3, { dtype: 'float64' }), count: tensor(2, { dtype: 'float64' }) }) // 1.5
 */
export const meanOf = <A extends readonly unknown[]>(
  terms: (...batch: A) => Tensor<Shape, Float>,
): Metric<A, Total, Tensor<[], 'float64'>> => ({
  empty: { sum: scalar(0, 'float64'), count: scalar(0, 'float64') },
  of: (...batch) => {
    const found = terms(...batch);
    return { sum: typed(sum(cast(found, 'float64'))), count: scalar(size(found.shape), 'float64') };
  },
  value: ({ sum: total, count }) => divide(total, count),
});

/** The confusion matrix of predicted classes and labels; give it to `precision`, `recall`, `f1`, `meanIou` or `pixelAccuracy`. */
export const confusion = <const K extends number>(
  classes: K,
  options: { readonly ignoreIndex?: number } = {},
): Metric<
  readonly [predictions: Tensor<Shape, 'int32'>, labels: Tensor<Shape, 'int32'>],
  Tensor<[K, K], 'int32'>,
  Tensor<[K, K], 'int32'>
> => ({
  empty: typed(fill([classes, classes], 0, 'int32')),
  of: (predictions, labels) => confusionMatrix(predictions, labels, classes, options),
  value: (total) => total,
});

/**
 * The peak signal-to-noise ratio of the mean squared error over all pixels of a data set, in decibels.
 * Errors  "peakSignalToNoise: peak 0 is not a positive number"
 */
export const peakSignalToNoise = ({ peak = 1 }: { readonly peak?: number } = {}): Metric<
  readonly [images: Tensor<Shape, Float>, references: Tensor<Shape, Float>],
  Total,
  Tensor<[], 'float64'>
> => {
  if (!(peak > 0 && peak < Infinity)) throw new RangeError(`peakSignalToNoise: peak ${peak} is not a positive number`);
  const errors = meanOf((image: Tensor<Shape, Float>, reference: Tensor<Shape, Float>) =>
    meanSquaredError(image, reference, { reduction: 'none' }),
  );
  return reading(errors, (error) => multiply(log(divide(error, peak ** 2)), -10 / Math.LN10));
};

/**
 * A metric of which something else is read off.
 * @example
 * import { confusion, meanIou, reading } from 'pullback/train';
 * reading(confusion(2), meanIou).value(tensor([[3, 1], [0, 4]], { dtype: 'int32' })) // 0.775
 */
export const reading = <A extends readonly unknown[], S, V, W>(
  metric: Metric<A, S, V>,
  f: (value: V) => W,
): Metric<A, S, W> => ({ ...metric, value: (total) => f(metric.value(total)) });
