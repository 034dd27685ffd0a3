import { pickAxes, resolveAxes, type Axes, type PickAxes, type Remove } from './axis.js';
import { dimension, show, type SameDim, type Shape, type Show, type Verdict } from './shape.js';

/** The axes of the left and the right operand, paired in order: multiplied and summed, or carried along. */
export interface DotOptions {
  readonly contract: readonly [left: Shape, right: Shape];
  readonly batch?: readonly [left: Shape, right: Shape];
}

type Batch<O extends DotOptions> = O extends { readonly batch: infer B extends readonly [Shape, Shape] } ? B : [[], []];

/**
 * The general product: sums over the contracted axes, runs along the batch axes, and is an outer product over the rest.
 * Shape   → [batch…, the rest of a…, the rest of b…]
 * Errors  "dotGeneral: axis 1 of [2, 3] does not match axis 0 of [4, 5] (3 is not 4)",
 *         "dotGeneral: 1 axes of [2, 3] are paired with 2 of [3, 4]"
 * Source  StableHLO, dot_general
 */
export type DotGeneral<A extends Shape, B extends Shape, O extends DotOptions, Op extends string = 'dotGeneral'> =
  Paired<A, B, Batch<O>, Op> extends infer F extends string
    ? F
    : Paired<A, B, O['contract'], Op> extends infer F extends string
      ? F
      : Axes<A, [...Batch<O>[0], ...O['contract'][0]], Op> extends infer I
        ? I extends Shape
          ? Axes<B, [...Batch<O>[1], ...O['contract'][1]], Op> extends infer J
            ? J extends Shape
              ? number extends I['length'] | J['length']
                ? number[]
                : Mismatch<A, B, I, J, Op> extends infer F extends string
                  ? F
                  : Axes<A, Batch<O>[0], Op> extends infer K extends Shape
                    ? [...PickAxes<A, K>, ...Remove<A, I[number]>, ...Remove<B, J[number]>]
                    : never
              : J
            : never
          : I
        : never;

/** The sentence for a list of axes paired with a list of another length, or `null`. */
type Paired<
  A extends Shape,
  B extends Shape,
  P extends readonly [Shape, Shape],
  Op extends string,
> = P[0]['length'] extends P[1]['length']
  ? null
  : number extends P[0]['length'] | P[1]['length']
    ? null
    : `${Op}: ${P[0]['length']} axes of ${Show<A>} are paired with ${P[1]['length']} of ${Show<B>}`;

/** The sentence for the first pair of axes of unequal size, or `null`. */
type Mismatch<
  A extends Shape,
  B extends Shape,
  I extends Shape,
  J extends Shape,
  Op extends string,
> = I extends readonly [infer i extends number, ...infer I2 extends Shape]
  ? J extends readonly [infer j extends number, ...infer J2 extends Shape]
    ? SameDim<A[i], B[j]> extends true
      ? Mismatch<A, B, I2, J2, Op>
      : `${Op}: axis ${i} of ${Show<A>} does not match axis ${j} of ${Show<B>} (${A[i]} is not ${B[j]})`
    : null
  : null;

export const dotGeneralShape = (a: Shape, b: Shape, options: DotOptions, operation = 'dotGeneral'): Verdict => {
  const { contract, batch = [[], []] } = options;
  for (const [left, right] of [batch, contract])
    if (left.length !== right.length)
      return `${operation}: ${left.length} axes of ${show(a)} are paired with ${right.length} of ${show(b)}`;
  const left = resolveAxes(a, [...batch[0], ...contract[0]], operation);
  if (typeof left === 'string') return left;
  const right = resolveAxes(b, [...batch[1], ...contract[1]], operation);
  if (typeof right === 'string') return right;
  for (const [pair, i] of left.entries()) {
    const [j, m] = [dimension(right, pair), dimension(a, i)];
    if (m !== dimension(b, j))
      return `${operation}: axis ${i} of ${show(a)} does not match axis ${j} of ${show(b)} (${m} is not ${dimension(b, j)})`;
  }
  const rest = (shape: Shape, used: Shape): Shape => shape.filter((_, axis) => !used.includes(axis));
  return [...pickAxes(a, left.slice(0, batch[0].length)), ...rest(a, left), ...rest(b, right)];
};
