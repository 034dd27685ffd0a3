import { mean } from '../../ops/index.js';
import { show, type Shape, type Show } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `globalAvgPool`. */
export interface GlobalAvgPool extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly [infer C extends number, unknown, ...unknown[]]
      ? [C]
      : `globalAvgPool: expected an input [C, ...spatial], got ${Show<X>}`
    : never;
}

/**
 * The mean of each channel: y_c = 1/(H·W) Σ_ij x_cij.
 * Shape   [C, ...spatial] → [C]
 * Errors  "globalAvgPool: expected an input [C, ...spatial], got [784]"
 * Source  Lin et al. 2013
 */
export const globalAvgPool: Layer<GlobalAvgPool> = layer(
  pure(
    'globalAvgPool',
    (input) =>
      input.length > 1 ? input.slice(0, 1) : `globalAvgPool: expected an input [C, ...spatial], got ${show(input)}`,
    (x) => mean(x, x.shape.map((_, axis) => axis).slice(1)),
  ),
);
