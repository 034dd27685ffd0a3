/**
 * Convolution, general: strided, padded, dilated, interleaved with zeros, grouped, in any number of spatial dimensions. Closed under
 * differentiation: both gradients are convolutions in which stride and dilation have traded places.
 */
import { DTypeError, ShapeError } from '../shape/error.js';
import { show, size } from '../shape/shape.js';
import type { Shape } from '../shape/shape.js';
import { dtypes } from '../tensor/dtype.js';
import type { AnyTensor, Spec } from '../tensor/tensor.js';
import { plus } from './arithmetic.js';
import { lead } from './broadcast.js';
import { fill } from './create.js';
import { productOf } from './elementwise.js';
import { moveAxis, reshapeTo, reverseAlong, transposeBy } from './layout.js';
import { spread } from './loops.js';
import { apply, at, binary, total } from './primitive.js';
import type { Primitive } from './primitive.js';

/** One entry for each spatial dimension. */
export interface Convolution {
  /** distance of neighbouring windows */
  readonly stride: readonly number[];
  /** zeros before and after the input; negative: elements cut off */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** distance of neighbouring taps of the kernel */
  readonly dilation: readonly number[];
  /** distance of neighbouring elements of the input, zeros in between (1: none) */
  readonly spacing: readonly number[];
  /** channels in and out fall into this many groups, which do not meet */
  readonly groups: number;
}

/**
 * z[n, o, p] = Σ_{c,k} x[n, c, p·stride + k·dilation − low]·w[o, c, k], a cross-correlation; c runs over the channels of o's group, and x is
 * read as if `spacing` − 1 zeros stood between neighbours.
 *
 * Shape     [n, c, …spatial], [o, c/groups, …kernel] → [n, o, …windows]
 * Gradient  x̄ = z̄, interleaved by the stride, convolved with the reversed kernel; w̄ = x convolved with z̄, dilated by the stride
 * Cost      2·n·o·(c/groups)·|kernel|·|windows| flops
 * Source    StableHLO convolution; Dumoulin & Visin 2016
 */
