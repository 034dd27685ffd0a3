/** Random networks, in float64, with numbers in general position. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import * as nn from '../../nn/index.js';
import type { AnyVariables, Definition, Mode, Model, Rule } from '../../nn/index.js';
import { cast, greater } from '../../ops/index.js';
import { threefry2x32 } from '../../primitive/threefry.js';
import { key } from '../../random/index.js';
import { show, size } from '../../shape/index.js';
import type { Shape } from '../../shape/index.js';
import { fromArray } from '../../tensor/literal.js';
import { typed, type AnyTensor, type Tensor } from '../../tensor/tensor.js';
import type { Mapping } from '../laws/law.js';
import { compile } from '../../transform/index.js';
import { build, leaves, named } from '../../tree/index.js';
import { rebuild } from '../../tree/tree.js';
import { chain, inputFor, kinked, layerNames, ledBy } from './layers/index.js';
import type { LayerName, Plant } from './layers/index.js';

export type Numbers = Tensor<Shape, 'float64'>;

/** A network at an input shape, a batch and a mode. Printed as the program that makes it. */
export interface ModelCase {
  readonly input: Shape;
  readonly definition: Definition;
  /** the leading dimensions of what it is given */
  readonly batch: Shape;
  readonly mode: Mode;
  readonly seed: number;
  /** the layers of this library of which it is made */
  readonly uses: readonly LayerName[];
  /** whether it is known to have no kink */
  readonly smooth: boolean;
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

/** The model of a case, in float64. */
export const modelOf = ({
  input,
  definition,
}: Pick<ModelCase, 'input' | 'definition'>): Model<number[], Shape, object, object, 'float64'> =>
  nn.withDType(nn.model(input, nn.layer<Unknown>(definition)), 'float64');

/** Parameters, state and a batch of inputs: none is zero, no two are equal, variances are positive. */
export const variablesOf = (one: Pick<ModelCase, 'input' | 'definition' | 'seed'>): AnyVariables => {
  const { seed } = one;
  const start = modelOf(one).init(key(0));
  const tensors = named(start).map(([path, { shape }], index) => {
    const stream = 1 + index;
    return path.endsWith('.variance')
      ? numbers(shape, seed, stream, 0.5, 1.5)
      : numbers(shape, seed, stream, -0.8, 0.8);
  });
  return rebuild<AnyVariables>(start, tensors);
};
/** What a network may be given: numbers, or 0s and 1s where it takes whole numbers. */
export const given = ({ takes }: Definition, shape: Shape, seed: number, bound = 1): Numbers => {
  const drawn = numbers(shape, seed, 0, -bound, bound);
  return takes === undefined ? drawn : typed(cast(greater(drawn, 0), takes));
};
export const inputOf = ({ definition, input, batch, seed }: ModelCase): Numbers =>
  given(definition, [...batch, ...input], seed, 1.5);

/** A model as a function of its parameters, its state and a batch, in float64, and a point at which to look. */
export const modelMapping = (one: ModelCase): { readonly f: Mapping; readonly inputs: readonly AnyTensor[] } => {
  const model = modelOf(one);
  const variables = variablesOf(one);
  const x = inputOf(one);
  const f: Mapping = (tensors) => {
    const given = build({ variables, x }, tensors);
    return leaves(model.forward(given.variables, given.x, one.mode));
  };
  return { f: compile(f), inputs: leaves({ variables, x }) };
};

export const training: Mode = nn.train(key(7));

/** Batches, modes and seeds for a network that is drawn, or given. */
export const casesOf = (
  drawn: Arbitrary<Pick<ModelCase, 'input' | 'definition' | 'uses' | 'smooth'> & { readonly text: string }>,
): Arbitrary<ModelCase> =>
  fc
    .record({
      drawn,
      batch: fc.constantFrom<Shape>([2], [3], [1], [], [2, 2], [1, 3]),
      train: fc.boolean(),
      seed: fc.nat(1000),
    })
    .map(({ drawn: { text, ...network }, batch, train, seed }) => {
      const { input } = network;
      const whole = `model(${show(input)}, ${text}) on ${show([...batch, ...input])}, ${train ? 'training' : 'evaluating'}, seed ${seed}`;
      return Object.assign(
        { ...network, batch, mode: train ? training : nn.evaluate, seed },
        { [fc.toStringMethod]: () => whole },
      );
    });

/** Networks that begin with a layer of a name, some layers changed on purpose. */
export const modelsFrom = (name: LayerName, plant: Plant = {}): Arbitrary<ModelCase> =>
  casesOf(
    fc.record({ input: inputFor(name), plans: ledBy(name) }).map(({ input, plans }) => {
      const { items, texts, uses } = chain(plans, input, { name: '', plant });
      const { definition } = nn.sequential(...items);
      const smooth = !uses.some((other) => kinked.includes(other));
      return { input, definition, uses, smooth, text: `sequential(${texts.join(', ')})` };
    }),
  ).filter(({ uses }) => uses[0] === name);

/**
 * Whole networks: any layers of the library, nested and in a row, at shapes that fit, with a batch, a mode and a seed for their numbers.
 * @example
 * import * as fc from 'fast-check';
 * const linear = fc.property(models, (one) => {
 *   const { f, inputs } = modelMapping(one);
 *   expectLinearPullback(f, inputs);
 * });
 * fc.assert(linear, { numRuns: 3 });
 */
export const models: Arbitrary<ModelCase> = fc.constantFrom(...layerNames).chain((name) => modelsFrom(name));
