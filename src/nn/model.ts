import { reshape } from '../ops/index.js';
import type { Key } from '../random/index.js';
import { DTypeError, expectShape, sameShape, ShapeError, show, size, validShape } from '../shape/index.js';
import type { Arg, Shape, ValidShape } from '../shape/index.js';
import type { DType, Float } from '../tensor/dtype.js';
import { typed, type AnyTensor, type Tensor } from '../tensor/tensor.js';
import { vmap } from '../transform/index.js';
import { build as rebuild, leaves } from '../tree/index.js';
import { contextOf, type Mode } from './context.js';
import type { Definition, Variables } from './definition.js';
import { layer, type AnyLayer, type RuleIn } from './layer.js';
import { define, isLayer, type Item, type RulesOf } from './named.js';
import type { Duplicate } from './combine/parallel.js';
import type { OutputOf, ParamsOf, Rule, StateOf, TakesIds } from './rule.js';
import type { late } from './combine/sequential.js';
import { sequence, type Sequential } from './combine/sequential.js';
import { expectValues } from './tree.js';
import { expectVariables, initialise } from './variables.js';

/** A network that has met its input: every shape is known, and nothing is allocated yet. */
export interface Model<I extends Shape, O extends Shape, P, S, D extends Float = 'float32', X extends DType = D> {
  /** The shape of one example, and of what the network makes of it. */
  readonly input: I;
  readonly output: O;
  readonly dtype: D;
  readonly definition: Definition;
  /** The parameters and the state at the start, drawn from a key. */
  readonly init: (key: Key) => Variables<P, S>;
  /**
   * y and the next state, for one example or a batch with any leading dimensions. The input is of the type of the parameters,
   * or int32 where the network begins with an embedding.
   * Shape   [...b, ...input] → [...b, ...output]
   * Errors  "forward: expected an input [..., 3, 32, 32], got [64, 1, 28, 28]",
   *         a `DTypeError`, "forward: expected an input of int32, got float32"
   */
  readonly forward: <B extends Shape>(
    variables: Variables<P, S>,
    x: Tensor<readonly [...B, ...I], X>,
    mode: Mode,
  ) => readonly [y: Tensor<[...B, ...O], D>, state: S];
}

/* The members of a model's type are written out below, so that an editor shows them and not how they were found. */
type AsShape<R> = R extends Shape ? R : never;
/** The element type of what a network is given. */
type InputOf<F> = F extends TakesIds ? 'int32' : 'float32';

/**
 * A network at an input shape. What does not fit is an error in one line, with the path of names to the layer.
 * Errors  those of the layers, "conv2: conv2d: kernel 17 is larger than padded input 14"; at run time a `ShapeError`
 * @example
 * model([3, 32, 32], sequential({ conv1: conv2d({ out: 6, kernel: 5 }) }, relu, flatten, { fc: linear(10) })).output // [10]
 */
export const model = <const I extends Shape, L extends AnyLayer>(
  input: Arg<ValidShape<I, 'model'>, readonly [...I]>,
  net: Arg<OutputOf<RuleIn<L>, I>, L>,
): Model<
  I,
  AsShape<OutputOf<RuleIn<L>, I>>,
  ParamsOf<RuleIn<L>, I>,
  StateOf<RuleIn<L>, I>,
  'float32',
  InputOf<RuleIn<L>>
> => typedModel(close(input, net));

/** Each layer, or in its place the sentence that says what is wrong with it. */
type Checked<L, V extends readonly unknown[]> = { [K in keyof L]: K extends keyof V ? Arg<V[K], L[K]> : L[K] };
type Verdicts<R, S, Seen = never, Done extends readonly unknown[] = []> = R extends readonly [
  infer H extends Rule,
  ...infer T,
]
  ? Verdict<H, S, Seen, Done> extends infer V
    ? V extends string
      ? [...Done, V]
      : Verdicts<T, V, Seen | H['Names'], [...Done, null]>
    : never
  : Done;
type Verdict<H extends Rule, S, Seen, Done> = [H['Names'] & Seen] extends [never]
  ? H extends (Done extends readonly [] ? never : TakesIds)
    ? typeof late
    : OutputOf<H, S>
  : Duplicate<H['Names'] & Seen, 'sequential'>;

/**
 * `model(input, sequential(...layers))`, with the error at the layer that does not fit.
 * @example
 * build([3, 32, 32], { conv1: conv2d({ out: 6, kernel: 5 }) }, relu, flatten, { fc: linear(10) }).output // [10]
 */
