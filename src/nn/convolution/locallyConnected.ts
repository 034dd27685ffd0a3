import * as ops from '../../ops/index.js';
import { splitBatch } from '../../random/index.js';
import {
  expectSpelt,
  isNatural,
  locallyConnectedBiasShape,
  locallyConnectedShape,
  locallyConnectedWeightsShape,
  size,
} from '../../shape/index.js';
import type {
  LocallyConnected,
  LocallyConnectedBias,
  LocallyConnectedWeights,
  NotPositive,
  OptionNames,
  Padding,
  PerDimension,
  Shape,
  SpatialRank,
} from '../../shape/index.js';
import { vmap } from '../../transform/index.js';
import { stateless, type Definition } from '../definition.js';
import { fanInUniform, type Initializer } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Affine } from '../linear/affine.js';
import type { Known, Setting } from '../options.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';
import type { Values } from '../values.js';
import type { ConvLayerOptions, ConvSettings } from './convolution.js';

/** What a locally connected layer may be told. */
export type LocallyConnectedLayerOptions = Omit<ConvLayerOptions, 'groups'>;

type SettingsOf<O extends LocallyConnectedLayerOptions> = ConvSettings<
  O['out'],
  O['kernel'],
  Setting<O, 'stride', 1, PerDimension>,
  Setting<O, 'padding', 0, Padding>,
  Setting<O, 'dilation', 1, PerDimension>,
  1,
  Setting<O, 'exact', false, boolean>,
  Setting<O, 'bias', true, boolean>
>;

/** The rule of a locally connected layer. */
export interface LocalConnection<
  Op extends string,
  Rank extends SpatialRank,
  O extends LocallyConnectedLayerOptions,
> extends Stateless<Op> {
  readonly Out: [NotPositive<O['out']>] extends [never]
    ? Connected<this['In'], WeightsOf<this['In'], O, Op, Rank>, O, Op, Rank>
    : `${Op}: out ${O['out']} is not a positive integer`;
  readonly Params: ParametersOf<WeightsOf<this['In'], O, Op, Rank>, O, Rank>;
}
type WeightsOf<X, O extends LocallyConnectedLayerOptions, Op extends string, Rank extends SpatialRank> = X extends Shape
  ? LocallyConnectedWeights<X, O['out'], O, Op, Rank>
  : never;
type Connected<
  X,
  W,
  O extends LocallyConnectedLayerOptions,
  Op extends string,
  Rank extends SpatialRank,
> = W extends Shape ? (X extends Shape ? LocallyConnected<X, W, O, Op, Rank> : never) : W;
type ParametersOf<W, O extends LocallyConnectedLayerOptions, Rank extends SpatialRank> = W extends Shape
  ? Affine<O, W, LocallyConnectedBias<W, Rank>>
  : never;

type LocallyConnectedLayer<Op extends string, Rank extends SpatialRank> = <
  const O extends LocallyConnectedLayerOptions & Known<O, keyof LocallyConnectedLayerOptions, Op>,
>(
  options: O,
) => Layer<LocalConnection<Op, Rank, SettingsOf<O>>>;

const connect = {
  1: (x: Values, w: Values, options: ops.LocallyConnectedOptions): Values => ops.locallyConnected1d(x, w, options),
  2: (x: Values, w: Values, options: ops.LocallyConnectedOptions): Values => ops.locallyConnected2d(x, w, options),
  3: (x: Values, w: Values, options: ops.LocallyConnectedOptions): Values => ops.locallyConnected3d(x, w, options),
};

const names: OptionNames<LocallyConnectedLayerOptions> = {
  ...{ out: true, kernel: true, stride: true, padding: true, dilation: true, exact: true },
  ...{ bias: true, initial: true },
};

/** Weights that start at each position as those of a convolution would: [out, in, ...kernel], and the positions last. */
const eachPosition =
  (start: Initializer, rank: SpatialRank): Initializer =>
  (key, shape, dtype) => {
    const [kernel, positions] = [shape.slice(0, rank + 2), shape.slice(rank + 2)];
    const drawn = vmap((one: typeof key) => start(one, kernel, dtype))(splitBatch(key, size(positions)));
    return ops.reshape(ops.permute(drawn, [...kernel.map((_, axis) => axis + 1), 0]), shape);
  };

const locallyConnected = (operation: string, rank: SpatialRank, options: LocallyConnectedLayerOptions): Definition => {
  expectSpelt(options, names, operation);
  const { out, kernel, stride = 1, padding = 0, dilation = 1, exact = false, bias = true, initial = {} } = options;
  const window = { stride, padding, dilation, exact };
  const weights = (input: Shape): Shape | string =>
    isNatural(out) && out > 0
      ? locallyConnectedWeightsShape(input, out, { ...window, kernel }, rank, operation)
      : `${operation}: out ${out} is not a positive integer`;
  return stateless(
    operation,
    (input) => {
      const w = weights(input);
      return typeof w === 'string' ? w : locallyConnectedShape(input, w, window, rank, operation);
    },
    (input) => {
      const w = weights(input);
      if (typeof w === 'string') return {};
      const start = fanInUniform(size(w.slice(1, rank + 2)));
      const weight = { shape: w, initializer: eachPosition(initial.weight ?? start, rank) };
      return bias
        ? { weight, bias: { shape: locallyConnectedBiasShape(w, rank), initializer: initial.bias ?? start } }
        : { weight };
    },
    (params, x) => {
      const y = connect[rank](x, values(params, 'weight'), window);
      return bias ? ops.add(y, values(params, 'bias')) : y;
    },
  );
};

/** A locally connected layer over one spatial dimension; see `locallyConnected2d`. Weight [out, C, K, W′], bias [out, W′]. */
export const locallyConnected1d: LocallyConnectedLayer<'locallyConnected1d', 1> = (options) =>
  layer(locallyConnected('locallyConnected1d', 1, options));

/**
 * A convolution without sharing: at each position (i, j) of the window weights and a bias of its own,
 * y_oij = b_oij + Σ_cqr w_ocqrij x_c,i+q,j+r.
 * Shape       [C, H, W] → [out, H′, W′], H′ and W′ as of `conv2d`
 * Parameters  weight [out, C, KH, KW, H′, W′], bias [out, H′, W′]; both start uniform in ±1/√(C · KH · KW). An initializer for the
 *             weights is asked for those of one position at a time, [out, C, KH, KW].
 * Errors      those of `conv2d`
 * Source      LeCun 1989; deck row C5
 * @example
 * build([3, 32, 32], { local: locallyConnected2d({ out: 6, kernel: 5, bias: false }) }).output // [6, 28, 28]
 */
export const locallyConnected2d: LocallyConnectedLayer<'locallyConnected2d', 2> = (options) =>
  layer(locallyConnected('locallyConnected2d', 2, options));

/** A locally connected layer over three spatial dimensions; see `locallyConnected2d`. */
export const locallyConnected3d: LocallyConnectedLayer<'locallyConnected3d', 3> = (options) =>
  layer(locallyConnected('locallyConnected3d', 3, options));
