import type { Div, Mod, NotNatural } from './arithmetic.js';
import {
  isNatural,
  show,
  size,
  type Identical,
  type SameDim,
  type Shape,
  type Show,
  type Size,
  type Verdict,
} from './shape.js';

/**
 * The same elements in row-major order under another shape; one dimension may be −1 and is found from the others.
 * Dimensions that agree from the left stay as they are, so an unknown batch dimension is no obstacle.
 * Shape   [512, 7, 7] to [−1] → [25088]
 * Errors  "reshape: [2, 3] has 6 elements but [4, 2] has 8", "reshape: [-1, -1] has more than one -1"
 */
export type Reshape<S extends Shape, T extends Shape, Op extends string = 'reshape'> =
  Cancel<S, T> extends [infer Same extends Shape, infer S2 extends Shape, infer T2 extends Shape]
    ? [NotNatural<Exclude<T2[number], -1>>] extends [never]
      ? AtFill<T2> extends [infer P extends Shape, infer Q extends Shape]
        ? -1 extends Q[number]
          ? `${Op}: ${Show<T>} has more than one -1`
          : SameDim<Mod<Size<S2>, Size<[...P, ...Q]>>, 0> extends true
            ? [...Same, ...P, Div<Size<S2>, Size<[...P, ...Q]>>, ...Q]
            : `${Op}: the -1 in ${Show<T>} cannot be found from the ${Size<S>} elements of ${Show<S>}`
        : SameDim<Size<S2>, Size<T2>> extends true
          ? T
          : SameDim<Size<S>, Size<T>> extends true
            ? T
            : `${Op}: ${Show<S>} has ${Size<S>} elements but ${Show<T>} has ${Size<T>}`
      : `${Op}: ${Show<T>} is not a shape`
    : never;

/** The dimensions in which two shapes agree from the left, and the rest of each. */
type Cancel<S extends Shape, T extends Shape, Same extends Shape = []> = S extends readonly [
  infer s extends number,
  ...infer S2 extends Shape,
]
  ? T extends readonly [infer t extends number, ...infer T2 extends Shape]
    ? Identical<s, t> extends true
      ? Cancel<S2, T2, [...Same, s]>
      : [Same, S, T]
    : [Same, S, T]
  : [Same, S, T];

/** What stands before and after the first −1, or `null` without one. */
type AtFill<T extends Shape, P extends Shape = []> = T extends readonly [
  infer H extends number,
  ...infer Rest extends Shape,
]
  ? H extends -1
    ? [P, Rest]
    : AtFill<Rest, [...P, H]>
  : null;

export const reshapeShape = (shape: Shape, target: Shape, operation = 'reshape'): Verdict => {
  const fill = target.indexOf(-1);
  const others = target.filter((_, axis) => axis !== fill);
  if (others.includes(-1)) return `${operation}: ${show(target)} has more than one -1`;
  if (!others.every(isNatural)) return `${operation}: ${show(target)} is not a shape`;
  if (fill === -1)
    return size(shape) === size(target)
      ? target
      : `${operation}: ${show(shape)} has ${size(shape)} elements but ${show(target)} has ${size(target)}`;
  const differ = shape.findIndex((n, axis) => n !== target[axis]);
  const same = differ === -1 ? shape.length : differ;
  const found = size(shape.slice(same)) / size(others.slice(same));
  return Number.isInteger(found)
    ? target.map((n, axis) => (axis === fill ? found : n))
    : `${operation}: the -1 in ${show(target)} cannot be found from the ${size(shape)} elements of ${show(shape)}`;
};

/** All dimensions joined into one. */
export type Flatten<S extends Shape> = [Size<S>];
export const flattenShape = (shape: Shape): Shape => [size(shape)];
