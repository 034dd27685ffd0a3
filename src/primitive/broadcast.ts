/**
 * Broadcast and sum: each is the adjoint of the other.
 */
import { ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { gathered, reshapeTo } from './layout.js';
import { dense, runs, strides } from './loops.js';
import { apply, at, unary } from './primitive.js';

/** y[i] = x[i at the places `axes` say]: input axis k becomes output axis `axes[k]`, in order; the others repeat x. Gradient: the sum over the others. */
export const broadcast = unary<{ readonly shape: Shape; readonly axes: readonly number[] }>({
  name: 'broadcast',
  infer: ({ shape, axes }, x) => {
    if (
      axes.length !== x.shape.length ||
      !axes.every((axis, k) => shape[axis] === x.shape[k] && axis > (axes[k - 1] ?? -1))
    )
      throw new ShapeError(`broadcast: ${show(x.shape)} does not fit the axes ${show(axes)} of ${show(shape)}`, [
        x.shape,
        shape,
      ]);
    return { shape, dtype: x.dtype };
  },
  evaluate: ({ shape, axes }, x, y) => {
    const steps = strides(x.shape);
    return gathered(x, y, { offset: 0, strides: shape.map((_, axis) => steps[axes.indexOf(axis)] ?? 0) });
  },
  vjp: ({ shape, axes }, g) =>
    sumOver(
      g,
      [...shape.keys()].filter((axis) => !axes.includes(axis)),
    ),
  jvp: ({ shape, axes }, t) => broadcastAlong(t, shape, axes),
  batch: ({ shape, axes }, x, n) => broadcastAlong(x, [n, ...shape], [0, ...axes.map((axis) => axis + 1)]),
});

/** y = Σ x over the axes, which disappear; accumulated in float64. Gradient: y's cotangent, repeated along them. */
export const sum = unary<{ readonly axes: readonly number[] }>({
  name: 'sum',
  infer: ({ axes }, x) => ({ shape: without(x.shape, axes), dtype: x.dtype }),
  evaluate: ({ axes }, x, y) => {
    const total = new Float64Array(size(y.shape));
    runs(x.shape, dense(x.shape), reduced(x.shape, axes), (i, j, n, di, dj) => {
      for (let k = 0; k < n; k++) total[j + k * dj] = (total[j + k * dj] ?? 0) + (x.data[i + k * di] ?? 0);
    });
    return y.dtype === 'float64' ? total : dtypes[y.dtype].from(total);
  },
  vjp: ({ axes }, g, x) => unreduce(g, x.shape, axes),
  jvp: ({ axes }, t) => sumOver(t, axes),
  batch: ({ axes }, x) =>
    sumOver(
      x,
      axes.map((axis) => axis + 1),
    ),
});

/** A shape without some of its axes. */
export const without = (shape: Shape, axes: readonly number[]): Shape =>
  shape.filter((_, axis) => !axes.includes(axis));

/** The result of a reduction, seen under the shape before it: reduced axes have stride 0. */
export const reduced = (
  shape: Shape,
  axes: readonly number[],
): { readonly offset: number; readonly strides: readonly number[] } => {
  const steps = strides(without(shape, axes));
  let next = 0;
  return { offset: 0, strides: shape.map((_, axis) => (axes.includes(axis) ? 0 : at(steps, next++))) };
};

export const broadcastAlong = (x: AnyTensor, shape: Shape, axes: readonly number[]): AnyTensor =>
  axes.length === shape.length ? x : apply(broadcast, { shape, axes }, x);

export const sumOver = (x: AnyTensor, axes: readonly number[]): AnyTensor =>
  axes.length === 0 ? x : apply(sum, { axes }, x);

/** A reduced tensor, repeated along the axes over which it was reduced. */
export const unreduce = (x: AnyTensor, shape: Shape, axes: readonly number[]): AnyTensor =>
  broadcastAlong(
    x,
    shape,
    [...shape.keys()].filter((axis) => !axes.includes(axis)),
  );

/** A tensor repeated along a new leading axis. */
export const lead = (x: AnyTensor, length: number): AnyTensor =>
  broadcastAlong(
    x,
    [length, ...x.shape],
    x.shape.map((_, axis) => axis + 1),
  );

/** NumPy's broadcasting, right aligned: axes of length 1 and missing leading axes repeat. The caller has checked that the shapes fit. */
export const broadcastTo = (x: AnyTensor, shape: Shape): AnyTensor => {
  const shift = shape.length - x.shape.length;
  const kept = [...x.shape.keys()].filter((axis) => x.shape[axis] === shape[axis + shift]);
  return broadcastAlong(
    reshapeTo(
      x,
      kept.map((axis) => at(x.shape, axis)),
    ),
    shape,
    kept.map((axis) => axis + shift),
  );
};

/** The inputs of a batching rule that lack the leading axis get one. */
export const leadAll = (
  inputs: readonly AnyTensor[],
  length: number,
  batched: readonly boolean[],
): readonly AnyTensor[] => inputs.map((input, index) => (batched[index] === true ? input : lead(input, length)));
