/** Pictures turned, scaled, sheared, moved, mirrored and cropped: changes of places, which masks follow. */
import { centreOf, rotation, scaling, shear as shearing, translation } from '../image/index.js';
import type { AffineMatrix, Scalar } from '../image/index.js';
import { expectBoundary } from '../image/boundary.js';
import { add, floor, less, multiply, where } from '../ops/index.js';
import { expectSpelt } from '../shape/options.js';
import type { OptionNames } from '../shape/options.js';
import { isNatural } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { scalar } from '../tensor/literal.js';
import type { Tensor } from '../tensor/tensor.js';
import { between, draws, expectAmount, expectFactor, expectProbability } from './amount.js';
import type { Amount } from './amount.js';
import { augmentationOf } from './augmentation.js';
import type { Augmentation, Geometric, Reading } from './augmentation.js';

const readingNames: OptionNames<Reading> = { boundary: true, value: true, interpolation: true };

type Read = Pick<Geometric, 'beyond' | 'interpolation'>;

const expectReading = (reading: Reading, operation: string): Required<Read> => {
  expectSpelt(reading, readingNames, operation);
  const { interpolation = 'bilinear', ...others } = reading;
  const beyond = { boundary: 'zero', ...others } as const;
  expectBoundary(beyond, 'float64', operation);
  if (!['bilinear', 'nearest'].includes(interpolation))
    throw new RangeError(`${operation}: interpolation '${interpolation}' is none of nearest, bilinear`);
  return { beyond, interpolation };
};

const geometric = (matrix: Geometric['matrix'], reading: Read = {}): Augmentation =>
  augmentationOf([{ kind: 'geometric', matrix, ...reading }]);

/**
 * Each picture turned around its centre by an angle in radians, uniform in [−angle, angle].
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "rotate: angle -1 is not a finite number from 0 on"
 * Source    deck row N11
 * @example
 * rotate(Math.PI / 12)(random.key(1), zeros([2, 1, 28, 28])) // Tensor<[2, 1, 28, 28]>
 */
export const rotate = (angle: Amount, reading: Reading = {}): Augmentation => {
  const bounds = expectAmount(angle, 'rotate', 'angle');
  return geometric(
    (key, plane, dtype) => rotation(between(draws(key, 1, dtype)(0), bounds), { centre: centreOf(plane), dtype }),
    expectReading(reading, 'rotate'),
  );
};

/**
 * Each picture so many times as large around its centre, the factor uniform in [1 − a, 1 + a].
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "scale: a factor from 0 to 2 may be 0 or less"
 * Source    deck row N11
 * @example
 * scale([0.8, 1.25])(random.key(1), zeros([2, 1, 28, 28])) // Tensor<[2, 1, 28, 28]>
 */
export const scale = (factor: Amount, reading: Reading = {}): Augmentation => {
  const bounds = expectFactor(factor, 'scale', 'positive');
  return geometric(
    (key, plane, dtype) => scaling(between(draws(key, 1, dtype)(0), bounds), { centre: centreOf(plane), dtype }),
    expectReading(reading, 'scale'),
  );
};

/** How far rows slide across and columns down, for each pixel between them and the centre. */
export interface ShearAmounts {
  readonly across?: Amount;
  readonly down?: Amount;
}

/**
 * Each picture sheared around its centre: rows slide across by a·(i − centre), then columns down by d·(j − centre), each amount uniform.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "shear: across NaN is not a finite number from 0 on"
 * @example
 * shear({ across: 0.2 })(random.key(1), zeros([2, 1, 28, 28])) // Tensor<[2, 1, 28, 28]>
 */
export const shear = ({ across = 0, down = 0, ...others }: ShearAmounts, reading: Reading = {}): Augmentation => {
  expectSpelt(others, {}, 'shear');
  const [sideways, downwards] = [expectAmount(across, 'shear', 'across'), expectAmount(down, 'shear', 'down')];
  return geometric(
    (key, plane, dtype) => {
      const draw = draws(key, 2, dtype);
      return shearing({
        across: between(draw(0), sideways),
        down: between(draw(1), downwards),
        centre: centreOf(plane),
        dtype,
      });
    },
    expectReading(reading, 'shear'),
  );
};

const moved = <D extends Float>(down: Tensor<[], D>, across: Tensor<[], D>, dtype: D): AffineMatrix<D> =>
  translation([down, across], { dtype });

/**
 * Each picture moved by so many pixels down and across, each uniform in [−a, a] and in general no whole number.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "translate: distance -1 is not a finite number from 0 on"
 * @example
 * translate(2)(random.key(1), zeros([2, 1, 28, 28])) // Tensor<[2, 1, 28, 28]>
 */
export const translate = (distance: Amount, reading: Reading = {}): Augmentation => {
  const bounds = expectAmount(distance, 'translate', 'distance');
  return geometric(
    (key, _, dtype) => {
      const draw = draws(key, 2, dtype);
      return moved(between(draw(0), bounds), between(draw(1), bounds), dtype);
    },
    expectReading(reading, 'translate'),
  );
};

type Factors = <D extends Float>(sign: Tensor<[], D>) => readonly [down: Scalar<D>, across: Scalar<D>];

const directions: { readonly [K in 'horizontal' | 'vertical']: Factors } = {
  horizontal: (sign) => [1, sign],
  vertical: (sign) => [sign, 1],
};

/**
 * Each picture, with a probability, seen in a mirror: `horizontal` exchanges left and right, `vertical` above and below.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Law       flip(d, 1) twice changes nothing
 * Errors    "flip: 'across' is neither horizontal nor vertical", "flip: 2 is not a probability"
 * Source    deck row N11
 * @example
 * flip('horizontal', 1)(random.key(1), tensor([[[[1, 2, 3]]]])) // [[[[3, 2, 1]]]]
 */
export const flip = (direction: keyof typeof directions, probability = 0.5): Augmentation => {
  if (!Object.hasOwn(directions, direction))
    throw new RangeError(`flip: '${direction}' is neither horizontal nor vertical`);
  const p = expectProbability(probability, 'flip');
  return geometric((key, plane, dtype) => {
    const sign = where(less(draws(key, 1, dtype)(0), p), scalar(-1, dtype), scalar(1, dtype));
    return scaling(directions[direction](sign), { centre: centreOf(plane), dtype });
  });
};

/** How a picture is cropped: as large as it is, from one that has so many pixels more on each side. */
export interface CropOptions extends Pick<Reading, 'boundary' | 'value'> {
  readonly padding: number;
}

/**
 * Each picture with a border of `padding` pixels, zeros unless said otherwise, cropped to its size at a place drawn from all there are.
 *
 * Shape     [n, c, h, w] → [n, c, h, w]
 * Errors    "randomCrop: padding 1.5 is not a non-negative integer"
 * Source    He et al. 2015, section 4.2: padding 4 for 32 × 32
 * @example
 * randomCrop({ padding: 4 })(random.key(1), zeros([2, 3, 32, 32])) // Tensor<[2, 3, 32, 32]>
 */
export const randomCrop = ({ padding, ...beyond }: CropOptions): Augmentation => {
  if (!isNatural(padding)) throw new RangeError(`randomCrop: padding ${padding} is not a non-negative integer`);
  const reading = expectReading(beyond, 'randomCrop');
  return geometric(
    (key, _, dtype) => {
      const draw = draws(key, 2, dtype);
      const place = (k: number): Tensor<[], typeof dtype> => add(floor(multiply(draw(k), 2 * padding + 1)), -padding);
      return moved(place(0), place(1), dtype);
    },
    { beyond: reading.beyond },
  );
};
