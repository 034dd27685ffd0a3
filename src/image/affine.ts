/** Affine maps of the plane as matrices: turning, scaling, shearing, moving, mirroring, one after the other, and undone. */
import { minus, negative, over, plus, times } from '../primitive/arithmetic.js';
import { broadcastTo, sumOver } from '../primitive/broadcast.js';
import { contractBy } from '../primitive/contract.js';
import { like } from '../primitive/create.js';
import { cos, sin } from '../primitive/elementary.js';
import { reshapeTo, reverseAlong, transposeBy } from '../primitive/layout.js';
import { apply } from '../primitive/primitive.js';
import { concatenateAlong, sliceAxis, stackAlong } from '../primitive/slice.js';
import { DTypeError, expectOneDType, ShapeError } from '../shape/error.js';
import { expectSpelt } from '../shape/options.js';
import type { PlaneSize } from '../shape/resize.js';
import { sameShape, show } from '../shape/shape.js';
import type { Float } from '../tensor/dtype.js';
import { isTensor } from '../tensor/node.js';
import { typed } from '../tensor/tensor.js';
import type { AnyTensor, Tensor } from '../tensor/tensor.js';
import { expectTensor, lift } from '../ops/operand.js';
import { matrix } from './parameters.js';
import type { OfFloat } from './parameters.js';

/**
 * Where the place (i, j) of a new picture, row i and column j, is read in the old one: at M·(i, j, 1), rows first. A place is a number of pixels
 * from the centre of the first pixel. The matrices here are named by what becomes of the picture, so each is the inverse of the map of its places.
 */
export type AffineMatrix<D extends Float = 'float32'> = Tensor<[2, 3], D>;

/** A number, known or to be differentiated. */
export type Scalar<D extends Float = Float> = number | Tensor<[], D>;

/** A place in a picture. */
export type Point<D extends Float = Float> = readonly [row: Scalar<D>, column: Scalar<D>];

/** Which place stays where it is. */
export interface CentreOptions<D extends Float> extends OfFloat<D> {
  /** the centre of the first pixel, [0, 0], unless said otherwise */
  readonly centre?: Point<D>;
}

/** The place in the middle of a picture of a size: ((h − 1)/2, (w − 1)/2). */
export const centreOf = ([height, width]: PlaneSize): readonly [row: number, column: number] => [
  (height - 1) / 2,
  (width - 1) / 2,
];

/** numbers as tensors of one type */
const lifted = (operation: string, values: readonly unknown[], dtype: Float | undefined): readonly AnyTensor[] => {
  const as = dtype ?? values.find(isTensor)?.dtype ?? 'float32';
  return values.map((value) => {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new RangeError(`${operation}: ${value} is not a finite number`);
    const scalar = lift(value, as, operation);
    if (scalar.dtype !== as) throw new DTypeError(`${operation}: ${as} with ${scalar.dtype}: cast one of them`);
    if (scalar.shape.length > 0)
      throw new ShapeError(`${operation}: expected a number, got ${show(scalar.shape)}`, [scalar.shape]);
    return scalar;
  });
};

/** The linear part, row by row. */
type Linear = readonly [a: AnyTensor, b: AnyTensor, c: AnyTensor, d: AnyTensor];

const made = <D extends Float>([a, b, c, d]: Linear, i: AnyTensor, j: AnyTensor): AffineMatrix<D> =>
  typed(reshapeTo(stackAlong([a, b, i, c, d, j], 0), [2, 3]));

/** p ↦ A(p − centre) + centre */
const about = <D extends Float>(
  operation: string,
  parameters: readonly [Scalar<D>, Scalar<D>],
  { centre = [0, 0], dtype, ...others }: CentreOptions<D>,
  linear: (p: AnyTensor, q: AnyTensor) => Linear,
): AffineMatrix<D> => {
  expectSpelt(others, {}, operation);
  const [p, q, i, j, ...more] = lifted(operation, [...parameters, ...centre], dtype);
  if (p === undefined || q === undefined || i === undefined || j === undefined || more.length > 0)
    throw new TypeError(`${operation}: a place is a row and a column`);
  const [a, b, c, d] = linear(p, q);
  const moved = (place: AnyTensor, x: AnyTensor, y: AnyTensor): AnyTensor =>
    minus(place, plus(times(x, i), times(y, j)));
  return made([a, b, c, d], moved(i, a, b), moved(j, c, d));
};

