import { multiply, sigmoid, slice } from '../../ops/index.js';
import {
  dimension,
  outOfRange,
  resolveAxis,
  show,
  type Axis,
  type Div,
  type Mod,
  type OutOfRange,
  type Replace,
  type SameDim,
  type Shape,
  type Show,
} from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `glu`. */
export interface Glu<A extends number> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? [Axis<X, A>] extends [never]
      ? OutOfRange<X, A, 'glu'>
      : SameDim<Mod<X[Axis<X, A>], 2>, 0> extends true
        ? Replace<X, Axis<X, A>, Div<X[Axis<X, A>], 2>>
        : `glu: axis ${A} of ${Show<X>} does not divide into halves`
    : never;
}

/**
 * One half of the numbers lets the other through: y = a · σ(b), with a and b the halves of x along an axis, the last by default.
 * Shape   [..., 2n] → [..., n]
 * Errors  "glu: axis -1 of [3, 5] does not divide into halves", "glu: axis 1 is out of range for [10]"
 * Source  Dauphin et al. 2017
 * @example
 * build([8, 4, 4], glu({ axis: 0 })).output // [4, 4, 4]
 */
export const glu = <const A extends number = -1>(options: { readonly axis?: A } = {}): Layer<Glu<A>> => {
  const axis: number = options.axis ?? -1;
  const half = (input: Shape): number => dimension(input, axis) / 2;
  return layer(
    pure(
      'glu',
      (input) => {
        const at = resolveAxis(input, axis);
        if (at === undefined) return outOfRange(input, axis, 'glu');
        return half(input) % 1 === 0
          ? input.map((n, k) => (k === at ? n / 2 : n))
          : `glu: axis ${axis} of ${show(input)} does not divide into halves`;
      },
      (x) => {
        const at = resolveAxis(x.shape, axis);
        const part = (start: number, end: number) =>
          slice(
            x,
            x.shape.map((_, k) => (k === at ? { start, end } : null)),
          );
        return multiply(part(0, half(x.shape)), sigmoid(part(half(x.shape), 2 * half(x.shape))));
      },
    ),
  );
};
