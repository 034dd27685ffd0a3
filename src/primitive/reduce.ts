/**
 * Reductions other than the sum: product, maximum, minimum, and the places of the extremes.
 */
import { size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes } from '../tensor/dtype.js';
import type { Data, DType } from '../tensor/dtype.js';
import type { AnyTensor, Spec } from '../tensor/tensor.js';
import { over, times } from './arithmetic.js';
import { broadcastAlong, reduced, sumOver, unreduce, without } from './broadcast.js';
import { choose, equal } from './compare.js';
import { castTo, iotaAlong, like } from './create.js';
import { productOf } from './elementwise.js';
import { reshapeTo, transposeBy } from './layout.js';
import { dense, runs } from './loops.js';
import { apply, at, unary } from './primitive.js';
import type { Primitive } from './primitive.js';

export interface Axes {
  readonly axes: readonly number[];
}

const fold = (
  x: ArrayData,
  axes: readonly number[],
  output: Spec,
  start: number,
  step: (sum: number, value: number) => number,
): Data => {
  const result = new Float64Array(size(output.shape)).fill(start);
  runs(x.shape, dense(x.shape), reduced(x.shape, axes), (i, j, n, di, dj) => {
    for (let k = 0; k < n; k++) result[j + k * dj] = step(result[j + k * dj] ?? 0, x.data[i + k * di] ?? 0);
  });
  return output.dtype === 'float64' ? result : dtypes[output.dtype].from(result);
};

const shifted = (axes: readonly number[]): readonly number[] => axes.map((axis) => axis + 1);

/** for each element, the product of the others: no division, so it is right where elements are zero */
const others = (x: AnyTensor, axes: readonly number[]): AnyTensor => {
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const moved = transposeBy(x, order);
  const outer = kept.map((axis) => at(x.shape, axis));
  const n = size(axes.map((axis) => at(x.shape, axis)));
  const rank = outer.length;
  const square = [...outer, n, n];
  const rows = broadcastAlong(reshapeTo(moved, [...outer, n]), square, [...outer.keys(), rank + 1]);
  const diagonal = apply(equal, {}, iotaAlong(square, rank, 'int32'), iotaAlong(square, rank + 1, 'int32'));
  const products = apply(product, { axes: [rank + 1] }, choose(diagonal, like(rows, 1), rows));
  return transposeBy(
    reshapeTo(products, moved.shape),
    order.map((_, axis) => order.indexOf(axis)),
  );
};

/** y = Π x over the axes. Gradient: x̄ᵢ = ȳ·Π_{j≠i} xⱼ, computed without division; memory grows with the square of the reduced length. */
export const product: Primitive<Axes> = unary<Axes>({
  name: 'product',
  infer: ({ axes }, x) => ({ shape: without(x.shape, axes), dtype: x.dtype }),
  evaluate: ({ axes }, x, y) => fold(x, axes, y, 1, productOf(x.dtype)),
  vjp: ({ axes }, g, x) => times(unreduce(g, x.shape, axes), others(x, axes)),
  jvp: ({ axes }, t, x) => sumOver(times(t, others(x, axes)), axes),
  batch: ({ axes }, x) => apply(product, { axes: shifted(axes) }, x),
});

const extreme = (
  name: string,
  pick: (a: number, b: number) => number,
  start: { readonly [D in DType]: number },
): Primitive<Axes> => {
  /** 1/m at the m elements that attain the extreme, 0 elsewhere */
  const share = (x: AnyTensor, y: AnyTensor, axes: readonly number[]): AnyTensor => {
    const attained = castTo(apply(equal, {}, x, unreduce(y, x.shape, axes)), x.dtype);
    return over(attained, unreduce(sumOver(attained, axes), x.shape, axes));
  };
  const primitive: Primitive<Axes> = unary<Axes>({
    name,
    infer: ({ axes }, x) => ({ shape: without(x.shape, axes), dtype: x.dtype }),
    evaluate: ({ axes }, x, y) => fold(x, axes, y, start[y.dtype], pick),
    vjp: ({ axes }, g, x, y) => times(unreduce(g, x.shape, axes), share(x, y, axes)),
    jvp: ({ axes }, t, x, y) => sumOver(times(t, share(x, y, axes)), axes),
    batch: ({ axes }, x) => apply(primitive, { axes: shifted(axes) }, x),
  });
  return primitive;
};

/** y = max x over the axes; −∞ of nothing. Gradient: shared evenly among the elements that attain it. */
export const max = extreme('max', Math.max, { float32: -Infinity, float64: -Infinity, int32: -0x80000000, bool: 0 });
/** y = min x over the axes; ∞ of nothing. Gradient: shared evenly among the elements that attain it. */
export const min = extreme('min', Math.min, { float32: Infinity, float64: Infinity, int32: 0x7fffffff, bool: 1 });

const place = (name: string, better: (a: number, b: number) => boolean): Primitive<{ readonly axis: number }> => {
  const primitive: Primitive<{ readonly axis: number }> = unary({
    name,
    infer: ({ axis }, x): Spec => ({ shape: without(x.shape, [axis]), dtype: 'int32' }),
    evaluate: ({ axis }, x, y) => {
      const out = new Int32Array(size(y.shape));
      const best = new Float64Array(out.length);
      const seen = new Int32Array(out.length);
      const outer = moved(x.shape, axis);
      runs(outer.shape, outer.source, outer.target, (i, j, n, di, dj) => {
        for (let k = 0; k < n; k++) {
          const value = x.data[i + k * di] ?? 0;
          const o = j + k * dj;
          const index = seen[o] ?? 0;
          if (index === 0 || better(value, best[o] ?? 0) || (Number.isNaN(value) && !Number.isNaN(best[o] ?? 0))) {
            best[o] = value;
            out[o] = index;
          }
          seen[o] = index + 1;
        }
      });
      return out;
    },
    vjp: () => undefined,
    jvp: () => undefined,
    batch: ({ axis }, x) => apply(primitive, { axis: axis + 1 }, x),
  });
  return primitive;
};

/** the axis walked outermost, so that each output meets its elements in order */
const moved = (shape: Shape, axis: number) => {
  const order = [axis, ...[...shape.keys()].filter((k) => k !== axis)];
  const view = (strides: readonly number[]) => ({ offset: 0, strides: order.map((k) => at(strides, k)) });
  return {
    shape: order.map((k) => at(shape, k)),
    source: view(dense(shape).strides),
    target: view(reduced(shape, [axis]).strides),
  };
};

/** the place of the first largest element of an axis; NaN counts as largest. No gradient. */
export const argMax = place('argMax', (a, b) => a > b);
/** the place of the first smallest element of an axis; NaN counts as smallest. No gradient. */
export const argMin = place('argMin', (a, b) => a < b);
