import { contractBy } from '../primitive/contract.js';
import { expectShape } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { show } from '../shape/shape.js';
import type { Arg, Shape, Show, Verdict } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { result } from '../tensor/tensor.js';
import type { Result, Tensor } from '../tensor/tensor.js';
import { vector } from './parameters.js';
import { expectFloats } from './planes.js';

/** How bright red, green and blue are. */
export type GreyWeights = keyof typeof weights | readonly [red: number, green: number, blue: number];

/** Rec. 601, as Pillow, OpenCV and JPEG; Rec. 709, as scikit-image and screens of today; and none above the others. */
const weights = {
  rec601: [0.299, 0.587, 0.114],
  rec709: [0.2125, 0.7154, 0.0721],
  mean: [1 / 3, 1 / 3, 1 / 3],
} as const;

/** How a picture loses its colours. */
export interface GreyOptions {
  /** `rec601` unless said otherwise */
  readonly weights?: GreyWeights;
}

const names: OptionNames<GreyOptions> = { weights: true };

/** The shape of a picture without its colours, or a sentence. */
export type Grey<S extends Shape> = S extends readonly [
  ...infer B extends Shape,
  infer C extends number,
  infer H extends number,
  infer W extends number,
]
  ? number extends C
    ? [...B, H, W]
    : C extends 3
      ? [...B, H, W]
      : `toGrey: expected [..., 3, height, width], got ${Show<S>}`
  : number extends S['length']
    ? number[]
    : `toGrey: expected [..., 3, height, width], got ${Show<S>}`;

const greyShape = (shape: Shape): Verdict =>
  shape.at(-3) === 3
    ? [...shape.slice(0, -3), ...shape.slice(-2)]
    : `toGrey: expected [..., 3, height, width], got ${show(shape)}`;

/**
 * The brightness of a picture in colour: y = w_r·r + w_g·g + w_b·b, with (0.299, 0.587, 0.114) unless said otherwise.
 *
 * Shape     [...b, 3, h, w] → [...b, h, w]
 * Gradient  x̄ = w·ȳ
 * Errors    "toGrey: expected [..., 3, height, width], got [4, 4]", "toGrey: weights 'rec202' are none of rec601, rec709, mean"
 * Source    ITU-R BT.601 and BT.709
 * @example
 * toGrey(tensor([[[1]], [[0]], [[0]]])) // [[0.299]]
 */
export const toGrey = <S extends Shape, D extends Float>(
  image: Arg<Grey<S>, Tensor<S, D>>,
  options: GreyOptions = {},
): Result<Grey<S>, D> => {
  expectSpelt(options, names, 'toGrey');
  const x = expectFloats(image, 'toGrey');
  expectShape(greyShape(x.shape), x.shape);
  const chosen = expectWeights(options.weights ?? 'rec601');
  const channel = x.shape.length - 3;
  return result(contractBy(x, vector(chosen, x.dtype), { contract: [[channel], [0]], batch: [[], []] }));
};

const expectWeights = (given: GreyWeights): readonly number[] => {
  if (typeof given !== 'string') {
    const list: readonly number[] = given;
    if (list.length !== 3 || !list.every(Number.isFinite))
      throw new RangeError(`toGrey: weights ${show(list)} are not three numbers`);
    return list;
  }
  if (!Object.hasOwn(weights, given))
    throw new RangeError(`toGrey: weights '${given}' are none of ${Object.keys(weights).join(', ')}`);
  return weights[given];
};
