import * as nn from '../../src/nn/index.js';
import type { AnyVariables, Layer, Values } from '../../src/nn/index.js';
import { abs, add, flip, permute, reshape } from '../../src/ops/index.js';
import { map } from '../../src/tree/index.js';
import { prove } from '../law.js';
import { laws, layers } from './spatial.js';
import type { LawName, Layers } from './spatial.js';
import { applied } from './subjects.js';
import '../../test/reference.js';

const faulty = (change: Partial<Layers>): Layers => ({ ...layers, ...change });

/** a layer whose input, variables or result are tampered with */
const tampered = (
  layer: Layer<unknown>,
  { x: before, y: after, w }: { readonly x?: Change; readonly y?: Change; readonly w?: Change },
): Layer<unknown> =>
  applied(layer, (correct) => (variables, x, context) => {
    const given: AnyVariables = w === undefined ? variables : { ...variables, params: weights(variables, w) };
    const [y, state] = correct(given, before?.(x) ?? x, context);
    return [after?.(y) ?? y, state];
  });
type Change = (x: Values) => Values;
const weights = ({ params }: AnyVariables, change: Change): AnyVariables['params'] =>
  map(params, (tensor, path) => (path === 'weight' ? change(nn.values(params, path)) : tensor));

const turned: Change = (x) => flip(x, [x.shape.length - 1]);

const faults: Readonly<Record<LawName, Readonly<Record<string, Layers>>>> = {
  'a depthwise convolution is a convolution of each channel by itself': {
    'the weights in the order of the multiples': faulty({
      depthwiseConv2d: (options) =>
        tampered(layers.depthwiseConv2d(options), {
          w: (w) => {
            const [filters = 1, ...kernel] = w.shape;
            const split = reshape(w, [options.multiplier, filters / options.multiplier, ...kernel]);
            return reshape(permute(split, [1, 0, 2, 3, 4]), w.shape);
          },
        }),
    }),
    'a kernel turned': faulty({
      depthwiseConv2d: (options) => tampered(layers.depthwiseConv2d(options), { w: turned }),
    }),
  },
  'a separable convolution is one whose kernels are sums of as many kernels as it multiplies by': {
    'an activation between the two': faulty({
      separableConv2d: ({ out, ...depthwise }) =>
        nn.sequential({ depthwise: nn.depthwiseConv2d(depthwise) }, nn.relu, {
          pointwise: nn.conv2d({ out, kernel: 1, bias: false }),
        }),
    }),
  },
  'a locally connected layer is at each position the convolution with the weights of that position': {
    'the weights of the position opposite': faulty({
      locallyConnected2d: (options) => tampered(layers.locallyConnected2d(options), { w: turned }),
    }),
  },
  'a transposed convolution is the adjoint in one and three dimensions: ⟨w ⋆ x, y⟩ = ⟨x, wᵀ y⟩': {
    'a kernel turned, in one dimension': faulty({
      convTranspose: {
        ...layers.convTranspose,
        1: (options) => tampered(layers.convTranspose[1](options), { w: turned }),
      },
    }),
    'a kernel turned, in three': faulty({
      convTranspose: {
        ...layers.convTranspose,
        3: (options) => tampered(layers.convTranspose[3](options), { w: turned }),
      },
    }),
  },
  'interpolation reproduces ramps, but for the edges': {
    'the nearest': faulty({ interpolate: (factor) => nn.upsample(factor) }),
    'the other axis first': faulty({
      interpolate: (factor) =>
        tampered(layers.interpolate(factor), { y: (y) => reshape(permute(y, [0, 2, 1]), y.shape) }),
    }),
  },
  'every r-th pixel of a shuffled image is a channel, and unshuffling undoes it': {
    'rows and columns of a block exchanged': faulty({
      pixelShuffle: (factor) =>
        tampered(layers.pixelShuffle(factor), {
          x: (x) => permute(x, [0, 2, 1]),
          y: (y) => permute(y, [0, 2, 1]),
        }),
    }),
    'an inverse of another order': faulty({
      pixelUnshuffle: (factor) => tampered(layers.pixelUnshuffle(factor), { y: (y) => flip(y, [0]) }),
    }),
  },
  'pooling to a size is the mean, or the largest, of each bin': {
    'the largest without its sign': faulty({
      adaptiveMaxPool2d: (size) => tampered(layers.adaptiveMaxPool2d(size), { x: abs }),
    }),
    'the nearest pixel': faulty({
      adaptiveAvgPool2d: ([height = 1, width = 1]) => nn.resize({ size: [height, width], interpolation: 'nearest' }),
    }),
  },
  'the mean of what lies inside is that of the sums and the counts': {
    'padding that counts': faulty({ avgPool2d: (options) => nn.avgPool2d({ ...options, countPadding: true }) }),
  },
  'a window in three dimensions is one in two of them and then one in the third': {
    'the mean in place of the norm': faulty({
      lpPool3d: ({ kernel, stride, padding }) => nn.avgPool3d({ kernel, stride, padding }),
    }),
    'a constant added to the largest': faulty({
      maxPool3d: (options) => tampered(layers.maxPool3d(options), { y: (y) => add(y, 1) }),
    }),
  },
  'unpooled around the identity, the maxima stay and all else is zero': {
    'the nearest in place of the place': faulty({
      maxUnpooled2d: (kernel) => tampered(layers.maxUnpooled2d(kernel), { y: turned }),
    }),
    'what was not the maximum as well': faulty({ maxUnpooled2d: () => nn.identity }),
  },
  'what was padded and cropped is what it was, and padding does not tell left from right': {
    'a crop at the other side': faulty({
      crop: (width) => layers.crop(width.map(([low, high]) => [high, low])),
    }),
    'a margin shifted by one': faulty({
      pad: (width, boundary) => tampered(layers.pad(width, boundary), { x: turned }),
    }),
    'one of zeros before and of copies after': faulty({
      pad: (width) =>
        nn.sequential(
          nn.pad(
            width.map(([low]) => [low, 0] as const),
            { boundary: 'zero' },
          ),
          nn.pad(
            width.map(([, high]) => [0, high] as const),
            { boundary: 'replicate' },
          ),
        ),
    }),
  },
};

prove(laws, () => ({ 'the library': layers }), faults);
