import { dimension, isNatural, notSpatial } from '../../shape/index.js';
import type { Channels, Div, Mod, NotPositive, NotSpatial, SameDim, Shape } from '../../shape/index.js';
import type { Result } from '../../tensor/tensor.js';
import { relu, sigmoid } from '../activation/index.js';
import { stateless, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { linear } from '../linear/index.js';
import { globalAvgPool } from '../pooling/index.js';
import type { Stateless } from '../rule.js';
import { gated } from './gated.js';
import { sequential } from './sequential.js';

/** The rule of `squeezeExcite`. */
export interface SqueezeExcite<R extends number> extends Stateless<'squeezeExcite'> {
  readonly Out: this['In'] extends infer X extends Shape ? Excited<X, R> : never;
  readonly Params: this['In'] extends readonly [infer C extends number, ...unknown[]]
    ? {
        readonly fc1: { readonly weight: Result<[Div<C, R>, C]>; readonly bias: Result<[Div<C, R>]> };
        readonly fc2: { readonly weight: Result<[C, Div<C, R>]>; readonly bias: Result<[C]> };
      }
    : never;
}
type Excited<X extends Shape, R extends number> = [NotPositive<R>] extends [never]
  ? Channels<X> extends [infer C extends number, Shape]
    ? C extends 0
      ? 'squeezeExcite: there is no channel'
      : SameDim<Mod<C, R>, 0> extends true
        ? X
        : `squeezeExcite: ${C} channels do not divide by ${R}`
    : NotSpatial<X, 'squeezeExcite'>
  : `squeezeExcite: reduction ${R} is not a positive integer`;

/**
 * Each channel scaled by what the channels say together: y = x ⊙ σ(W₂ relu(W₁ m + b₁) + b₂), m_c the mean of channel c.
 * Shape       unchanged, [C, ...spatial]
 * Parameters  fc1.weight [C / reduction, C], fc1.bias, fc2.weight [C, C / reduction], fc2.bias; they start as those of `linear`
 * Errors      "squeezeExcite: 10 channels do not divide by 4"
 * Source      Hu et al. 2018
 * @example
 * build([64, 56, 56], { squeeze: squeezeExcite(16) }).output // [64, 56, 56]
 */
export const squeezeExcite = <const R extends number>(reduction: R): Layer<SqueezeExcite<R>> =>
  layer(squeezing(reduction));

const squeezing = (reduction: number): Definition => {
  const inside = (input: Shape): Definition => block(dimension(input, 0), reduction);
  return {
    ...stateless(
      'squeezeExcite',
      (input) => {
        if (!isNatural(reduction) || reduction === 0)
          return `squeezeExcite: reduction ${reduction} is not a positive integer`;
        if (input.length < 2) return notSpatial(input, 'squeezeExcite');
        const channels = dimension(input, 0);
        if (channels === 0) return 'squeezeExcite: there is no channel';
        return channels % reduction === 0 ? input : `squeezeExcite: ${channels} channels do not divide by ${reduction}`;
      },
      (input) => inside(input).parameters(input),
      (params, x, context) => inside(x.shape).apply({ params, state: {} }, x, context)[0],
    ),
    parts: (input) => inside(input).parts(input),
  };
};

const block = (channels: number, reduction: number): Definition =>
  gated(sequential(globalAvgPool, { fc1: linear(channels / reduction) }, relu, { fc2: linear(channels) }, sigmoid))
    .definition;
