import * as ops from '../../ops/index.js';
import { convTransposeShape, convTransposeWeightsShape, expectSpelt, isNatural, size } from '../../shape/index.js';
import type {
  ConvTranspose,
  ConvTransposeWeights,
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
import { layer, type Layer } from '../layer.js';
import type { Known, Setting } from '../options.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';
import type { Values } from '../values.js';

/** What a transposed convolution layer may be told. */
export interface ConvTransposeLayerOptions
  extends AffineOptions, Pick<WindowOptions, 'stride' | 'padding' | 'dilation' | 'groups' | 'outputPadding'> {
  /** The number of output channels. */
  readonly out: number;
  readonly kernel: PerDimension;
}

/** All options of a transposed convolution that its shapes depend on. */
export interface ConvTransposeSettings<
  Out extends number,
  K extends PerDimension,
  S extends PerDimension,
  P extends Padding,
  D extends PerDimension,
  G extends number,
  OutputPadding extends PerDimension,
  Bias extends boolean,
> {
  readonly out: Out;
  readonly kernel: K;
  readonly stride: S;
  readonly padding: P;
  readonly dilation: D;
  readonly groups: G;
  readonly outputPadding: OutputPadding;
  readonly bias: Bias;
}
type SettingsOf<O extends ConvTransposeLayerOptions> = ConvTransposeSettings<
  O['out'],
  O['kernel'],
  Setting<O, 'stride', 1, PerDimension>,
  Setting<O, 'padding', 0, Padding>,
  Setting<O, 'dilation', 1, PerDimension>,
  Setting<O, 'groups', 1, number>,
  Setting<O, 'outputPadding', 0, PerDimension>,
  Setting<O, 'bias', true, boolean>
>;

/** The rule of a transposed convolution. */
export interface TransposedConvolution<
  Op extends string,
  Rank extends SpatialRank,
  O extends ConvTransposeLayerOptions,
> extends Stateless<Op> {
  readonly Out: Filled<this['In'], WeightsOf<this['In'], O, Op, Rank>, O, Op, Rank>;
  readonly Params: Affine<O, WeightsOf<this['In'], O, Op, Rank>, [O['out']]>;
}
type WeightsOf<X, O extends ConvTransposeLayerOptions, Op extends string, Rank extends SpatialRank> = X extends Shape
  ? ConvTransposeWeights<X, O['out'], O, Op, Rank>
  : never;
type Filled<X, W, O extends ConvTransposeLayerOptions, Op extends string, Rank extends SpatialRank> = [
  NotPositive<O['out']>,
] extends [never]
  ? W extends Shape
    ? X extends Shape
      ? ConvTranspose<X, W, O, Op, Rank>
      : never
    : W
  : `${Op}: out ${O['out']} is not a positive integer`;

type ConvTransposeLayer<Op extends string, Rank extends SpatialRank> = <
  const O extends ConvTransposeLayerOptions & Known<O, keyof ConvTransposeLayerOptions, Op>,
>(
  options: O,
) => Layer<TransposedConvolution<Op, Rank, SettingsOf<O>>>;

const spread = {
  1: (x: Values, w: Values, options: ops.ConvTransposeOptions): Values => ops.convTranspose1d(x, w, options),
  2: (x: Values, w: Values, options: ops.ConvTransposeOptions): Values => ops.convTranspose2d(x, w, options),
  3: (x: Values, w: Values, options: ops.ConvTransposeOptions): Values => ops.convTranspose3d(x, w, options),
};

const convTransposeNames: OptionNames<ConvTransposeLayerOptions> = {
  ...{ out: true, kernel: true, stride: true, padding: true, dilation: true, groups: true, outputPadding: true },
  ...{ bias: true, initial: true },
};

const convTranspose = (operation: string, rank: SpatialRank, options: ConvTransposeLayerOptions): Definition => {
  expectSpelt(options, convTransposeNames, operation);
  const { stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding = 0 } = options;
  const window = { stride, padding, dilation, groups, outputPadding };
  const weights = (input: Shape): Shape | string =>
    isNatural(options.out) && options.out > 0
      ? convTransposeWeightsShape(input, options.out, options, rank, operation)
      : `${operation}: out ${options.out} is not a positive integer`;
  return stateless(
    operation,
    (input) => {
      const w = weights(input);
      return typeof w === 'string' ? w : convTransposeShape(input, w, options, rank, operation);
    },
    (input) => {
      const w = weights(input);
      return affine(w, options.out, typeof w === 'string' ? 1 : size(w.slice(1)), options);
    },
    (params, x) => addBias(spread[rank](x, values(params, 'weight'), window), params, options, rank),
  );
};

/** A transposed convolution over one spatial dimension; see `convTranspose2d`. Weight [C, out / groups, K]. */
export const convTranspose1d: ConvTransposeLayer<'convTranspose1d', 1> = (options) =>
  layer(convTranspose('convTranspose1d', 1, options));

/**
 * The transpose of a convolution, with learned weights: each input pixel spreads a kernel over the output.
 * Shape       [C, H, W] → [out, H′, W′] with H′ = (H − 1)s − 2p + d(k − 1) + outputPadding + 1
 * Parameters  weight [C, out / groups, KH, KW], bias [out]; both start uniform in ±1/√fan, fan = (out / groups) · KH · KW
 *             (the default of PyTorch)
 * Errors      "convTranspose2d: padding 2 + 2 is not smaller than the full output 4"
 * Source      Zeiler et al. 2010; Dumoulin and Visin 2016
 * @example
 * build([128, 28, 28], { up: convTranspose2d({ out: 64, kernel: 2, stride: 2 }) }).output // [64, 56, 56]
 */
export const convTranspose2d: ConvTransposeLayer<'convTranspose2d', 2> = (options) =>
  layer(convTranspose('convTranspose2d', 2, options));

/** A transposed convolution over three spatial dimensions; see `convTranspose2d`. Weight [C, out / groups, KD, KH, KW]. */
export const convTranspose3d: ConvTransposeLayer<'convTranspose3d', 3> = (options) =>
  layer(convTranspose('convTranspose3d', 3, options));
