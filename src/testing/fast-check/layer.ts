import type { Arbitrary } from 'fast-check';
import * as nn from '../../nn/index.js';
import type { AnyLayer, Definition, Rule } from '../../nn/index.js';
import { key } from '../../random/index.js';
import { plus } from '../../primitive/arithmetic.js';
import { reshape, slice, square, stack, sum } from '../../ops/index.js';
import { sameShape, ShapeError, show, size } from '../../shape/index.js';
import type { Shape } from '../../shape/index.js';
import { read, readAll } from '../../tensor/read.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import {
  expectAdjoint,
  expectClose,
  expectDeterminism,
  expectGradient,
  expectLinearPullback,
  expectWellFormed,
  LawError,
} from '../laws/index.js';
import { grad } from '../../transform/index.js';
import { leaves, named } from '../../tree/index.js';
import { coupling, drawing } from '../arbitrary/layers/index.js';
import { casesOf, given, inputOf, modelMapping, modelOf, numbers, training, variablesOf } from '../arbitrary/models.js';
import type { ModelCase, Numbers } from '../arbitrary/models.js';
import { rangeOver } from './range.js';
import type { CaseLaw, NamedLaw, RangeOptions } from './range.js';

const law = (hold: (one: ModelCase) => unknown, runs: number): CaseLaw<ModelCase> => ({ hold, runs });

const couples = ({ uses, mode }: ModelCase): boolean =>
  mode.kind === 'train' && uses.some((name) => coupling.includes(name));
const draws = ({ uses, mode }: ModelCase): boolean =>
  mode.kind === 'train' && uses.some((name) => drawing.includes(name));

const same = (name: string, what: string, found: AnyTensor, expected: AnyTensor, tolerance: number): void => {
  if (!sameShape(found.shape, expected.shape))
    throw new LawError(`${name}: ${what} has shape ${show(found.shape)}, expected ${show(expected.shape)}`);
  expectClose({ law: name, what, found: read(found), expected: read(expected), tolerance });
};

const expect = (holds: boolean, sentence: () => string): void => {
  if (!holds) throw new LawError(sentence());
};

/** the examples of a batch, one along the only leading axis */
const examples = ({ input, batch }: ModelCase, x: Numbers): readonly Numbers[] => {
  const flat: Numbers = reshape(x, [size(batch), ...input]);
  return Array.from({ length: size(batch) }, (_, k) => reshape(slice(flat, [{ start: k, end: k + 1 }]), input));
};

/** what a layer makes of one example, whatever it declares */
const applied = ({ definition, input, seed }: Pick<ModelCase, 'definition' | 'input' | 'seed'>) => {
  const { params, state } = variablesOf({ definition, input, seed });
  const x = given(definition, input, seed);
  return definition.apply({ params, state }, x, { key: undefined, axis: 'batch', memory: { rows: x } });
};

/** a layer and all that it is made of, each with the shape that it meets */
const within = (definition: Definition, input: Shape): readonly Pick<ModelCase, 'definition' | 'input'>[] => [
  { definition, input },
  ...definition.parts(input).flatMap((part) => within(part.definition, part.input)),
];

/** fast-check makes the case smaller */
const attempts = 0;

