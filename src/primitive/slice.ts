/**
 * Slices and their adjoints: slice and pad undo each other, concatenate is undone by slices.
 */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor } from '../tensor/tensor.js';
import { leadAll } from './broadcast.js';
import { zerosLike } from './create.js';
import { gathered, reshapeTo } from './layout.js';
import { copy, dense, spread, strides } from './loops.js';
import { apply, at, unary, variadic } from './primitive.js';

/** The elements start, start + step, … of one axis, `length` of them. */
export interface Range {
  readonly start: number;
  readonly length: number;
  readonly step: number;
}

/** How one axis is padded: elements before, after, and between neighbours; negative before and after cut elements off. */
export interface Padding {
  readonly low: number;
  readonly high: number;
  readonly interior: number;
}

/** y[i, …] = x[start + i·step, …]. Gradient: zeros in the places that were left out. */
export const slice = unary<{ readonly ranges: readonly Range[] }>({
  name: 'slice',
  infer: ({ ranges }, x) => {
    const fits = ranges.every(
      ({ start, length, step }, axis) =>
        start >= 0 && step > 0 && (length === 0 || start + (length - 1) * step < at(x.shape, axis)),
    );
    if (ranges.length !== x.shape.length || !fits)
      throw new ShapeError(`slice: ${JSON.stringify(ranges)} does not fit ${show(x.shape)}`, [x.shape]);
    return { shape: ranges.map(({ length }) => length), dtype: x.dtype };
  },
  evaluate: ({ ranges }, x, y) => {
    const steps = strides(x.shape);
    return gathered(x, y, {
      offset: ranges.reduce((sum, { start }, axis) => sum + start * at(steps, axis), 0),
      strides: ranges.map(({ step }, axis) => step * at(steps, axis)),
    });
  },
  vjp: ({ ranges }, g, x) =>
    padBy(
      g,
      ranges.map(({ start, length, step }, axis) => ({
        low: start,
        high: at(x.shape, axis) - start - spread(length, step),
        interior: step - 1,
      })),
    ),
  jvp: ({ ranges }, t) => sliceBy(t, ranges),
  batch: ({ ranges }, x, n) => sliceBy(x, [{ start: 0, length: n, step: 1 }, ...ranges]),
});

/** x with `value` before, between and after its elements. Gradient: the slice of the places where x went. */
export const pad = unary<{ readonly padding: readonly Padding[]; readonly value: number }>({
  name: 'pad',
  infer: ({ padding }, x) => {
    const shape = padding.map(({ low, high, interior }, axis) => low + spread(at(x.shape, axis), interior + 1) + high);
    if (padding.length !== x.shape.length || shape.some((length) => length < 0))
      throw new ShapeError(`pad: ${JSON.stringify(padding)} does not fit ${show(x.shape)}`, [x.shape]);
    return { shape, dtype: x.dtype };
  },
  evaluate: ({ padding, value }, x, y) => {
    const out = dtypes[y.dtype].zeros(size(y.shape)).fill(value);
    const kept = padding.map(({ low, interior }, axis) =>
      inside(low, interior + 1, at(x.shape, axis), at(y.shape, axis)),
    );
    const from = strides(x.shape);
    const to = strides(y.shape);
    copy(
      kept.map(({ length }) => length),
      x.data,
      { offset: kept.reduce((sum, { start }, axis) => sum + start * at(from, axis), 0), strides: from },
      out,
      {
        offset: kept.reduce((sum, { place }, axis) => sum + place * at(to, axis), 0),
        strides: padding.map(({ interior }, axis) => (interior + 1) * at(to, axis)),
      },
    );
    return out;
  },
  vjp: ({ padding }, g, x) =>
    sliceBy(
      padBy(
        g,
        padding.map(({ low, high }) => ({ low: -low, high: -high, interior: 0 })),
      ),
      padding.map(({ interior }, axis) => ({ start: 0, length: at(x.shape, axis), step: interior + 1 })),
    ),
  jvp: ({ padding }, t) => padBy(t, padding),
  batch: ({ padding, value }, x) => padBy(x, [{ low: 0, high: 0, interior: 0 }, ...padding], value),
});

