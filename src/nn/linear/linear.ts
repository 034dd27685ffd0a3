import { dimension, expectSpelt, isNatural, show } from '../../shape/index.js';
import type { OptionNames, NotPositive, SameDim, Shape, Show } from '../../shape/index.js';
import { affine, project, type Affine, type AffineOptions } from './affine.js';
import { stateless, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Known } from '../options.js';
import type { Stateless } from '../rule.js';

/** What a linear layer may be told. */
export interface LinearOptions extends AffineOptions {
  /** The number of features of the input, where the program should say it. */
  readonly in?: number;
}

/** The rule of `linear`. */
export interface Linear<Out extends number, O extends LinearOptions> extends Stateless<'linear'> {
  readonly Out: Mapped<this['In'], Out, O>;
  readonly Params: Affine<O, [Out, LastOf<this['In']>], [Out]>;
}
type LastOf<X> = X extends readonly [...unknown[], infer F extends number] ? F : number;
type Mapped<X, Out extends number, O extends LinearOptions> = [NotPositive<Out>] extends [never]
  ? X extends readonly [...infer B extends Shape, infer F extends number]
    ? O extends { readonly in: infer D extends number }
      ? SameDim<D, F> extends true
        ? [...B, Out]
        : `linear: ${D} features are declared but the input ${Show<X>} has ${F}`
      : [...B, Out]
    : `linear: expected an input [..., features], got ${X extends Shape ? Show<X> : never}`
  : `linear: out ${Out} is not a positive integer`;

/**
 * An affine map of the last axis: y = W x + b.
 * Shape       [..., F] → [..., out]
 * Parameters  weight [out, F], bias [out]; both start uniform in ±1/√F (the default of PyTorch)
 * Errors      "linear: 400 features are declared but the input [576] has 576" (with the option `in`),
 *             "linear: expected an input [..., features], got []"
 * @example
 * build([84], { fc: linear(10) }).output // [10]
 */
export const linear = <
  const Out extends number,
  const O extends LinearOptions & Known<O, keyof LinearOptions, 'linear'> = LinearOptions,
>(
  out: Out,
  options?: O,
): Layer<Linear<Out, O>> => layer(mapping(out, options ?? {}));

const linearNames: OptionNames<LinearOptions> = { in: true, bias: true, initial: true };

const mapping = (out: number, options: LinearOptions): Definition => {
  expectSpelt(options, linearNames, 'linear');
  return stateless(
    'linear',
    (input) => {
      if (!isNatural(out) || out === 0) return `linear: out ${out} is not a positive integer`;
      if (input.length === 0) return `linear: expected an input [..., features], got ${show(input)}`;
      const features = dimension(input, -1);
      return options.in === undefined || options.in === features
        ? [...input.slice(0, -1), out]
        : `linear: ${options.in} features are declared but the input ${show(input)} has ${features}`;
    },
    (input) => affine([out, dimension(input, -1)], out, dimension(input, -1), options),
    (params, x) => project(x, params, options),
  );
};
