/** A convolution seen as three spatial axes, and the progressions of taps that meet each of its outputs. */
import { spread } from '../../../../primitive/loops.js';
import type { Convolution } from '../../../../primitive/convolution.js';
import { at } from '../../../../primitive/primitive.js';
import { lanes } from '../../lanes.js';
import type { Arithmetic, Lanes } from '../../lanes.js';
import type { Operand } from '../../kernel.js';

/** One spatial axis: its lengths, how the window moves, and the distances (in elements) of neighbours in memory. */
export interface Axis {
  readonly input: number;
  readonly kernel: number;
  readonly output: number;
  readonly stride: number;
  readonly low: number;
  readonly dilation: number;
  readonly spacing: number;
  readonly inputStep: number;
  readonly kernelStep: number;
  readonly outputStep: number;
}

/** z[n, o, p] of a convolution: `depth` channels in and `outputs` channels out for each of the groups, axes from slow to fast. */
export interface Geometry {
  readonly dtype: Arithmetic;
  readonly kind: Lanes;
  readonly images: number;
  readonly groups: number;
  readonly depth: number;
  readonly outputs: number;
  readonly axes: readonly [Axis, Axis, Axis];
  /** elements between neighbours along the first two axes of each operand */
  readonly imageStep: number;
  readonly channelStep: number;
  readonly weightOutputStep: number;
  readonly weightDepthStep: number;
  /** elements of one channel of the result */
  readonly plane: number;
}

/** An axis that is not there. */
export const single: Axis = {
  input: 1,
  kernel: 1,
  output: 1,
  stride: 1,
  low: 0,
  dilation: 1,
  spacing: 1,
  inputStep: 0,
  kernelStep: 0,
  outputStep: 0,
};

/** The element types that convolutions are defined for; an operand of another never gets here. */
export const arithmetic = ({ dtype }: Operand): Arithmetic => (dtype === 'bool' ? 'int32' : dtype);

/** Two neighbouring axes as one, where the window has one element and steps over neighbours in memory, and the last is no whole number of vectors. */
const merged = ([Z, Y, X]: Geometry['axes'], { count }: Lanes): Geometry['axes'] => {
  const pointwise = (axis: Axis): boolean =>
    axis.kernel === 1 && axis.stride === 1 && axis.low === 0 && axis.spacing === 1 && axis.input === axis.output;
  const join = (outer: Axis, inner: Axis): Axis | undefined =>
    pointwise(outer) &&
    pointwise(inner) &&
    inner.output % count !== 0 &&
    (outer.input === 1 || outer.inputStep === inner.input * inner.inputStep)
      ? { ...inner, input: outer.input * inner.input, output: outer.output * inner.output }
      : undefined;
  const low = join(Y, X);
  if (low !== undefined) {
    const all = join(Z, low);
    return all === undefined ? [single, Z, low] : [single, single, all];
  }
  const high = join(Z, Y);
  return high === undefined ? [Z, Y, X] : [single, high, X];
};

/** Missing axes have length 1, before the others. */
export const geometry = (attributes: Convolution, x: Operand, w: Operand, z: Operand): Geometry => {
  const axis = (fromEnd: number): Axis => {
    const d = attributes.stride.length - fromEnd;
    return d < 0
      ? single
      : {
          input: at(x.shape, d + 2),
          kernel: at(w.shape, d + 2),
          output: at(z.shape, d + 2),
          stride: at(attributes.stride, d),
          low: at(attributes.low, d),
          dilation: at(attributes.dilation, d),
          spacing: at(attributes.spacing, d),
          inputStep: at(x.strides, d + 2),
          kernelStep: at(w.strides, d + 2),
          outputStep: at(z.strides, d + 2),
        };
  };
  const dtype = arithmetic(x);
  return {
    dtype,
    kind: lanes[dtype],
    images: at(x.shape, 0),
    groups: attributes.groups,
    depth: at(w.shape, 1),
    outputs: at(w.shape, 0) / attributes.groups,
    axes: merged([axis(3), axis(2), axis(1)], lanes[dtype]),
    imageStep: at(x.strides, 0),
    channelStep: at(x.strides, 1),
    weightOutputStep: at(w.strides, 0),
    weightDepthStep: at(w.strides, 1),
    plane: z.shape.slice(2).reduce((product, length) => product * length, 1),
  };
};

/** elements from the first to the last, with the zeros in between */
export const extent = ({ input, spacing }: Axis): number => spread(input, spacing);

/** taps that meet inputs and not the zeros between them, or the padding, on the average of the outputs */
export const taps = ({ kernel, dilation, spacing }: Axis): number => (kernel * divisor(dilation, spacing)) / spacing;

/** Multiplications and additions, those with the padding too. */
export const flops = ({ images, groups, depth, outputs, axes, plane }: Geometry): number =>
  Math.round(2 * images * groups * depth * outputs * plane * axes.reduce((product, axis) => product * taps(axis), 1));

/** the greatest common divisor */
export const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
