/** The embedded engine computes networks and their gradients as the reference engine does. */
import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { reference } from '../../src/engine/reference/index.js';
import { wasm } from '../../src/engine/wasm/index.js';
import * as nn from '../../src/nn/index.js';
import type { Rule } from '../../src/nn/index.js';
import { cast } from '../../src/ops/index.js';
import type { Engine } from '../../src/primitive/engine.js';
import type { Shape } from '../../src/shape/index.js';
import { directions, expectEngine, movable, pullbackOf } from '../../src/testing/laws/index.js';
import type { Bound } from '../../src/testing/laws/index.js';
import { typed, type Tensor } from '../../src/tensor/tensor.js';
import { build, leaves, map } from '../../src/tree/index.js';
import { together } from '../../test/engine/together.js';
import { layerNames } from '../../src/testing/arbitrary/layers/index.js';
import { inputOf, modelMapping, modelsFrom, variablesOf } from '../../src/testing/arbitrary/models.js';
import type { ModelCase } from '../../src/testing/arbitrary/models.js';
import '../../test/reference.js';

const engines: readonly (readonly [string, Engine])[] = [
  ['wasm', wasm()],
  ['wasm, two threads', await together(2)],
];

interface Unknown extends Rule {
  readonly Out: Shape;
}

/** {@link modelMapping} in float32 */
const singleOf = (network: ModelCase): ReturnType<typeof modelMapping> => {
  const model = nn.model(network.input, nn.layer<Unknown>(network.definition));
  const variables = map(variablesOf(network), (tensor) => cast(tensor, 'float32'));
  const x: Tensor =
    network.definition.takes === undefined ? cast(inputOf(network), 'float32') : typed(inputOf(network));
  const given = { variables, x };
  return {
    f: (tensors) => {
      const { variables: at, x } = build(given, tensors);
      return leaves(model.forward(at, x, network.mode));
    },
    inputs: leaves(given),
  };
};

/**
 * 128 units of rounding: in another order a sum of n terms moves by n units at most, these sums have 64 terms or fewer, and few layers follow
 * to enlarge what is rounded. The worst of 15,000 networks was 26 units off.
 */
const bound: Bound = { float64: 2 ** -46, float32: 2 ** -17, int32: 0, bool: 0 };

const agree =
  (engine: Engine) =>
  (network: ModelCase, single: boolean): void => {
    const { f, inputs } = single ? singleOf(network) : modelMapping(network);
    expectEngine(engine, reference, f, inputs, bound);
    const cotangents = directions(movable(f(inputs)), network.seed);
    expectEngine(engine, reference, pullbackOf(f, inputs.length), [...inputs, ...cotangents], bound);
  };

describe.each(engines)('%s agrees with the reference on networks that begin with', (_, engine) => {
  it.each(layerNames)('%s', (name) => {
    fc.assert(fc.property(modelsFrom(name), fc.boolean(), agree(engine)), { numRuns: 3 });
  });
});
