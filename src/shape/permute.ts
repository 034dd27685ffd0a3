import { pickAxes, resolveAxes, type Axes, type PickAxes } from './axis.js';
import { show, type Shape, type Show, type Verdict } from './shape.js';

/**
 * Reordering of the axes: dimension i of the result is dimension pᵢ of the tensor; negative axes count from the end.
 * Shape   [2, 3, 4] by [2, 0, 1] → [4, 2, 3]
 * Errors  "permute: 2 axes given for [2, 3, 4]", "permute: axis 0 of [2, 3] is repeated"
 */
export type Permute<S extends Shape, P extends Shape, Op extends string = 'permute'> = number extends
  S['length'] | P['length']
  ? number[]
  : S['length'] extends P['length']
    ? Axes<S, P, Op> extends infer R
      ? R extends Shape
        ? number extends R['length']
          ? number[]
          : PickAxes<S, R>
        : R
      : never
    : `${Op}: ${P['length']} axes given for ${Show<S>}`;

export const permuteShape = (shape: Shape, axes: Shape, operation = 'permute'): Verdict => {
  if (axes.length !== shape.length) return `${operation}: ${axes.length} axes given for ${show(shape)}`;
  const resolved = resolveAxes(shape, axes, operation);
  return typeof resolved === 'string' ? resolved : pickAxes(shape, resolved);
};
