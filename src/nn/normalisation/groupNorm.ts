import { add, mean, multiply, reshape, rsqrt, square, subtract } from '../../ops/index.js';
import {
  dimension,
  isNatural,
  show,
  type Mod,
  type NotPositive,
  type SameDim,
  type Shape,
  type Show,
} from '../../shape/index.js';
import type { AnyTensor, Tensor } from '../../tensor/tensor.js';
import { pure, stateless, type Definition, type Tree } from '../definition.js';
import { initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Pure, Stateless } from '../rule.js';
import { values } from '../tree.js';
import type { Values } from '../values.js';

/** What a group or instance norm may be told. */
export interface GroupNormOptions<A extends boolean> {
  /** Added to the variance; 1e-5 by default. */
  readonly epsilon?: number;
  /** Whether each channel is scaled by a learned γ and moved by a learned β. */
  readonly affine?: A;
}

type Grouped<X, G extends number> = [NotPositive<G>] extends [never]
  ? X extends readonly [infer C extends number, ...unknown[]]
    ? SameDim<Mod<C, G>, 0> extends true
      ? X
      : `groupNorm: ${C} channels do not divide into ${G} groups`
    : `groupNorm: expected an input [C, ...spatial], got ${X extends Shape ? Show<X> : never}`
  : `groupNorm: groups ${G} is not a positive integer`;
type PerChannel<X> = X extends readonly [infer C extends number, ...unknown[]]
  ? { readonly weight: Tensor<[C]>; readonly bias: Tensor<[C]> }
  : never;

/** The rule of `groupNorm`. */
export interface GroupNorm<G extends number> extends Stateless<'groupNorm'> {
  readonly Out: Grouped<this['In'], G>;
  readonly Params: PerChannel<this['In']>;
}
/** The rule of `groupNorm` without γ and β. */
export interface PlainGroupNorm<G extends number> extends Pure {
  readonly Out: Grouped<this['In'], G>;
}

/**
 * The channels in groups of neighbours, each group with its mean and variance taken out: y = γ (x − μ) / √(σ² + ε) + β.
 * Shape       [C, ...spatial], unchanged
 * Parameters  weight γ [C], ones; bias β [C], zeros; none with `affine: false`
 * Errors      "groupNorm: 6 channels do not divide into 4 groups", "groupNorm: expected an input [C, ...spatial], got []"
 * Source      Wu and He 2018; ε = 1e-5 as in PyTorch
 */
export const groupNorm = <const G extends number, const A extends boolean = true>(
  groups: G,
  options: GroupNormOptions<A> = {},
): Layer<A extends false ? PlainGroupNorm<G> : GroupNorm<G>> =>
  layer(
    normalise(
      'groupNorm',
      (input) => {
        if (!isNatural(groups) || groups === 0) return `groupNorm: groups ${groups} is not a positive integer`;
        if (input.length === 0) return `groupNorm: expected an input [C, ...spatial], got ${show(input)}`;
        const channels = dimension(input, 0);
        return channels % groups === 0 ? input : `groupNorm: ${channels} channels do not divide into ${groups} groups`;
      },
      () => groups,
      { affine: true, ...options },
    ),
  );

type Spatial<X> = X extends readonly [number, ...unknown[]]
  ? X
  : `instanceNorm: expected an input [C, ...spatial], got ${X extends Shape ? Show<X> : never}`;

/** The rule of `instanceNorm`. */
export interface InstanceNorm extends Pure {
  readonly Out: Spatial<this['In']>;
}
/** The rule of `instanceNorm` with γ and β. */
export interface AffineInstanceNorm extends Stateless<'instanceNorm'> {
  readonly Out: Spatial<this['In']>;
  readonly Params: PerChannel<this['In']>;
}

/**
 * Each channel of each example with its mean and variance over space taken out: y = (x − μ) / √(σ² + ε), with `affine: true` γy + β.
 * Shape       [C, ...spatial], unchanged
 * Parameters  none; with `affine: true` weight γ [C], ones; bias β [C], zeros
 * Errors      "instanceNorm: expected an input [C, ...spatial], got []"
 * Source      Ulyanov et al. 2016; ε = 1e-5 and no γ and β unless asked for, as in PyTorch
 */
export const instanceNorm = <const A extends boolean = false>(
  options: GroupNormOptions<A> = {},
): Layer<A extends true ? AffineInstanceNorm : InstanceNorm> =>
  layer(
    normalise(
      'instanceNorm',
      (input) => (input.length > 0 ? input : `instanceNorm: expected an input [C, ...spatial], got ${show(input)}`),
      (input) => dimension(input, 0),
      { affine: false, ...options },
    ),
  );

const normalise = (
  operation: string,
  output: (input: Shape) => Shape | string,
  groups: (input: Shape) => number,
  { affine, epsilon = 1e-5 }: GroupNormOptions<boolean>,
): Definition => {
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new RangeError(`${operation}: expected an epsilon of 0 or more, got ${epsilon}`);
  const normal = (x: Values): Values => {
    const rows: Values = reshape(x, [groups(x.shape), -1]);
    const keep = { keepDimensions: true };
    const centred: Values = subtract(rows, mean(rows, 1, keep));
    return reshape(multiply(centred, rsqrt(add(mean(square(centred), 1, keep), epsilon))), x.shape);
  };
  if (affine !== true) return pure(operation, output, normal);
  return stateless(
    operation,
    output,
    (input) => ({
      weight: { shape: input.slice(0, 1), initializer: initializers.ones },
      bias: { shape: input.slice(0, 1), initializer: initializers.zeros },
    }),
    (params, x) => scaled(normal(x), params),
  );
};

/** γy + β, with numbers for each channel */
const scaled = (y: Values, params: Tree<AnyTensor>): Values => {
  const spread = (v: Values): Values => reshape(v, [...v.shape, ...y.shape.slice(1).map(() => 1)]);
  return add(multiply(y, spread(values(params, 'weight'))), spread(values(params, 'bias')));
};
