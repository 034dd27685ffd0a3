import { fromArray } from '../../tensor/literal.js';
import { ShapeError } from '../../shape/error.js';
import { show, size } from '../../shape/shape.js';
import type { Shape } from '../../shape/shape.js';
import { subjectOf } from './operator.js';
import type { Image, Operator } from './operator.js';

/** the image that is 1 at a place and 0 elsewhere */
const impulse = (shape: Shape, at: Shape): Image => {
  if (at.length !== shape.length || !at.every((i, axis) => Number.isSafeInteger(i) && i >= 0 && i < (shape[axis] ?? 0)))
    throw new ShapeError(`impulseResponse: there is no place ${show(at)} in ${show(shape)}`, [shape]);
  const place = at.reduce((index, i, axis) => index * (shape[axis] ?? 0) + i, 0);
  return fromArray(
    Float64Array.from({ length: size(shape) }, (_, k) => Number(k === place)),
    shape,
  );
};

const centre = (shape: Shape): Shape => shape.map((n, axis) => (axis < shape.length - 2 ? 0 : Math.floor(n / 2)));

/**
 * What an operator makes of an impulse, the image that is 1 at one place, by default in the centre of the first plane, and 0 elsewhere. For a
 * convolution this is its kernel; for anything else it says little.
 *
 * Shape     images [...s] → what the operator makes of them
 * Errors    "impulseResponse: there is no place [3, 0] in [3, 3]"
 * Source    deck row I9
 * @example
 * impulseResponse((x: Image<[1, 5]>) => add(x, circularShift(x, [0, 1])), [1, 5]) // [[0, 0, 1, 1, 0]]
 */
export const impulseResponse = <S extends Shape>(
  operator: Operator<S>,
  shape: readonly [...S],
  options: { readonly at?: Shape } = {},
): Image => {
  const { operator: f, largest } = subjectOf<S>('impulseResponse', operator, shape);
  return f(impulse(largest.input, options.at ?? centre(largest.input)));
};