/** What is claimed of every layer and every network. */
export const layerLaws = {
  'the gradient agrees with differences, with signs, in every parameter and in the input': law((network) => {
    const { f, inputs } = modelMapping(network);
    /* what is left of equal numbers without their mean is rounding, which has no slope */
    if (readAll(f(inputs)).every((data) => data.every((x) => Math.abs(x) < 1e-12))) return undefined;
    const report = expectGradient(f, inputs, { seed: network.seed, elements: 12, tolerance: 1e-6, attempts });
    const [first] = report.leaves.flatMap(({ input, notes }) => notes.map((note) => `${input}, ${note}`));
    if (first !== undefined && network.smooth) throw new LawError(`gradient: a network without kinks: ${first}`);
    return report;
  }, 8),

  'reverse mode is the transpose of forward mode': law((network) => {
    const { f, inputs } = modelMapping(network);
    expectAdjoint(f, inputs, { seed: network.seed, attempts });
  }, 15),

  'the pullback is linear': law((network) => {
    const { f, inputs } = modelMapping(network);
    expectLinearPullback(f, inputs, { seed: network.seed, attempts });
  }, 6),

  'a batch is a loop over its examples': law((network) => {
    if (couples(network)) return;
    const model = modelOf(network);
    const variables = variablesOf(network);
    const x = inputOf(network);
    const [y] = model.forward(variables, x, network.mode);
    const rows: Numbers = reshape(y, [size(network.batch), ...model.output]);
    examples(network, x).forEach((example, k) => {
      const [alone] = draws(network)
        ? /* a place in the batch has random numbers of its own: there, the others must not matter */
          [
            row(
              model.forward(variables, repeated(example, network.batch), network.mode)[0],
              k,
              network.batch,
              model.output,
            ),
          ]
        : model.forward(variables, example, network.mode);
      same('batch', `example ${k}`, row(rows, k, [size(network.batch)], model.output), alone, 1e-12);
    });
  }, 15),

  'the gradient of a batch is the sum of those of its examples': law((network) => {
    if (couples(network) || draws(network)) return;
    const model = modelOf(network);
    const { params, state } = variablesOf(network);
    const x = inputOf(network);
    const slope = (batch: Numbers): readonly AnyTensor[] =>
      leaves(
        grad((p: typeof params): Numbers => sum(square(model.forward({ params: p, state }, batch, network.mode)[0])))(
          params,
        ),
      );
    if (leaves(params).length === 0) return;
    const parts = examples(network, x).map(slope);
    slope(x).forEach((whole, k) => {
      const added = parts.flatMap((part) => part[k] ?? []).reduce((a, b) => plus(a, b));
      same('gradient', `parameter ${k}`, whole, added, 1e-10);
    });
  }, 6),

  'leading dimensions are a batch laid out': law((network) => {
    const model = modelOf(network);
    const variables = variablesOf(network);
    const x = inputOf(network);
    const flat: Numbers = reshape(x, [size(network.batch), ...network.input]);
    const [[y, state], [z, next]] = [
      model.forward(variables, x, network.mode),
      model.forward(variables, flat, network.mode),
    ];
    expect(
      sameShape(y.shape, [...network.batch, ...model.output]),
      () => `batch: the output has shape ${show(y.shape)}`,
    );
    same('batch', 'the output', reshape(y, z.shape), z, 0);
    named(state).forEach(([path, tensor], k) => same('batch', path, tensor, leaves(next)[k] ?? tensor, 0));
  }, 8),

  'compiled or not, once or twice, the numbers are the same': law((network) => {
    const { f, inputs } = modelMapping(network);
    expectDeterminism(f, inputs, { attempts });
    expectWellFormed(f, inputs);
    const model = modelOf(network);
    const plain = leaves(model.forward(variablesOf(network), inputOf(network), network.mode));
    f(inputs).forEach((tensor, k) => same('compile', `output ${k}`, tensor, plain[k] ?? tensor, 1e-12));
  }, 8),

  'each layer makes the shape that it declares': law((network) => {
    for (const { definition, input } of within(network.definition, network.input)) {
      const declared = definition.output(input);
      const [y] = applied({ definition, input, seed: network.seed });
      expect(
        typeof declared !== 'string' && sameShape(declared, y.shape),
        () => `shape: ${definition.operation} declares ${String(declared)}, it makes ${show(y.shape)}`,
      );
    }
  }, 15),

  'the next state has the names and shapes of the state, and is the state where nothing is trained': law((network) => {
    const model = modelOf(network);
    const variables = variablesOf(network);
    const text = (tree: unknown): string =>
      named(tree)
        .map(([path, { shape }]) => `${path} ${show(shape)}`)
        .join(', ');
    for (const mode of [nn.evaluate, training]) {
      const [, next] = model.forward(variables, inputOf(network), mode);
      expect(text(next) === text(variables.state), () => `state: ${text(next)} comes after ${text(variables.state)}`);
      if (mode.kind === 'evaluate')
        named(next).forEach(([path, tensor], k) =>
          same('state', path, tensor, leaves(variables.state)[k] ?? tensor, 0),
        );
    }
  }, 8),

  'parameters are counted as they are made, row by row of the summary': law((network) => {
    const model = modelOf(network);
    const { params } = model.init(key(network.seed));
    const sizes = named(params).map(([path, { shape }]) => [path, size(shape)] as const);
    const total = sizes.reduce((sum, [, count]) => sum + count, 0);
    const count = nn.parameterCount(model);
    expect(count === total, () => `summary: ${count} parameters are counted, ${total} are made`);
    const rows = nn.summaryRows(model);
    const added = rows.reduce((sum, { parameters }) => sum + parameters, 0);
    expect(added === total, () => `summary: the rows add up to ${added}, ${total} are made`);
    for (const { path } of rows.filter(({ parameters }) => parameters > 0)) {
      const below = sizes.filter(([name]) => name === path || name.startsWith(`${path}.`));
      const here = rows.filter((other) => other.path === path || other.path.startsWith(`${path}.`));
      const [made, said] = [
        below.reduce((sum, [, n]) => sum + n, 0),
        here.reduce((sum, { parameters }) => sum + parameters, 0),
      ];
      expect(made === said, () => `summary: ${path} has ${said} parameters, ${made} are made`);
    }
  }, 8),

  'what does not fit is refused with the sentence that was predicted': law((network) => {
    const { definition, input } = network;
    const other = misfits.map((f) => f(input)).find((shape) => typeof definition.output(shape) === 'string');
    const sentence = other && definition.output(other);
    if (other !== undefined) refused(() => modelOf({ definition, input: other }), String(sentence));
    const model = modelOf(network);
    const x = numbers([...network.batch, ...input.slice(0, -1), (input.at(-1) ?? 0) + 1], network.seed, 0);
    refused(
      () => model.forward(variablesOf(network), x, network.mode),
      `forward: expected an input [..., ${input.join(', ')}], got ${show(x.shape)}`,
    );
  }, 8),
} satisfies Readonly<Record<string, CaseLaw<ModelCase>>>;

