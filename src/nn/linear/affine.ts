import { add, matmul, permute, reshape } from '../../ops/index.js';
import type { Shape } from '../../shape/index.js';
import type { AnyTensor, Result } from '../../tensor/tensor.js';
import type { Slot, Tree } from '../definition.js';
import type { Values } from '../values.js';
import { fanInUniform, type Initializer } from '../initializer.js';
import { values } from '../tree.js';

/* What the layers share that multiply by weights and add a bias. */

export interface AffineOptions {
  /** `false` for weights alone, as before a batch norm. */
  readonly bias?: boolean;
  /** Where weights and bias start. */
  readonly initial?: { readonly weight?: Initializer; readonly bias?: Initializer };
}

/** Weights and, unless the options say `bias: false`, a bias. */
export type Affine<O, Weight, Bias> = O extends { readonly bias: false }
  ? { readonly weight: Result<Weight> }
  : { readonly weight: Result<Weight>; readonly bias: Result<Bias> };

/** The slots of weights and bias; both start uniform in ±1/√fan unless the options say otherwise. */
export const affine = (weight: Shape | string, bias: number, fan: number, options: AffineOptions): Tree<Slot> => {
  if (typeof weight === 'string') return {};
  const start = fanInUniform(fan);
  const slot = { shape: weight, initializer: options.initial?.weight ?? start };
  return options.bias === false
    ? { weight: slot }
    : { weight: slot, bias: { shape: [bias], initializer: options.initial?.bias ?? start } };
};

/** A bias for each channel, added along the axes that follow it, when there is a bias. */
export const addBias = (y: Values, params: Tree<AnyTensor>, options: AffineOptions, spatial: number): Values => {
  if (options.bias === false) return y;
  const bias = values(params, 'bias');
  return add(y, reshape(bias, [...bias.shape, ...Array.from({ length: spatial }, () => 1)]));
};

/** x Wᵀ + b along the last axis. */
export const project = (x: Values, params: Tree<AnyTensor>, options: AffineOptions = {}): Values =>
  addBias(matmul(x, permute(values(params, 'weight'), [1, 0])), params, options, 0);
