/** The layers that laws are about, some of which may be replaced by wrong ones. */
import * as nn from '../../src/nn/index.js';
import type { Definition, Layer, Mode, Rule } from '../../src/nn/index.js';
import type { Shape } from '../../src/shape/index.js';
import type { Numbers } from '../law.js';

/** The layers that the laws are about. */
export interface Layers {
  readonly batchNorm: (epsilon: number) => Layer<unknown>;
  readonly decorrelatedBatchNorm: (epsilon: number) => Layer<unknown>;
  readonly layerNorm: (epsilon: number) => Layer<unknown>;
  readonly softmax: (axis: number) => Layer<unknown>;
  readonly linear: (out: number) => Layer<unknown>;
  readonly relu: Layer<unknown>;
  readonly conv2d: (options: Window & { readonly out: number; readonly bias?: boolean }) => Layer<unknown>;
}
export interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding?: number;
}

/** The library's own. */
export const layers: Layers = {
  batchNorm: (epsilon) => nn.batchNorm({ epsilon }),
  decorrelatedBatchNorm: (epsilon) => nn.decorrelatedBatchNorm({ epsilon, iterations: 30 }),
  layerNorm: (epsilon) => nn.layerNorm({ epsilon }),
  softmax: (axis) => nn.softmax({ axis }),
  linear: (out) => nn.linear(out),
  relu: nn.relu,
  conv2d: (options) => nn.conv2d(options),
};

/** The rule of a layer of which the types know nothing but that shapes go to shapes. */
interface Unknown extends Rule {
  readonly Out: Shape;
}
export const known = ({ definition }: Layer<unknown>): Layer<Rule> => nn.layer<Rule>(definition);

/** What a layer makes of a batch. */
export const output = (
  { definition }: Layer<unknown>,
  variables: { readonly params: object; readonly state?: object },
  x: Numbers,
  mode: Mode = nn.evaluate,
): Numbers =>
  nn
    .withDType(nn.model(x.shape.slice(1), nn.layer<Unknown>(definition)), 'float64')
    .forward({ state: {}, ...variables }, x, mode)[0];

/** a layer that applies itself in another way */
export const applied = ({ definition }: Layer<unknown>, change: (apply: Definition['apply']) => Definition['apply']) =>
  nn.layer<Rule>({ ...definition, apply: change(definition.apply) });
