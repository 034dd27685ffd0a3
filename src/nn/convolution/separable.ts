import { expectSpelt, type OptionNames, type Padding, type PerDimension } from '../../shape/index.js';
import { sequential, type Sequential } from '../combine/sequential.js';
import { layer, type Layer } from '../layer.js';
import type { Named } from '../named.js';
import type { Known, Setting } from '../options.js';
import { conv2d, type Convolution, type ConvSettings } from './convolution.js';
import { depthwiseConv2d, type DepthwiseConvolution } from './depthwise.js';
import type { DepthwiseOptions, DepthwiseSettings } from './depthwise.js';

/** What a separable convolution may be told. */
export interface SeparableOptions extends Omit<DepthwiseOptions, 'initial'> {
  /** The number of output channels. */
  readonly out: number;
}

/** The rule of `separableConv2d`: that of the two convolutions in sequence. */
export type SeparableConvolution<O extends SeparableOptions> = Sequential<
  [
    Named<
      'depthwise',
      DepthwiseConvolution<
        'depthwiseConv2d',
        2,
        DepthwiseSettings<
          Setting<O, 'multiplier', 1, number>,
          O['kernel'],
          Setting<O, 'stride', 1, PerDimension>,
          Setting<O, 'padding', 0, Padding>,
          Setting<O, 'dilation', 1, PerDimension>,
          Setting<O, 'exact', false, boolean>,
          false
        >
      >
    >,
    Named<
      'pointwise',
      Convolution<'conv2d', 2, ConvSettings<O['out'], 1, 1, 0, 1, 1, false, Setting<O, 'bias', true, boolean>>>
    >,
  ]
>;

const names: OptionNames<SeparableOptions> = {
  ...{
    out: true,
    kernel: true,
    multiplier: true,
    stride: true,
    padding: true,
    dilation: true,
    exact: true,
    bias: true,
  },
};

/**
 * A convolution of each channel by itself, then one of the channels at each pixel: for each pair of channels a kernel of rank one.
 * C · KH · KW + out · C weights in place of out · C · KH · KW. The first has no bias, for the second would absorb it.
 * Shape       [C, H, W] → [out, H′, W′], H′ and W′ as of `conv2d`
 * Parameters  depthwise.weight [C · multiplier, 1, KH, KW], pointwise.weight [out, C · multiplier, 1, 1], pointwise.bias [out]
 * Errors      "depthwise: depthwiseConv2d: kernel 7 is larger than padded input 5"
 * Source      Sifre 2014; Chollet 2017 (Xception)
 * @example
 * build([32, 56, 56], { block: separableConv2d({ out: 64, kernel: 3, padding: 1 }) }).output // [64, 56, 56]
 */
export const separableConv2d = <const O extends SeparableOptions & Known<O, keyof SeparableOptions, 'separableConv2d'>>(
  options: O,
): Layer<SeparableConvolution<O>> => {
  const given: SeparableOptions = options;
  expectSpelt(given, names, 'separableConv2d');
  const { out, bias = true, ...depthwise } = given;
  return layer(
    sequential(
      { depthwise: depthwiseConv2d({ ...depthwise, bias: false }) },
      { pointwise: conv2d({ out, kernel: 1, bias }) },
    ).definition,
  );
};
