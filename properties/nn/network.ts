/** Random networks, in float64, with numbers in general position. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../src/nn/index.js';
import type { Definition, Mode, Rule } from '../../src/nn/index.js';
import { threefry2x32 } from '../../src/primitive/threefry.js';
import { key } from '../../src/random/index.js';
import { size } from '../../src/shape/index.js';
import type { Shape } from '../../src/shape/index.js';
import { fromArray } from '../../src/tensor/literal.js';
import type { AnyTensor, Tensor } from '../../src/tensor/tensor.js';
import type { Mapping } from '../../src/testing/laws/index.js';
import { compile } from '../../src/transform/index.js';
import { build, leaves, map, named } from '../../src/tree/index.js';
import { chain, inputFor, ledBy } from './layers.js';
import type { LayerName, Plant } from './layers.js';

export type Numbers = Tensor<Shape, 'float64'>;

/** A network at an input shape, a batch and a mode. Printed as the program that makes it. */
export interface Network {
  readonly input: Shape;
  readonly definition: Definition;
  readonly uses: readonly LayerName[];
  /** the leading dimensions of what it is given */
  readonly batch: Shape;
  readonly mode: Mode;
  readonly seed: number;
}

/** Numbers between two bounds, all different; the same seed and stream give the same. */
export const numbers = (shape: Shape, seed: number, stream: number, low = -1, high = 1): Numbers =>
  fromArray(
    Float64Array.from({ length: size(shape) }, (_, i) => {
      const [bits] = threefry2x32(seed, stream, i, 0);
      return low + ((high - low) * (bits >>> 0)) / 2 ** 32;
    }),
    shape,
  );

/** The rule of a layer of which the types know nothing but that shapes go to shapes. */
interface Unknown extends Rule {
  readonly Out: Shape;
}

/** The model of a definition, in float64. */
export const modelOf = ({ input, definition }: Pick<Network, 'input' | 'definition'>) =>
  nn.withDType(nn.model(input, nn.layer<Unknown>(definition)), 'float64');

/** Parameters, state and a batch of inputs: none is zero, no two are equal, variances are positive. */
export const variablesOf = (network: Pick<Network, 'input' | 'definition' | 'seed'>) => {
  const { seed } = network;
  const start = modelOf(network).init(key(0));
  const paths = named(start).map(([path]) => path);
  return map(start, ({ shape }, path) => {
    const stream = 1 + paths.indexOf(path);
    return path.endsWith('.variance')
      ? numbers(shape, seed, stream, 0.5, 1.5)
      : numbers(shape, seed, stream, -0.8, 0.8);
  });
};
export const inputOf = ({ input, batch, seed }: Network): Numbers => numbers([...batch, ...input], seed, 0, -1.5, 1.5);

/** (parameters, state, x) ↦ (y, next state), leaf by leaf. */
export const mappingOf = (network: Network): { readonly f: Mapping; readonly inputs: readonly AnyTensor[] } => {
  const model = modelOf(network);
  const variables = variablesOf(network);
  const x = inputOf(network);
  const f: Mapping = (tensors) => {
    const given = build({ variables, x }, tensors);
    return leaves(model.forward(given.variables, given.x, network.mode));
  };
  return { f: compile(f), inputs: leaves({ variables, x }) };
};

export const training = nn.train(key(7));

/** Networks that begin with a layer of this name, some layers changed on purpose. */
export const networks = (name: LayerName, plant: Plant = {}): Arbitrary<Network> =>
  fc
    .record({
      input: inputFor(name),
      plans: ledBy(name),
      batch: fc.constantFrom<Shape>([2], [3], [1], [], [2, 2], [1, 3]),
      train: fc.boolean(),
      seed: fc.nat(1000),
    })
    .map(({ input, plans, batch, train, seed }): Network => {
      const { items, texts, uses } = chain(plans, input, { name: '', plant });
      const { definition } = nn.sequential(...items);
      const text = `model([${input.join(', ')}], sequential(${texts.join(', ')})) on [${[...batch, ...input].join(', ')}], ${train ? 'training' : 'evaluating'}, seed ${seed}`;
      return Object.assign(
        { input, definition, uses, batch, mode: train ? training : nn.evaluate, seed },
        { [fc.toStringMethod]: () => text },
      );
    })
    .filter(({ uses }) => uses[0] === name);
