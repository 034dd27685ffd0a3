import type { Shape } from '../../shape/shape.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { inside, type Context } from '../context.js';
import { join, type AnyVariables, type Definition, type Tree } from '../definition.js';
import type { Values } from '../values.js';
import type { EntriesOf, OutputOf, Rule } from '../rule.js';

/* What the combinators share whose branches all see the same input. */

/** The sentence for a name that two layers of one record have. */
export type Duplicate<N, Op extends string> = `${Op}: the name '${N & string}' occurs twice`;
/** The sentence when the item at an index has a name that an earlier one has. */
export const duplicate = (items: readonly Definition[], index: number, operation: string): string | undefined => {
  const seen = new Set(items.slice(0, index).flatMap(({ names }) => names));
  const twice = items[index]?.names.find((name) => seen.has(name));
  return twice === undefined ? undefined : `${operation}: the name '${twice}' occurs twice`;
};

/** The shapes that the branches give, or the first sentence. */
export type Outputs<L, S, Op extends string, Seen = never, Done extends readonly Shape[] = []> = L extends readonly [
  infer H extends Rule,
  ...infer T,
]
  ? [H['Names'] & Seen] extends [never]
    ? OutputOf<H, S> extends infer R
      ? R extends Shape
        ? Outputs<T, S, Op, Seen | H['Names'], [...Done, R]>
        : R
      : never
    : Duplicate<H['Names'] & Seen, Op>
  : Done;
export const outputs = (items: readonly Definition[], input: Shape, operation: string): readonly Shape[] | string => {
  const shapes: Shape[] = [];
  for (const [index, item] of items.entries()) {
    const verdict = duplicate(items, index, operation) ?? item.output(input);
    if (typeof verdict === 'string') return verdict;
    shapes.push(verdict);
  }
  return shapes;
};

/** The entries of all branches. */
export type EntriesOfAll<L, S, Done = never> = L extends readonly [infer H extends Rule, ...infer T]
  ? EntriesOfAll<T, S, Done | EntriesOf<H, S>>
  : Done;

/** What the branches make of one input. */
export const applyAll = (
  items: readonly Definition[],
  variables: AnyVariables,
  x: Values,
  context: Context,
): readonly [readonly Values[], Tree<AnyTensor>] => {
  const results = items.map((item, index) => item.apply(variables, x, inside(context, index)));
  return [results.map(([y]) => y), join(results.map(([, state]) => state))];
};
