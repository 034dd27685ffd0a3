/**
 * Collectives: what couples the examples of a batch. They work over a named axis, which `vmap` supplies; on a single example they have no value.
 */
import { TraceError } from '../tensor/read.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { times } from './arithmetic.js';
import { sumOver } from './broadcast.js';
import { iotaAlong, like } from './create.js';
import { apply, at } from './primitive.js';
import type { Primitive } from './primitive.js';

export interface Axis {
  readonly axis: string;
}

const unbound = ({ axis }: Axis): never => {
  throw new TraceError(
    `the axis '${axis}' has no length here: apply the function through vmap(f, { axis: '${axis}' })`,
  );
};

/** y = Σ x over the examples of the axis, the same for all of them. Gradient: x̄ = Σ ȳ over the examples. */
export const axisSum: Primitive<Axis> = {
  name: 'axisSum',
  axis: ({ axis }) => axis,
  infer: (_, inputs) => [at(inputs, 0)],
  evaluate: unbound,
  vjp: (attributes, [g]) => [g && apply(axisSum, attributes, g)],
  jvp: (attributes, [t]) => [t && apply(axisSum, attributes, t)],
  batch: (attributes, { inputs, size, axis, batched }) => {
    const x = at(inputs, 0);
    if (axis !== attributes.axis) return { outputs: [apply(axisSum, attributes, x)], batched };
    return { outputs: [at(batched, 0) ? sumOver(x, [0]) : times(x, like(x, size))], batched: [false] };
  },
};

/** The number of the example along the axis. No gradient. */
export const axisIndex: Primitive<Axis> = {
  name: 'axisIndex',
  axis: ({ axis }) => axis,
  infer: () => [{ shape: [], dtype: 'int32' }],
  evaluate: unbound,
  vjp: () => [],
  jvp: () => [undefined],
  batch: (attributes, { size, axis }) =>
    axis === attributes.axis
      ? { outputs: [iotaAlong([size], 0, 'int32')], batched: [true] }
      : { outputs: [apply(axisIndex, attributes)], batched: [false] },
};

export const sumOverAxis = (x: AnyTensor, axis: string): AnyTensor => apply(axisSum, { axis }, x);