export const convolution: Primitive<Convolution> = binary<Convolution>({
  name: 'convolution',
  infer: (attributes, x, w) => {
    const { stride, low, high, groups } = attributes;
    if (x.dtype !== w.dtype) throw new DTypeError(`convolution: ${x.dtype} with ${w.dtype}: cast one of them`);
    if (x.dtype === 'bool') throw new DTypeError('convolution: expected numbers, got bool');
    if (
      x.shape.length !== stride.length + 2 ||
      w.shape.length !== stride.length + 2 ||
      x.shape[1] !== at(w.shape, 1) * groups ||
      at(w.shape, 0) % groups !== 0
    )
      throw new ShapeError(`convolution: ${show(x.shape)} with weights ${show(w.shape)} in ${groups} groups`, [
        x.shape,
        w.shape,
      ]);
    const windows = stride.map((step, d) => {
      const room = spread(at(x.shape, d + 2), at(attributes.spacing, d)) + at(low, d) + at(high, d);
      return Math.max(0, Math.floor((room - spread(at(w.shape, d + 2), at(attributes.dilation, d))) / step) + 1);
    });
    return { shape: [at(x.shape, 0), at(w.shape, 0), ...windows], dtype: x.dtype };
  },
  evaluate: (attributes, x, w, z) => {
    const out = dtypes[z.dtype].zeros(size(z.shape));
    const [n, channels] = [at(x.shape, 0), at(x.shape, 1)];
    const [outputs, depth] = [at(w.shape, 0), at(w.shape, 1)];
    const [X, Y, Z] = [3, 2, 1].map((fromEnd) => meet(x.shape, w.shape, z.shape, attributes, fromEnd));
    if (X === undefined || Y === undefined || Z === undefined) return out;
    const [inPlane, kernelPlane, outPlane] = [size(x.shape.slice(2)), size(w.shape.slice(2)), size(z.shape.slice(2))];
    const plane = new Float64Array(outPlane);
    const product = productOf(x.dtype);
    const perGroup = outputs / attributes.groups;
    for (let image = 0; image < n; image++)
      for (let o = 0; o < outputs; o++) {
        plane.fill(0);
        const first = Math.floor(o / perGroup) * depth;
        for (let c = 0; c < depth; c++) {
          const from = (image * channels + first + c) * inPlane;
          const taps = (o * depth + c) * kernelPlane;
          for (const a of X.runs)
            for (let i = 0; i < a.count; i++)
              for (const b of Y.runs)
                for (let j = 0; j < b.count; j++) {
                  const source =
                    from + ((a.source + i * a.sourceStep) * Y.input + b.source + j * b.sourceStep) * Z.input;
                  const kernel = taps + ((a.tap + i * a.tapStep) * Y.kernel + b.tap + j * b.tapStep) * Z.kernel;
                  const target = ((a.target + i * a.targetStep) * Y.output + b.target + j * b.targetStep) * Z.output;
                  for (const { count, tap, tapStep, source: s, sourceStep, target: t, targetStep } of Z.runs)
                    for (let k = 0; k < count; k++) {
                      const p = target + t + k * targetStep;
                      plane[p] =
                        (plane[p] ?? 0) +
                        product(w.data[kernel + tap + k * tapStep] ?? 0, x.data[source + s + k * sourceStep] ?? 0);
                    }
                }
        }
        out.set(plane, (image * outputs + o) * outPlane);
      }
    return out;
  },
  vjp: (attributes, g, [x, w]) => [towardsInput(attributes, g, x, w), towardsKernel(attributes, g, x, w)],
  jvp: (attributes, [s, t], [x, w]) => total(plus, s && convolve(s, w, attributes), t && convolve(x, t, attributes)),
  batch: (attributes, [x, w], size, [left, right]) => {
    const { groups } = attributes;
    const single = ({ shape, dtype }: AnyTensor, has: boolean): Spec => ({
      shape: has ? shape.slice(1) : shape,
      dtype,
    });
    if (size === 0)
      return fill(
        [0, ...convolution.infer(attributes, [single(x, left), single(w, right)]).flatMap(({ shape }) => shape)],
        0,
        x.dtype,
      );
    if (!right) return unfold(convolve(fold(x), w, attributes), 0, size);
    if (!left && groups === 1) return moveAxis(unfold(convolve(x, fold(w), attributes), 1, size), 1, 0);
    const images = moveAxis(left ? x : lead(x, size), 0, 1);
    const all = reshapeTo(images, [at(images.shape, 0), size * at(images.shape, 2), ...images.shape.slice(3)]);
    return moveAxis(unfold(convolve(all, fold(w), { ...attributes, groups: groups * size }), 1, size), 1, 0);
  },
});

/** Pairs of kernel tap and output place along one axis that meet an element of the input, in arithmetic progressions. */
interface Run {
  readonly count: number;
  readonly tap: number;
  readonly tapStep: number;
  readonly source: number;
  readonly sourceStep: number;
  readonly target: number;
  readonly targetStep: number;
}

interface Meeting {
  readonly input: number;
  readonly kernel: number;
  readonly output: number;
  readonly runs: readonly Run[];
}

