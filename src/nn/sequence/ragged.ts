import { notEqual } from '../../ops/index.js';
import { show, type Shape, type Show } from '../../shape/index.js';
import { composite, type Definition } from '../definition.js';
import { layer, type Layer } from '../layer.js';
import { define, type Item, type RuleOf } from '../named.js';
import type { Composite, EntriesOf, OutputOf, Rule, TakesIds } from '../rule.js';
import { ids } from '../values.js';

/** The rule of `ragged`. */
export interface Ragged<F extends Rule> extends Composite {
  readonly Out: this['In'] extends infer X extends Shape
    ? X extends readonly [number]
      ? F extends TakesIds
        ? OutputOf<F, X>
        : typeof floats
      : `ragged: expected an input [T], got ${Show<X>}`
    : never;
  readonly Takes: 'int32';
  readonly Entries: EntriesOf<F, this['In']>;
  readonly Names: F['Names'];
}
const floats = 'ragged: expected a layer that takes int32';

/**
 * Layers for sequences that are filled up to one length with a number of their own: recurrent layers skip those rows, which leave h as it is
 * and give 0, and attention does not look at them.
 * Shape       that of the layers
 * Parameters  those of the layers
 * Law         what stands in the place of the filling does not change the other rows
 * Errors      "ragged: expected a layer that takes int32", "ragged: expected an input [T], got [8, 8]", those of the layers
 * @example
 * build([20], ragged({ padding: 0 }, sequential({ embed: embedding({ count: 50, width: 8 }) }, { gru: gru({ width: 16, returns: 'last' }) }))).output // [16]
 */
export const ragged = <I extends Item>(
  { padding }: { readonly padding: number },
  inner: I,
): Layer<Ragged<RuleOf<I>>> => {
  if (!Number.isInteger(padding)) throw new RangeError(`ragged: the padding ${padding} is not a whole number`);
  return layer(skipping(padding, define(inner)));
};

const skipping = (padding: number, inner: Definition): Definition => ({
  ...composite(
    'ragged',
    [inner],
    (input) => [input],
    (input) => {
      if (input.length !== 1) return `ragged: expected an input [T], got ${show(input)}`;
      return inner.takes === undefined ? floats : inner.output(input);
    },
    (variables, x, context) => inner.apply(variables, x, { ...context, mask: notEqual(ids(x, 'ragged'), padding) }),
  ),
  takes: 'int32',
});
