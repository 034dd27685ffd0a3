import { slice } from '../../ops/index.js';
import { poolShape, type Pool, type Shape } from '../../shape/index.js';
import { pure } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import type { Pure } from '../rule.js';

/** The rule of `subsample`. */
export interface Subsample<N extends number> extends Pure {
  readonly Out: this['In'] extends infer X extends Shape
    ? Pool<X, { readonly kernel: 1; readonly stride: N }, 'subsample'>
    : never;
}

/**
 * Every n-th row and column: y_cij = x_c,ni,nj. With `padChannels`, the shortcut without parameters of the CIFAR ResNets.
 * Shape   [C, H, W] → [C, ⌈H / n⌉, ⌈W / n⌉]
 * Errors  "subsample: stride 0 is not a positive integer"
 * Source  He et al. 2015 (option A)
 */
export const subsample = <const N extends number>(stride: N): Layer<Subsample<N>> =>
  layer(
    pure(
      'subsample',
      (input) => poolShape(input, { kernel: 1, stride }, 2, 'subsample'),
      (x) => slice(x, [...x.shape.slice(0, -2).map(() => null), { step: stride }, { step: stride }]),
    ),
  );
