import * as ops from '../../ops/index.js';
import { convShape, convWeightsShape, expectSpelt, isNatural, size } from '../../shape/index.js';
import type {
  Conv,
  ConvWeights,
  NotPositive,
  OptionNames,
  Padding,
  PerDimension,
  Shape,
  SpatialRank,
  WindowOptions,
} from '../../shape/index.js';
import { addBias, affine, type Affine, type AffineOptions } from '../linear/affine.js';
import { stateless, type Definition } from '../definition.js';
import type { Values } from '../values.js';
import { layer, type Layer } from '../layer.js';
import type { Known, Setting } from '../options.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';

/** What a convolution layer may be told. */
export interface ConvLayerOptions
  extends AffineOptions, Pick<WindowOptions, 'stride' | 'padding' | 'dilation' | 'groups' | 'exact'> {
  /** The number of output channels. */
  readonly out: number;
  readonly kernel: PerDimension;
}

/** All options of a convolution that its shapes depend on. */
export interface ConvSettings<
  Out extends number,
  K extends PerDimension,
  S extends PerDimension,
  P extends Padding,
  D extends PerDimension,
  G extends number,
  Exact extends boolean,
  Bias extends boolean,
> {
  readonly out: Out;
  readonly kernel: K;
  readonly stride: S;
  readonly padding: P;
  readonly dilation: D;
  readonly groups: G;
  readonly exact: Exact;
  readonly bias: Bias;
}
type SettingsOf<O extends ConvLayerOptions> = ConvSettings<
  O['out'],
  O['kernel'],
  Setting<O, 'stride', 1, PerDimension>,
  Setting<O, 'padding', 0, Padding>,
  Setting<O, 'dilation', 1, PerDimension>,
  Setting<O, 'groups', 1, number>,
  Setting<O, 'exact', false, boolean>,
  Setting<O, 'bias', true, boolean>
>;

/** The rule of a convolution. */
export interface Convolution<
  Op extends string,
  Rank extends SpatialRank,
  O extends ConvLayerOptions,
> extends Stateless<Op> {
  readonly Out: Convolved<this['In'], WeightsOf<this['In'], O, Op, Rank>, O, Op, Rank>;
  readonly Params: Affine<O, WeightsOf<this['In'], O, Op, Rank>, [O['out']]>;
}
type WeightsOf<X, O extends ConvLayerOptions, Op extends string, Rank extends SpatialRank> = X extends Shape
  ? ConvWeights<X, O['out'], O, Op, Rank>
  : never;
type Convolved<X, W, O extends ConvLayerOptions, Op extends string, Rank extends SpatialRank> = [
  NotPositive<O['out']>,
] extends [never]
  ? W extends Shape
    ? X extends Shape
      ? Conv<X, W, O, Op, Rank>
      : never
    : W
  : `${Op}: out ${O['out']} is not a positive integer`;

type ConvLayer<Op extends string, Rank extends SpatialRank> = <
  const O extends ConvLayerOptions & Known<O, keyof ConvLayerOptions, Op>,
>(
  options: O,
) => Layer<Convolution<Op, Rank, SettingsOf<O>>>;

const convolve = {
  1: (x: Values, w: Values, options: ops.ConvOptions): Values => ops.conv1d(x, w, options),
  2: (x: Values, w: Values, options: ops.ConvOptions): Values => ops.conv2d(x, w, options),
  3: (x: Values, w: Values, options: ops.ConvOptions): Values => ops.conv3d(x, w, options),
};

const convNames: OptionNames<ConvLayerOptions> = {
  ...{ out: true, kernel: true, stride: true, padding: true, dilation: true, groups: true, exact: true },
  ...{ bias: true, initial: true },
};

/** What a convolution is at run time. */
export const convolution = (operation: string, rank: SpatialRank, options: ConvLayerOptions): Definition => {
  expectSpelt(options, convNames, operation);
  const { stride = 1, padding = 0, dilation = 1, groups = 1, exact = false } = options;
  const window = { stride, padding, dilation, groups, exact };
  const weights = (input: Shape): Shape | string =>
    isNatural(options.out) && options.out > 0
      ? convWeightsShape(input, options.out, options, rank, operation)
      : `${operation}: out ${options.out} is not a positive integer`;
  return stateless(
    operation,
    (input) => {
      const w = weights(input);
      return typeof w === 'string' ? w : convShape(input, w, options, rank, operation);
    },
    (input) => {
      const w = weights(input);
      return affine(w, options.out, typeof w === 'string' ? 1 : size(w.slice(1)), options);
    },
    (params, x) => addBias(convolve[rank](x, values(params, 'weight'), window), params, options, rank),
  );
};

/** A convolution over one spatial dimension; see `conv2d`. Shape [C, W] → [out, W′], weight [out, C / groups, K]. */
export const conv1d: ConvLayer<'conv1d', 1> = (options) => layer(convolution('conv1d', 1, options));

/**
 * Convolution with learned weights, in every output channel o: y_o = b_o + Σ_c w_oc ⋆ x_c, a cross-correlation.
 * Shape       [C, H, W] → [out, H′, W′] with H′ = ⌊(H + 2p − d(k − 1) − 1) / s⌋ + 1
 * Parameters  weight [out, C / groups, KH, KW], bias [out]; both start uniform in ±1/√fan, fan = (C / groups) · KH · KW
 *             (kaiming_uniform with a = √5, the default of PyTorch)
 * Errors      "conv2d: kernel 17 is larger than padded input 14", "conv2d: expected an input [..., C, H, W], got [784]",
 *             "conv2d: 4 input channels do not divide into 3 groups"
 * Source      Dumoulin and Visin 2016
 * @example
 * build([3, 224, 224], { conv1: conv2d({ out: 64, kernel: 7, stride: 2, padding: 3 }) }).output // [64, 112, 112]
 */
export const conv2d: ConvLayer<'conv2d', 2> = (options) => layer(convolution('conv2d', 2, options));

/** A convolution over three spatial dimensions; see `conv2d`. Shape [C, D, H, W] → [out, D′, H′, W′]. */
export const conv3d: ConvLayer<'conv3d', 3> = (options) => layer(convolution('conv3d', 3, options));
