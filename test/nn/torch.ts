import { expect } from 'vitest';
import * as nn from '../../src/nn/index.js';
import type { Shape } from '../../src/shape/index.js';
import { multiply, sum } from '../../src/ops/index.js';
import { key } from '../../src/random/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { grad } from '../../src/transform/index.js';
import { expectClose, float64, tensors, type Case } from './golden.js';

/** The rule of a layer of which the types know nothing but that shapes go to shapes. */
interface Unknown extends nn.Rule {
  readonly Out: Shape;
}

/** A layer makes of a golden input what PyTorch made of it, and sends a cotangent back as PyTorch does. */
export const expectAsInTorch = (layer: nn.Layer<unknown> | undefined, golden: Case): void => {
  if (layer === undefined) return expect.fail('there is no layer of this name');
  const { input, params, output, cotangent, inputGradient, gradients } = golden;
  const net = nn.withDType(nn.model(input.shape.slice(1), nn.layer<Unknown>(layer.definition)), 'float64');
  const { state } = net.init(key(0));
  const given = { params: tensors(params), x: float64(input) };
  const run = (p: typeof given): Tensor<Shape, 'float64'> =>
    net.forward({ params: p.params, state }, p.x, nn.train(key(0)))[0];
  expectClose(run(given), output, 1e-9);
  const gradient = grad((p: typeof given): Tensor<[], 'float64'> => sum(multiply(run(p), float64(cotangent))))(given);
  expectClose(gradient.x, inputGradient, 1e-8);
  expectClose(gradient.params, gradients, 1e-8);
};
