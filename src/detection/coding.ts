import { add, divide, exp, log, multiply, subtract } from '../ops/index.js';
import { broadcastTo } from '../primitive/broadcast.js';
import { broadcastToShape, expectOneDType, expectShape } from '../shape/index.js';
import type { Arg, BroadcastTo, Shape } from '../shape/index.js';
import type { OfOneDType } from '../ops/operand.js';
import type { Float } from '../tensor/dtype.js';
import { typed, type Tensor } from '../tensor/tensor.js';
import type { Values } from '../nn/values.js';
import { columns, expectBoxes, together, toCentres, toCorners } from './boxes.js';
import type { BoxShape } from './boxes.js';

/** How offsets are scaled. */
export interface CodingOptions {
  /** what x, y, width and height are multiplied by, so that offsets vary by about 1; [1, 1, 1, 1] unless given */
  readonly weights?: readonly [x: number, y: number, width: number, height: number];
}

/** `true`, or the sentence for boxes and anchors that do not meet. */
type Against<S extends Shape, A extends Shape, D extends Float, E extends Float, Op extends string> = OfOneDType<
  D,
  E,
  Op,
  BoxShape<A, Op> extends infer R ? (R extends string ? R : BroadcastTo<A, S, Op>) : never
>;

const weightsOf = ({ weights = [1, 1, 1, 1] }: CodingOptions, operation: string): readonly number[] => {
  if (!weights.every((w) => w > 0 && w < Infinity))
    throw new RangeError(`${operation}: the weights ${weights.join(', ')} are not four positive numbers`);
  return weights;
};

const meeting = (first: unknown, anchors: unknown, operation: string): readonly [Values, Values] => {
  const [x, a] = [expectBoxes(first, operation), expectBoxes(anchors, operation)];
  expectOneDType(operation, x, a);
  expectShape(broadcastToShape(a.shape, x.shape, operation), a.shape, x.shape);
  return [x, typed(broadcastTo(a, x.shape))];
};

/**
 * Boxes as seen from anchors: (x − xₐ)/wₐ, (y − yₐ)/hₐ, ln(w/wₐ), ln(h/hₐ) of middles and sizes, each times its weight.
 * Law       decodeBoxes(encodeBoxes(b, a), a) = b
 * Shape     boxes [...s, 4], anchors that broadcast to them → [...s, 4]
 * Errors    "encodeBoxes: expected boxes [..., 4], got [3, 5]"; −∞ for a box without width
 * Source    Girshick, Donahue, Darrell and Malik 2014; Ren, He, Girshick and Sun 2015, equation 2
 * @example
 * encodeBoxes(tensor([2, 0, 6, 4]), tensor([0, 0, 4, 4])) // [0.5, 0, 0, 0]
 */
export const encodeBoxes = <S extends Shape, A extends Shape, D extends Float, E extends Float>(
  boxes: Arg<BoxShape<S, 'encodeBoxes'>, Tensor<S, D>>,
  anchors: Arg<Against<S, A, D, E, 'encodeBoxes'>, Tensor<A, E>>,
  options: CodingOptions = {},
): Tensor<S, D> => {
  const [b, a] = meeting(boxes, anchors, 'encodeBoxes');
  const [wx = 1, wy = 1, ww = 1, wh = 1] = weightsOf(options, 'encodeBoxes');
  const [[x, y, w, h], [xa, ya, wa, ha]] = [columns(toCentres(b)), columns(toCentres(a))];
  return typed(
    together([
      multiply(divide(subtract(x, xa), wa), wx),
      multiply(divide(subtract(y, ya), ha), wy),
      multiply(log(divide(w, wa)), ww),
      multiply(log(divide(h, ha)), wh),
    ]),
  );
};

/**
 * The boxes that offsets from anchors stand for: the inverse of {@link encodeBoxes}.
 * Shape     offsets [...s, 4], anchors that broadcast to them → [...s, 4]
 * Errors    "decodeBoxes: expected boxes [..., 4], got [3, 5]"
 * Source    Ren, He, Girshick and Sun 2015, equation 2
 * @example
 * decodeBoxes(tensor([0.5, 0, 0, 0]), tensor([0, 0, 4, 4])) // [2, 0, 6, 4]
 */
export const decodeBoxes = <S extends Shape, A extends Shape, D extends Float, E extends Float>(
  offsets: Arg<BoxShape<S, 'decodeBoxes'>, Tensor<S, D>>,
  anchors: Arg<Against<S, A, D, E, 'decodeBoxes'>, Tensor<A, E>>,
  options: CodingOptions = {},
): Tensor<S, D> => {
  const [o, a] = meeting(offsets, anchors, 'decodeBoxes');
  const [wx = 1, wy = 1, ww = 1, wh = 1] = weightsOf(options, 'decodeBoxes');
  const [[x, y, w, h], [xa, ya, wa, ha]] = [columns(o), columns(toCentres(a))];
  return typed(
    toCorners(
      together([
        add(multiply(divide(x, wx), wa), xa),
        add(multiply(divide(y, wy), ha), ya),
        multiply(exp(divide(w, ww)), wa),
        multiply(exp(divide(h, wh)), ha),
      ]),
    ),
  );
};
