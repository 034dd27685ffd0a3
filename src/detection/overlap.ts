import { add, divide, expand, greater, maximum, minimum, multiply, subtract, where } from '../ops/index.js';
import type { OfOneDType } from '../ops/operand.js';
import { expectOneDType } from '../shape/index.js';
import type { Arg, SameDim, Shape, Show } from '../shape/index.js';
import type { Float } from '../tensor/dtype.js';
import { result, type Result } from '../tensor/tensor.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Values } from '../nn/values.js';
import { boxArea, columns, expectListed } from './boxes.js';

/** One number for each pair of boxes: [n, m], or the sentence for what is no list of boxes. */
export type Pairs<A extends Shape, B extends Shape, Op extends string> =
  Listed<A> extends true
    ? Listed<B> extends true
      ? [Count<A>, Count<B>]
      : `${Op}: expected boxes [n, 4], got ${Show<B>}`
    : `${Op}: expected boxes [n, 4], got ${Show<A>}`;
type Listed<S extends Shape> = number extends S['length']
  ? true
  : S extends readonly [number, infer F extends number]
    ? SameDim<F, 4>
    : false;
type Count<S extends Shape> = S extends readonly [infer N extends number, ...unknown[]] ? N : number;

/** A measure of each pair of boxes. */
export type Overlap<Op extends string> = <A extends Shape, B extends Shape, D extends Float, E extends Float>(
  boxes: Tensor<A, D>,
  others: Arg<OfOneDType<D, E, Op, Pairs<A, B, Op>>, Tensor<B, E>>,
) => Result<Pairs<A, B, Op>, D>;

/** the areas of what each pair has in common, and of what at least one of them covers; and the pairs' columns */
interface Common {
  readonly intersection: Values;
  readonly union: Values;
  readonly rows: readonly Values[];
  readonly columns: readonly Values[];
}

/** a / b, and 0 where b is 0 */
const ratio = (a: Values, b: Values): Values => {
  const some = greater(b, 0);
  return where(some, divide(a, where(some, b, 1)), 0);
};

const side = (low: Values, high: Values): Values => maximum(subtract(high, low), 0);

const overlap =
  <Op extends string>(operation: Op, measure: (common: Common) => Values): Overlap<Op> =>
  (boxes, others) => {
    const [a, b] = [expectListed(boxes, operation), expectListed(others, operation)];
    expectOneDType(operation, a, b);
    const [rows, across] = [columns(a).map((x) => expand(x, 1)), columns(b).map((x) => expand(x, 0))];
    const [left, top, right, bottom] = columnsOf(rows, across, [maximum, maximum, minimum, minimum]);
    const intersection = multiply(side(left, right), side(top, bottom));
    const union = subtract(add(expand(boxArea(a), 1), expand(boxArea(b), 0)), intersection);
    return result(measure({ intersection, union, rows, columns: across }));
  };

type Pick = (a: Values, b: Values) => Values;

const columnsOf = (
  rows: readonly Values[],
  across: readonly Values[],
  [l, t, r, b]: readonly [Pick, Pick, Pick, Pick],
): readonly [Values, Values, Values, Values] => {
  const at = (pick: Pick, k: number): Values => {
    const [x, y] = [rows[k], across[k]];
    if (x === undefined || y === undefined) throw new RangeError(`a box has no number ${k}`);
    return pick(x, y);
  };
  return [at(l, 0), at(t, 1), at(r, 2), at(b, 3)];
};

/**
 * Intersection over union of each pair: |A ∩ B| / |A ∪ B|, from 0 to 1; 1 exactly for equal boxes, 0 where both have no area.
 * Shape     [n, 4], [m, 4] → [n, m]
 * Gradient  0 for boxes that do not meet
 * Errors    "boxIou: expected boxes [n, 4], got [4]", "boxIou: float32 with float64: cast one of them"
 * Source    Jaccard 1901; Everingham et al. 2010
 * @example
 * boxIou(tensor([[0, 0, 2, 2]]), tensor([[0, 0, 2, 2], [1, 0, 3, 2], [5, 5, 6, 6]])) // [[1, 0.333333, 0]]
 */
export const boxIou = overlap('boxIou', ({ intersection, union }) => ratio(intersection, union));

/**
 * Generalised IoU of each pair: IoU − (|H| − |A ∪ B|) / |H| with H the smallest box around both, from −1 to 1; it falls with the distance
 * of boxes that do not meet.
 * Shape     [n, 4], [m, 4] → [n, m]
 * Errors    as of {@link boxIou}
 * Source    Rezatofighi et al. 2019
 * @example
 * generalisedBoxIou(tensor([[0, 0, 2, 2]]), tensor([[2, 0, 4, 2], [6, 0, 8, 2]])) // [[0, -0.5]]
 */
export const generalisedBoxIou = overlap('generalisedBoxIou', ({ intersection, union, rows, columns: across }) => {
  const [left, top, right, bottom] = columnsOf(rows, across, [minimum, minimum, maximum, maximum]);
  const hull = multiply(side(left, right), side(top, bottom));
  return subtract(ratio(intersection, union), ratio(subtract(hull, union), hull));
});
