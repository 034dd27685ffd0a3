import { pad } from '../../ops/index.js';
import { dimension, show, type Lte, type Shape, type Show } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `padChannels`. */
export interface PadChannels<N extends number> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly [infer C extends number, ...infer S extends Shape]
      ? Lte<C, N> extends false
        ? `padChannels: ${Show<X>} has more than ${N} channels`
        : [N, ...S]
      : `padChannels: expected an input [C, ...], got ${Show<X>}`
    : never;
}

/**
 * Channels of zeros on both sides of those of the input, up to a number of channels; an odd one comes after.
 * Shape   [C, ...s] → [channels, ...s]
 * Errors  "padChannels: [64, 8, 8] has more than 32 channels"
 * Source  He et al. 2015 (option A), which does not say where; on both sides as in akamaster/pytorch_resnet_cifar10
 */
export const padChannels = <const N extends number>(channels: N): Layer<PadChannels<N>> =>
  layer(
    pure(
      'padChannels',
      (input) => {
        if (input.length === 0) return `padChannels: expected an input [C, ...], got ${show(input)}`;
        return dimension(input, 0) <= channels
          ? [channels, ...input.slice(1)]
          : `padChannels: ${show(input)} has more than ${channels} channels`;
      },
      (x) => {
        const more = channels - dimension(x.shape, 0);
        const around = [Math.floor(more / 2), Math.ceil(more / 2)] as const;
        return pad(x, [around, ...x.shape.slice(1).map(() => [0, 0] as const)]);
      },
    ),
  );