/** The inputs one after the other along an axis. Gradient: each input gets its slice of the cotangent. */
export const concatenate = variadic<{ readonly axis: number }>({
  name: 'concatenate',
  infer: ({ axis }, inputs) => {
    const first = at(inputs, 0);
    for (const { shape, dtype } of inputs) {
      if (dtype !== first.dtype) throw new DTypeError(`concatenate: ${first.dtype} with ${dtype}: cast one of them`);
      if (shape.length !== first.shape.length || shape.some((length, k) => k !== axis && length !== first.shape[k]))
        throw new ShapeError(`concatenate: ${show(first.shape)} and ${show(shape)} differ outside axis ${axis}`, [
          first.shape,
          shape,
        ]);
    }
    return {
      shape: first.shape.map((length, k) =>
        k === axis ? inputs.reduce((sum, x) => sum + at(x.shape, axis), 0) : length,
      ),
      dtype: first.dtype,
    };
  },
  evaluate: ({ axis }, inputs, y) => {
    const out = dtypes[y.dtype].zeros(size(y.shape));
    const steps = strides(y.shape);
    let offset = 0;
    for (const x of inputs) {
      copy(x.shape, x.data, dense(x.shape), out, { offset, strides: steps });
      offset += at(x.shape, axis) * at(steps, axis);
    }
    return out;
  },
  vjp: ({ axis }, g, inputs) => {
    let start = 0;
    return inputs.map(({ shape }) => {
      const part = sliceAxis(g, axis, start, at(shape, axis));
      start += at(shape, axis);
      return part;
    });
  },
  jvp: ({ axis }, tangents, inputs) =>
    concatenateAlong(
      tangents.map((t, index) => t ?? zerosLike(at(inputs, index))),
      axis,
    ),
  batch: ({ axis }, inputs, n, batched) => concatenateAlong(leadAll(inputs, n, batched), axis + 1),
});

/** which of `length` elements, set `step` apart from place `low` on, fall into 0 … room − 1; and where the first of them goes */
const inside = (
  low: number,
  step: number,
  length: number,
  room: number,
): { readonly start: number; readonly length: number; readonly place: number } => {
  const start = Math.max(0, Math.ceil(-low / step));
  const end = Math.min(length - 1, Math.floor((room - 1 - low) / step));
  return end < start
    ? { start: 0, length: 0, place: 0 }
    : { start, length: end - start + 1, place: low + start * step };
};

export const sliceBy = (x: AnyTensor, ranges: readonly Range[]): AnyTensor =>
  ranges.every(
    ({ start, length, step }, axis) => start === 0 && length === x.shape[axis] && (step === 1 || length === 0),
  )
    ? x
    : apply(slice, { ranges }, x);

export const padBy = (x: AnyTensor, padding: readonly Padding[], value = 0): AnyTensor =>
  padding.every(({ low, high, interior }) => low === 0 && high === 0 && interior === 0)
    ? x
    : apply(pad, { padding, value }, x);

export const concatenateAlong = (inputs: readonly AnyTensor[], axis: number): AnyTensor =>
  inputs.length === 1 ? at(inputs, 0) : apply(concatenate, { axis }, ...inputs);

/** `length` elements of one axis from `start` on, the other axes whole */
export const sliceAxis = (x: AnyTensor, axis: number, start: number, length: number): AnyTensor =>
  sliceBy(
    x,
    x.shape.map((all, k) => (k === axis ? { start, length, step: 1 } : { start: 0, length: all, step: 1 })),
  );

/** the inputs along a new axis */
export const stackAlong = (inputs: readonly AnyTensor[], axis: number): AnyTensor =>
  concatenateAlong(
    inputs.map((x) => reshapeTo(x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)])),
    axis,
  );
