import { add, cast } from '../../ops/index.js';
import { dimension, show, type Shape, type Show } from '../../shape/index.js';
import { fromArray } from '../../tensor/literal.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `sinusoidalEncoding`. */
export interface SinusoidalEncoding extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly [number, number]
      ? X
      : `sinusoidalEncoding: expected an input [T, D], got ${Show<X>}`
    : never;
}

/**
 * Waves of geometrically growing length added to the rows of a sequence, so that places differ: y = x + p, p(t, 2i) = sin(t / 10000^(2i/D)),
 * p(t, 2i + 1) the cosine of the same.
 * Shape   [T, D], unchanged
 * Errors  "sinusoidalEncoding: expected an input [T, D], got [784]"
 * Source  Vaswani et al. 2017, 3.5
 * @example
 * build([64, 32], sinusoidalEncoding).output // [64, 32]
 */
export const sinusoidalEncoding: Layer<SinusoidalEncoding> = layer(
  pure(
    'sinusoidalEncoding',
    (input) => (input.length === 2 ? input : `sinusoidalEncoding: expected an input [T, D], got ${show(input)}`),
    (x) => add(x, cast(waves(dimension(x.shape, 0), dimension(x.shape, 1)), x.dtype)),
  ),
);

const waves = (length: number, width: number) =>
  fromArray(
    Float64Array.from({ length: length * width }, (_, place) => {
      const [t, k] = [Math.floor(place / width), place % width];
      const angle = t / 10000 ** ((k - (k % 2)) / width);
      return k % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
    [length, width],
  );
