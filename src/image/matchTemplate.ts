/** Finding a picture within a picture. */
import { minus, over, plus, times } from '../primitive/arithmetic.js';
import { broadcastTo, sumOver } from '../primitive/broadcast.js';
import { choose, lessEqual, maximum, or } from '../primitive/compare.js';
import { convolve } from '../primitive/convolution.js';
import { fill, like } from '../primitive/create.js';
import { sqrt } from '../primitive/elementary.js';
import { reshapeTo } from '../primitive/layout.js';
import { apply } from '../primitive/primitive.js';
import { expectOneDType, expectShape } from '../shape/error.js';
import { matchShape } from '../shape/match.js';
import type { Match } from '../shape/match.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames, Spelt } from '../shape/options.js';
import { dimension, size } from '../shape/shape.js';
import type { Arg, Shape } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { AnyTensor, Result, Tensor } from '../tensor/tensor.js';
import type { OfOneDType } from '../ops/operand.js';
import { expectFloats, scaled } from './planes.js';

/** How alike a template and a part of an image are. */
export type MatchMethod = 'ssd' | 'correlation' | 'normalised correlation';

/** How a template is matched. */
export interface MatchOptions {
  /** `normalised correlation` unless said otherwise */
  readonly method?: MatchMethod;
}

const names: OptionNames<MatchOptions> = { method: true };

/** Σ x, without axes */
const total = (x: AnyTensor): AnyTensor => sumOver(x, [...x.shape.keys()]);
const centred = (x: AnyTensor, mean: AnyTensor): AnyTensor => minus(x, broadcastTo(mean, x.shape));
const meanOf = (x: AnyTensor): AnyTensor => scaled(total(x), 1 / size(x.shape));
const square = (x: AnyTensor): AnyTensor => times(x, x);

/** Σ over channels and over a window at each place: f [c, h, w] with t [c, m, n] → [h − m + 1, w − n + 1] */
const correlation = (f: AnyTensor, t: AnyTensor): AnyTensor => {
  const made = convolve(reshapeTo(f, [1, ...f.shape]), reshapeTo(t, [1, ...t.shape]), {
    stride: [1, 1],
    low: [0, 0],
    high: [0, 0],
    dilation: [1, 1],
    spacing: [1, 1],
    groups: 1,
  });
  return reshapeTo(made, made.shape.slice(2));
};

/** Σ f under the template at each place, by columns and then by rows */
const sums = (f: AnyTensor, [, m = 0, n = 0]: Shape): AnyTensor => {
  const plane = sumOver(f, [0]);
  const ones = (shape: Shape): AnyTensor => fill(shape, 1, f.dtype);
  const columns = correlation(reshapeTo(plane, [1, ...plane.shape]), ones([1, m, 1]));
  return correlation(reshapeTo(columns, [1, ...columns.shape]), ones([1, 1, n]));
};

const epsilonOf = ({ dtype }: AnyTensor): number => (dtype === 'float64' ? 2 ** -52 : 2 ** -23);

/** scores [h − m + 1, w − n + 1] of images [c, h, w] and templates [c, m, n] */
const methods: { readonly [M in MatchMethod]: (f: AnyTensor, t: AnyTensor) => AnyTensor } = {
  correlation,
  /* Σ (f − t)² = Σ f² − 2 Σ f·t + Σ t², of numbers around 0, so that little cancels */
  ssd: (image, template) => {
    const mean = meanOf(template);
    const [f, t] = [centred(image, mean), centred(template, mean)];
    const energy = sums(square(f), t.shape);
    const both = minus(energy, scaled(correlation(f, t), 2));
    return apply(maximum, {}, plus(both, broadcastTo(total(square(t)), both.shape)), like(both, 0));
  },
  'normalised correlation': (image, template) => {
    const [f, t] = [centred(image, meanOf(image)), centred(template, meanOf(template))];
    const product = correlation(f, t);
    const energy = sums(square(f), t.shape);
    const variance = minus(energy, scaled(square(sums(f, t.shape)), 1 / size(t.shape)));
    const contrast = total(square(t));
    /* what is left of the variance of equal numbers is rounding: of the sums, and for the template of its mean alone */
    const terms = t.shape.reduce((count, n) => count + n, 0);
    const plain = apply(lessEqual, {}, variance, scaled(energy, 2 * terms * epsilonOf(f)));
    const blank = apply(lessEqual, {}, contrast, scaled(total(square(template)), (size(t.shape) * epsilonOf(f)) ** 2));
    const empty = apply(or, {}, plain, broadcastTo(blank, plain.shape));
    const both = times(variance, broadcastTo(contrast, variance.shape));
    const norm = apply(sqrt, {}, choose(empty, like(both, 1), both));
    return choose(empty, like(both, 0), over(product, norm));
  },
};

/**
 * How alike a template and each part of an image are, over all channels:
 *
 * - `ssd`          E(i, j) = Σ (f(i + m, j + n) − t(m, n))², least where they are most alike, 0 where they are equal;
 * - `correlation`  R(i, j) = Σ t(m, n) f(i + m, j + n), which a bright part wins whatever is in it;
 * - `normalised correlation`  Σ (t − t̄)(f − f̄) / √(Σ (t − t̄)² Σ (f − f̄)²), the means over the part: from −1 to 1, unchanged by contrast and
 *   brightness; 0 where the part, or the template, has one brightness only.
 *
 * Shape     [h, w] with [m, n], or [c, h, w] with [c, m, n] → [h − m + 1, w − n + 1]
 * Gradient  to the image and the template
 * Errors    "matchTemplate: template [5, 5] is larger than image [4, 8]", "matchTemplate: method 'sad' is none of correlation, ssd, …"
 * Source    Lewis 1995; deck row I11
 * @example
 * matchTemplate(tensor([[1, 2, 9, 4]]), tensor([[9, 4]]), { method: 'ssd' }) // [[68, 74, 0]]
 */
export const matchTemplate = <
  S extends Shape,
  T extends Shape,
  D extends Float,
  E extends Float,
  const O extends MatchOptions = object,
>(
  image: Tensor<S, D>,
  template: Arg<OfOneDType<D, E, 'matchTemplate', Match<S, T>>, Tensor<T, E>>,
  options?: Arg<Spelt<O, keyof MatchOptions, 'matchTemplate', null>, O>,
): Result<Match<S, T>, D> => result(matched(image, template, options));

const matched = (image: unknown, template: unknown, options: MatchOptions | string = {}): AnyTensor => {
  if (typeof options === 'string') throw new TypeError(options);
  expectSpelt(options, names, 'matchTemplate');
  const { method = 'normalised correlation' } = options;
  if (!Object.hasOwn(methods, method))
    throw new RangeError(`matchTemplate: method '${method}' is none of ${Object.keys(methods).join(', ')}`);
  const [f, t] = [expectFloats(image, 'matchTemplate'), expectFloats(template, 'matchTemplate')];
  expectOneDType('matchTemplate', f, t);
  expectShape(matchShape(f.shape, t.shape), f.shape, t.shape);
  const channels = (x: AnyTensor): AnyTensor =>
    reshapeTo(x, [x.shape.length === 3 ? dimension(x.shape, 0) : 1, ...x.shape.slice(-2)]);
  return methods[method](channels(f), channels(t));
};
