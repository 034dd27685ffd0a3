import { multiply, greater, reshape, where } from '../../ops/index.js';
import { show, type Shape, type Show } from '../../shape/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import { stateless } from '../definition.js';
import { initializers } from '../initializer.js';
import { layer, type Layer } from '../layer.js';
import type { Stateless } from '../rule.js';
import { values } from '../tree.js';

/** What a PReLU may be told. */
export interface PreluOptions<C extends boolean> {
  /** Whether each channel has a slope of its own; one for all by default. */
  readonly perChannel?: C;
  /** The slope at the start; 0.25 by default. */
  readonly start?: number;
}

/** The rule of `prelu`. */
export interface Prelu<C extends boolean> extends Stateless<'prelu'> {
  readonly Out: this['In'] extends infer X extends Shape
    ? C extends true
      ? X extends readonly []
        ? `prelu: expected an input [C, ...spatial], got ${Show<X>}`
        : X
      : X
    : never;
  readonly Params: this['In'] extends infer X extends Shape
    ? {
        readonly weight: Tensor<
          C extends true ? (X extends readonly [infer N extends number, ...unknown[]] ? [N] : never) : [1]
        >;
      }
    : never;
}

/**
 * y = x where x > 0, a · x elsewhere, with a learned slope a.
 * Shape       unchanged; [C, ...spatial] with a slope for each channel
 * Parameters  weight [1], or [C] with `perChannel`
 * Gradient    at 0 that of the negative side
 * Errors      "prelu: expected an input [C, ...spatial], got []" (with `perChannel`)
 * Source      He et al. 2015, "Delving Deep into Rectifiers"; start and layout as in PyTorch
 */
export const prelu = <const C extends boolean = false>({ perChannel, start = 0.25 }: PreluOptions<C> = {}): Layer<
  Prelu<C>
> =>
  layer(
    stateless(
      'prelu',
      (input) =>
        perChannel === true && input.length === 0
          ? `prelu: expected an input [C, ...spatial], got ${show(input)}`
          : input,
      (input) => ({
        weight: { shape: perChannel === true ? input.slice(0, 1) : [1], initializer: initializers.constant(start) },
      }),
      (params, x) => {
        const slopes = values(params, 'weight');
        const spread = perChannel === true ? [...slopes.shape, ...x.shape.slice(1).map(() => 1)] : [];
        return where(greater(x, 0), x, multiply(x, reshape(slopes, spread)));
      },
    ),
  );
