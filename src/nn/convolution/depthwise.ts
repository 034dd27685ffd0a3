import { dimension, expectSpelt, isNatural, noImage } from '../../shape/index.js';
import type {
  Image,
  Mul,
  NoImage,
  NotPositive,
  OptionNames,
  Padding,
  PerDimension,
  Shape,
  SpatialRank,
} from '../../shape/index.js';
import { stateless, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Known, Setting } from '../options.js';
import type { OutputOf, ParamsOf, Rule, Stateless } from '../rule.js';
import { convolution, type Convolution, type ConvLayerOptions, type ConvSettings } from './convolution.js';

/** What a depthwise convolution may be told. */
export interface DepthwiseOptions extends Omit<ConvLayerOptions, 'out' | 'groups'> {
  /** The number of output channels for each input channel, 1 unless it is given. */
  readonly multiplier?: number;
}

/** All options of a depthwise convolution that its shapes depend on. */
export interface DepthwiseSettings<
  Multiplier extends number,
  K extends PerDimension,
  S extends PerDimension,
  P extends Padding,
  D extends PerDimension,
  Exact extends boolean,
  Bias extends boolean,
> {
  readonly multiplier: Multiplier;
  readonly kernel: K;
  readonly stride: S;
  readonly padding: P;
  readonly dilation: D;
  readonly exact: Exact;
  readonly bias: Bias;
}
/** The options that a caller gave, with the defaults written out. */
export type DepthwiseSettingsOf<O extends DepthwiseOptions> = DepthwiseSettings<
  Setting<O, 'multiplier', 1, number>,
  O['kernel'],
  Setting<O, 'stride', 1, PerDimension>,
  Setting<O, 'padding', 0, Padding>,
  Setting<O, 'dilation', 1, PerDimension>,
  Setting<O, 'exact', false, boolean>,
  Setting<O, 'bias', true, boolean>
>;
type AnySettings = DepthwiseSettings<number, PerDimension, PerDimension, Padding, PerDimension, boolean, boolean>;

/** The rule of a depthwise convolution. */
export interface DepthwiseConvolution<
  Op extends string,
  Rank extends SpatialRank,
  O extends AnySettings,
> extends Stateless<Op> {
  readonly Out: [NotPositive<O['multiplier']>] extends [never]
    ? this['In'] extends infer X extends Shape
      ? Grouped<X, O, Op, Rank> extends infer F extends Rule
        ? OutputOf<F, X>
        : NoImage<X, Op, Rank>
      : never
    : `${Op}: multiplier ${O['multiplier']} is not a positive integer`;
  readonly Params: this['In'] extends infer X extends Shape
    ? Grouped<X, O, Op, Rank> extends infer F extends Rule
      ? ParamsOf<F, X>
      : never
    : never;
}

/** The convolution with as many groups as X has channels. */
type Grouped<X extends Shape, O extends AnySettings, Op extends string, Rank extends SpatialRank> =
  Image<X, Rank> extends [Shape, infer C extends number, Shape]
    ? Convolution<
        Op,
        Rank,
        ConvSettings<
          Mul<C, O['multiplier']>,
          O['kernel'],
          O['stride'],
          O['padding'],
          O['dilation'],
          C,
          O['exact'],
          O['bias']
        >
      >
    : null;

type DepthwiseLayer<Op extends string, Rank extends SpatialRank> = <
  const O extends DepthwiseOptions & Known<O, keyof DepthwiseOptions, Op>,
>(
  options: O,
) => Layer<DepthwiseConvolution<Op, Rank, DepthwiseSettingsOf<O>>>;

const names: OptionNames<DepthwiseOptions> = {
  ...{ multiplier: true, kernel: true, stride: true, padding: true, dilation: true, exact: true },
  ...{ bias: true, initial: true },
};

const depthwise = (operation: string, rank: SpatialRank, options: DepthwiseOptions): Definition => {
  expectSpelt(options, names, operation);
  const { multiplier = 1, ...window } = options;
  const grouped = (input: Shape): Definition => {
    const groups = dimension(input, -rank - 1);
    return convolution(operation, rank, { ...window, groups, out: groups * multiplier });
  };
  return stateless(
    operation,
    (input) => {
      if (!isNatural(multiplier) || multiplier === 0)
        return `${operation}: multiplier ${multiplier} is not a positive integer`;
      return input.length <= rank ? noImage(input, operation, rank) : grouped(input).output(input);
    },
    (input) => grouped(input).parameters(input),
    (params, x, context) => grouped(x.shape).apply({ params, state: {} }, x, context)[0],
  );
};

/** A depthwise convolution over one spatial dimension; see `depthwiseConv2d`. Weight [C · multiplier, 1, K]. */
export const depthwiseConv1d: DepthwiseLayer<'depthwiseConv1d', 1> = (options) =>
  layer(depthwise('depthwiseConv1d', 1, options));

/**
 * Convolution of each channel by itself, with `multiplier` filters for each: y_cm+k = b_cm+k + w_cm+k ⋆ x_c. It is `conv2d` in
 * as many groups as there are channels.
 * Shape       [C, H, W] → [C · multiplier, H′, W′], H′ and W′ as of `conv2d`
 * Parameters  weight [C · multiplier, 1, KH, KW], bias [C · multiplier]; both start uniform in ±1/√(KH · KW)
 *             (the default of PyTorch)
 * Errors      those of `conv2d`, "depthwiseConv2d: multiplier 0 is not a positive integer"
 * Source      Sifre 2014; Howard et al. 2017 (MobileNet)
 * @example
 * build([32, 56, 56], { depthwise: depthwiseConv2d({ kernel: 3, stride: 2, padding: 1 }) }).output // [32, 28, 28]
 */
export const depthwiseConv2d: DepthwiseLayer<'depthwiseConv2d', 2> = (options) =>
  layer(depthwise('depthwiseConv2d', 2, options));

/** A depthwise convolution over three spatial dimensions; see `depthwiseConv2d`. Weight [C · multiplier, 1, KD, KH, KW]. */
export const depthwiseConv3d: DepthwiseLayer<'depthwiseConv3d', 3> = (options) =>
  layer(depthwise('depthwiseConv3d', 3, options));
