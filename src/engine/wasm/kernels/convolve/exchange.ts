/** Input and weights in each other's place. */
import type { Axis, Geometry } from './geometry.js';

/** The same sums with the roles of input and weights exchanged: what stood between the inputs stands between the taps, and outputs come from last to first. */
export const exchanged = (g: Geometry): Geometry => {
  const exchange = ({
    input,
    kernel,
    output,
    stride,
    low,
    spacing,
    inputStep,
    kernelStep,
    outputStep,
  }: Axis): Axis => ({
    input: kernel,
    kernel: input,
    output,
    stride,
    low: (output - 1) * stride - low,
    dilation: spacing,
    spacing: 1,
    inputStep: kernelStep,
    kernelStep: inputStep,
    outputStep,
  });
  const [Z, Y, X] = g.axes;
  return {
    ...g,
    images: g.outputs,
    outputs: g.images,
    axes: [exchange(Z), exchange(Y), exchange(X)],
    imageStep: g.weightOutputStep,
    channelStep: g.weightDepthStep,
    weightOutputStep: g.imageStep,
    weightDepthStep: g.channelStep,
  };
};
