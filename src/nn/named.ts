import type { AnyTensor } from '../tensor/tensor.js';
import { isNothing, pure, type Definition, type Tree } from './definition.js';
import type { Layer } from './layer.js';
import type { Composite, Entry, OutputOf, Pure, Rule, TakesIds } from './rule.js';
import { branch } from './tree.js';

/**
 * A layer, or a layer with its name: `{ conv1: conv2d({ out: 6, kernel: 5 }) }`. A function is let in to be told what it is not: most often it is
 * the operation of the layer's name, or a layer that was not called.
 */
export type Item = Layer<unknown> | { readonly [name: string]: Layer<unknown> } | AnyFunction;
type AnyFunction = (...args: never) => unknown;

/** A layer under a name, which precedes what is wrong inside and leads to its tensors. */
export interface Named<N extends string, F extends Rule> extends Composite {
  readonly Out: At<N, OutputOf<F, this['In']>>;
  readonly Takes: F extends TakesIds ? 'int32' : undefined;
  readonly Entries: Entry<N, F, this['In']>;
  readonly Names: N;
}
type At<N extends string, R> = R extends string ? `${N}: ${R}` : R;

/** What is wrong with an item, whatever it meets. */
export interface Fault<Sentence extends string> extends Pure {
  readonly Out: Sentence;
}
type Unnamed<Op extends string> = `${Op}: a layer with tensors needs a name: { name: ${Op}(…) }`;
const unnamed = (operation: string): string =>
  `${operation}: a layer with tensors needs a name: { name: ${operation}(…) }`;
const oneName = 'layer: one name goes with one layer: { name: layer }';
const noLayer =
  'layer: a function is no layer: call it if it makes one, or import the layer of its name from pullback/nn';

/** The rule of an item. */
export type RuleOf<I> =
  I extends Layer<infer F extends Rule>
    ? F extends { readonly Kind: infer Op extends string }
      ? Fault<Unnamed<Op>>
      : F
    : I extends AnyFunction
      ? Fault<typeof noLayer>
      : IsSingle<keyof I> extends true
        ? { [N in keyof I & string]: I[N] extends Layer<infer F extends Rule> ? Named<N, F> : never }[keyof I & string]
        : Fault<typeof oneName>;
type IsSingle<N, All = N> = [N] extends [never]
  ? false
  : string extends N
    ? false
    : N extends unknown
      ? [All] extends [N]
        ? true
        : false
      : never;

/** The rules of a list of items. */
export type RulesOf<L extends readonly unknown[]> = { -readonly [I in keyof L]: RuleOf<L[I]> };

/** Whether a value is a layer. */
export const isLayer = (item: unknown): item is Layer<unknown> =>
  isRecord(item) && isRecord(item['definition']) && 'apply' in item['definition'];
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const fault = (sentence: string): Definition =>
  pure(
    'layer',
    () => sentence,
    (x) => x,
  );

/** The definition of an item, or one that refuses every input. */
export const define = (item: unknown): Definition => {
  if (isLayer(item)) return item.definition.leaf ? fault(unnamed(item.definition.operation)) : item.definition;
  if (typeof item === 'function') return fault(noLayer);
  const [[label, inner] = [], ...more] = isRecord(item) ? Object.entries(item) : [];
  return label !== undefined && isLayer(inner) && more.length === 0 ? named(label, inner.definition) : fault(oneName);
};

/** What begins with a layer takes what that layer takes. */
export const taking = (first: Definition | undefined): Pick<Definition, 'takes'> =>
  first?.takes === undefined ? {} : { takes: first.takes };

/** A definition under a name. */
export const named = (label: string, inner: Definition): Definition => {
  const under = <L>(tree: Tree<L>): Tree<L> => (isNothing(tree) ? {} : { [label]: tree });
  return {
    operation: inner.operation,
    label,
    leaf: false,
    ...taking(inner),
    names: [label],
    output: (input) => {
      const verdict = inner.output(input);
      return typeof verdict === 'string' ? `${label}: ${verdict}` : verdict;
    },
    parameters: (input) => ({ [label]: inner.parameters(input) }),
    state: (input) => under(inner.state(input)),
    parts: (input) => [{ definition: inner, input }],
    apply: ({ params, state }, x, context) => {
      const variables = { params: branch(params, label), state: branch(state, label) };
      const [y, next] = inner.apply(variables, x, context);
      return [y, under<AnyTensor>(next)];
    },
  };
};
