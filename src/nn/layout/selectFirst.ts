import { index } from '../../ops/index.js';
import { indexShape, type Index, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `selectFirst`. */
export interface SelectFirst extends Pure {
  readonly Out: this['In'] extends infer X extends Shape ? Index<X, 0, 0, 'selectFirst'> : never;
}

/**
 * The first entry along axis 0, as the class token of a transformer: y = x₀.
 * Shape   [T, ...s] → [...s]
 */
export const selectFirst: Layer<SelectFirst> = layer(
  pure(
    'selectFirst',
    (input) => indexShape(input, 0, 0, 'selectFirst'),
    (x) => index(x, 0),
  ),
);