/** The sentence of a law of layers. */
export type LayerLawName = keyof typeof layerLaws;

const misfits: readonly ((input: Shape) => Shape)[] = [
  () => [],
  (input) => [1, ...input],
  (input) => input.slice(1),
  (input) => input.map(() => 1),
  (input) => input.map((n) => n + 1),
];

const refused = (f: () => unknown, sentence: string): void => {
  const error = caught(f);
  expect(error instanceof ShapeError, () => `sentence: expected "${sentence}", got ${String(error)}`);
  const { message } = error instanceof Error ? error : { message: '' };
  expect(message === sentence, () => `sentence: expected "${sentence}", got "${message}"`);
};
const caught = (f: () => unknown): unknown => {
  try {
    return f();
  } catch (error) {
    return error;
  }
};

const row = (y: Numbers, k: number, batch: Shape, shape: Shape): Numbers => {
  const flat: Numbers = reshape(y, [size(batch), ...shape]);
  return reshape(slice(flat, [{ start: k, end: k + 1 }]), shape);
};

const repeated = (x: Numbers, batch: Shape): Numbers => {
  const copies: Numbers = stack(
    Array.from({ length: size(batch) }, () => x),
    0,
  );
  return reshape(copies, [...batch, ...x.shape]);
};

/** What the laws of a layer may be told. */
export interface LayerOptions extends RangeOptions<LayerLawName> {
  /** whether the layer has no kink, so that none may excuse a comparison */
  readonly smooth?: boolean;
}

/**
 * The laws of a layer of one's own, alone in a network, at shapes of one example that are given or drawn.
 * @example
 * import * as fc from 'fast-check';
 * for (const { expect } of lawsOfLayer(linear(3), fc.tuple(fc.integer({ min: 1, max: 4 })), { numRuns: 3 })) expect();
 */
export const lawsOfLayer = (
  layer: AnyLayer,
  inputs: Arbitrary<Shape>,
  { smooth = false, ...options }: LayerOptions = {},
): readonly NamedLaw[] => {
  const { definition } = nn.sequential({ layer: nn.layer<Rule>(layer.definition) });
  const text = layer.definition.operation;
  return rangeOver(layerLaws, casesOf(inputs.map((input) => ({ input, definition, uses: [], smooth, text }))), options);
};