/**
 * The picture turns by an angle in radians, counterclockwise as one sees it: M = [[cos θ, sin θ], [−sin θ, cos θ]] around the centre.
 *
 * Shape     [2, 3]
 * Gradient  to the angle and the centre, where they are tensors
 * Errors    "rotation: NaN is not a finite number"
 * @example
 * warpAffine(tensor([[1, 2], [3, 4]]), rotation(Math.PI / 2, { centre: centreOf([2, 2]) }), { interpolation: 'nearest' }) // [[2, 4], [1, 3]]
 */
export const rotation = <D extends Float = 'float32'>(
  angle: Scalar<D>,
  options: CentreOptions<D> = {},
): AffineMatrix<D> =>
  about('rotation', [angle, 0], options, (theta) => {
    const [c, s] = [apply(cos, {}, theta), apply(sin, {}, theta)];
    return [c, s, negative(s), c];
  });

/**
 * The picture becomes so many times as large, or so many times as high and as wide: M = diag(1/a, 1/b) around the centre. By −1 it is mirrored.
 *
 * Shape     [2, 3]
 * Gradient  to the factors and the centre, where they are tensors
 * Errors    "scaling: a picture cannot be scaled by 0"
 * @example
 * scaling(2) // [[0.5, 0, 0], [0, 0.5, 0]]
 */
export const scaling = <D extends Float = 'float32'>(
  factor: Scalar<D> | readonly [down: Scalar<D>, across: Scalar<D>],
  options: CentreOptions<D> = {},
): AffineMatrix<D> => {
  const [down, across] = isPair(factor) ? factor : [factor, factor];
  if (down === 0 || across === 0) throw new RangeError('scaling: a picture cannot be scaled by 0');
  return about('scaling', [down, across], options, (p, q) => {
    const [zero, one] = [like(p, 0), like(p, 1)];
    return [over(one, p), zero, zero, over(one, q)];
  });
};

const isPair = <D extends Float>(
  factor: Scalar<D> | readonly [down: Scalar<D>, across: Scalar<D>],
): factor is readonly [down: Scalar<D>, across: Scalar<D>] => Array.isArray(factor);

/** How far places move for each row, or each column, between them and the centre. */
export interface ShearOptions<D extends Float> extends CentreOptions<D> {
  readonly across?: Scalar<D>;
  readonly down?: Scalar<D>;
}

/**
 * Rows slide across by a·(i − centre), then columns down by d·(j − centre): M = [[1, −d], [−a, 1 + ad]] around the centre.
 *
 * Shape     [2, 3]
 * Gradient  to the amounts and the centre, where they are tensors
 * Errors    "shear: Infinity is not a finite number"
 * @example
 * shear({ across: 2 }) // [[1, 0, 0], [-2, 1, 0]]
 */
export const shear = <D extends Float = 'float32'>({
  across = 0,
  down = 0,
  ...options
}: ShearOptions<D>): AffineMatrix<D> =>
  about('shear', [across, down], options, (a, d) => {
    const one = like(a, 1);
    return [one, negative(d), negative(a), plus(one, times(a, d))];
  });

/**
 * The picture moves so many rows down and so many columns across: M = [[1, 0, −i], [0, 1, −j]].
 *
 * Shape     [2, 3]
 * Gradient  to the distances, where they are tensors
 * Errors    "translation: NaN is not a finite number"
 * @example
 * translation([1, 2]) // [[1, 0, -1], [0, 1, -2]]
 */