export const build = <const I extends Shape, L extends readonly Item[]>(
  input: Arg<ValidShape<I, 'build'>, readonly [...I]>,
  ...layers: Checked<L, Verdicts<RulesOf<L>, I>>
): Model<
  I,
  AsShape<OutputOf<Sequential<RulesOf<L>>, I>>,
  ParamsOf<Sequential<RulesOf<L>>, I>,
  StateOf<Sequential<RulesOf<L>>, I>,
  'float32',
  InputOf<Sequential<RulesOf<L>>>
> => typedModel(close(input, layer(sequence([...layers].map(define)))));

/** A model whose shapes the types do not know. */
export type AnyModel = Pick<Model<Shape, Shape, unknown, unknown, Float>, 'input' | 'output' | 'dtype' | 'definition'>;

/**
 * A model whose parameters, state and data are of another floating type: float64 for checks of gradients.
 * @example
 * withDType(model([4], linear(3)), 'float64').dtype // 'float64'
 */
export const withDType = <I extends Shape, O extends Shape, P, S, E extends Float, X extends DType, D extends Float>(
  { input, definition }: Model<I, O, P, S, E, X>,
  dtype: D,
): Model<I, O, WithDType<P, D>, WithDType<S, D>, D, X extends 'int32' ? X : D> =>
  typedModel(assemble(definition, input, dtype));

/** The tree T with its floats of type D. */
export type WithDType<T, D extends Float> =
  T extends Tensor<infer S, infer E>
    ? E extends Float
      ? Tensor<S, D>
      : T
    : { readonly [K in keyof T]: WithDType<T[K], D> };

/* The constructor of a model: its definition has been found to fit its input, and is the twin of the rule in the type. */
const typedModel = <I extends Shape, O extends Shape, P, S, D extends Float, X extends DType>(
  model: unknown,
): Model<I, O, P, S, D, X> => model as Model<I, O, P, S, D, X>;
type Assembled = ReturnType<typeof assemble>;

const close = (input: unknown, net: unknown): Assembled => {
  const shape: Shape = Array.isArray(input) ? input.map(Number) : [];
  if (!isLayer(net)) throw new TypeError('model: expected a layer');
  return assemble(net.definition, expectShape(validShape(shape, 'model'), shape), 'float32');
};

/** The sentence for a layer inside that takes int32 where the layer around it does not. */
const misplaced = (definition: Definition, input: Shape): string | undefined => {
  for (const part of definition.parts(input)) {
    if (definition.operation !== 'sequential' && part.definition.takes !== definition.takes)
      return `${definition.operation}: a layer that takes int32 must come first`;
    const sentence = misplaced(part.definition, part.input);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
};

const assemble = (definition: Definition, input: Shape, dtype: Float) => {
  const verdict = definition.output(input);
  const output = expectShape(typeof verdict === 'string' ? verdict : (misplaced(definition, input) ?? verdict), input);
  const slots = { params: definition.parameters(input), state: definition.state(input) };
  return {
    input,
    output,
    dtype,
    definition,
    init: (key: Key) => ({
      params: initialise(slots.params, key, dtype),
      state: initialise(slots.state, key, dtype),
    }),
    forward: ({ params, state }: Variables<unknown, unknown>, x: AnyTensor, mode: Mode) => {
      const batch = x.shape.slice(0, Math.max(0, x.shape.length - input.length));
      if (!sameShape(x.shape.slice(batch.length), input))
        throw new ShapeError(`forward: expected an input [..., ${input.join(', ')}], got ${show(x.shape)}`, [x.shape]);
      const takes = definition.takes ?? dtype;
      if (x.dtype !== takes) throw new DTypeError(`forward: expected an input of ${takes}, got ${x.dtype}`);
      const variables = {
        params: expectVariables(slots.params, params, dtype, 'params'),
        state: expectVariables(slots.state, state, dtype, 'state'),
      };
      const key = mode.kind === 'train' ? [mode.key] : [];
      const one = (example: AnyTensor, shared: readonly AnyTensor[]): readonly AnyTensor[] => {
        const given = rebuild({ variables, key }, shared);
        const [y, next] = definition.apply(given.variables, typed<Shape, Float>(example), contextOf(given.key[0]));
        return [y, ...leaves(next)];
      };
      const out = [0, ...leaves(variables.state).map(() => null)];
      const examples = typed<[number, ...number[]], DType>(reshape(x, [size(batch), ...input]));
      const [y, ...next] = vmap(one, { in: [0, null], out, axis: 'batch' })(examples, leaves({ variables, key }));
      return [reshape(expectValues(y, 'the output'), [...batch, ...output]), rebuild(variables.state, next)] as const;
    },
  };
};
