import type { Shape } from '../../shape/shape.js';
import type { AnyTensor } from '../../tensor/tensor.js';
import { inside } from '../context.js';
import { composite, join, type Definition, type Tree } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, taking, type Item, type RulesOf } from '../named.js';
import { duplicate, type Duplicate } from './parallel.js';
import type { Composite, EntriesOf, OutputOf, Rule, TakesIds } from '../rule.js';

/** The rule of `sequential`: the shape runs through the layers, the entries add up. */
export interface Sequential<L extends readonly unknown[]> extends Composite {
  readonly Out: Through<L, this['In']>;
  readonly Takes: L extends readonly [TakesIds, ...unknown[]] ? 'int32' : undefined;
  readonly Entries: EntriesThrough<L, this['In']>;
  readonly Names: NamesOf<L>;
}

type Through<L, S, Seen = never, Late = never> = S extends string
  ? S
  : L extends readonly [infer H extends Rule, ...infer T]
    ? [H['Names'] & Seen] extends [never]
      ? H extends Late
        ? typeof late
        : Through<T, OutputOf<H, S>, Seen | H['Names'], TakesIds>
      : Duplicate<H['Names'] & Seen, 'sequential'>
    : S;
/** The sentence for a layer that takes whole numbers and gets the floats of another. */
export const late = 'sequential: a layer that takes int32 must come first';
type EntriesThrough<L, S, Done = never> = L extends readonly [infer H extends Rule, ...infer T]
  ? EntriesThrough<T, OutputOf<H, S>, Done | EntriesOf<H, S>>
  : Done;

/** The names that a list of layers adds to the enclosing record. */
export type NamesOf<L extends readonly unknown[]> = L[number] extends infer F
  ? F extends Rule
    ? F['Names']
    : never
  : never;

/**
 * One layer after the other: y = fₙ(… f₂(f₁(x))).
 * Shape       that of the last layer
 * Parameters  a record of the named layers; a `sequential` without a name adds its names to the enclosing record
 * Errors      those of the layers, preceded by the path of names; "sequential: the name 'conv1' occurs twice",
 *             "sequential: a layer that takes int32 must come first",
 *             "conv2d: a layer with tensors needs a name: { name: conv2d(…) }"
 * @example
 * model([3, 32, 32], sequential({ conv1: conv2d({ out: 6, kernel: 5 }) }, relu, maxPool2d(2))).output // [6, 14, 14]
 */
export const sequential = <L extends readonly Item[]>(...layers: L): Layer<Sequential<RulesOf<L>>> =>
  layer(sequence(layers.map(define)));

/** Definitions one after the other. */
export const sequence = (items: readonly Definition[]): Definition => {
  const inputs = (input: Shape): readonly Shape[] => {
    const shapes: Shape[] = [];
    let shape: Shape | string = input;
    for (const item of items) {
      if (typeof shape === 'string') break;
      shapes.push(shape);
      shape = item.output(shape);
    }
    return shapes;
  };
  const whole = composite(
    'sequential',
    items,
    inputs,
    (input) => {
      let shape: Shape | string = input;
      for (const [index, item] of items.entries()) {
        if (typeof shape === 'string') break;
        shape =
          duplicate(items, index, 'sequential') ?? (index > 0 && item.takes !== undefined ? late : item.output(shape));
      }
      return shape;
    },
    (variables, x, context) => {
      const states: Tree<AnyTensor>[] = [];
      let y = x;
      for (const [index, item] of items.entries()) {
        const [next, state] = item.apply(variables, y, inside(context, index));
        states.push(state);
        y = next;
      }
      return [y, join(states)];
    },
  );
  return { ...whole, ...taking(items[0]) };
};
