/**
 * Sliding windows over the trailing axes: sum, maximum, and the place of the maximum. The sum is closed under differentiation; the maximum
 * is read at its place, so every order of derivative exists.
 */
import { ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import type { Window } from '../shape/window.js';
import type { ArrayData } from '../tensor/array-data.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor, Spec } from '../tensor/tensor.js';
import { plus } from './arithmetic.js';
import { like } from './create.js';
import { gatherAt, scatterTo } from './gather.js';
import { reshapeTo } from './layout.js';
import { apply, at, unary } from './primitive.js';
import type { Primitive } from './primitive.js';
import { padBy, sliceAxis } from './slice.js';

/** One window for each trailing axis; negative low and high cut elements off. */
export interface Windows {
  readonly windows: readonly Window[];
}

const windowed = ({ windows }: Windows, x: Spec): Shape => {
  const lead = x.shape.length - windows.length;
  if (lead < 0) throw new ShapeError(`window: ${windows.length} windows for ${show(x.shape)}`, [x.shape]);
  const lengths = windows.map(
    ({ kernel, stride, dilation, low, high }, d) =>
      Math.floor((at(x.shape, lead + d) + low + high - dilation * (kernel - 1) - 1) / stride) + 1,
  );
  return [...x.shape.slice(0, lead), ...lengths.map((length) => Math.max(0, length))];
};

/** for each output place of one axis, the input places of its window */
const alongAxis = (
  { kernel, stride, dilation, low }: Window,
  input: number,
  output: number,
): readonly (readonly number[])[] =>
  Array.from({ length: output }, (_, o) =>
    Array.from({ length: kernel }, (_unused, k) => o * stride + k * dilation - low).filter((i) => i >= 0 && i < input),
  );

/** calls `visit(target, source)` for each element `source` of the input in each window, whose result goes to `target` */
const slide = ({ windows }: Windows, x: ArrayData, y: Spec, visit: (target: number, source: number) => void): void => {
  const lead = x.shape.length - windows.length;
  const [input, output] = [x.shape.slice(lead), y.shape.slice(lead)];
  const [inPlane, outPlane] = [size(input), size(output)];
  const pages = size(x.shape.slice(0, lead));
  if (outPlane === 0 || inPlane === 0) return;
  /** for each output place of the plane, the input places of its window */
  const places = windows.reduce<readonly (readonly number[])[]>(
    (planes, window, d) => {
      const line = alongAxis(window, at(input, d), at(output, d));
      return planes.flatMap((plane) =>
        line.map((places1) => plane.flatMap((i) => places1.map((j) => i * at(input, d) + j))),
      );
    },
    [[0]],
  );
  for (let page = 0; page < pages; page++)
    places.forEach((window, o) => {
      for (const i of window) visit(page * outPlane + o, page * inPlane + i);
    });
};

/** y[o] = Σₖ x[o·stride + k·dilation − low], zeros outside. Gradient: the same sum over the cotangent, interleaved by the stride. */
export const windowSum: Primitive<Windows> = unary<Windows>({
  name: 'windowSum',
  infer: (attributes, x) => ({ shape: windowed(attributes, x), dtype: x.dtype }),
  evaluate: (attributes, x, y) => {
    const sums = new Float64Array(size(y.shape));
    slide(attributes, x, y, (o, i) => (sums[o] = (sums[o] ?? 0) + (x.data[i] ?? 0)));
    return y.dtype === 'float64' ? sums : dtypes[y.dtype].from(sums);
  },
  vjp: ({ windows }, g, x) => {
    const lead = x.shape.length - windows.length;
    const stuffed = padBy(g, [
      ...Array.from({ length: lead }, () => unpadded),
      ...windows.map(({ stride }) => ({ ...unpadded, interior: stride - 1 })),
    ]);
    return apply(
      windowSum,
      {
        windows: windows.map(({ kernel, dilation, low }, d) => {
          const reach = dilation * (kernel - 1);
          return {
            kernel,
            dilation,
            stride: 1,
            low: reach - low,
            high: at(x.shape, lead + d) - at(stuffed.shape, lead + d) + low,
          };
        }),
      },
      stuffed,
    );
  },
  jvp: (attributes, t) => apply(windowSum, attributes, t),
  batch: (attributes, x) => apply(windowSum, attributes, x),
});

/** y[o] = maxₖ x[o·stride + k·dilation − low], −∞ outside. Gradient: to the first place that attains it, nowhere from a window that lies outside. */
export const windowMax: Primitive<Windows> = unary<Windows>({
  name: 'windowMax',
  infer: (attributes, x) => ({ shape: windowed(attributes, x), dtype: x.dtype }),
  evaluate: (attributes, x, y) => {
    const out = dtypes[y.dtype].zeros(size(y.shape)).fill(y.dtype === 'int32' ? -0x80000000 : -Infinity);
    slide(attributes, x, y, (o, i) => (out[o] = Math.max(out[o] ?? 0, x.data[i] ?? 0)));
    return out;
  },
  vjp: (attributes, g, x, y) => {
    const { pages, length, spare, indices } = attained(attributes, x, y);
    return reshapeTo(
      sliceAxis(scatterTo(indices, lined(g, pages), length + spare, pages.length), pages.length, spare, length),
      x.shape,
    );
  },
  jvp: (attributes, t, x, y) => {
    const { pages, length, spare, indices } = attained(attributes, x, y);
    const padding = [...pages.map(() => unpadded), { ...unpadded, low: spare }];
    return reshapeTo(gatherAt(padBy(reshapeTo(t, [...pages, length]), padding), indices, pages.length), y.shape);
  },
  batch: (attributes, x) => apply(windowMax, attributes, x),
});

/** The place of the first largest element of each window, counted through the trailing axes in row-major order; −1 where a window has none. NaN counts as largest. No gradient. */
export const windowArgMax: Primitive<Windows> = unary<Windows>({
  name: 'windowArgMax',
  infer: (attributes, x): Spec => ({ shape: windowed(attributes, x), dtype: 'int32' }),
  evaluate: (attributes, x, y) => {
    const out = new Int32Array(size(y.shape)).fill(-1);
    const plane = size(flat(attributes, x).plane);
    const best = new Float64Array(out.length);
    slide(attributes, x, y, (o, i) => {
      const value = x.data[i] ?? 0;
      const held = best[o] ?? 0;
      if (out[o] !== -1 && !(value > held) && !(Number.isNaN(value) && !Number.isNaN(held))) return;
      best[o] = value;
      out[o] = i % plane;
    });
    return out;
  },
  vjp: () => undefined,
  jvp: () => undefined,
  batch: (attributes, x) => apply(windowArgMax, attributes, x),
});

const flat = ({ windows }: Windows, { shape }: { readonly shape: Shape }) => ({
  pages: shape.slice(0, shape.length - windows.length),
  plane: shape.slice(shape.length - windows.length),
});

/** where the maxima stand in the plane of the trailing axes; if some window is empty, one spare place in front of the plane stands for nowhere */
const attained = (attributes: Windows, x: AnyTensor, y: AnyTensor) => {
  const { pages, plane } = flat(attributes, x);
  const empty = attributes.windows.some((window, d) =>
    alongAxis(window, at(plane, d), at(y.shape, pages.length + d)).some((places) => places.length === 0),
  );
  const indices = lined(apply(windowArgMax, attributes, x), pages);
  return {
    pages,
    length: size(plane),
    spare: Number(empty),
    indices: empty ? plus(indices, like(indices, 1)) : indices,
  };
};

const unpadded = { low: 0, high: 0, interior: 0 };

/** the trailing axes as one */
const lined = (x: AnyTensor, pages: Shape): AnyTensor => reshapeTo(x, [...pages, size(x.shape.slice(pages.length))]);