/** The runs of a spatial axis, counted from the last; an axis that is not there has length 1. The longer of kernel and output runs innermost. */
const meet = (x: Shape, w: Shape, z: Shape, attributes: Convolution, fromEnd: number): Meeting => {
  const d = attributes.stride.length - fromEnd;
  if (d < 0)
    return {
      input: 1,
      kernel: 1,
      output: 1,
      runs: [{ count: 1, tap: 0, tapStep: 0, source: 0, sourceStep: 0, target: 0, targetStep: 0 }],
    };
  const [input, kernel, output] = [at(x, d + 2), at(w, d + 2), at(z, d + 2)];
  const [stride, low, dilation, spacing] = [
    at(attributes.stride, d),
    at(attributes.low, d),
    at(attributes.dilation, d),
    at(attributes.spacing, d),
  ];
  const source = (tap: number, target: number): number => (target * stride + tap * dilation - low) / spacing;
  const runs: Run[] = [];
  const along = output >= kernel;
  for (let outer = 0; outer < (along ? kernel : output); outer++) {
    const met: number[] = [];
    for (let inner = 0; inner < (along ? output : kernel); inner++) {
      const place = along ? source(outer, inner) : source(inner, outer);
      if (Number.isInteger(place) && place >= 0 && place < input) met.push(inner);
    }
    const [first, second] = met;
    if (first === undefined) continue;
    const step = second === undefined ? 0 : second - first;
    const [tap, target, tapStep, targetStep] = along ? [outer, first, 0, step] : [first, outer, step, 0];
    const start = source(tap, target);
    runs.push({
      count: met.length,
      tap,
      tapStep,
      target,
      targetStep,
      source: start,
      sourceStep: source(tap + tapStep, target + targetStep) - start,
    });
  }
  return { input, kernel, output, runs };
};

export const convolve = (x: AnyTensor, w: AnyTensor, attributes: Convolution): AnyTensor =>
  apply(convolution, attributes, x, w);

/** the two leading axes as one */
const fold = (x: AnyTensor): AnyTensor => reshapeTo(x, [at(x.shape, 0) * at(x.shape, 1), ...x.shape.slice(2)]);

/** an axis split in two, the first of length `outer` */
const unfold = (x: AnyTensor, axis: number, outer: number): AnyTensor =>
  reshapeTo(x, [...x.shape.slice(0, axis), outer, at(x.shape, axis) / outer, ...x.shape.slice(axis + 1)]);

const spatial = (shape: Shape): readonly number[] => [...shape.keys()].slice(2);

const towardsInput = (attributes: Convolution, g: AnyTensor, x: AnyTensor, w: AnyTensor): AnyTensor => {
  const { stride, low, dilation, spacing, groups } = attributes;
  const [outputs, depth] = [at(w.shape, 0), at(w.shape, 1)];
  const kernel = w.shape.slice(2);
  const grouped = reshapeTo(w, [groups, outputs / groups, depth, ...kernel]);
  const swapped = reshapeTo(transposeBy(grouped, [0, 2, 1, ...kernel.map((_, d) => d + 3)]), [
    groups * depth,
    outputs / groups,
    ...kernel,
  ]);
  const before = kernel.map((length, d) => spread(length, at(dilation, d)) - 1 - at(low, d));
  return convolve(g, reverseAlong(swapped, spatial(swapped.shape)), {
    stride: spacing,
    low: before,
    high: kernel.map(
      (length, d) =>
        spread(at(x.shape, d + 2), at(spacing, d)) +
        spread(length, at(dilation, d)) -
        1 -
        spread(at(g.shape, d + 2), at(stride, d)) -
        at(before, d),
    ),
    dilation,
    spacing: stride,
    groups,
  });
};

const towardsKernel = (attributes: Convolution, g: AnyTensor, x: AnyTensor, w: AnyTensor): AnyTensor => {
  const { stride, low, dilation, spacing, groups } = attributes;
  const [n, depth] = [at(x.shape, 0), at(w.shape, 1)];
  const image = x.shape.slice(2);
  const grouped = reshapeTo(x, [n, groups, depth, ...image]);
  const swapped = reshapeTo(transposeBy(grouped, [2, 1, 0, ...image.map((_, d) => d + 3)]), [
    depth,
    groups * n,
    ...image,
  ]);
  const result = convolve(swapped, transposeBy(g, [1, 0, ...spatial(g.shape)]), {
    stride: dilation,
    low,
    high: image.map(
      (length, d) =>
        spread(at(g.shape, d + 2), at(stride, d)) +
        spread(at(w.shape, d + 2), at(dilation, d)) -
        1 -
        spread(length, at(spacing, d)) -
        at(low, d),
    ),
    dilation: stride,
    spacing,
    groups,
  });
  return transposeBy(result, [1, 0, ...spatial(result.shape)]);
};
