import { sameShape, type Shape } from '../../shape/index.js';
import { isNothing, type Definition, type Tree, type Slot } from '../definition.js';
import { layer, type AnyLayer, type Layer, type RuleIn } from '../layer.js';
import { define, named, type Item, type RuleOf } from '../named.js';
import type { Composite, EntriesOf, Entry, Nothing, OutputOf, ParamsOf, Rule, StateOf } from '../rule.js';
import { slotsOf } from '../variables.js';

/** The rule of one use of a layer that several places share. */
export interface Use<N extends string, F extends Rule> extends Composite {
  readonly Out: OutputOf<F, this['In']> extends infer R ? (R extends string ? `${N}: ${R}` : R) : never;
  readonly Entries: Entry<N, F, this['In']>;
  readonly Names: never;
}

/** The rule of `tied`. */
export interface Tied<N extends string, B extends Rule> extends Composite {
  readonly Out: OutputOf<B, this['In']> extends infer R
    ? R extends string
      ? R
      : [N & B['Names']] extends [never]
        ? Agreement<N, EntriesOf<B, this['In']>> extends infer V
          ? [V] extends [never]
            ? R
            : V
          : never
        : Twice<N>
    : never;
  readonly Entries: EntriesOf<B, this['In']>;
  readonly Names: B['Names'] | N;
}

type Twice<N extends string> = `tied: the name '${N}' occurs twice`;
type Unused<N extends string> = `tied: '${N}' is not used`;
type Different<N extends string> = `tied: the uses of '${N}' need parameters of different shapes`;
type Remembers<N extends string> = `tied: '${N}' remembers from batch to batch, which its uses cannot share`;

/** `never` where the uses of N among the entries need the same parameters, or a sentence. */
type Agreement<N extends string, E> = [Extract<E, { readonly name: N }>] extends [never]
  ? Unused<N>
  : [Remembered<N, E>] extends [never]
    ? [Differing<Needed<N, E>>] extends [never]
      ? never
      : Different<N>
    : Remembers<N>;
type Needed<N extends string, E> = E extends Entry<N, infer F, infer S> ? ParamsOf<F, S> : never;
type Remembered<N extends string, E> =
  E extends Entry<N, infer F, infer S> ? (Nothing extends StateOf<F, S> ? never : true) : never;
type Differing<P, All = P> = P extends unknown ? ([All] extends [P] ? never : true) : never;

/**
 * A network in which one layer stands at several places with the same parameters: the gradient of what they share is the sum over its uses. The layer
 * comes with its name, and the function puts it to use among layers without names of their own.
 * Shape       that of the network
 * Parameters  those of the network, with those of the layer once
 * Errors      "tied: the uses of 'f' need parameters of different shapes", "tied: 'f' is not used", "tied: the name 'f' occurs twice",
 *             "tied: 'f' remembers from batch to batch, which its uses cannot share",
 *             "tied: 'f' is used under the name 'stage', where it would have parameters of its own"
 * @example
 * model([8], tied({ f: linear(8) }, (f) => sequential(f, tanh, f))).output // [8]
 */
export const tied = <N extends string, L extends AnyLayer, I extends Item>(
  shared: { readonly [name in N]: L },
  network: (use: Layer<Use<N, RuleIn<L>>>) => I,
): Layer<Tied<N, RuleOf<I>>> => {
  const [[label, inner] = [], ...more] = Object.entries<L>(shared);
  if (label === undefined || inner === undefined || more.length > 0)
    throw new TypeError('tied: one name goes with one layer: { name: layer }');
  const use: Definition = { ...named(label, inner.definition), names: [] };
  return layer(scope(label, use, define(network(layer(use)))));
};

/** Where a use stands: the input that it meets, and the name under which it is hidden. */
interface Place {
  readonly input: Shape;
  readonly under: string | undefined;
}

const places = (definition: Definition, input: Shape, use: Definition, under?: string): readonly Place[] =>
  definition.apply === use.apply
    ? [{ input, under }]
    : definition.parts(input).flatMap((part) => places(part.definition, part.input, use, under ?? definition.label));

const scope = (label: string, use: Definition, network: Definition): Definition => ({
  ...network,
  operation: 'tied',
  names: [...network.names, label],
  output: (input) => {
    const verdict = network.output(input);
    if (typeof verdict === 'string') return verdict;
    if (network.names.includes(label)) return `tied: the name '${label}' occurs twice`;
    const found = places(network, input, use);
    const [first, ...others] = found;
    if (first === undefined) return `tied: '${label}' is not used`;
    const { under } = found.find((place) => place.under !== undefined) ?? first;
    if (under !== undefined)
      return `tied: '${label}' is used under the name '${under}', where it would have parameters of its own`;
    if (!isNothing(use.state(first.input)))
      return `tied: '${label}' remembers from batch to batch, which its uses cannot share`;
    const needed = use.parameters(first.input);
    return others.every((place) => alike(use.parameters(place.input), needed))
      ? verdict
      : `tied: the uses of '${label}' need parameters of different shapes`;
  },
});

/** Whether two trees of one layer have slots of the same shapes. */
const alike = (a: Tree<Slot>, b: Tree<Slot>): boolean => {
  const [left, right] = [slotsOf(a), slotsOf(b)];
  return left.length === right.length && left.every(({ shape }, k) => sameShape(shape, right[k]?.shape ?? []));
};