export const translation = <D extends Float = 'float32'>(by: Point<D>, options: OfFloat<D> = {}): AffineMatrix<D> => {
  expectSpelt(options, { dtype: true }, 'translation');
  const [i, j, ...more] = lifted('translation', by, options.dtype);
  if (i === undefined || j === undefined || more.length > 0)
    throw new TypeError('translation: a place is a row and a column');
  const [zero, one] = [like(i, 0), like(i, 1)];
  return made([one, zero, zero, one], negative(i), negative(j));
};

const directions = { down: [-1, 1], across: [1, -1] } as const;

/**
 * The picture seen in a mirror: what was up is `down`, or what was left is right (`across`). The same as `flip`, when the centre is that of the picture.
 *
 * Shape     [2, 3]
 * Errors    "reflection: 'up' is neither down nor across"
 * @example
 * reflection('across', { centre: centreOf([2, 3]) }) // [[1, 0, 0], [0, -1, 2]]
 */
export const reflection = <D extends Float = 'float32'>(
  direction: keyof typeof directions,
  options: CentreOptions<D> = {},
): AffineMatrix<D> => {
  if (!Object.hasOwn(directions, direction))
    throw new RangeError(`reflection: '${direction}' is neither down nor across`);
  return scaling<D>(directions[direction], options);
};

const expectMatrix = (value: unknown, operation: string): AnyTensor => {
  const m = expectTensor(value, operation);
  if (!sameShape(m.shape, [2, 3]))
    throw new ShapeError(`${operation}: expected a matrix [2, 3], got ${show(m.shape)}`, [m.shape]);
  return m;
};

/**
 * First the one, then the next: the matrix of what becomes of the picture, M₁M₂…, each with a last row 0 0 1.
 *
 * Shape     [2, 3], [2, 3], … → [2, 3]
 * Gradient  to all of them
 * Errors    "composeAffine: float32 with float64: cast one of them", "composeAffine: expected a matrix [2, 3], got [3, 3]"
 * @example
 * composeAffine(translation([1, 0]), scaling(2)) // [[0.5, 0, -1], [0, 0.5, 0]]
 */
export const composeAffine = <D extends Float>(
  first: AffineMatrix<D>,
  ...others: readonly AffineMatrix<NoInfer<D>>[]
): AffineMatrix<D> =>
  typed(
    others.reduce<AnyTensor>(
      (product, next) => {
        const [m, n] = [product, expectMatrix(next, 'composeAffine')];
        expectOneDType('composeAffine', m, n);
        const whole = concatenateAlong([n, matrix([[0, 0, 1]], n.dtype)], 0);
        return contractBy(m, whole, { contract: [[1], [0]], batch: [[], []] });
      },
      expectMatrix(first, 'composeAffine'),
    ),
  );

/**
 * What undoes it: [A | t]⁻¹ = [A⁻¹ | −A⁻¹t], A⁻¹ = [[d, −b], [−c, a]]/(ad − bc). What is not finite cannot be undone.
 *
 * Shape     [2, 3] → [2, 3]
 * Gradient  to the matrix
 * Errors    "invertAffine: expected a matrix [2, 3], got [3, 3]"
 * @example
 * invertAffine(translation([1, 2])) // [[1, 0, 1], [0, 1, 2]]
 */
export const invertAffine = <D extends Float>(map: AffineMatrix<D>): AffineMatrix<D> => {
  const m = expectMatrix(map, 'invertAffine');
  const linear = sliceAxis(m, 1, 0, 2);
  const exchanged = transposeBy(reverseAlong(linear, [0, 1]), [1, 0]);
  const signs = matrix(
    [
      [1, -1],
      [-1, 1],
    ],
    m.dtype,
  );
  /* a·d − b·c: the diagonal against the other one */
  const products = times(times(linear, reverseAlong(linear, [0, 1])), signs);
  const determinant = sumOver(sliceAxis(products, 0, 0, 1), [0, 1]);
  const inverse = over(times(exchanged, signs), broadcastTo(determinant, [2, 2]));
  const moved = contractBy(inverse, sliceAxis(m, 1, 2, 1), { contract: [[1], [0]], batch: [[], []] });
  return typed(concatenateAlong([inverse, negative(moved)], 1));
};
