/**
 * Layout: reshape, transpose, reverse. Each is a bijection of the elements, so its derivative is its inverse.
 */
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes } from '../tensor/dtype.js';
import type { Data } from '../tensor/dtype.js';
import type { AnyTensor, Spec } from '../tensor/tensor.js';
import { ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { copy, dense, strides } from './loops.js';
import type { View } from './loops.js';
import { apply, at, unary } from './primitive.js';

/** The elements in row-major order under another shape. Gradient: the inverse reshape. */
export const reshape = unary<{ readonly shape: Shape }>({
  name: 'reshape',
  infer: ({ shape }, x) => {
    if (size(shape) !== size(x.shape))
      throw new ShapeError(
        `reshape: ${show(x.shape)} has ${size(x.shape)} elements but ${show(shape)} has ${size(shape)}`,
        [x.shape, shape],
      );
    return { shape, dtype: x.dtype };
  },
  evaluate: (_, x) => x.data,
  vjp: (_, g, x) => reshapeTo(g, x.shape),
  jvp: ({ shape }, t) => reshapeTo(t, shape),
  batch: ({ shape }, x, n) => reshapeTo(x, [n, ...shape]),
});

/** y[i₀, i₁, …] = x[i at the places axes say]: output axis k is input axis `axes[k]`. Gradient: the inverse permutation. */
export const transpose = unary<{ readonly axes: readonly number[] }>({
  name: 'transpose',
  infer: ({ axes }, x) => {
    if (axes.length !== x.shape.length || new Set(axes).size !== axes.length || !axes.every((axis) => axis in x.shape))
      throw new ShapeError(`transpose: axes ${show(axes)} are not a permutation of the axes of ${show(x.shape)}`, [
        x.shape,
      ]);
    return { shape: axes.map((axis) => at(x.shape, axis)), dtype: x.dtype };
  },
  evaluate: ({ axes }, x, y) => {
    const steps = strides(x.shape);
    return gathered(x, y, { offset: 0, strides: axes.map((axis) => at(steps, axis)) });
  },
  vjp: ({ axes }, g) =>
    transposeBy(
      g,
      axes.map((_, axis) => axes.indexOf(axis)),
    ),
  jvp: ({ axes }, t) => transposeBy(t, axes),
  batch: ({ axes }, x) => transposeBy(x, [0, ...axes.map((axis) => axis + 1)]),
});

/** y[…, i, …] = x[…, n−1−i, …] along each of the axes. Its own inverse, so its own gradient. */
export const reverse = unary<{ readonly axes: readonly number[] }>({
  name: 'reverse',
  infer: (_, x) => x,
  evaluate: ({ axes }, x, y) => {
    const steps = strides(x.shape);
    return gathered(x, y, {
      offset: axes.reduce((sum, axis) => sum + Math.max(0, at(x.shape, axis) - 1) * at(steps, axis), 0),
      strides: steps.map((step, axis) => (axes.includes(axis) ? -step : step)),
    });
  },
  vjp: ({ axes }, g) => reverseAlong(g, axes),
  jvp: ({ axes }, t) => reverseAlong(t, axes),
  batch: ({ axes }, x) =>
    reverseAlong(
      x,
      axes.map((axis) => axis + 1),
    ),
});

/** a new array that reads another through a view */
export const gathered = (x: ArrayData, y: Spec, view: View): Data => {
  const out = dtypes[y.dtype].zeros(size(y.shape));
  copy(y.shape, x.data, view, out, dense(y.shape));
  return out;
};

export const reshapeTo = (x: AnyTensor, shape: Shape): AnyTensor =>
  sameList(x.shape, shape) ? x : apply(reshape, { shape }, x);

export const transposeBy = (x: AnyTensor, axes: readonly number[]): AnyTensor =>
  axes.every((axis, index) => axis === index) ? x : apply(transpose, { axes }, x);

export const reverseAlong = (x: AnyTensor, axes: readonly number[]): AnyTensor =>
  axes.length === 0 ? x : apply(reverse, { axes }, x);

/** The axis `from` moved to the place `to`, the others in their order. */
export const moveAxis = (x: AnyTensor, from: number, to: number): AnyTensor => {
  const axes = [...x.shape.keys()].filter((axis) => axis !== from);
  axes.splice(to, 0, from);
  return transposeBy(x, axes);
};

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);
