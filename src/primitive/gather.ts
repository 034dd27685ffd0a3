/**
 * Reading and adding at indices: gather and scatter-add, each the adjoint of the other; and the order that sorts.
 */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor, Spec } from '../tensor/tensor.js';
import { lead, leadAll } from './broadcast.js';
import { apply, at, binary, unary } from './primitive.js';
import type { Primitive } from './primitive.js';

/** An index lies outside the axis it indexes. */
export class IndexError extends RangeError {
  override readonly name = 'IndexError';
}

/** How many leading axes operand, indices and result have in common. */
export interface Shared {
  readonly batch: number;
}

const checked = (name: string, index: number, length: number): number => {
  if (index < 0 || index >= length)
    throw new IndexError(`${name}: index ${index} is out of range for an axis of length ${length}`);
  return index;
};

const requireIndices = (name: string, indices: Spec): void => {
  if (indices.dtype !== 'int32') throw new DTypeError(`${name}: indices must be int32, got ${indices.dtype}`);
};

const requireShared = (name: string, batch: number, a: Shape, b: Shape): void => {
  if (a.slice(0, batch).some((length, axis) => length !== b[axis]))
    throw new ShapeError(`${name}: ${show(a)} and ${show(b)} differ in the first ${batch} axes`, [a, b]);
};

/**
 * y[b…, k…, r…] = x[b…, indices[b…, k…], r…].
 *
 * Shape     [b…, n, r…], [b…, k…] → [b…, k…, r…]
 * Gradient  x̄ = scatterAdd of ȳ at the same indices
 * Errors    an `IndexError` when numbers are asked for and an index is not in 0 … n − 1
 */
export const gather = binary<Shared>({
  name: 'gather',
  infer: ({ batch }, x, indices) => {
    requireIndices('gather', indices);
    requireShared('gather', batch, x.shape, indices.shape);
    return { shape: [...indices.shape, ...x.shape.slice(batch + 1)], dtype: x.dtype };
  },
  evaluate: ({ batch }, x, indices, y) => {
    const out = dtypes[y.dtype].zeros(size(y.shape));
    const [length, row] = [at(x.shape, batch), size(x.shape.slice(batch + 1))];
    const perPage = size(indices.shape.slice(batch));
    for (let i = 0; i < indices.data.length; i++) {
      const page = Math.floor(i / perPage);
      const from = (page * length + checked('gather', indices.data[i] ?? 0, length)) * row;
      for (let r = 0; r < row; r++) out[i * row + r] = x.data[from + r] ?? 0;
    }
    return out;
  },
  vjp: ({ batch }, g, [x, indices]) => [scatterTo(indices, g, at(x.shape, batch), batch), undefined],
  jvp: ({ batch }, [s], [, indices]) => s && gatherAt(s, indices, batch),
  batch: ({ batch }, [x, indices], n, [left, right]) => {
    if (!left && batch === 0) return gatherAt(x, indices, 0);
    return gatherAt(left ? x : lead(x, n), right ? indices : lead(indices, n), batch + 1);
  },
});

/**
 * y[b…, i, r…] = Σ updates[b…, k…, r…] over the k… with indices[b…, k…] = i: zeros, to which each update is added at its index.
 *
 * Shape     [b…, k…], [b…, k…, r…] → [b…, n, r…]
 * Gradient  of the updates: gather of ȳ at the same indices
 * Errors    an `IndexError` when numbers are asked for and an index is not in 0 … n − 1
 */
export const scatterAdd = binary<Shared & { readonly length: number }>({
  name: 'scatterAdd',
  infer: ({ batch, length }, indices, updates) => {
    requireIndices('scatterAdd', indices);
    requireShared('scatterAdd', indices.shape.length, indices.shape, updates.shape);
    return {
      shape: [...indices.shape.slice(0, batch), length, ...updates.shape.slice(indices.shape.length)],
      dtype: updates.dtype,
    };
  },
  evaluate: ({ batch, length }, indices, updates, y) => {
    const sums = new Float64Array(size(y.shape));
    const row = size(y.shape.slice(batch + 1));
    const perPage = size(indices.shape.slice(batch));
    for (let i = 0; i < indices.data.length; i++) {
      const page = Math.floor(i / perPage);
      const to = (page * length + checked('scatterAdd', indices.data[i] ?? 0, length)) * row;
      for (let r = 0; r < row; r++) sums[to + r] = (sums[to + r] ?? 0) + (updates.data[i * row + r] ?? 0);
    }
    return y.dtype === 'float64' ? sums : dtypes[y.dtype].from(sums);
  },
  vjp: ({ batch }, g, [indices]) => [undefined, gatherAt(g, indices, batch)],
  jvp: ({ batch, length }, [, t], [indices]) => t && scatterTo(indices, t, length, batch),
  batch: ({ batch, length }, inputs, n, batched) => {
    const all = leadAll(inputs, n, batched);
    return scatterTo(at(all, 0), at(all, 1), length, batch + 1);
  },
});

/**
 * The order that sorts the last axis, smallest first: x[…, order[…, 0]] ≤ x[…, order[…, 1]] ≤ …; stable, NaN last. No gradient: sorting is
 * gather by this order, whose gradient is.
 */
export const argSort: Primitive<object> = unary<object>({
  name: 'argSort',
  infer: (_, x): Spec => {
    if (x.shape.length === 0) throw new ShapeError('argSort: expected at least one axis, got []', [x.shape]);
    return { shape: x.shape, dtype: 'int32' };
  },
  evaluate: (_, x) => {
    const length = x.shape[x.shape.length - 1] ?? 1;
    const out = new Int32Array(x.data.length);
    for (let start = 0; start < out.length; start += length) {
      const row = x.data.subarray(start, start + length);
      const order = Int32Array.from(row.keys()).sort((a, b) => compare(row[a] ?? 0, row[b] ?? 0) || a - b);
      out.set(order, start);
    }
    return out;
  },
  vjp: () => undefined,
  jvp: () => undefined,
  batch: (_, x) => apply(argSort, {}, x),
});

/** numbers in order, NaN after all of them */
const compare = (a: number, b: number): number =>
  Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a < b ? -1 : Number(a > b);

export const gatherAt = (x: AnyTensor, indices: AnyTensor, batch: number): AnyTensor =>
  apply(gather, { batch }, x, indices);

export const scatterTo = (indices: AnyTensor, updates: AnyTensor, length: number, batch: number): AnyTensor =>
  apply(scatterAdd, { batch, length }, indices, updates);
