import type { Shape, Verdict } from '../shape/shape.js';
import type { AnyTensor } from '../tensor/tensor.js';
import type { Context } from './context.js';
import type { Initializer } from './initializer.js';
import type { Values } from './values.js';

/** Records and lists, nested at will. */
export type Tree<L> = L | readonly Tree<L>[] | { readonly [name: string]: Tree<L> };

/** A tensor that a model learns or remembers: its shape and how it starts. */
export interface Slot {
  readonly shape: Shape;
  readonly initializer: Initializer;
}
export const isSlot = (tree: Tree<Slot>): tree is Slot =>
  'initializer' in tree && typeof tree.initializer === 'function';

/** What a layer learned and what it remembers. */
export interface Variables<P, S> {
  readonly params: P;
  readonly state: S;
}
export type AnyVariables = Variables<Tree<AnyTensor>, Tree<AnyTensor>>;

/** A layer inside another, with the shape that it meets there. */
export interface Part {
  readonly definition: Definition;
  readonly input: Shape;
}

/** What a layer is at run time: the value twin of its `Rule`, and what it does to one example. */
export interface Definition {
  /** The operation, as the sentences name it. */
  readonly operation: string;
  /** What precedes the paths of its parts: its name, or its place among copies. */
  readonly label?: string;
  /** Whether it holds tensors of its own, and so needs a name among others. */
  readonly leaf: boolean;
  /** The element type of its input where that is not the one of the parameters: what begins with an embedding takes whole numbers. */
  readonly takes?: 'int32';
  /** Whether its parameters stay as they are. */
  readonly frozen?: boolean;
  /** The names that it adds to the enclosing record. */
  readonly names: readonly string[];
  readonly output: (input: Shape) => Verdict;
  readonly parameters: (input: Shape) => Tree<Slot>;
  readonly state: (input: Shape) => Tree<Slot>;
  readonly parts: (input: Shape) => readonly Part[];
  readonly apply: (variables: AnyVariables, x: Values, context: Context) => readonly [Values, Tree<AnyTensor>];
}

const nothing = (): Tree<never> => ({});

/** A layer without tensors: y = f(x). */
export const pure = (
  operation: string,
  output: (input: Shape) => Verdict,
  f: (x: Values, context: Context) => Values,
): Definition => ({
  operation,
  leaf: false,
  names: [],
  output,
  parameters: nothing,
  state: nothing,
  parts: () => [],
  apply: (_, x, context) => [f(x, context), {}],
});

/** A layer with parameters and no state: y = f(parameters, x). */
export const stateless = (
  operation: string,
  output: (input: Shape) => Verdict,
  parameters: (input: Shape) => Tree<Slot>,
  f: (params: Tree<AnyTensor>, x: Values, context: Context) => Values,
): Definition => ({
  operation,
  leaf: true,
  names: [],
  output,
  parameters,
  state: nothing,
  parts: () => [],
  apply: ({ params }, x, context) => [f(params, x, context), {}],
});

/** A layer made of layers: its records are those of its parts, joined. */
export const composite = (
  operation: string,
  items: readonly Definition[],
  inputs: (input: Shape) => readonly Shape[],
  output: (input: Shape) => Verdict,
  apply: Definition['apply'],
): Definition => {
  const parts = (input: Shape): readonly Part[] => {
    const shapes = inputs(input);
    return items.flatMap((definition, index) => {
      const shape = shapes[index];
      return shape === undefined ? [] : [{ definition, input: shape }];
    });
  };
  return {
    operation,
    leaf: false,
    names: items.flatMap(({ names }) => names),
    output,
    parameters: (input) => join(parts(input).map((part) => part.definition.parameters(part.input))),
    state: (input) => join(parts(input).map((part) => part.definition.state(part.input))),
    parts,
    apply,
  };
};

/** Records with different names as one. */
export const join = <L extends object>(records: readonly Tree<L>[]): Tree<L> =>
  Object.fromEntries(records.flatMap((record): readonly (readonly [string, Tree<L>])[] => Object.entries(record)));

/** Whether a tree is the empty record. */
export const isNothing = (tree: unknown): boolean =>
  typeof tree === 'object' && tree !== null && !Array.isArray(tree) && Object.keys(tree).length === 0;
