import { add, avgPool2d, divide, multiply, power, reshape, square } from '../../ops/index.js';
import { dimension, show, size, type Shape, type Show } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** What a local response norm may be told. */
export interface LocalResponseNormOptions {
  /** The number n of neighbouring channels; 5 by default. */
  readonly size?: number;
  readonly alpha?: number;
  readonly beta?: number;
  readonly k?: number;
}

/** The rule of `localResponseNorm`. */
export interface LocalResponseNorm extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly []
      ? `localResponseNorm: expected an input [C, ...spatial], got ${Show<X>}`
      : X
    : never;
}

/**
 * Each number divided by the strength of its n neighbouring channels: y_c = x_c / (k + α/n Σ x_c′²)^β.
 * Shape   [C, ...spatial], unchanged
 * Source  Krizhevsky et al. 2012; α divided by n, α = 1e-4, β = 0.75 and k = 1 as in PyTorch
 */
export const localResponseNorm = (options: LocalResponseNormOptions = {}): Layer<LocalResponseNorm> => {
  const { size: n = 5, alpha = 1e-4, beta = 0.75, k = 1 } = options;
  return layer(
    pure(
      'localResponseNorm',
      (input) =>
        input.length > 0 ? input : `localResponseNorm: expected an input [C, ...spatial], got ${show(input)}`,
      (x) => {
        const plane = [1, dimension(x.shape, 0), size(x.shape.slice(1))];
        const padding = [
          [Math.floor(n / 2), Math.floor((n - 1) / 2)],
          [0, 0],
        ] as const;
        const strength = avgPool2d(reshape(square(x), plane), { kernel: [n, 1], stride: 1, padding });
        return divide(x, power(add(multiply(reshape(strength, x.shape), alpha), k), beta));
      },
    ),
  );
};
